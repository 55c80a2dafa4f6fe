"""Units, people, rules, the calendar, notices and the trail."""

from datetime import date

import pytest
from django.apps import apps

from documents.models.numbers import draw_number
from organizations.actions import merge_unit, rename_unit
from organizations.models import CounterpartLink, MemberProfile, Portfolio, Ruleset, Term, Unit
from tests.api.caller import Caller
from workflow.models import CalendarDay, CalendarYear
from workflow.notices import tell


def names(caller, path):
    return [row["name"] for row in caller.json(path)["results"]]


def test_a_unit_is_found_by_every_name_it_bore(world, secretary):
    rename_unit(world.education, "市教育和体育局", on=date(2025, 1, 1))
    assert names(secretary, "units/?q=教育局") == ["市教育和体育局"]
    merge_unit(world.finance, world.education, on=date(2026, 2, 1))
    assert "市财政局" in names(secretary, "units/?on=2026-01-31")
    assert "市财政局" not in names(secretary, "units/?on=2026-02-01")
    shown = secretary.json(f"units/{world.education.public_id}/")
    assert [row["name"] for row in shown["names"]] == ["市教育局", "市教育和体育局"]
    assert shown["names"][0]["ends_on"] == "2024-12-31"
    assert [row["name"] for row in shown["predecessors"]] == ["市财政局"]
    assert secretary.json(f"units/{world.finance.public_id}/")["successor"] == str(world.education.public_id)


def test_a_unit_is_added_renamed_and_merged_by_a_secretary(world, secretary):
    made = secretary.post("units/", {"name": "市文旅局", "kind": "government", "full_name": "市文化和旅游局"})
    assert made.status_code == 201
    path = f"units/{made.json()['id']}/"
    assert secretary.post(path + "act/rename/", {"name": "市文化局", "on": "2026-05-01"}).status_code == 200
    assert names(secretary, "units/?q=文旅") == ["市文化局"]
    merged = secretary.post(path + "act/merge/", {"successor": str(world.education.public_id), "on": "2026-06-01"})
    assert (merged.status_code, merged.json()["ends_on"]) == (200, "2026-05-31")
    assert secretary.post(path + "act/rename/", {"name": "再改", "on": "2026-07-01"}).status_code == 400
    assert secretary.post("units/", {"name": "市财政局", "kind": "government"}).json() == {"detail": ["本地区已有同名单位。"]}
    assert secretary.post("units/", {"name": "局", "kind": "government", "jurisdiction": "other"}).status_code == 400


def test_people_show_no_telephone_and_members_their_profile(world, secretary):
    member = world.somebody("member")
    term = Term.objects.create(jurisdiction=world.place, number=5)
    MemberProfile.objects.create(membership=member.memberships.get(), term=term, committee=world.committee, is_standing=True)
    person = secretary.json(f"people/{member.public_id}/")
    assert set(person) == {"id", "name", "title", "is_active", "is_service"}
    post = secretary.json("memberships/?role=member")["results"][0]
    assert (post["person"], post["committee"], post["is_standing"], post["term"]) == (str(member.public_id), "市政协提案委", True, 5)
    assert names(secretary, f"people/?unit={world.finance.public_id}&role=unit_head") == [world.head.name]


def test_standing_relations_are_listed(world, secretary):
    leader = world.somebody("government_leader")
    portfolio = Portfolio.objects.create(jurisdiction=world.place, leader=leader, categories="财税")
    portfolio.units.add(world.finance)
    CounterpartLink.objects.create(jurisdiction=world.place, committee=world.committee, unit=world.finance)
    found = secretary.json(f"portfolios/?leader={leader.public_id}")["results"][0]
    assert found["units"] == [{"id": str(world.finance.public_id), "name": "市财政局"}]
    assert secretary.json("counterpart-links/")["results"][0]["unit_name"] == "市财政局"


def test_rules_get_a_new_version_and_unknown_keys_are_refused(world, secretary, handler):
    body = {"name": "2026年版", "effective_on": "2026-01-01", "overrides": {"consultation": {"overload": 3}}}
    assert secretary.post("rulesets/", body).json()["version"] == 1
    assert secretary.json("rulesets/")["results"][0]["overrides"] == body["overrides"]
    wrong = body | {"effective_on": "2026-02-01", "overrides": {"consultation": {"overlod": 3}}}
    refused = secretary.post("rulesets/", wrong)
    assert refused.status_code == 400 and "overlod" in refused.json()["overrides"][0]
    assert secretary.post("rulesets/", body).status_code == 400
    assert handler.post("rulesets/", body).status_code == 403
    assert Ruleset.objects.count() == 1


def test_templates_get_a_new_version_and_what_no_paper_can_fill_is_refused(world, secretary, handler):
    body = {"kind": "plan_notice", "word": "测府办", "body": "共${事项数}项。", "addressees": "各有关单位"}
    assert secretary.post("paper-templates/", body).json()["version"] == 1
    assert secretary.post("paper-templates/", body | {"body": "本年${事项数}项。"}).json()["version"] == 2
    for text, sentence in (("共${不存在}项。", "“${不存在}”没有对应的内容"), ("每件$。", "写作“$$”")):
        refused = secretary.post("paper-templates/", body | {"body": text})
        assert refused.status_code == 400 and sentence in refused.json()["body"][0]
    assert set(secretary.post("paper-templates/", {"kind": "letter"}).json()) == {"kind", "word", "body"}
    assert handler.post("paper-templates/", body).status_code == 403
    rows = secretary.json("paper-templates/?kind=plan_notice")["results"]
    assert [(row["version"], row["kind_label"], row["created_by"]) for row in rows] == [
        (2, "计划印发通知", world.secretary.name),
        (1, "计划印发通知", world.secretary.name),
    ]
    assert secretary.json(f"paper-templates/{rows[0]['id']}/")["body"] == "本年${事项数}项。"
    assert handler.json("paper-templates/")["results"] == [] and handler.get(f"paper-templates/{rows[0]['id']}/").status_code == 404


def test_numbers_show_how_far_each_series_is(world, secretary, handler):
    for year in (2025, 2026, 2026):
        draw_number(world.place, "测府办", year)
    rows = secretary.json("number-series/?year=2026")["results"]
    assert [(row["word"], row["year"], row["last"]) for row in rows] == [("测府办", 2026, 2)]
    assert len(secretary.json("number-series/")["results"]) == 2 and handler.json("number-series/")["results"] == []


def test_a_series_goes_on_from_where_it_stood_on_paper(world, secretary, handler):
    body = {"word": "测府办", "year": 2026, "next": 13}
    assert secretary.post("number-series/", body).json()["last"] == 12
    assert draw_number(world.place, "测府办", 2026) == "测府办〔2026〕13号"
    refused = secretary.post("number-series/", body)
    assert refused.status_code == 400 and refused.json() == {"next": ["测府办〔2026〕已用到 13号，下一号不能小于 14。"]}
    assert [secretary.post("number-series/", body | {"next": n}).status_code for n in (0, -1, 100_000, 14)] == [400, 400, 400, 201]
    assert handler.post("number-series/", body | {"next": 20}).status_code == 403
    assert draw_number(world.place, "测府办", 2026) == "测府办〔2026〕14号"
    events = apps.get_model("documents", "NumberSeriesEvent").objects.filter(last=12)
    assert [event.pgh_context.metadata["person"] for event in events] == [world.secretary.pk]


def test_days_are_counted_with_their_steps(world, secretary):
    CalendarYear.objects.create(year=2090, source="测试")
    CalendarDay.objects.create(day=date(2090, 3, 3), is_workday=False, name="测试假")
    assert secretary.json("calendar/2090/")["days"] == [{"day": "2090-03-03", "is_workday": False, "name": "测试假"}]
    found = secretary.json("calendar/count/?start=2090-03-02&amount=1&unit=workday")
    assert (found["on"], found["provisional"]) == ("2090-03-06", False)
    assert "2090-03-02 起算 + 1 个工作日 = 2090-03-06" in found["steps"][0]
    assert secretary.json("calendar/count/?start=2090-03-02&amount=1&unit=day&roll=false")["on"] == "2090-03-03"
    assert secretary.get("calendar/1800/").status_code == 404
    assert set(secretary.get("calendar/count/?unit=week").json()) == {"start", "amount", "unit"}


def test_notices_are_one_s_own_and_can_be_read(world, secretary):
    tell([world.secretary], world.place, "a", "甲")
    tell([world.secretary], world.place, "b", "乙")
    tell([world.handler], world.place, "c", "丙")
    rows = secretary.json("notices/?unread=true")["results"]
    assert [row["title"] for row in rows] == ["乙", "甲"]
    assert secretary.post(f"notices/{rows[0]['id']}/read/").json() == {"read": 1}
    assert secretary.post("notices/read/").json() == {"read": 1}
    assert secretary.json("notices/?unread=true")["results"] == []
    assert secretary.post(f"notices/{world.handler.notices.get().pk}/read/").status_code == 404


def test_the_trail_is_for_auditors_page_by_page(world, secretary):
    world.issued_plan()
    auditor = Caller(world.somebody("auditor"))
    page = auditor.json("events/?limit=5&text=2026年度协商计划")
    assert page["results"][0]["label"] == "印发（批准 → 印发）"
    found, path = [], "events/?limit=5"
    while path:
        page = auditor.json(path)
        found += [row["key"] for row in page["results"]]
        path = page["next"]
    assert len(found) == len(set(found)) > 10
    assert secretary.get("events/").status_code == 403


@pytest.mark.parametrize("path", ["units/", "people/", "memberships/", "portfolios/", "rulesets/", "notices/", "meetings/", "tokens/"])
def test_registers_take_three_queries(world, secretary, path, django_assert_num_queries):
    secretary.json(path)
    with django_assert_num_queries(3):
        secretary.json(path)


def test_the_id_of_a_unit_is_never_its_row_number(world, secretary):
    assert secretary.get(f"units/{world.finance.pk}/").status_code == 404
    assert not any(row["id"] == world.finance.pk for row in secretary.json("units/")["results"])
    assert Unit.objects.filter(jurisdiction=world.place).count() == len(secretary.json("units/")["results"])
