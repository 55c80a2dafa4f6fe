"""The base of every register in the admin: who may see and change it follows from posts in the row's jurisdiction, from nothing else."""

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, InternalError, models
from django.http import Http404, HttpResponseRedirect

from organizations.admin.acting import Acting, address
from organizations.admin.trail import Trailing
from organizations.forms import DATE, MOMENT
from organizations.models import Jurisdiction
from organizations.permissions import READERS, SECRETARIES
from organizations.register_forms import OwnForm


class Own:
    """Narrows a register to the places where the person holds a post that reads or keeps it.

    `readers`, `keepers`, `removers`: roles; `place`: the lookup from a row to its jurisdiction, None for a register of the whole
    house. Rows that are not the person's do not exist for him: 404, and in no choice, count or search.
    """

    readers, keepers, removers = READERS, SECRETARIES, ()
    place = "jurisdiction"
    secret_fields = ()
    formfield_overrides = {
        models.DateField: {"widget": DATE},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MOMENT},
    }

    def places(self, request, roles):
        """Ids of the jurisdictions in which the person holds one of `roles`."""
        return request.user.access.where(*roles)

    def place_of(self, obj):
        """The id of a row's jurisdiction."""
        *path, last = self.place.split("__")
        for name in path:
            obj = getattr(obj, name)
        return obj.pk if last == "pk" else getattr(obj, f"{last}_id")

    def holds(self, request, roles, obj=None):
        """Whether the person holds one of `roles` where the row belongs, or anywhere without a row."""
        places = self.places(request, roles)
        return bool(places) if obj is None or self.place is None else self.place_of(obj) in places

    def rows(self, request, roles):
        """The register's rows in the places of `roles`."""
        manager = self.model._default_manager
        rows = manager.visible_to(request.user) if hasattr(manager, "visible_to") else manager.all()
        if self.place is None:
            return rows if self.places(request, roles) else rows.none()
        return self.within(rows, self.places(request, roles))

    def within(self, rows, places):
        """`rows` of these jurisdictions."""
        return rows.filter(**{f"{self.place}__in": places})

    def choices_for(self, db_field, request):
        """What a relation may be set to: rows of the places where the person keeps this register."""
        places = self.places(request, self.keepers)
        related = db_field.remote_field.model
        if related is Jurisdiction:
            return Jurisdiction.objects.filter(pk__in=places)
        if not self.admin_site.is_registered(related):
            return related._default_manager.none()
        register = self.admin_site.get_model_admin(related)
        return register.within(register.get_queryset(request), places)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons that open further windows for related rows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_add_related"):
            field.widget = field.widget.widget
        return field


class OwnAdmin(Acting, Trailing, Own, admin.ModelAdmin):
    """A register of the admin. `rank`: its place in the list of registers; `fixed`: fields that stay once the row exists."""

    form = OwnForm
    rank = 50
    fixed = ("jurisdiction",)
    view_page = ""
    empty = ""  # what to do where the list has no rows; "" = add one, where the person may
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/own_change_form.html"
    change_list_template = "admin/own_change_list.html"

    def get_queryset(self, request):
        ordering = self.get_ordering(request)
        rows = self.rows(request, (*self.readers, *self.keepers))
        return rows.order_by(*ordering) if ordering else rows

    def get_object(self, request, object_id, from_field=None):
        """The row; Http404 where it is missing or not the person's."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            raise Http404
        return obj

    def changelist_view(self, request, extra_context=None):
        word = f"还没有登记，请点“新增{self.opts.verbose_name}”。" if self.has_add_permission(request) else "还没有登记。"
        context = {"title": self.opts.verbose_name_plural, "empty": self.empty or word}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", "")[:100])

    def lookup_allowed(self, lookup, value, request=None):
        return lookup.split("__")[0] not in self.secret_fields and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.holds(request, (*self.readers, *self.keepers), obj)

    def has_add_permission(self, request):
        return self.holds(request, self.keepers)

    def has_change_permission(self, request, obj=None):
        return self.holds(request, self.keepers, obj)

    def has_delete_permission(self, request, obj=None):
        return bool(self.removers) and self.holds(request, self.removers, obj)

    def get_readonly_fields(self, request, obj=None):
        fixed = [name for name in self.fixed if obj and any(field.name == name for field in self.opts.fields)]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_changeform_initial_data(self, request):
        """The person's own place, where there is but one."""
        places = self.places(request, self.keepers)
        mine = {"jurisdiction": next(iter(places))} if len(places) == 1 else {}
        return mine | super().get_changeform_initial_data(request)

    def get_view_on_site_url(self, obj=None):
        """The row's page outside the admin, where it has one."""
        return address(self.view_page, obj.public_id) if obj and self.view_page else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's; what the database refuses (two people at once) is a sentence."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, InternalError):
            self.message_user(request, "数据与已有记录冲突，没有保存。请刷新后核对再试。", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        word = "新增" if add else "修改" if self.has_change_permission(request, obj) else "查看"
        context["title"] = f"{word}{self.opts.verbose_name}"
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        self.get_object(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def log_addition(self, request, obj, message):
        """Nothing: history is written by the rooms themselves."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """Nothing: see `log_addition`."""


class OwnInline(Own, admin.TabularInline):
    """Rows shown with their owner: seen by who sees the owner, added and changed by who keeps it; never deleted."""

    extra = 0
    can_delete = False
    show_change_link = False

    def get_queryset(self, request):
        return self.rows(request, (*self.readers, *self.keepers))

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by = request.user
        return formset

    def _owner(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request, obj=None):
        return self._owner().has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._owner().has_change_permission(request, obj) if obj else self._owner().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly:
    """Shown, never typed into: changes go through the buttons."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(ReadOnly, OwnInline):
    """Rows shown with their owner, for reading."""

    place = None
    template = "admin/rows.html"
