"""Rules by place and version. A version that works or has worked is never edited; its copy becomes the next one."""

import dataclasses
import json

from django import forms
from django.contrib import admin
from django.db.models import JSONField, Max
from django.utils import timezone

from organizations.admin.base import OwnAdmin
from organizations.admin.filters import own
from organizations.forms import CopyRulesetForm, RulesField
from organizations.models import Ruleset
from organizations.permissions import PEOPLE_KEEPERS, READERS
from organizations.register_forms import OwnForm
from organizations.rules import Period, sections


class RulesetForm(OwnForm):
    class Meta:
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


def in_words(value):
    """A default as one writes it in JSON."""
    if isinstance(value, Period):
        return json.dumps({"amount": value.amount, "unit": value.unit}, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def kind_of(value):
    """What may stand in the place of a default."""
    if isinstance(value, Period):
        return "期限：amount 为 0–1000 的整数；unit 为 workday（工作日）、day（日）或 month（月）"
    return {bool: "true 或 false", int: "整数", str: "文字", tuple: "列表"}[type(value)]


def rules_table():
    """The help beside the field: [(section, label, [(key, label, default, kind, source)])]."""
    return [
        (name, cls.section_label, [_rule(cls, each.name) for each in dataclasses.fields(cls)]) for name, cls in sorted(sections().items())
    ]


def _rule(cls, key):
    default = getattr(cls(), key)
    return key, cls.labels[key], in_words(default), kind_of(default), getattr(default, "source", "")


@admin.register(Ruleset)
class RulesetAdmin(OwnAdmin):
    rank = 45
    readers, keepers = READERS, PEOPLE_KEEPERS
    form = RulesetForm
    formfield_overrides = OwnAdmin.formfield_overrides | {JSONField: {"form_class": RulesField}}
    fields = ("jurisdiction", "name", "effective_on", "overrides", "note")
    list_display = ("name", "version", "effective_on", "is_frozen", "jurisdiction")
    list_filter = (own("jurisdiction"),)
    list_select_related = ("jurisdiction",)
    search_fields = ("name", "note")
    act_forms = {"copy": ("另存为下一版", CopyRulesetForm)}
    change_form_template = "admin/ruleset_change_form.html"

    @admin.display(description="已启用（不能再改）", boolean=True)
    def is_frozen(self, ruleset):
        return ruleset.is_frozen(timezone.localdate())

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_frozen(timezone.localdate()))

    def may_act(self, request, obj, name):
        return self.holds(request, self.keepers, obj)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["version"] if obj else [])]

    def get_fields(self, request, obj=None):
        return ("version", *self.fields) if obj else self.fields

    def save_model(self, request, obj, form, change):
        if not change:
            last = Ruleset.objects.filter(jurisdiction=obj.jurisdiction).aggregate(last=Max("version"))["last"]
            obj.version = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, context | {"rules_table": rules_table()}, *args, **kwargs)

    def after_act(self, request, obj, name, result):
        return super().after_act(request, result, name, result)
