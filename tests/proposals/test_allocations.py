"""Allocating 分办: gathered, circulated, consulted on, assigned in one go."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import Paper
from documents.rendering import render_pending
from feedback.notices import unit_people
from organizations.models import Role
from proposals import actions
from proposals.models import Allocation, AllocationRow, Handling, Proposal
from tests.moves import check_rights
from tests.pages import browser
from tests.proposals.world import DAY
from workflow.models import Notice
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
PARTIES = ("提案委员会", "党委办公厅（室）", "政府办公厅（室）", "政协办公厅（室）")
COORDINATORS = {Role.SECRETARY, Role.OFFICE_STAFF, Role.SUPERVISOR}


@pytest.fixture
def allocation(world):
    world.filed(wished_units=[world.finance])
    world.filed(title="关于增设社区养老服务设施的建议")
    return actions.begin_allocation(world.session, by=world.secretary, title="第一批分办意见", on=DAY)


def row_of(allocation, number):
    return allocation.rows.get(proposal__case_no=number)


def fill(world, allocation):
    """Both rows set: the first sole, the second with a co-handler."""
    for number, mode, units in (("001", "sole", [world.finance]), ("002", "lead_co", [world.education, world.finance])):
        actions.set_row(allocation, by=world.secretary, row=row_of(allocation, number), track="government", mode=mode, units=units, on=DAY)
    return Allocation.objects.get(pk=allocation.pk)


def talks(allocation, world, **fields):
    parties = [{"party": name, "people": "演示代表", "opinion": ""} for name in PARTIES]
    facts = {"consulted_on": DAY, "parties": parties, "conclusion": "同意"} | fields
    return actions.consult(allocation, by=world.secretary, on=DAY, **facts)


def settled(world, allocation):
    allocation = actions.circulate(fill(world, allocation), by=world.secretary, until=DAY + timedelta(5), on=DAY)
    return actions.settle(talks(allocation, world), by=world.secretary, on=DAY)


def test_it_gathers_what_waits_and_proposes_the_wished_unit(world, allocation):
    assert [(row.proposal.case_no, row.first) for row in allocation.rows.order_by("pk")] == [("001", world.finance), ("002", None)]
    with pytest.raises(Refused, match="没有新的待交办提案"):
        actions.gather(allocation, by=world.secretary)
    other = actions.begin_allocation(world.session, by=world.supervisor, title="第二批", on=DAY)
    assert not other.rows.exists()


def test_the_whole_batch_is_assigned_and_each_unit_told_once(world, allocation):
    allocation = settled(world, allocation)
    Notice.objects.all().delete()
    allocation = actions.assign_all(allocation, by=world.supervisor, document_number="测协提〔2026〕1号", on=DAY)
    assert allocation.state == "assigned"
    assert set(Proposal.objects.values_list("state", "assigned_on")) == {("assigned", DAY)}
    found = Handling.objects.order_by("proposal__case_no", "pk").values_list("proposal__case_no", "unit_name", "part")
    finance, education = str(world.finance), str(world.education)
    assert list(found) == [("001", finance, "sole"), ("002", education, "lead"), ("002", finance, "co")]
    told = Notice.objects.filter(person=world.handler)
    assert [(each.title, each.text) for each in told] == [("交办会交办 2 件提案，请及时签收", "案号：001、002。")]
    paper = Paper.objects.of(allocation).get()
    assert paper.number == "测协提〔2026〕1号" and paper.kind == "assignment_notice"
    assert render_pending() == 1


def test_a_case_that_left_stops_the_whole_batch(world, allocation):
    allocation = settled(world, allocation)
    case = Proposal.objects.get(case_no="002")
    actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.education], on=DAY)
    with pytest.raises(Refused, match="002"):
        actions.assign_all(allocation, by=world.supervisor, on=DAY)
    assert Proposal.objects.get(case_no="001").state == "filed"
    assert not Handling.objects.filter(unit=world.finance).exists()
    allocation = actions.reopen(allocation, by=world.secretary, reason="移出已交办的", on=DAY)
    allocation = actions.drop_row(allocation, by=world.secretary, row=row_of(allocation, "002"), on=DAY)
    allocation = actions.settle(allocation, by=world.secretary, on=DAY)
    assert actions.assign_all(allocation, by=world.supervisor, on=DAY).state == "assigned"


def test_nothing_is_settled_without_units_and_consultation(world, allocation):
    with pytest.raises(Refused, match="还没有定承办单位：002"):
        actions.settle(allocation, by=world.secretary)
    allocation = fill(world, allocation)
    with pytest.raises(Refused, match="还没有登记会商情况"):
        actions.settle(allocation, by=world.secretary)
    parties = [{"party": PARTIES[0], "people": "演示代表", "opinion": ""}]
    with pytest.raises(Refused, match="会商各方还缺党委办公厅"):
        talks(allocation, world, parties=parties)
    with pytest.raises(Refused, match="会商日期不能晚于今天"):
        talks(allocation, world, consulted_on=DAY + timedelta(1))


def test_a_unit_says_no_of_its_own_rows_alone_and_in_time(world, allocation):
    allocation = actions.circulate(fill(world, allocation), by=world.secretary, until=DAY + timedelta(5), on=DAY)
    first = row_of(allocation, "001")
    said = {"row": first, "unit": world.finance, "agrees": False, "on": DAY}
    with pytest.raises(Refused, match="写明理由"):
        actions.opine(allocation, by=world.handler, **said)
    opinion = actions.opine(allocation, by=world.handler, text="不属于本单位职责", suggested_unit=world.education, **said)
    assert opinion.suggested_unit == world.education
    with pytest.raises(Refused, match="本单位"):
        actions.opine(allocation, by=world.other_head, row=first, unit=world.education, agrees=True, on=DAY)
    with pytest.raises(Refused, match="以哪个单位的名义"):
        actions.opine(allocation, by=world.member, row=first, agrees=True, on=DAY)
    with pytest.raises(Refused, match="已于"):
        actions.opine(allocation, by=world.handler, text="迟了", **said | {"on": DAY + timedelta(6)})
    with pytest.raises(Exception, match="never_altered|Cannot update"):
        type(opinion).objects.filter(pk=opinion.pk).update(text="改")


def test_who_sees_what(world, allocation):
    seen = lambda person: set(Allocation.objects.visible_to(person))  # noqa: E731
    assert seen(world.handler) == set() and seen(world.secretary) == {allocation}
    allocation = actions.circulate(fill(world, allocation), by=world.secretary, until=DAY + timedelta(5), on=DAY)
    assert seen(world.handler) == seen(world.other_head) == {allocation}
    assert seen(world.member) == seen(world.leader) == set()
    address = allocation.get_absolute_url()
    page = browser(world.other_head).get(address).content.decode()
    assert "养老" in page and "路灯" not in page
    assert browser(world.member).get(address).status_code == 404
    assert "养老" in browser(world.secretary).get(address).content.decode()


def test_moves(world, allocation):
    people = {role: world.somebody(role) for role in Role.values} | {Role.UNIT_HEAD: world.head, Role.UNIT_HANDLER: world.handler}
    people |= {Role.SECRETARY: world.secretary, Role.SUPERVISOR: world.supervisor}
    fill(world, allocation)
    opened = {"drafting", "circulating"}
    table = dict.fromkeys(("gather", "set_row", "drop_row", "consult"), (opened, None, COORDINATORS)) | {
        "circulate": ({"drafting"}, "circulating", COORDINATORS),
        "opine": ({"circulating"}, None, COORDINATORS | {Role.UNIT_HEAD, Role.UNIT_HANDLER}),
        "settle": (opened, "settled", COORDINATORS),
        "reopen": ({"settled", "circulating"}, "drafting", COORDINATORS),
        "assign": ({"settled"}, "assigned", COORDINATORS),
    }
    check_rights(actions.ALLOCATION_FLOW, allocation, people, table)


def test_the_pages_lead_from_the_draft_to_the_notice(world, db):
    world.filed()
    office = browser(world.secretary)
    made = office.post(reverse("proposals:allocation-create"), {"session": world.session.pk, "title": "第一批分办意见"})
    assert made.status_code == 302
    allocation = Allocation.objects.get()
    row = allocation.rows.get()

    def act(move, **data):
        address = reverse("proposals:allocation-act", args=[allocation.public_id, move])
        response = office.post(address, data)
        assert response.status_code == 302, response.content.decode()

    shown = office.get(reverse("proposals:allocation-act", args=[allocation.public_id, "set_row"]) + f"?row={row.public_id}")
    assert "路灯" in shown.content.decode()
    act("set_row", row=row.public_id, track="government", mode="sole", first=world.finance.pk)
    act("circulate", until=date.today() + timedelta(3))
    unit = browser(world.handler)
    opine = reverse("proposals:allocation-act", args=[allocation.public_id, "opine"])
    assert unit.post(opine, {"row": row.public_id, "unit": world.finance.pk, "agrees": "1"}).status_code == 302
    parties = {f"parties-{n}-people": "演示代表" for n in range(4)}
    act("consult", consulted_on=date.today(), conclusion="同意", **parties)
    act("settle")
    act("assign")
    assert Proposal.objects.get().state == "assigned"
    page = office.get(allocation.get_absolute_url()).content.decode()
    assert "交办通知" in page and "演示代表" in page and "财政局：同意" in page


@pytest.mark.parametrize("row", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_row_that_is_none_is_told(world, allocation, row):
    address = reverse("proposals:allocation-act", args=[allocation.public_id, "set_row"])
    assert browser(world.secretary).get(f"{address}?row={row}").status_code == 200
    assert browser(world.secretary).post(address, {"row": row, "track": "government", "mode": "sole"}).status_code == 400


def test_each_case_of_a_batch_asks_the_same(world):
    asked = []
    for size in (2, 6, 10):
        for number in range(size):
            world.filed(title=f"关于第{size}批第{number}件事情的建议")
        allocation = actions.begin_allocation(world.session, by=world.secretary, title="一批", on=DAY)
        AllocationRow.objects.filter(allocation=allocation).update(first=world.finance, track="government")
        allocation = actions.settle(talks(allocation, world), by=world.secretary, on=DAY)
        with CaptureQueriesContext(connection) as queries:
            actions.assign_all(allocation, by=world.supervisor, on=DAY)
        asked.append(len(queries))
    assert asked[2] - asked[1] == 4 * 12


def test_settling_before_the_closing_day_is_warned_of(world, allocation):
    url = reverse("proposals:allocation-act", args=[allocation.public_id, "settle"])
    day = timezone.localdate()
    allocation = actions.circulate(fill(world, allocation), by=world.secretary, until=day + timedelta(3), on=day)
    talks(allocation, world)
    client = browser(world.secretary)
    assert "现在还没有到期；定稿后各单位不能再提意见" in client.get(url).content.decode()
    Allocation.objects.filter(pk=allocation.pk).update(opinions_until=day - timedelta(1))
    assert "现在还没有到期" not in client.get(url).content.decode()


def test_the_secretary_finds_the_batch_examination_from_the_list(world):
    address = reverse("admin:proposals_proposal_changelist")
    assert address in browser(world.secretary).get("/proposals/").content.decode()
    assert address not in browser(world.member).get("/proposals/").content.decode()


def test_a_unit_named_while_opinions_are_asked_for_is_asked_too(world, allocation):
    allocation = actions.circulate(fill(world, allocation), by=world.secretary, until=DAY + timedelta(5), on=DAY)
    Notice.objects.all().delete()
    row, fields = row_of(allocation, "001"), {"track": "government", "mode": "sole", "on": DAY}
    actions.set_row(allocation, by=world.secretary, row=row, units=[world.education], **fields)
    asked = Notice.objects.all()
    assert {each.person for each in asked} == set(unit_people(world.education, DAY)) and world.other_head in {each.person for each in asked}
    assert {each.title for each in asked} == {"请对分办意见提出意见：第一批分办意见"}
    Notice.objects.all().delete()
    actions.set_row(allocation, by=world.secretary, row=row, units=[world.education], **fields)
    assert not Notice.objects.exists()


def test_why_a_unit_was_suggested_is_gone_with_the_unit(world, allocation):
    row = row_of(allocation, "001")
    assert row.basis == "提案人希望由该单位承办"
    fields = {"by": world.secretary, "track": "government", "on": DAY}
    kept = actions.set_row(allocation, row=row, mode="lead_co", units=[world.finance, world.education], **fields)
    assert kept.basis == "提案人希望由该单位承办"
    assert actions.set_row(allocation, row=row, mode="sole", units=[world.education], **fields).basis == ""


def test_the_history_tells_which_case_each_move_was_about(world, allocation):
    allocation = actions.circulate(fill(world, allocation), by=world.secretary, until=DAY + timedelta(5), on=DAY)
    facts = {"unit": world.finance, "agrees": False, "text": "不属职责"}
    actions.opine(allocation, by=world.handler, row=row_of(allocation, "001"), on=DAY, **facts)
    actions.drop_row(allocation, by=world.secretary, row=row_of(allocation, "002"), on=DAY)
    page = browser(world.secretary).get(allocation.get_absolute_url()).content.decode()
    title = AllocationRow.objects.get().proposal.title
    assert f"　第001号提案《{title}》：不同意</div>" in page and f"　第001号提案《{title}》：独办 市财政局</div>" in page
    assert "　提案：第002号提案《关于增设社区养老服务设施的建议》</div>" in page


def test_no_office_is_taken_unawares_and_too_few_precedents_are_told(world, allocation):
    row = row_of(allocation, "002")
    address = reverse("proposals:allocation-act", args=[allocation.public_id, "set_row"])
    page = browser(world.secretary).get(f"{address}?row={row.public_id}").content.decode()
    assert '<option value="" selected>请选择</option>' in page and "以往相似的提案不足五件，没有推荐承办单位。" in page
