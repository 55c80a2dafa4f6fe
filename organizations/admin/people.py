"""People and their accounts: opened with a first post, reset, locked."""

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html_join

from organizations import actions
from organizations.admin.base import OwnAdmin
from organizations.admin.filters import RoleFilter
from organizations.admin.posts import PostInline
from organizations.admin.tables import TableMixin
from organizations.forms import ActivateForm, DeactivateForm, IssueTokenForm, ResetPasswordForm, UnlockForm
from organizations.models import Membership, Person
from organizations.permissions import DIRECTORY_READERS, PEOPLE_KEEPERS, SYSTEM, may_edit_person, may_keep_account
from organizations.register_forms import PersonFactsForm, keep_post
from organizations.tables import person_table

MOST = 100  # people who get passwords in one go
ACCOUNT = ("is_active", "must_change_password", "last_login")


class PersonForm(PersonFactsForm):
    class Meta(PersonFactsForm.Meta):
        help_texts = {"username": "填写后可以登录；只列名、不登录的人员请留空。"}


class FirstPosts(PostInline):
    """A person's posts; a new person has at least one, or he would belong nowhere."""

    def get_formset(self, request, obj=None, **kwargs):
        least = {} if obj else {"min_num": 1, "validate_min": True}
        return super().get_formset(request, obj, **least, **kwargs)


@admin.register(Person)
class PersonAdmin(TableMixin, OwnAdmin):
    rank = 21
    readers, keepers, import_page = DIRECTORY_READERS, PEOPLE_KEEPERS, "organizations:person-import"
    secret_fields = ("password", "feed_key")
    form = PersonForm
    fixed = ("is_service",)
    list_display = ("name", "title", "username", "posts", "phone", "is_active")
    list_filter = ("is_active", RoleFilter)
    search_fields = ("name", "username", "phone", "title")
    inlines = (FirstPosts,)
    trail_of = ((Membership, "person"),)
    view_page = "organizations:person-detail"
    actions = ("issue_passwords",)
    act_forms = {
        "reset_password": ("重置密码", ResetPasswordForm),
        "unlock": ("解除登录锁定", UnlockForm),
        "deactivate": ("停用账号", DeactivateForm),
        "activate": ("恢复账号", ActivateForm),
        "issue_token": ("签发访问令牌", IssueTokenForm),
    }

    def table(self, rows, request):
        return person_table(rows, request.user)

    @admin.display(description="现任职务")
    def posts(self, person):
        return format_html_join("、", "{}", [(self._post(post),) for post in person.posts_today])

    @staticmethod
    def _post(post):
        return f"{post.get_role_display()}（{post.unit}）" if post.unit else post.get_role_display()

    def get_queryset(self, request):
        places = self.places(request, (*self.readers, *self.keepers))
        posts = Membership.objects.on(timezone.localdate()).filter(jurisdiction__in=places).select_related("unit")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", queryset=posts, to_attr="posts_today"))

    def within(self, rows, places):
        return rows.filter(pk__in=Membership.objects.filter(jurisdiction__in=places).values("person"))

    def holds(self, request, roles, obj=None):
        places = self.places(request, roles)
        return bool(places) and (obj is None or obj.memberships.filter(jurisdiction__in=places).exists())

    def has_change_permission(self, request, obj=None):
        """Accounts that reach beyond the person's own places, and reserved ones, are shown only."""
        return super().has_change_permission(request, obj) and (obj is None or may_edit_person(request.user, obj))

    def get_fields(self, request, obj=None):
        service = ("is_service",) if request.user.access.where(*SYSTEM) else ()
        return ("name", "title", "phone", "email", "username", *service, *(ACCOUNT if obj else ()))

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *ACCOUNT]

    def may_act(self, request, obj, name):
        fits = {
            "reset_password": obj.username and not obj.is_service,
            "unlock": obj.username and not obj.is_service,
            "deactivate": obj.is_active,
            "activate": not obj.is_active,
            "issue_token": obj.is_service and obj.is_active and self.holds(request, SYSTEM, obj),
        }[name]
        return bool(fits) and may_keep_account(request.user, obj) and self.holds(request, self.keepers, obj)

    def after_act(self, request, obj, name, result):
        if name == "reset_password":
            return self.secret_page(request, obj, "一次性密码", result)
        if name == "issue_token":
            return self.secret_page(request, obj, "访问令牌", result[1])
        return super().after_act(request, obj, name, result)

    def save_model(self, request, obj, form, change):
        if change:
            actions.edit_account(obj, renamed="username" in form.changed_data)
        else:
            obj.one_time_password = actions.open_account(obj)

    def save_formset(self, request, form, formset, change):
        for post in formset.save(commit=False):
            keep_post(post, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        if obj.one_time_password:
            return self.secret_page(request, obj, "一次性密码", obj.one_time_password)
        return super().response_add(request, obj, post_url_continue)

    @admin.action(description="发放一次性密码")
    def issue_passwords(self, request, queryset):
        """New one-time passwords, shown once as a table; asks first, and passes over accounts that are not the person's to reset."""
        chosen = list(queryset[: MOST + 1])
        if len(chosen) > MOST:
            self.message_user(request, f"一次最多选择 {MOST} 人。", messages.ERROR)
            return None
        fits = [(someone, self.may_act(request, someone, "reset_password")) for someone in chosen]
        if "confirmed" not in request.POST:
            return self.form_page(request, None, "发放一次性密码", template="admin/passwords.html", fits=fits)
        rows = [(someone, actions.reset_password(someone) if fit else "") for someone, fit in fits]
        response = self.form_page(request, None, "一次性密码", template="admin/passwords.html", rows=rows)
        response.headers["Cache-Control"] = "no-store"
        return response

    def secret_page(self, request, obj, label, secret):
        """The only page that ever shows a password or a key; it is not kept anywhere, and no browser may keep the page."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": f"{obj} 的{label}",
            "label": label,
            "secret": secret,
            "back": self.change_url(obj),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/secret.html", context, headers={"Cache-Control": "no-store"})
