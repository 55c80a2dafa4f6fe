"""Filters that offer only what the person may see."""

from django.contrib.admin import AllValuesFieldListFilter, RelatedFieldListFilter, SimpleListFilter
from django.utils import timezone

from organizations.models import Membership, Role


class OwnRelatedFilter(RelatedFieldListFilter):
    """A filter by a relation whose choices are the rows of the person's own places."""

    def field_choices(self, field, request, model_admin):
        register = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(row.pk, str(row)) for row in register.get_queryset(request)]


class OwnValuesFilter(AllValuesFieldListFilter):
    """A filter by a plain value whose choices are those that stand in the person's own rows."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        self.lookup_choices = model_admin.get_queryset(request).order_by(field_path).values_list(field_path, flat=True).distinct()


def own_values(name):
    """A `list_filter` entry for the plain field `name`."""
    return name, OwnValuesFilter


def own(name):
    """A `list_filter` entry for the relation `name`."""
    return name, OwnRelatedFilter


class InForceFilter(SimpleListFilter):
    """Rows in force today, or ended."""

    title = "效力"
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("1", "现行"), ("0", "已终止")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "1":
            return queryset.on(today)
        return queryset.filter(ends_on__lt=today) if self.value() == "0" else queryset


class RoleFilter(SimpleListFilter):
    """People who hold a role today in one of the person's own places."""

    title = "角色"
    parameter_name = "role"

    def __init__(self, request, params, model, model_admin):
        self.places = model_admin.places(request, (*model_admin.readers, *model_admin.keepers))
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        posts = Membership.objects.on(timezone.localdate()).filter(role=self.value(), jurisdiction__in=self.places)
        return queryset.filter(pk__in=posts.values("person"))
