"""A table of existing cases for a session: looked through, or stored."""

from django import forms

from organizations.models import Role, Session
from proposals import importing
from workflow.forms import ActForm
from workflow.refusals import Forbidden

LARGEST = 5  # MB


def sessions_of(person):
    """The sessions into which `person` may import cases, those that began last first."""
    places = person.access.where(Role.SECRETARY)
    return (
        Session.objects.filter(term__jurisdiction__in=places).select_related("term__jurisdiction", "ruleset").order_by("-starts_on", "-pk")
    )


def require_secretary(person):
    """Raise Forbidden for who is secretary nowhere."""
    if Role.SECRETARY not in person.access.roles:
        raise Forbidden("只有政协秘书可以导入已有提案。")


class CaseImportForm(ActForm):
    """`act` returns the `CaseImport`; nothing is stored unless `apply` is set."""

    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none(), empty_label="请选择")
    file = forms.FileField(
        label="表格文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "data-max-mb": LARGEST}),
        help_text=f"Excel（.xlsx）或 CSV，列名与导出的提案目录相同，不超过 {LARGEST} MB。",
    )
    apply = forms.BooleanField(label="应用；不填只试算", required=False)

    def prepare(self):
        self.fields["session"].queryset = sessions_of(self.by)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST * 1024 * 1024:
            raise forms.ValidationError(f"文件超过 {LARGEST} MB，请分成几个文件。")
        return file

    def act(self, version, session, file, apply):
        found = importing.check(session, file.read(), file.name)
        return importing.apply(session, found, by=self.by) if apply else found
