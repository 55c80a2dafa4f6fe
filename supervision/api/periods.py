"""The deadline rules of a session, and their change: tried out or done."""

from dataclasses import asdict

from rest_framework.response import Response

from organizations.endpoints import Endpoint, answer
from organizations.inputs import checked, filled
from organizations.permissions import PEOPLE_KEEPERS
from organizations.rules import UNITS, anchors_of
from organizations.schema import Operation, document_of, parameter
from supervision import actions
from supervision.forms import OfSessionForm, PeriodChangeForm
from supervision.permissions import sessions_kept_by
from workflow.api import once
from workflow.api.moves import posting
from workflow.refusals import Forbidden

TEXT, DAY, YES = {"type": "string"}, {"type": "string", "format": "date"}, {"type": "boolean"}
RULE = {
    "key": TEXT | {"description": "部分.规则"},
    "label": TEXT,
    "amount": {"type": "integer"},
    "unit": TEXT | {"enum": list(UNITS)},
    "anchor": TEXT | {"description": "从什么起算"},
    "anchors": {"type": "array", "items": TEXT, "description": "可以从什么起算"},
    "before": YES | {"description": "倒推"},
    "fixed": TEXT | {"description": "固定日期，月-日"},
    "roll": YES | {"description": "遇非工作日顺延"},
    "source": TEXT,
}
SHIFT = {"subject": TEXT, "unit": TEXT, "what": TEXT, "before": DAY, "after": DAY}


def _kept(person):
    if not person.access.where(*PEOPLE_KEEPERS):
        raise Forbidden("您没有权限改动期限规则。")
    return sessions_kept_by(person)


class PeriodRules(Endpoint):
    """GET: the deadlines a session goes by; POST: a change, tried out or done."""

    tag = "期限规则"

    def get(self, request):
        query = self.query("session")
        form = checked(OfSessionForm(query, sessions=_kept(request.user)))
        found = actions.periods(form.cleaned_data["session"])
        return answer({"rules": [_rule(cls, rules, key) for cls, rules, keys in found for key in keys]})

    def post(self, request):
        self.query()
        return once(request, lambda: self.changed(request))

    def changed(self, request):
        values = filled(PeriodChangeForm(sessions=_kept(request.user)), request.data).cleaned_data
        session, changes = values["session"], values["changes"]
        if values["apply"]:
            shifts = actions.change_periods(session, changes, by=request.user, note=values["note"])
        else:
            shifts = actions.preview_periods(session, changes, by=request.user)
        return Response({"shifts": [asdict(shift) for shift in shifts], "applied": values["apply"]})

    def operation(self, method):
        if method == "GET":
            document = {"type": "object", "properties": {"rules": _list(RULE)}, "required": ["rules"]}
            asked = [parameter("session", document_of(OfSessionForm.base_fields["session"]), "次会议") | {"required": True}]
            return Operation("一次会议适用的期限规则", {200: document}, asked, refusals=(400, 401, 403))
        document = {"type": "object", "properties": {"shifts": _list(SHIFT), "applied": YES}, "required": ["shifts", "applied"]}
        return posting("改动期限规则；不填 apply 只试算", {200: document}, PeriodChangeForm.base_fields)


def _list(facts):
    return {"type": "array", "items": {"type": "object", "properties": facts, "required": list(facts)}}


def _rule(cls, rules, key):
    about = {"key": f"{cls.section_name}.{key}", "label": cls.labels[key], "anchors": anchors_of(cls, key)}
    return about | asdict(getattr(rules, key))
