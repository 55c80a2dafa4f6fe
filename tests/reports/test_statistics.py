"""Statistics pages: every number with its list, comparison by one definition, files, and what nobody may see or ask for."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from organizations.models import Membership, Role, Ruleset, Session, Unit
from proposals.models import Proposal
from reports.figures import DIMENSIONS, figures_for, scope_of
from reports.statistics.grids import grids
from reports.statistics.lists import read
from reports.statistics.offered import offered
from reports.statistics.wanted import StatisticsForm, fits, same_day
from tests.pages import enter, look, quiet
from tests.proposals.world import ProposalWorld
from tests.world import World, person

PAGE, LIST, SCREEN = reverse("reports:statistics"), reverse("reports:statistics-list"), reverse("reports:screen")


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.before = Session.objects.create(term=world.term, number=3, starts_on=date(2025, 1, 15))
    world.issued(case_no="001", title="关于路灯照明的建议")
    world.assigned(title="关于公园厕所的建议", category="经济建设")
    return world


def asked(world, **query):
    """The grids of what an address asks for."""
    data = RequestFactory().get("/", query).GET
    form = StatisticsForm(data, offered=offered(world.supervisor))
    assert form.is_valid(), form.errors
    return grids(form.wanted)


def texts(grid):
    return {line.label: [cell.text for cell in line.cells] for line in grid.lines}


def lists_in(text):
    return [each.replace("&amp;", "&") for each in re.findall(rf'href="({re.escape(LIST)}\?[^"]+)"', text)]


def test_the_main_figures_stand_with_their_share_and_definition(world):
    (grid,) = asked(world)
    rows = texts(grid)
    assert rows["交办"][:3] == ["2", "2/2", "100.0%"] and rows["已答复"][:3] == ["1", "1/2", "50.0%"]
    assert rows["办复率"][:3] == ["50.0%", "1/2", "—"] and "分母：交办的提案" in rows["办复率"][-1]


def test_every_figure_can_be_shown_and_split_by_every_dimension_it_has(world):
    assert len(asked(world, what="all")) > 8
    catalogue = figures_for(scope_of(world.session))
    for dimension in DIMENSIONS:
        names = [name for name, each in catalogue.items() if fits(each, dimension)]
        assert names
        assert asked(world, what=names[0], by=dimension)
    assert asked(world, what="assigned", by="category", across="unit")


def test_a_split_says_its_parts_of_the_whole_and_makes_a_hundred(world):
    (grid,) = asked(world, what="assigned", by="category")
    rows = texts(grid)
    assert grid.head == ("类别", "交办", "分子/分母", "占比", "构成")
    assert rows["社会建设"][0] == "1" and rows["社会建设"][-1] == "50.0%" and rows["合计"][-1] == "100%"
    assert any("最大余额法" in note for note in grid.notes)


def test_two_dimensions_are_crossed_with_their_sums(world):
    (grid,) = asked(world, what="assigned", by="unit", across="category")
    rows = texts(grid)
    assert grid.head == ("承办单位 \\ 类别", "经济建设", "社会建设", "合计")
    assert rows["市财政局"] == ["1", "1", "2"] and rows["合计"] == ["1", "1", "2"]


def test_each_number_opens_a_list_of_so_many(client, world):
    enter(client, world.supervisor)
    text, _ = look(client, f"{PAGE}?what=assigned&by=unit&across=category")
    for address in lists_in(text):
        page, _ = look(client, address)
        assert page.count("<li><span class=") == int(re.search(r"<h1>交办：(\d+)", page).group(1)) > 0
    assert len(lists_in(text)) == 6


def test_what_cannot_be_marked_has_a_list_too(client, world):
    enter(client, world.supervisor)
    text, _ = look(client, f"{PAGE}?what=submitted&by=party")
    assert "未标明" in text
    page, _ = look(client, lists_in(text)[0])
    assert "党派：未标明" in page and "路灯照明" in page


def test_a_comparison_goes_by_one_definition_and_the_same_day_of_the_year(world):
    rules = Ruleset.objects.create(
        jurisdiction=world.place, version=1, name="新口径", effective_on=date(2026, 1, 1),
        overrides={"proposals": {"classes": [["A", "已解决"], ["B", "列入计划"], ["C", "留作参考"], ["D", "不采纳"]]}},
    )  # fmt: skip
    Session.objects.filter(pk=world.session.pk).update(ruleset=rules)
    grid = asked(world, what="group:结果分类", against=str(world.before.pk), as_of="2026-03-02")[0]
    assert grid.head[1] == "九届四次会议" and grid.head[4] == "九届三次会议"
    assert texts(grid)["D类"][3:6] == ["无", "无", "持平"] and texts(grid)["A类"][5] == "+1"
    session = Session.objects.get(pk=world.session.pk)
    assert same_day(scope_of(session, as_of=date(2026, 3, 2)), world.before) == date(2025, 3, 2)
    world.before.starts_on = None
    assert same_day(scope_of(session, as_of=date(2026, 3, 2)), world.before) == date(2025, 3, 2)


def test_the_list_of_the_number_compared_with_goes_by_the_same_rules(client, world):
    enter(client, world.supervisor)
    earlier = {"what": "assigned", "session": world.before.pk, "against": world.session.pk, "against_on": "2026-03-02"}
    text, _ = look(client, f"{PAGE}?{'&'.join(f'{name}={value}' for name, value in earlier.items())}")
    (address,) = lists_in(text)
    assert f"rules={world.before.pk}" in address and f"session={world.session.pk}" in address
    assert "交办：2" in look(client, address)[0]


def test_all_sessions_of_a_place_stand_together(world):
    (grid,) = asked(world, session=f"ever-{world.place.pk}", what="submitted", by="session")
    assert texts(grid)["九届四次会议"][0] == "2"


def test_days_are_counted_whatever_the_session_and_compared_with_a_year_before(world):
    days = {"session": f"days-{world.place.pk}", "what": "submitted"}
    Proposal.objects.exclude(case_no="001").update(submitted_at=datetime(2026, 2, 20, 16, 30, tzinfo=UTC))  # the next day in Shanghai
    for since, until in (("2026-01-01", "2026-12-31"), ("2026-01-01", "2026-02-20"), ("2026-02-21", "2026-12-31")):
        (grid,) = asked(world, **days, since=since, until=until)
        assert texts(grid)["收到提案"][0] == str(_submitted(since, until)) != "0"
    Proposal.objects.filter(case_no="001").update(submitted_at=datetime(2025, 2, 3, 12, tzinfo=UTC))
    (grid,) = asked(world, **days, until="2026-12-31", against="former")
    assert (grid.head[1], grid.head[4]) == ("2026年", "2025年")
    assert [texts(grid)["收到提案"][place] for place in (0, 3, 5)] == ["1", "1", "持平"]
    form = StatisticsForm({"session": days["session"], "against": "former"}, offered=offered(world.supervisor))
    assert form.is_valid() and form.wanted.former.rules_on == form.wanted.scope.rules_on
    assert "key_supervised" not in form.catalogue


def _submitted(since, until):
    """How many were handed in between two days, counted by the plainest SQL."""
    local = "submitted_at AT TIME ZONE 'Asia/Shanghai'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM proposals_proposal WHERE {local} >= %s AND {local} < %s::date + 1", [since, until])
        return cursor.fetchone()[0]


def test_each_number_of_days_and_of_those_a_year_before_opens_its_list(client, world):
    Proposal.objects.filter(case_no="001").update(submitted_at=datetime(2025, 2, 3, 12, tzinfo=UTC))
    enter(client, world.supervisor)
    text, _ = look(client, f"{PAGE}?session=days-{world.place.pk}&what=submitted&against=former")
    now, before = lists_in(text)
    assert "公园厕所" in look(client, now)[0] and "路灯" not in look(client, now)[0]
    page, _ = look(client, before)
    assert "路灯" in page and "公园厕所" not in page and "2025年1月1日至" in page


def test_the_session_before_is_found_by_itself(world):
    (grid,) = asked(world, what="submitted", against="former")
    assert grid.head[4] == "九届三次会议"


def test_people_of_a_unit_count_its_work_alone(client, world):
    world.assigned(title="关于学校门前交通的建议", units=[world.education])
    head = person(world.place, Role.UNIT_HEAD, world.education)
    enter(client, head)
    text, _ = look(client, PAGE)
    assert "市教育局九届四次会议" in text and "收到提案" not in text and "大屏" not in text
    assert rows(client, f"{PAGE}?what=assigned&format=csv")[0]["数值"] == "1"
    (address,) = lists_in(look(client, f"{PAGE}?what=assigned")[0])
    page, _ = look(client, address)
    assert "学校门前交通" in page and "路灯" not in page and "您可以查看的范围内" not in page
    assert [row["承办单位"] for row in rows(client, f"{PAGE}?what=assigned&by=unit&format=csv")] == ["市教育局", "合计"]
    without = address.replace(f"&unit={world.education.pk}", "")
    assert "学校门前交通" in look(client, without)[0] and "路灯" not in look(client, without)[0]
    assert client.get(f"{without}&unit={world.finance.pk}").status_code == 404
    assert client.get(f"{PAGE}?unit={world.finance.pk}&format=csv").status_code == 409


def test_who_works_for_two_units_chooses_and_a_dissolved_one_gives_nothing(client, world):
    someone = person(world.place, Role.UNIT_HANDLER, world.education)
    Membership.objects.create(person=someone, jurisdiction=world.place, role=Role.UNIT_HANDLER, unit=world.finance)
    enter(client, someone)
    assert rows(client, f"{PAGE}?what=assigned&unit={world.finance.pk}&format=csv")[0]["数值"] == "2"
    assert rows(client, f"{PAGE}?what=assigned&unit={world.education.pk}&format=csv")[0]["数值"] == "0"
    Unit.objects.filter(pk__in=[world.finance.pk, world.education.pk]).update(ends_on=date(2020, 1, 1), successor=world.government_office)
    assert "还没有可以统计的届次" in look(client, PAGE)[0]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=2099-01-01", "还没有到"),
        ("as_of=2020-01-01", "早于"),
        ("as_of=x", "日期"),
        ("session=999999999999999999999", "不在可用的选项"),
        ("what=%00", "不在可用的选项"),
        ("across=unit", "请先选"),
        ("by=unit&across=unit&what=assigned", "不能相同"),
        ("by=unit&across=category", "一次只能看一个指标"),
        ("by=month&what=adoption_rate", "不能按月份分"),
        ("against=OWN&by=unit", "一次只能看一个指标"),
        ("against=OWN&against_on=2020-01-01", "早于"),
        ("session=EVER&against=OWN", "请选一次会议"),
        ("session=OWN&against=former", "以前没有登记会议"),
        ("session=DAYS&since=2026-03-01&until=2026-02-01", "依次"),
        ("session=DAYS&until=x", "日期"),
        ("session=days-9999999", "不在可用的选项"),
        ("unit=1", "不在可用的选项"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field_and_never_exported(client, world, query, words):
    enter(client, world.supervisor)
    address = f"{PAGE}?{query}".replace("OWN", str(world.before.pk)).replace("EVER", f"ever-{world.place.pk}")
    address = address.replace("DAYS", f"days-{world.place.pk}")
    assert words in look(client, address)[0]
    refused = client.get(f"{address}&format=csv")
    assert refused.status_code == 409 and words in refused.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        *("", "session=x", "session=OWN", "session=OWN&figure=nothing", "session=OWN&figure=assigned&by=nothing"),
        *("session=OWN&figure=assigned&by=round", "session=OWN&figure=assigned&by=unit&key=x", "session=OWN&figure=assigned&as_of=x"),
        *("session=OWN&figure=assigned&by=unit&key=99999999999999999999", "session=OWN&figure=assigned&by=key&key=maybe"),
        *("session=OWN&figure=assigned&by=category&key=%00", "session=OWN&figure=assigned&rules=x"),
        *("session=OWN&figure=assigned&as_of=2099-01-01", "session=days-1&figure=assigned&rules=7", "session=days-x&figure=assigned"),
        "session=OWN&figure=assigned&rules=2026-01-01",
    ],
)
def test_a_list_that_is_none_is_not_found(client, world, query):
    enter(client, world.supervisor)
    assert client.get(f"{LIST}?{query}".replace("OWN", str(world.session.pk))).status_code == 404


def test_a_key_of_a_flag_is_yes_or_no():
    assert (read("key", "yes"), read("key", ""), read("unit", "7"), read("month", "2026-03")) == (True, None, 7, "2026-03")
    with pytest.raises(Http404):
        read("key", "1")


def rows(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_statistics_and_lists_leave_as_files(client, world):
    enter(client, world.supervisor)
    assert {row["指标"]: row["数值"] for row in rows(client, f"{PAGE}?format=csv")}["交办"] == "2"
    assert rows(client, f"{PAGE}?what=all&format=csv")[0]["分组"] == "征集与立案"
    assert [row["交办"] for row in rows(client, f"{PAGE}?what=assigned&by=unit&format=csv")] == ["2", "2"]
    assert client.get(f"{PAGE}?format=xlsx").content[:2] == b"PK"
    assert "关于公园厕所" in str(rows(client, f"{LIST}?session={world.session.pk}&figure=assigned&format=csv"))
    assert client.get(f"{PAGE}?by=unit&format=pdf").content[:4] == b"%PDF"


def test_a_session_without_a_case_divides_by_nothing(client, world):
    (grid,) = asked(world, session=str(world.before.pk))
    assert texts(grid)["办复率"][0] == "无" and texts(grid)["收到提案"][0] == "0"
    enter(client, world.supervisor)
    assert "没有可以统计的" in look(client, f"{PAGE}?session={world.before.pk}&by=unit")[0]
    assert "九届三次会议" not in look(client, SCREEN)[0]
    assert look(client, f"{SCREEN}?session={world.before.pk}")


def test_a_place_without_a_session_says_so(client, db):
    other = World("别市", "other")
    enter(client, other.secretary)
    assert "还没有可以统计的届次" in look(client, PAGE)[0] and "还没有可以统计的届次" in look(client, SCREEN)[0]
    assert client.get(f"{LIST}?session=1&figure=assigned").status_code == 404


def test_only_who_watches_or_signs_for_a_place_counts_it(client, world):
    for role in (Role.MEMBER, Role.COMMITTEE_STAFF, Role.SYSTEM_ADMIN, Role.LIAISON):
        enter(client, world.somebody(role))
        assert [client.get(address).status_code for address in (PAGE, SCREEN, LIST)] == [404, 404, 404]
    for role in (Role.AUDITOR, Role.CPPCC_LEADER, Role.GOVERNMENT_LEADER, Role.OFFICE_STAFF):
        assert look(enter(client, world.somebody(role)), PAGE)
    stranger = World("别市", "other")
    enter(client, stranger.secretary)
    assert client.get(f"{LIST}?session={world.session.pk}&figure=assigned").status_code == 404
    assert client.get(f"{SCREEN}?session={world.session.pk}").status_code == 200
    assert "九届四次会议" not in client.get(f"{SCREEN}?session={world.session.pk}").content.decode()


def test_a_leader_sees_how_many_and_only_the_rows_that_are_his(client, world):
    stranger = person(world.place, Role.GOVERNMENT_LEADER)
    enter(client, stranger)
    page, _ = look(client, f"{LIST}?session={world.session.pk}&figure=assigned")
    assert "其中 2 项不在您可以查看的范围内" in page and "路灯" not in page
    assert "路灯" in look(enter(client, world.leader), f"{LIST}?session={world.session.pk}&figure=assigned")[0]


def test_charts_carry_their_data_and_no_code(client, world):
    enter(client, world.supervisor)
    text, _ = look(client, f"{PAGE}?what=assigned&by=category")
    data = json.loads(re.search(r'<script id="chart-1-1" type="application/json">(.+?)</script>', text).group(1))
    assert data["categories"] == ["经济建设", "社会建设"] and data["series"][0]["data"] == [1, 1]
    assert all(address.startswith(LIST) for address in data["series"][0]["urls"])
    assert "<script>" not in text and "style=" not in text


def test_the_screen_shows_counts_and_nobody(client, world):
    enter(client, world.supervisor)
    text, _ = look(client, SCREEN)
    assert 'data-refresh="60"' in text and "办复率<b>50.0%</b><small>1/2</small>" in text.replace("\n", "")
    assert "路灯" not in text and world.member.name not in text


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 13),
        ("what=all", 22),
        ("what=assigned&by=unit", 14),
        ("what=assigned&by=unit&across=category", 18),
        ("by=leader", 20),
        ("what=assigned&by=category&against=OWN", 19),
    ],
)
def test_statistics_take_so_many_queries(django_assert_num_queries, world, query, number):
    quiet(django_assert_num_queries, number, world.supervisor, f"{PAGE}?{query}".replace("OWN", str(world.before.pk)))


def test_screen_and_list_take_so_many_queries(django_assert_num_queries, world):
    quiet(django_assert_num_queries, 26, world.supervisor, SCREEN)
    quiet(django_assert_num_queries, 11, world.supervisor, f"{LIST}?session={world.session.pk}&figure=handlings")
    quiet(django_assert_num_queries, 12, world.supervisor, f"{LIST}?session={world.session.pk}&figure=slips&by=unit&key={world.finance.pk}")
