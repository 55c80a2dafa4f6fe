"""Access tokens of service accounts: seen and revoked here, issued on the account's own page."""

from django.contrib import admin

from organizations.admin.base import OwnAdmin, ReadOnly
from organizations.forms import RevokeTokenForm
from organizations.models import ApiToken
from organizations.permissions import SYSTEM


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly, OwnAdmin):
    rank = 61
    readers = keepers = SYSTEM
    secret_fields = ("digest",)
    fields = list_display = ("name", "person", "scope", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("person",)
    list_filter = ("scope",)
    search_fields = ("name", "person__name")
    empty = "还没有服务账号的访问令牌。请先在“人员”里新增服务账号，再打开它点“签发访问令牌”。"
    act_forms = {"revoke": ("吊销", RevokeTokenForm)}

    def rows(self, request, roles):
        return ApiToken.objects.of_services(self.places(request, roles))

    def holds(self, request, roles, obj=None):
        """Whoever has found a token here may see it (see `rows`)."""
        return bool(self.places(request, roles))

    def may_act(self, request, obj, name):
        return obj.revoked_at is None and self.holds(request, SYSTEM, obj)
