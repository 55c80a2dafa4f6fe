"""The endpoints of 评选: awards, candidates, one's own votes, objections, points of members."""

from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.exports import Export
from organizations.shapes import Shape
from supervision import actions
from supervision.api.inside import InsideHistory
from supervision.award_filters import AwardFilter, CandidateFilter, ObjectionFilter, PointFilter, VoteFilter
from supervision.award_forms import AWARD_FORMS, CANDIDATE_FORMS, OBJECTION_FORMS, VOTE_FORMS, NewAwardForm
from supervision.award_tables import point_table
from supervision.models import Award, AwardPoint, Candidate, Objection, Vote
from supervision.permissions import CAMPAIGNERS
from supervision.screening import collective_places
from workflow.api import ActEndpoint, MovedDetail, MovedEndpoint, moved, once

TAG = "评选"
AWARD = Shape(
    Award,
    """id=public_id jurisdiction=jurisdiction__code term=session__term__number session=session__number kind title quota state version
    rounds turnout majority notice_from notice_to meeting=meeting__public_id text number decided_on publication published_on""",
)
CANDIDATE = Shape(
    Candidate,
    """id=public_id jurisdiction=jurisdiction__code award=award__public_id proposal=proposal__public_id unit=unit__public_id label merit
    state version""",
)
VOTE = Shape(
    Vote,
    """id=public_id jurisdiction=jurisdiction__code award=round__award__public_id round=round__number label=round__label keeps=round__keeps
    ends_on=round__ends_on state version""",
)
OBJECTION = Shape(
    Objection,
    """id=public_id jurisdiction=jurisdiction__code candidate=candidate__public_id label=candidate__label text by_name received_on state
    version ruling ruled_on""",
)
POINT = Shape(AwardPoint, "id=public_id jurisdiction=jurisdiction__code person=person__public_id name=person__name points reason on")


class AwardList(ListEndpoint):
    tag, label, shape, filters = TAG, "评选列表", AWARD, AwardFilter


class Awards(Adding, AwardList):
    form, keepers, add_label = NewAwardForm, CAMPAIGNERS, "拟定一次评选"
    made = {"id": ("public_id", UUID), "state": ("state", {"type": "string"}), "quota": ("quota", {"type": "integer"})}


class OfAward(MovedEndpoint):
    tag, base, flow, forms = TAG, "awards", actions.AWARD_FLOW, AWARD_FORMS
    related = ("jurisdiction", "session__term__jurisdiction", "session__ruleset")


class AwardDetail(OfAward, MovedDetail):
    label, shape = "一次评选", AWARD
    more = {"collective_places": {"type": "integer", "description": "名额中集体提案至少占几个"}}

    def extend(self, row, obj):
        row["collective_places"] = collective_places(obj, obj.quota)


class AwardAct(OfAward, ActEndpoint):
    pass


class AwardHistory(InsideHistory):
    tag, label, model = TAG, "一次评选的办理记录，给督办、领导和审计人员", Award


class CandidateList(ListEndpoint):
    tag, label, shape, filters = TAG, "评选候选列表", CANDIDATE, CandidateFilter


class OfCandidate(MovedEndpoint):
    tag, base, flow, forms = TAG, "award-candidates", actions.CANDIDATE_FLOW, CANDIDATE_FORMS
    related = ("jurisdiction", "award")


class CandidateDetail(OfCandidate, MovedDetail):
    label, shape = "一个候选", CANDIDATE


class CandidateAct(OfCandidate, ActEndpoint):
    pass


class VoteList(ListEndpoint):
    tag, label, shape, filters = TAG, "我的选票", VOTE, VoteFilter


class OfVote(MovedEndpoint):
    tag, base, flow, forms = TAG, "award-votes", actions.VOTE_FLOW, VOTE_FORMS
    related = ("jurisdiction", "round__award")


class VoteDetail(OfVote, MovedDetail):
    label, shape = "我的一张选票", VOTE


class VoteAct(OfVote, ActEndpoint):
    pass


class ObjectionList(ListEndpoint):
    tag, label, shape, filters = TAG, "公示异议列表", OBJECTION, ObjectionFilter


class OfObjection(MovedEndpoint):
    tag, base, flow, forms = TAG, "award-objections", actions.OBJECTION_FLOW, OBJECTION_FORMS
    related = ("jurisdiction", "candidate__award")


class ObjectionDetail(OfObjection, MovedDetail):
    label, shape = "一件公示异议", OBJECTION


class ObjectionAct(OfObjection, ActEndpoint):
    pass


class PointList(ListEndpoint):
    tag, label, shape, filters = TAG, "评选履职积分", POINT, PointFilter


class PointExport(Export):
    tag, label, shape, filters, table = TAG, "评选履职积分，作为文件", POINT, PointFilter, point_table


urlpatterns = [
    *moved("awards", Awards, AwardDetail, AwardAct, AWARD_FORMS, once=once),
    path("awards/<uuid:public_id>/history/", AwardHistory.as_view()),
    *moved("award-candidates", CandidateList, CandidateDetail, CandidateAct, CANDIDATE_FORMS),
    *moved("award-votes", VoteList, VoteDetail, VoteAct, VOTE_FORMS),
    *moved("award-objections", ObjectionList, ObjectionDetail, ObjectionAct, OBJECTION_FORMS),
    path("award-points/", PointList.as_view()),
    path("award-points/export/", PointExport.as_view()),
]
