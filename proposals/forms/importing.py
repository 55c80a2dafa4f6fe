"""A table of existing cases for a session, as a page and as a program send it."""

from django import forms

from organizations.models import Role, Session
from organizations.table_forms import TableFileForm, TableForm
from workflow.refusals import Forbidden


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


class CaseTableForm(TableForm):
    """The table and the session of its cases; the newest one stands chosen."""

    session = forms.ModelChoiceField(label="届次", queryset=Session.objects.none(), empty_label="请选择")
    field_order = ("session", "file")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions_of(by)
        if not self.is_bound:
            self.initial.setdefault("session", self.fields["session"].queryset.first())


class CaseFileForm(CaseTableForm, TableFileForm):
    pass
