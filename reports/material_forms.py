"""The forms of 成效素材; each move's form serves page, API and admin alike."""

from django import forms

from documents.forms import sensitivity
from organizations.models.people import UNIT_ROLES
from proposals.models import Handling
from proposals.models.handling import LEFT
from reports import actions
from reports.material_fields import PARTS, NumbersField, told_numbers
from workflow.forms import ActForm, FilesField, ReasonForm

LONG = forms.Textarea(attrs={"rows": 6})
SHORT = forms.Textarea(attrs={"rows": 3})
NUMBERS = "正文里的每个数都要列入，写明数的是什么、来源和日期；用不到的行留空。"


class ContentForm(ActForm):
    """The words and numbers of one piece of material."""

    subjects = ("text",)
    text = forms.CharField(label="成效", max_length=2000, widget=LONG, help_text="办了什么、成效如何，写成可以直接用进通报的话。")
    numbers = NumbersField(label="数据", required=False, help_text=NUMBERS)
    files = FilesField(label="佐证材料", required=False, help_text="验收单、照片、台账等，可不传；以前传的留着。")
    sensitivity = sensitivity()

    def prepare(self):
        self.initial.setdefault("text", getattr(self.obj, "text", ""))
        kept = getattr(self.obj, "numbers", [])
        self.initial.setdefault("numbers", [{part: each[part] for part in PARTS} for each in kept])


class SubmitMaterialForm(ContentForm):
    """报送 about a case of one of the units of `by`; `obj` is not used."""

    intro = "报送以后由督查室或政协秘书核实；核实以前用到的地方都标“未核实”。"
    subjects = ()
    handling = forms.ModelChoiceField(label="提案", queryset=Handling.objects.none(), to_field_name="public_id")

    field_order = ("handling", "text", "numbers", "files", "sensitivity")

    def prepare(self):
        own = Handling.objects.filter(unit__in=self.by.access.units(*UNIT_ROLES)).exclude(state=LEFT)
        self.fields["handling"].queryset = own.select_related("proposal").order_by("-pk")
        self.fields["handling"].label_from_instance = lambda handling: str(handling.proposal)

    def act(self, version, handling, **fields):
        return actions.submit_material(handling, by=self.by, **fields)


class EditMaterialForm(ContentForm):
    def act(self, version, **fields):
        return actions.edit_material(self.obj, by=self.by, version=version, **fields)


class CorrectMaterialForm(ContentForm):
    intro = "更正以后须重新核实；已核实的内容留在办理记录里。"
    reason = forms.CharField(label="更正的理由", max_length=500, widget=SHORT)

    def act(self, version, **fields):
        return actions.correct_material(self.obj, by=self.by, version=version, **fields)


class VerifyForm(ActForm):
    intro = "核实正文和每个数的来源、日期。核实不了的数勾选出来，用到的地方仍标“未核实”。"
    opinion = forms.CharField(label="核实意见", max_length=500, widget=SHORT, help_text="怎样核实的，如“已与台账核对”。")
    unverified = forms.TypedMultipleChoiceField(
        label="没有核实的数", coerce=int, required=False, empty_value=[], widget=forms.CheckboxSelectMultiple
    )

    def prepare(self):
        numbers = told_numbers(getattr(self.obj, "numbers", None) or []).splitlines()
        self.fields["unverified"].choices = list(enumerate(numbers, 1))

    def act(self, version, **fields):
        return actions.verify_material(self.obj, by=self.by, version=version, **fields)


class SendBackMaterialForm(ReasonForm):
    def act(self, version, reason):
        return actions.send_back_material(self.obj, by=self.by, version=version, reason=reason)


class RevokeForm(ReasonForm):
    intro = "撤销以后用到这份素材的地方标“未核实”；已印发的通报不变。"

    def act(self, version, reason):
        return actions.revoke_material(self.obj, by=self.by, version=version, reason=reason)


class WithdrawMaterialForm(ReasonForm):
    def act(self, version, reason):
        return actions.withdraw_material(self.obj, by=self.by, version=version, reason=reason)


MATERIAL_FORMS = {
    "edit": EditMaterialForm,
    "verify": VerifyForm,
    "send_back": SendBackMaterialForm,
    "correct": CorrectMaterialForm,
    "revoke": RevokeForm,
    "withdraw": WithdrawMaterialForm,
}
