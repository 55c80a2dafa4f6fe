"""What may be changed in the registers: units added, renamed and merged, rules given a new version."""

from django import forms
from rest_framework.response import Response

from organizations import actions
from organizations.api.keeping import UUID, refuse
from organizations.api.registers import UNITS, RulesetList, UnitList
from organizations.endpoints import Endpoint, answer, wrong
from organizations.forms import MergeUnitForm, ObjectForm, RenameUnitForm, RulesField
from organizations.inputs import checked, described, filled
from organizations.models import Jurisdiction, Unit, UnitKind
from organizations.pages import own
from organizations.permissions import PEOPLE_KEEPERS, SECRETARIES
from organizations.schema import CREATING, FORM, ONCE, Operation, object_of

UNIT_ACTS = {"rename": ("改名", RenameUnitForm), "merge": ("并入其他单位", MergeUnitForm)}


class PlacedForm(ObjectForm):
    """Something new in a place; `obj` = ids of the places in which the person may add it. `jurisdiction` is a code."""

    jurisdiction = forms.CharField(label="地区代码，只有一个地区时可不填", max_length=30, required=False)

    def clean_jurisdiction(self):
        code = self.cleaned_data["jurisdiction"]
        places = Jurisdiction.objects.filter(pk__in=self.obj)
        found = list(places.filter(code=code) if code else places[:2])
        if len(found) != 1:
            raise forms.ValidationError("您不能为这个地区办理。" if code else "请写明 jurisdiction（地区代码）。")
        return found[0]


class NewUnitForm(PlacedForm):
    name = forms.CharField(label="规范简称", max_length=80)
    full_name = forms.CharField(label="全称", max_length=120, required=False)
    kind = forms.ChoiceField(label="类别", choices=UnitKind)
    duties = forms.CharField(label="职责", max_length=4000, required=False)
    phone = forms.CharField(label="值班电话", max_length=30, required=False)
    starts_on = forms.DateField(label="自", required=False)

    def act(self, jurisdiction, name, kind, **fields):
        return actions.add_unit(jurisdiction, name, kind, **fields)


class NewRulesetForm(PlacedForm):
    name = forms.CharField(label="名称", max_length=80)
    effective_on = forms.DateField(label="启用日期")
    overrides = RulesField(label="与默认规则的差异", required=False)
    note = forms.CharField(label="说明（依据的文件和条款）", required=False, max_length=4000)

    def clean(self):
        cleaned = super().clean()
        place, day = cleaned.get("jurisdiction"), cleaned.get("effective_on")
        last = place.rulesets.first() if place and day else None
        if last and day <= last.effective_on:
            self.add_error("effective_on", f"启用日期应晚于现有版本的 {last.effective_on:%Y-%m-%d}。")
        return cleaned

    def act(self, jurisdiction, overrides, **fields):
        return actions.add_ruleset(jurisdiction.pk, overrides=overrides or {}, **fields)


class Adding:
    """POST to a list: `form` makes the new row, for who holds one of `keepers` somewhere."""

    form, keepers, add_label, made = None, (), "", {}

    def post(self, request):
        self.query()
        return self.once(request, lambda: self.add(request))

    def add(self, request):
        places = request.user.access.where(*self.keepers)
        if not places:
            refuse()
        form = filled(self.form(obj=places, by=request.user), request.data)
        row = form.run()
        checked(form)
        return Response({name: getattr(row, field) for name, (field, _) in self.made.items()}, status=201)

    def operation(self, method):
        if method == "GET":
            return super().operation(method)
        document = {"type": "object", "properties": {name: schema for name, (_, schema) in self.made.items()}}
        bodies = dict.fromkeys(("application/json", "multipart/form-data"), object_of(self.form.base_fields))
        return Operation(self.add_label, {201: document}, [ONCE], bodies, refusals=CREATING)


class Units(Adding, UnitList):
    form, keepers, add_label = NewUnitForm, SECRETARIES, "登记一个单位"
    made = {"id": ("public_id", UUID), "name": ("name", {"type": "string"})}


class Rulesets(Adding, RulesetList):
    form, keepers, add_label = NewRulesetForm, PEOPLE_KEEPERS, "增加一个规则版本"
    made = {"id": ("pk", {"type": "integer"}), "version": ("version", {"type": "integer"})}


class UnitAct(Endpoint):
    """Rename a unit or merge it into another from a day on."""

    tag = UNITS
    move = ""

    def form(self, public_id):
        unit = own(Unit.objects, self.request.user, public_id)
        if not self.request.user.access.holds(unit.jurisdiction_id, *SECRETARIES):
            refuse()
        if unit.ends_on:
            raise wrong(detail=f"{unit.name}已于 {unit.ends_on:%Y-%m-%d} 终止，不能再改。")
        return UNIT_ACTS[self.move][1](obj=unit, by=self.request.user)

    def get(self, request, public_id):
        self.query()
        form = self.form(public_id)
        facts = {"name": self.move, "label": UNIT_ACTS[self.move][0], "intro": form.intro, "missing": ""}
        return answer(facts | {"fields": described(form)})

    def post(self, request, public_id):
        self.query()
        return self.once(request, lambda: self.act(request, public_id))

    def act(self, request, public_id):
        form = filled(self.form(public_id), request.data)
        unit = form.run()
        checked(form)
        return Response({"id": unit.public_id, "name": unit.name, "ends_on": unit.ends_on})

    def operation(self, method):
        label, form = UNIT_ACTS[self.move]
        if method == "GET":
            return Operation(f"{label}：要填什么", {200: FORM}, refusals=(400, 401, 403, 404))
        facts = {"id": UUID, "name": {"type": "string"}, "ends_on": {"type": "string", "format": "date", "nullable": True}}
        bodies = dict.fromkeys(("application/json", "multipart/form-data"), object_of(form.base_fields))
        return Operation(f"单位{label}", {200: {"type": "object", "properties": facts}}, [ONCE], bodies, refusals=(404, *CREATING))
