"""Units, rules, templates, places, calendar: what the registers keep and refuse; bad addresses and input never break them."""

import json
from datetime import date

import pytest

from documents.models import PaperTemplate
from organizations.models import Jurisdiction, Meeting, Role, Ruleset, Session, Term, Unit
from tests.admin.objects import MAKERS, sample
from workflow.models import CalendarDay

UNITS = "/admin/organizations/unit/"
RULES = "/admin/organizations/ruleset/"


def text(response):
    return response.content.decode()


def test_a_unit_is_renamed_and_keeps_its_past(secretary, world):
    url = f"{UNITS}{world.finance.pk}/act/rename/"
    assert secretary.post(url, {"name": "市财政和国资局", "on": "2026-07-01"}).status_code == 302
    names = dict(world.finance.names.values_list("name", "ends_on"))
    assert names == {"市财政局": date(2026, 6, 30), "财政局": date(2026, 6, 30), "市财政和国资局": None}
    assert "市财政和国资局" in text(secretary.get(f"{UNITS}{world.finance.pk}/history/"))


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "x", ""])
def test_a_wrong_day_is_refused_at_its_field(secretary, world, day):
    answer = secretary.post(f"{UNITS}{world.finance.pk}/act/rename/", {"name": "新名", "on": day})
    assert answer.status_code == 400 and Unit.objects.get(pk=world.finance.pk).name == "市财政局"


def test_a_name_that_is_taken_is_refused(secretary, world):
    answer = secretary.post(f"{UNITS}{world.finance.pk}/act/rename/", {"name": "市教育局", "on": "2026-07-01"})
    assert answer.status_code == 409 and "同名单位" in text(answer)


def test_a_unit_is_merged_into_one_of_its_own_place(secretary, office):
    url = f"{UNITS}{office.world.finance.pk}/act/merge/"
    assert secretary.post(url, {"successor": office.other.education.pk, "on": "2026-07-01"}).status_code == 400
    assert secretary.post(url, {"successor": office.world.education.pk, "on": "2026-07-01"}).status_code == 302
    unit = Unit.objects.get(pk=office.world.finance.pk)
    assert (unit.successor, unit.ends_on) == (office.world.education, date(2026, 6, 30))


def test_a_new_unit_is_found_by_its_names(secretary, world):
    inline = {"names-TOTAL_FORMS": 1, "names-INITIAL_FORMS": 0, "names-0-name": "统计局"}
    body = {"jurisdiction": world.place.pk, "name": "市统计局", "full_name": "测试市统计局", "kind": "government", "order": 0}
    assert secretary.post(f"{UNITS}add/", body | inline).status_code == 302
    assert set(Unit.objects.get(name="市统计局").names.values_list("name", flat=True)) == {"市统计局", "测试市统计局", "统计局"}


def test_name_and_place_of_a_unit_are_not_typed_over(secretary, office):
    names = office.world.finance.names.all()
    inline = {"names-TOTAL_FORMS": len(names), "names-INITIAL_FORMS": len(names)}
    for number, row in enumerate(names):
        inline |= {f"names-{number}-id": row.pk, f"names-{number}-unit": office.world.finance.pk, f"names-{number}-name": "改写"}
    body = {"name": "改写", "jurisdiction": office.other.place.pk, "kind": "judiciary", "order": 3, "successor": office.world.education.pk}
    assert secretary.post(f"{UNITS}{office.world.finance.pk}/change/", body | inline).status_code == 302
    unit = Unit.objects.get(pk=office.world.finance.pk)
    assert (unit.name, unit.jurisdiction, unit.successor, unit.kind) == ("市财政局", office.world.place, None, "judiciary")
    assert set(unit.names.values_list("name", flat=True)) == {"市财政局", "财政局"}


def lookup(client, model, field, term=""):
    answer = client.get(f"/admin/autocomplete/?app_label=organizations&model_name={model}&field_name={field}&term={term}")
    return [row["text"] for row in answer.json()["results"]] if answer.status_code == 200 else answer.status_code


def test_autocomplete_offers_only_the_own_place(office):
    office.other.finance.name = "别市财政局"
    office.other.finance.save()
    assert lookup(office.client("secretary"), "membership", "unit", "财政") == ["市财政局"]
    assert lookup(office.client("foreign"), "membership", "unit", "财政") == ["别市财政局"]
    assert lookup(office.client("system"), "membership", "unit", "财政") == ["市财政局"]
    assert lookup(office.client("auditor"), "membership", "unit", "财政") == 403
    assert lookup(office.client("handler"), "membership", "unit", "财政") == 403
    assert office.other.secretary.name in lookup(office.client("foreign"), "membership", "person")
    assert lookup(office.client("secretary"), "portfolio", "nothing") == 403


@pytest.mark.parametrize("term", ["%00", "%F0%9F%98%80", "x" * 3000, "%25_%27"])
def test_any_search_term_is_taken(secretary, term):
    assert secretary.get(f"{UNITS}?q={term}").status_code == 200
    assert isinstance(lookup(secretary, "membership", "unit", term), list)


def test_choices_and_filters_name_no_other_place(secretary, office):
    for label in MAKERS:
        for page in ("", "add/"):
            answer = secretary.get(f"/admin/{label.replace('.', '/')}/{page}")
            assert "别市" not in text(answer), (label, page)


JUNK = ("zzz", "0", "-1", "9" * 30, "1e9", "_5F", "%00", "1/change/zz", "None")
QUERIES = ("state=zzz", "p=99999999999", "o=9.9.9", "year=abc", "jurisdiction__id__exact=abc", "gap=zz", "zz=1", "e=1", "unit=%00")


@pytest.mark.parametrize("label", MAKERS)
def test_a_junk_id_is_not_found(office, label):
    client = office.client({"workflow.event": "auditor", "organizations.apitoken": "system"}.get(label, "secretary"))
    urls = [f"/admin/{label.replace('.', '/')}/{key}/{page}/" for key in JUNK for page in ("change", "history", "delete", "act/edit")]
    assert [url for url in urls if client.get(url).status_code != 404] == []


@pytest.mark.parametrize("label", ["consultation/annualplan", "consultation/planitem", "feedback/assignment", "organizations/person"])
def test_a_junk_filter_is_no_error(secretary, label):
    assert {secretary.get(f"/admin/{label}/?{query}").status_code for query in QUERIES} <= {200, 302, 400}


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ("{", "不是合法的 JSON"),
        ('{"a": "\\u0000"}', "不是合法的 JSON"),
        ("[" * 40_000, "不是合法的 JSON"),
        ('{"consultation": {"overload": NaN}}', "不是合法的 JSON"),
        ('{"consultations": {}}', "没有名为“consultations”的规则部分"),
        ('{"consultation": {"overlord": 3}}', "没有“overlord”这一项"),
        ('{"consultation": {"overload": "3"}}', "应为整数"),
        ('{"feedback": {"work_plan_due": {"amount": 5, "unit": "year"}}}', "期限的单位只能是"),
        ("[]", "必须是 JSON 对象"),
    ],
)
def test_wrong_rules_are_refused_at_their_field(secretary, world, overrides, sentence):
    body = {"jurisdiction": world.place.pk, "name": "规则", "effective_on": "2026-01-01", "overrides": overrides}
    answer = secretary.post(f"{RULES}add/", body)
    assert answer.status_code == 200 and sentence in text(answer)
    assert not Ruleset.objects.exists()


def test_rules_get_the_next_version_and_once_in_force_are_copied(secretary, world):
    body = {"jurisdiction": world.place.pk, "name": "规则", "effective_on": "2020-01-01", "overrides": '{"consultation": {"overload": 3}}'}
    secretary.post(f"{RULES}add/", body)
    first = Ruleset.objects.get()
    page = text(secretary.get(f"{RULES}{first.pk}/change/"))
    assert "另存为下一版" in page and "同一单位一个月超过几项为过载" in page
    assert secretary.post(f"{RULES}{first.pk}/change/", body).status_code == 403
    copy = {"name": "规则二", "effective_on": "2019-01-01", "overrides": json.dumps({"consultation": {"overload": 4}}), "note": ""}
    assert secretary.post(f"{RULES}{first.pk}/act/copy/", copy).status_code == 400
    assert secretary.post(f"{RULES}{first.pk}/act/copy/", copy | {"effective_on": "2027-01-01"}).status_code == 302
    assert list(Ruleset.objects.order_by("version").values_list("version", "overrides")) == [
        (1, {"consultation": {"overload": 3}}),
        (2, {"consultation": {"overload": 4}}),
    ]


def test_rules_that_a_session_pins_are_frozen(secretary, world):
    rules = sample("organizations.ruleset", world)
    term = Term.objects.create(jurisdiction=world.place, number=9)
    Session.objects.create(term=term, number=1, ruleset=rules)
    assert secretary.post(f"{RULES}{rules.pk}/change/", {"name": "改"}).status_code == 403


def test_a_template_is_saved_as_the_next_version(secretary, world):
    first = sample("documents.papertemplate", world)
    body = {"format": "letter", "word": "测府办函", "body": "新正文", "jurisdiction": world.place.pk}
    assert secretary.post(f"/admin/documents/papertemplate/{first.pk}/change/", body).status_code == 302
    assert list(PaperTemplate.objects.order_by("version").values_list("version", "body", "created_by")) == [
        (1, "正文", None),
        (2, "新正文", world.secretary.pk),
    ]
    assert "第2版" in text(secretary.get(f"/admin/documents/papertemplate/{first.pk}/history/"))


def test_who_enters_a_place_administers_it(system, office):
    body = {"name": "测试区", "level": "district", "parent": office.world.place.pk, "code": "test-district"}
    assert system.post("/admin/organizations/jurisdiction/add/", body | {"parent": office.other.place.pk}).status_code == 200
    assert system.post("/admin/organizations/jurisdiction/add/", body).status_code == 302
    place = Jurisdiction.objects.get(code="test-district")
    assert place.memberships.get().role == Role.SYSTEM_ADMIN and place.memberships.get().person == office.people["system"]


def test_the_calendar_holds_only_days_that_differ(system):
    url = "/admin/workflow/calendarday/add/"
    answer = system.post(url, {"day": "2031-01-02", "is_workday": "on", "name": ""})
    assert answer.status_code == 200 and "本来就是工作日" in text(answer)
    assert system.post(url, {"day": "2031-01-02", "name": "测试假日"}).status_code == 302
    assert CalendarDay.objects.filter(day=date(2031, 1, 2), is_workday=False).exists()


def test_relations_stay_in_one_place(office):
    """Somebody who is secretary of two places cannot tie a row of one to a row of the other."""
    both = office.client("secretary")
    office.other.place.memberships.create(person=office.world.secretary, role=Role.SECRETARY)
    term = Term.objects.create(jurisdiction=office.other.place, number=9)
    body = {"jurisdiction": office.world.place.pk, "body": "plenary", "term": term.pk, "number": 1}
    answer = both.post("/admin/organizations/meeting/add/", body)
    assert answer.status_code == 200 and "不属于测试市" in text(answer)
    assert not Meeting.objects.exists()


def test_two_who_enter_the_same_get_a_sentence(secretary, world, monkeypatch):
    """What the database alone can see (two saves at once) is no error page."""
    monkeypatch.setattr(Unit, "validate_constraints", lambda self, exclude=None: None)
    body = {"jurisdiction": world.place.pk, "name": "市财政局", "kind": "government", "order": 0}
    answer = secretary.post(f"{UNITS}add/", body | {"names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}, follow=True)
    assert answer.status_code == 200 and "与已有记录冲突" in text(answer)


def test_the_start_page_lists_the_registers_of_each(office):
    seen = {who: text(office.client(who).get("/admin/")) for who in ("secretary", "system", "auditor")}
    assert "年度协商计划" in seen["secretary"] and "访问令牌" not in seen["secretary"] and "操作记录" not in seen["secretary"]
    assert "年度协商计划" not in seen["system"] and "访问令牌" in seen["system"]
    assert "操作记录" in seen["auditor"] and "单位" not in seen["auditor"].split("content-main")[1]


def test_an_empty_list_says_what_to_do(secretary, system):
    assert "还没有登记，请点“新增界别”。" in secretary.get("/admin/organizations/sector/").content.decode()
    assert "没有符合条件的记录" in secretary.get("/admin/organizations/sector/?q=x").content.decode()
    assert "再打开它点“签发访问令牌”" in system.get("/admin/organizations/apitoken/").content.decode()
    assert "还没有登记。" in system.get("/admin/organizations/sector/").content.decode()


def test_filters_offer_no_year_of_another_place(secretary, office):
    office.world.plan(year=2031)
    office.other.plan(year=2032)
    for register in ("annualplan", "planitem"):
        page = secretary.get(f"/admin/consultation/{register}/").content.decode()
        assert ("2031</a>" in page, "2032" in page) == (True, False)
