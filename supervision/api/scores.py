"""The endpoints of scores 年终考核: those of a session's units, and one unit's case by case."""

from django.http import Http404
from django.urls import path

from organizations.api.changes import UUID
from organizations.endpoints import Endpoint, answer
from organizations.schema import Operation, parameter
from proposals.filters import session_of, sessions
from supervision.score_rules import FIGURES
from supervision.scoring import shown
from supervision.views.scores import BASES, seen_scores

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
POINTS = TEXT | {"description": "保留一位小数；还没有可以计算的为“—”"}
PART = {"code": TEXT, "label": TEXT, "points": POINTS, "steps": TEXT}
SCORE = {"unit": UUID, "unit_name": TEXT, "cases": WHOLE, "total": POINTS}
CASE = {"case_no": TEXT, "title": TEXT, "result_class": TEXT, "figures": {"type": "object", "additionalProperties": TEXT}}
SESSION = parameter("session", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "会议的编号") | {"required": True}
RULES = parameter("rules", {"type": "string", "enum": list(BASES)}, "now 为按现行规则试算")


def listed(properties):
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}}


class Scores(Endpoint):
    """The scores of a session, the highest first."""

    tag = "年终考核"

    def asked(self):
        """The scores the person may see of the session that is asked for; Http404 where there is none."""
        query = self.query("session", "rules")
        session = session_of(sessions(self.request), query.get("session", ""))
        if session is None:
            raise Http404
        return seen_scores(self.request.user, session, query.get("rules", ""))

    def get(self, request):
        return answer({"results": [_score(each) for each in self.asked()]})

    def operation(self, method):
        document = {"type": "object", "properties": {"results": listed(SCORE | {"parts": listed(PART)})}, "required": ["results"]}
        return Operation("各承办单位的考核得分，高的在前", {200: document}, [SESSION, RULES], refusals=(400, 401, 404))


def _score(score):
    facts = {"unit": score.public_id, "unit_name": score.name, "cases": len(score.cases), "total": shown(score.total)}
    parts = [{"code": part.code, "label": part.label, "points": shown(part.points), "steps": part.steps} for part in score.parts]
    return facts | {"parts": parts}


class ScoreCases(Scores):
    """One unit, case by case."""

    def get(self, request, public_id):
        found = next((each for each in self.asked() if each.public_id == str(public_id)), None)
        if found is None:
            raise Http404
        return answer(_score(found) | {"details": [_case(each) for each in found.cases]})

    def operation(self, method):
        facts = SCORE | {"parts": listed(PART), "details": listed(CASE)}
        document = {"type": "object", "properties": facts, "required": list(facts)}
        said = f"一个单位的考核得分，逐件列出指标（{'、'.join(FIGURES)}）"
        return Operation(said, {200: document}, [SESSION, RULES], refusals=(400, 401, 404))


def _case(each):
    figures = {name: shown(value, "0.01") for name, value in each.values.items()}
    return {"case_no": each.case_no, "title": each.title, "result_class": each.letter, "figures": figures}


urlpatterns = [path("scores/", Scores.as_view()), path("scores/<uuid:public_id>/", ScoreCases.as_view())]
