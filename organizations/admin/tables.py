"""The columns of units and people as tables."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Error
from import_export.widgets import CharWidget, DateWidget, IntegerWidget, Widget

from organizations import actions
from organizations.models import Membership, Person, Role, Unit, UnitKind
from organizations.permissions import may_keep_account

DAY = DateWidget(format="%Y-%m-%d")


class SentenceError(Error):
    """What went wrong in a row, without anything of the inside of the program."""

    def __init__(self, error, row=None, number=None):
        known = isinstance(error, ValidationError)
        super().__init__(ValidationError("；".join(error.messages)) if known else ValidationError("这一行不能保存。"), row, number)


class LabelWidget(Widget):
    """One of the labels of `choices`."""

    def __init__(self, choices):
        super().__init__()
        self.values = {label: value for value, label in choices.choices}
        self.labels = dict(choices.choices)

    def clean(self, value, row=None, **kwargs):
        if value not in self.values:
            raise ValueError(f"“{value}”不在可选范围内：{'、'.join(self.values)}。")
        return self.values[value]

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, value)


class OrNone(Widget):
    """Text, None where empty."""

    def clean(self, value, row=None, **kwargs):
        return value or None

    def render(self, value, obj=None, **kwargs):
        return value or ""


class UnitWidget(Widget):
    """A unit of the place in force, by its short name."""

    place = None

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        unit = Unit.objects.filter(jurisdiction=self.place, name=value, ends_on__isnull=True).first()
        if unit is None:
            raise ValueError(f"没有找到名为“{value}”的单位。")
        return unit

    def render(self, value, obj=None, **kwargs):
        return value.name if value else ""


class Table(ModelResource):
    """A table of one place, filled in by somebody."""

    def __init__(self, place=None, by=None):
        super().__init__()
        self.place, self.by = place, by
        for field in self.fields.values():
            if isinstance(field.widget, UnitWidget):
                field.widget.place = place

    @classmethod
    def get_error_result_class(cls):
        return SentenceError

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Only what is there already can be unchanged."""
        return not instance._state.adding and super().skip_row(instance, original, row, import_validation_errors)

    def before_import(self, dataset, **kwargs):
        """All columns that are needed, and none that is unknown: a column in vain would be lost silently."""
        known = [field.column_name for field in self.get_import_fields()]
        missing = [name for name in self.needed if name not in dataset.headers]
        unknown = [name for name in dataset.headers if name not in known]
        if missing or unknown:
            parts = [f"缺少“{'”“'.join(missing)}”列"] if missing else []
            parts += [f"不认识“{'”“'.join(unknown)}”列"] if unknown else []
            raise ValidationError(f"表头不对：{'；'.join(parts)}。请用导出的表作为模板。")


class UnitTable(Table):
    """Units by their short name; a name that is there already is brought up to date, never renamed."""

    needed = ("规范简称", "类别")
    name = Field("name", "规范简称", widget=CharWidget())
    full_name = Field("full_name", "全称", widget=CharWidget())
    kind = Field("kind", "类别", widget=LabelWidget(UnitKind))
    parent = Field("parent", "上级单位", widget=UnitWidget())
    aliases = Field(None, "其他名称")
    duties = Field("duties", "职责", widget=CharWidget())
    phone = Field("phone", "值班电话", widget=CharWidget())
    order = Field("order", "顺序", widget=IntegerWidget())
    starts_on = Field("starts_on", "自", widget=DAY)

    class Meta:
        model = Unit
        fields = ("name", "full_name", "kind", "parent", "aliases", "duties", "phone", "order", "starts_on")
        import_id_fields = ("name",)
        clean_model_instances = skip_unchanged = report_skipped = True

    def get_queryset(self):
        return Unit.objects.filter(jurisdiction=self.place, ends_on__isnull=True)

    def init_instance(self, row=None):
        return Unit(jurisdiction=self.place)

    def before_import_row(self, row, **kwargs):
        row["顺序"] = row.get("顺序") or "0"

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not row.get("其他名称") and super().skip_row(instance, original, row, import_validation_errors)

    def after_save_instance(self, instance, row, **kwargs):
        others = (row.get("其他名称") or "").replace("，", "、").split("、")
        actions.add_names(instance, [instance.name, instance.full_name, *(name.strip() for name in others)])

    def dehydrate_aliases(self, unit):
        return "、".join(row.name for row in unit.names.all() if row.name not in (unit.name, unit.full_name) and row.ends_on is None)


class PersonTable(Table):
    """People with the post they hold; who is there already with name, role and unit is brought up to date."""

    needed = ("姓名", "角色")
    name = Field("name", "姓名", widget=CharWidget())
    title = Field("title", "职务", widget=CharWidget())
    role = Field(None, "角色")
    unit = Field(None, "单位")
    phone = Field("phone", "电话", widget=CharWidget())
    email = Field("email", "邮箱", widget=CharWidget())
    username = Field("username", "用户名", widget=OrNone())

    class Meta:
        model = Person
        fields = ("name", "title", "role", "unit", "phone", "email", "username")
        import_id_fields = ("name",)
        clean_model_instances = skip_unchanged = report_skipped = True

    def get_queryset(self):
        return Person.objects.filter(memberships__jurisdiction=self.place)

    def before_import_row(self, row, **kwargs):
        """Read the post first: it says who the row is about."""
        try:
            role = LabelWidget(Role).clean(row["角色"])
            unit = self._units.clean(row.get("单位"))
        except ValueError as error:
            raise ValidationError(str(error)) from None
        self.post = {"role": role, "unit": unit}

    @property
    def _units(self):
        widget = UnitWidget()
        widget.place = self.place
        return widget

    def get_instance(self, instance_loader, row):
        posts = Membership.objects.on(timezone.localdate()).filter(jurisdiction=self.place, **self.post)
        return Person.objects.filter(name=row["姓名"], pk__in=posts.values("person")).order_by("pk").first()

    def init_instance(self, row=None):
        person = Person()
        person.set_unusable_password()
        return person

    def after_init_instance(self, instance, new, row, **kwargs):
        if not new and not may_keep_account(self.by, instance):
            raise ValidationError("这个人的账号不归您管理，不能通过导入修改。")

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """A username is given once; who has one keeps it."""
        if field.attribute == "username" and instance.username:
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)

    def after_save_instance(self, instance, row, **kwargs):
        if not instance.memberships.filter(jurisdiction=self.place, **self.post).exists():
            actions.appoint(instance, self.post["role"], self.place, by=self.by, unit=self.post["unit"], starts_on=timezone.localdate())

    def dehydrate_role(self, person):
        return person.posts_today[0].get_role_display() if person.posts_today else ""

    def dehydrate_unit(self, person):
        return str(person.posts_today[0].unit or "") if person.posts_today else ""
