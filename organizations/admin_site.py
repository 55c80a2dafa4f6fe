"""The admin site: the house's own login and passwords, and its registers in the order of the work."""

from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from organizations.models import Role


class Site(AdminSite):
    """Secretaries' and administrators' workplace."""

    site_title = index_title = "系统管理"
    site_header = f"{settings.PRODUCT_NAME} · 系统管理"
    empty_value_display = "—"

    def admin_view(self, view, cacheable=False):
        """As Django's, but who is signed in and has no business here gets 403, not the login page again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    @method_decorator([never_cache, login_not_required])
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        return redirect("password_change")

    def index(self, request, extra_context=None):
        """The start page; `drafts`: whether the person may begin plans."""
        drafts = bool(request.user.access.where(Role.SECRETARY))
        return super().index(request, {"drafts": drafts} | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Rooms and registers by the `rank` of their admins, the daily ones first."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=self._rank)
        return sorted(apps, key=lambda app: self._rank(app["models"][0]))

    def _rank(self, entry):
        return self.get_model_admin(entry["model"]).rank
