"""The label 标识 of a proposal: given when it is written, changed by who examines it, and what it forbids."""

import pytest
from django.urls import reverse

from proposals import actions
from proposals.catalogue import case_table
from proposals.importing import check
from proposals.models import Proposal
from proposals.similar import similar
from tables import export
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
TEXTS = {"title": "关于路灯照明的建议", "text": "部分路段没有路灯。", "reply_1": "已安装路灯。"}


def case_of(world, **fields):
    return Proposal.objects.get(pk=world.issued(**fields).round.handling.proposal_id)


def test_it_is_given_in_the_draft_and_stays_where_it_is_not_sent(world):
    client = browser(world.member)
    given = {"kind": "individual", "title": "关于增设过街天桥的建议", "may_publish": "1", "sensitivity": "internal"}
    assert client.post(reverse("proposals:create"), given).status_code == 302
    draft = Proposal.objects.get()
    assert draft.sensitivity == "internal"
    page = reverse("proposals:act", args=[draft.public_id, "edit"])
    assert client.post(page, {key: value for key, value in given.items() if key != "sensitivity"}).status_code == 302
    draft.refresh_from_db()
    assert draft.sensitivity == "internal"
    assert client.post(page, given | {"sensitivity": "secret"}).status_code == 400
    assert world.draft_proposal().sensitivity == "open"


def test_who_examines_changes_it_and_the_history_tells(world):
    proposal = world.submitted()
    address = reverse("proposals:act", args=[proposal.public_id, "review"])
    assert browser(world.secretary).post(address, {"opinion": "涉及未公开的数据", "sensitivity": "closed"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.sensitivity == "closed"
    told = Event.objects.of(proposal).get(move="review")
    assert (told.before, told.after) == ({"sensitivity": "open"}, {"sensitivity": "closed"})


@pytest.mark.parametrize(("label", "full", "summary"), [("open", True, True), ("internal", False, True), ("closed", False, False)])
def test_what_may_be_published(world, label, full, summary):
    case = case_of(world, sensitivity=label)
    for way, allowed in (("full", full), ("summary", summary), ("none", True)):
        case.publication = "undecided"
        case.save()
        client = browser(world.secretary)
        url = reverse("proposals:act", args=[case.public_id, "decide_publication"])
        assert (f'value="{way}"' in client.get(url).content.decode()) == allowed
        assert (client.post(url, TEXTS | {"publication": way, "reason": "已审"}).status_code == 302) == allowed
        case.refresh_from_db()
    case.publication = "undecided"
    case.save()
    parts = [(None, "题", "文"), (case.handlings.get().rounds.get().reply, "复", "文")]
    if not full:
        with pytest.raises(Refused, match="只能"):
            actions.decide_publication(case, by=world.secretary, publication="full", texts=parts, on=DAY)


def test_it_is_not_raised_above_what_is_published(world):
    case = case_of(world)
    parts = [(None, "题", "文"), (case.handlings.get().rounds.get().reply, "复", "文")]
    case = actions.decide_publication(case, by=world.secretary, publication="full", texts=parts, on=DAY)
    with pytest.raises(Refused, match="先更改公开决定"):
        actions.relabel(case, by=world.secretary, sensitivity="closed", reason="涉密", on=DAY)
    case.refresh_from_db()
    assert case.sensitivity == "open"
    case = actions.change_publication(case, by=world.secretary, publication="none", reason="涉密", on=DAY)
    assert actions.relabel(case, by=world.secretary, sensitivity="closed", reason="涉密", on=DAY).sensitivity == "closed"


def test_closed_ones_are_not_told_to_others_who_look_for_similar_ones(world):
    case = case_of(world, sensitivity="closed")
    outsider = world.somebody("member")
    assert [row.proposal for row in similar(world.place, case.title, by=outsider).rows] == []
    assert [row.proposal for row in similar(world.place, case.title, by=world.member).rows] == [case]
    case = actions.relabel(case, by=world.secretary, sensitivity="internal", reason="可以内部参考", on=DAY)
    assert [row.proposal for row in similar(world.place, case.title, by=outsider).rows] == [case]


def test_lists_files_and_the_catalogue_tell_it_and_it_comes_in_again(world):
    case_of(world, sensitivity="internal")
    client = browser(world.secretary)
    assert "内部" in client.get("/proposals/?sensitivity=internal").content.decode()
    assert "没有符合条件的提案" in client.get("/proposals/?sensitivity=closed").content.decode()
    file = client.get("/proposals/?format=csv").getvalue().decode("utf-8-sig")
    assert "标识" in file.splitlines()[0] + file and ",内部," in file
    data = export(case_table(world.session), "xlsx")[0]
    found = check(world.session, data, "目录.xlsx")
    assert found.errors == [] and found.counts["不变"] == 1
    Proposal.objects.update(sensitivity="closed")
    assert "内容与表中不同" in check(world.session, data, "目录.xlsx").errors[0][2]


def test_reviewed_together_each_proposal_keeps_the_label_it_has(world):
    labels = ("open", "internal", "closed")
    rows = [world.submitted(title=f"关于第{number}所学校周边交通的建议", sensitivity=label) for number, label in enumerate(labels)]
    client, address = browser(world.secretary), "/admin/proposals/proposal/"
    chosen = {"action": "review", "_selected_action": [row.pk for row in rows]}
    page = client.post(address, chosen).content.decode()
    assert '<option value="" selected>不调整</option>' in page
    versions = {f"version-{row.pk}": row.version for row in rows}
    client.post(address, chosen | versions | {"confirmed": "1", "opinion": "同意立案", "sensitivity": ""})
    assert [(row.state, row.sensitivity) for row in Proposal.objects.order_by("pk")] == [("under_review", label) for label in labels]
