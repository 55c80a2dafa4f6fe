"""Forms that only pages have: a plan typed by hand in one of the person's jurisdictions, materials of an item."""

from django import forms
from django.core.exceptions import ValidationError

from consultation import actions
from consultation.drafts import PlanDraft
from consultation.forms import NewPlanForm
from consultation.models import AnnualPlan
from documents.forms import sensitivity
from documents.uploads import attach
from organizations.models import Jurisdiction, Role
from workflow.forms import ActForm, FilesField
from workflow.refusals import Refused


def drafting_places(person):
    """Ids of the jurisdictions for which the person may draft plans."""
    return person.access.where(Role.SECRETARY)


class HandPlanForm(NewPlanForm):
    """The head of a plan. Who drafts for one jurisdiction alone is not asked for which."""

    document_number = forms.CharField(label="文号", max_length=60, required=False, help_text="没有文号的留空，印发时再定。")
    addressees = forms.CharField(label="主送机关", max_length=300, required=False)
    is_history = forms.BooleanField(
        label="历史资料", required=False, help_text="往年已经结束的计划，只供查阅：印发后不提醒、不亮红。今年的计划不要勾选。"
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        places = Jurisdiction.objects.filter(pk__in=drafting_places(by))
        self.place = places.first() if len(drafting_places(by)) == 1 else None
        if self.place is None:
            self.fields = {"jurisdiction": forms.ModelChoiceField(label="地区", queryset=places)} | self.fields

    def jurisdiction(self):
        """The jurisdiction the plan is for, None while none is chosen."""
        return self.place or getattr(self, "cleaned_data", {}).get("jurisdiction")

    def existing(self):
        """The plan this year has already, where the person asks for a second one; else None."""
        year, place = getattr(self, "cleaned_data", {}).get("year"), self.jurisdiction()
        return AnnualPlan.objects.filter(jurisdiction=place, year=year).first() if year and place else None

    def draft(self, **more):
        """The plan as typed; `more` are the fields the form does not ask for."""
        names = ("year", "title", "document_number", "addressees")
        return PlanDraft(issuers=tuple(self.cleaned_data["issuers"]), **{name: self.cleaned_data[name] for name in names}, **more)

    def try_run(self, **more):
        """Store the plan, wholly or not at all; returns (done, plan), with a refusal as an error of the form."""
        if not self.is_valid():
            return False, None
        try:
            draft = self.draft(**more)
            return True, actions.create_plan(self.jurisdiction(), draft, by=self.by, is_history=self.cleaned_data["is_history"])
        except Refused as refusal:
            self.add_error(None, str(refusal))
        except ValidationError as error:
            self.add_error(None, error.messages)
        return False, None


class MaterialsForm(ActForm):
    """Files put to an item."""

    purpose = forms.CharField(label="说明", max_length=40, required=False, help_text="如：调研提纲、会议材料")
    sensitivity = sensitivity()
    files = FilesField(label="文件", help_text="可一次选多个；接受 PDF、Word、Excel、图片和纯文本。")

    def act(self, version, files, **facts):
        for upload in files:
            attach(self.obj, upload, by=self.by, **facts)
        return self.obj
