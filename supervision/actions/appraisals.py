"""Appraisals 民主评议: drawn up, the lists announced, the sample drawn by a seed, scored blindly, summed up, published."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from feedback.notices import unit_people
from organizations.models import Membership, Person, Role
from organizations.models.rulesets import rules_for
from proposals.filters import with_last_class
from proposals.models import Handling, Publication
from proposals.models.handling import LEFT, REPLYING
from supervision.appraisal_rules import AppraisalRules
from supervision.drawing import digest_of, drawn, ticket
from supervision.models import Appraisal, DrawEntry, DrawKind, RatedUnit, ScoreSheet
from supervision.models import AppraisalState as State
from supervision.models import SheetState as Sheet
from supervision.permissions import CAMPAIGNERS, is_verifier, owns_sheet
from supervision.rating import close_units, wrong_marks
from workflow.flow import Flow, Move
from workflow.models import Event
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import entry, record

NO_SECTOR = "未分界别"


def appraisal_rules(session, on=None):
    """The rules for the appraisals of a session."""
    day = session.starts_on or on or timezone.localdate()
    return rules_for(AppraisalRules, session.term.jurisdiction, on=day, session=session)


def _nothing_to_draw(appraisal):
    """被评议单位有提案，参加评分的委员够数。"""
    bare = [row.unit_name for row in appraisal.units.select_related("unit") if not _cases(appraisal, row).exists()]
    if bare:
        return f"本次会议没有答复过的提案：{'、'.join(bare)}，请修改名单。"
    least, members = appraisal_rules(appraisal.session).least_sheets, _members(appraisal).count()
    return f"能参加评分的委员只有 {members} 人，至少 {least} 人。" if members < least else ""


def _still_scoring(appraisal):
    """评分表都已提交，或者评分截止日已过。"""
    waiting = ScoreSheet.objects.filter(rated__appraisal=appraisal, state=Sheet.OPEN).count()
    if waiting and timezone.localdate() <= appraisal.ends_on:
        return f"还有 {waiting} 份评分表没有提交，{appraisal.ends_on:%Y-%m-%d} 截止以后才能结束。"
    return ""


APPRAISAL_FLOW = Flow(
    Appraisal,
    [
        Move("edit", "修改", (State.DRAFT,), None, is_verifier),
        Move("announce", "公布抽样范围", (State.DRAFT,), State.ANNOUNCED, is_verifier, _nothing_to_draw),
        Move("draw", "抽样", (State.ANNOUNCED,), State.SCORING, is_verifier),
        Move("extend", "延长评分", (State.SCORING,), None, is_verifier, reason=True),
        Move("close", "结束评分", (State.SCORING,), State.CLOSED, is_verifier, _still_scoring, closing=True),
        Move("publish", "决定公开", (State.CLOSED,), None, is_verifier, reason=True),
        Move("cancel", "作废", (State.DRAFT, State.ANNOUNCED, State.SCORING), State.CANCELLED, is_verifier, reason=True, danger=True),
    ],
)


def _closed(sheet):
    """评议正在评分，没有过截止日。"""
    appraisal = sheet.rated.appraisal
    if appraisal.state != State.SCORING:
        return "这次评议没有在评分。"
    if timezone.localdate() > appraisal.ends_on:
        return f"评分已于 {appraisal.ends_on:%Y-%m-%d} 截止。"
    return ""


SHEET_FLOW = Flow(ScoreSheet, [Move("score", "评分", (Sheet.OPEN, Sheet.GIVEN), Sheet.GIVEN, owns_sheet, _closed)])


def _cases(appraisal, row):
    """The cases of a unit from which is drawn: those of the session that it has answered; with `last`, the class of its last reply."""
    found = Handling.objects.filter(proposal__session=appraisal.session, unit=row.unit_id, part__in=REPLYING, is_history=False)
    return with_last_class(found.exclude(state=LEFT)).filter(last__isnull=False)


def _members(appraisal, day=None):
    """The posts of those who may be drawn to score: members with an account who work for none of the appraised units."""
    day = day or timezone.localdate()
    posts = Membership.objects.on(day).filter(jurisdiction=appraisal.jurisdiction_id, person__is_active=True)
    biased = posts.filter(unit__in=appraisal.units.values("unit")).order_by().values("person")
    members = posts.filter(role=Role.MEMBER, person__username__isnull=False, person__is_service=False)
    return members.exclude(person__in=biased).order_by("person_id", "pk").distinct("person_id")


@transaction.atomic
def begin_appraisal(session, *, by, title, units, demands, ends_on, case_count, scorer_count, on=None):
    """拟定 an appraisal of `units` over their cases of `session`; returns it. Raises Forbidden."""
    place = session.term.jurisdiction
    if not by.access.holds(place.pk, *CAMPAIGNERS):
        raise Forbidden("您没有权限组织民主评议。")
    facts = {"title": title, "demands": demands, "ends_on": ends_on, "case_count": case_count, "scorer_count": scorer_count}
    appraisal = Appraisal(jurisdiction=place, session=session, **facts)
    appraisal.full_clean()
    appraisal.save()
    _list(appraisal, units)
    record(appraisal, "begin", "拟定", by=by, on=on, to_state=appraisal.state)
    return appraisal


def _list(appraisal, units):
    appraisal.units.all().delete()
    facts = {"jurisdiction": appraisal.jurisdiction, "appraisal": appraisal}
    RatedUnit.objects.bulk_create(RatedUnit(unit=unit, unit_name=unit.name, **facts) for unit in units)


@transaction.atomic
def edit_appraisal(appraisal, *, by, units, on=None, version=None, **fields):
    """修改 what is not announced yet, with the whole list of its units; returns it."""
    before, after = ([*appraisal.units.order_by("pk").values_list("unit_name", flat=True)], [unit.name for unit in units])
    noted = ({"被评议单位": before}, {"被评议单位": after}) if before != after else None
    appraisal = APPRAISAL_FLOW.apply(appraisal, "edit", by=by, on=on, version=version, noted=noted, **fields)
    _list(appraisal, units)
    return appraisal


@transaction.atomic
def announce(appraisal, *, by, seed_source, on=None, version=None):
    """公布抽样范围: the lists are fixed with their digest, and which number, not known yet, will be the seed; returns the appraisal."""
    on = on or timezone.localdate()
    APPRAISAL_FLOW.require(appraisal, "announce", by)
    if appraisal.ends_on < on:
        raise Refused("评分截止日期已过，请先修改。")
    entries = [*_case_entries(appraisal), *_member_entries(appraisal, on)]
    digest = digest_of(each.row for each in entries)
    appraisal = APPRAISAL_FLOW.apply(
        appraisal, "announce", by=by, on=on, version=version, seed_source=seed_source, frame_digest=digest, announced_on=on
    )
    DrawEntry.objects.bulk_create(entries, batch_size=1000)
    for row in appraisal.units.select_related("unit"):
        title = f"本单位列入民主评议：{appraisal.title}"
        _tell(unit_people(row.unit, on), appraisal, f"appraisal:{appraisal.pk}:{row.pk}", title, appraisal.demands)
    return appraisal


def _tell(people, row, key, title, text="", link=""):
    tell(people, row.jurisdiction, key, title, text=text, link=link or row.get_absolute_url())


def _case_entries(appraisal):
    facts = {"jurisdiction": appraisal.jurisdiction, "appraisal": appraisal, "kind": DrawKind.CASE}
    for row in appraisal.units.select_related("unit").order_by("pk"):
        for each in _cases(appraisal, row).select_related("proposal").order_by("pk"):
            layer, case = f"{each.last} 类", each.proposal
            yield DrawEntry(group=row.unit_name, layer=layer, key=case.case_no, label=str(case)[:160], handling=each, **facts)


def _member_entries(appraisal, on):
    facts = {"jurisdiction": appraisal.jurisdiction, "appraisal": appraisal, "kind": DrawKind.SCORER}
    for post in _members(appraisal, on).select_related("person", "sector"):
        layer, key = post.sector.name if post.sector else NO_SECTOR, str(post.person.public_id)
        yield DrawEntry(layer=layer, key=key, label=post.person.name, person=post.person, **facts)


@transaction.atomic
def draw_sample(appraisal, *, by, seed, on=None, version=None):
    """抽样 by the seed, which comes from outside; those who are drawn get their sheets and are told. Returns the appraisal.

    Anybody who has the lists and the seed comes to the same sample (`supervision.drawing`). It is never drawn again.
    """
    on = on or timezone.localdate()
    rules = appraisal_rules(appraisal.session, on)
    kept = {"aspects": [list(row) for row in rules.aspects], "grades": [list(row) for row in rules.grades]}
    kept |= {"seed": seed, "drawn_on": on, "least_sheets": rules.least_sheets}
    appraisal = APPRAISAL_FLOW.apply(appraisal, "draw", by=by, on=on, version=version, **kept)
    if appraisal.ends_on < on:
        raise Refused("评分截止日期已过。请作废后重新拟定。")
    scorers = _draw(appraisal, seed)
    _give_sheets(appraisal, scorers, by, on)
    title = f"请为民主评议评分：{appraisal.title}"
    text = f"您被抽为评分委员，请于 {appraisal.ends_on:%Y-%m-%d} 前评分。评分不记名，单位和其他委员都看不到。"
    _tell(scorers, appraisal, f"appraisal-score:{appraisal.pk}", title, text)
    return appraisal


def _draw(appraisal, seed):
    """Mark what the seed draws; returns the people who score."""
    entries, groups = list(appraisal.entries.select_related("person")), {}
    for each in entries:
        groups.setdefault((each.kind, each.group), []).append(each.row)
    wanted = {DrawKind.CASE: appraisal.case_count, DrawKind.SCORER: appraisal.scorer_count}
    found = set().union(*(drawn(rows, wanted[kind], seed) for (kind, _), rows in groups.items()))
    for each in entries:
        each.ticket, each.is_drawn = ticket(seed, each.row), each.row in found
    DrawEntry.objects.bulk_update(entries, ["ticket", "is_drawn"], batch_size=1000)
    return [each.person for each in entries if each.is_drawn and each.kind == DrawKind.SCORER]


def _give_sheets(appraisal, scorers, by, on):
    rows, place = list(appraisal.units.select_related("appraisal").order_by("pk")), appraisal.jurisdiction
    sheets = [ScoreSheet(jurisdiction=place, rated=row, unit_id=row.unit_id, person=person) for person in scorers for row in rows]
    sheets = ScoreSheet.objects.bulk_create(sheets, batch_size=1000)
    Event.objects.bulk_create([entry(each, "begin", "发出评分表", by=by, on=on, to_state=each.state) for each in sheets], batch_size=1000)


@transaction.atomic
def score(sheet, *, by, marks, remark="", on=None):
    """评分 by the member himself, again as often as he likes until the last day; returns the sheet.

    The trail tells that he scored and never what he gave.
    """
    appraisal = Appraisal.objects.select_for_update(no_key=True).get(units__sheets=sheet)  # first, as who closes the round does
    sheet = SHEET_FLOW.apply(sheet, "score", by=by, on=on)
    if sentence := wrong_marks(appraisal, marks):
        raise Refused(sentence)
    sheet.marks, sheet.remark = marks, remark
    sheet.save(update_fields=["marks", "remark"])
    return sheet


def extend_scoring(appraisal, *, by, ends_on, reason, on=None, version=None):
    """延长评分 to a later day, with the reason; those who have not scored are told. Returns the appraisal."""
    on = on or timezone.localdate()
    if ends_on <= max(appraisal.ends_on, on):
        raise Refused("新的截止日期应晚于今天和原来的截止日期。")
    appraisal = APPRAISAL_FLOW.apply(appraisal, "extend", by=by, on=on, version=version, reason=reason, ends_on=ends_on)
    waiting = Person.objects.filter(score_sheets__rated__appraisal=appraisal, score_sheets__state=Sheet.OPEN).distinct()
    title = f"评分延长到 {ends_on:%Y-%m-%d}：{appraisal.title}"
    _tell(waiting, appraisal, f"appraisal-extend:{appraisal.pk}:{appraisal.version}", title, reason)
    return appraisal


@transaction.atomic
def close_appraisal(appraisal, *, by, summary, on=None, version=None):
    """结束评分: sums and spread of each unit, and the marks parted from the names for good; returns the appraisal."""
    on = on or timezone.localdate()
    appraisal = APPRAISAL_FLOW.apply(appraisal, "close", by=by, on=on, version=version, summary=summary, closed_on=on)
    close_units(appraisal, by=by, on=on)
    return appraisal


def publish_appraisal(appraisal, *, by, publication, reason, text="", on: date | None = None, version=None):
    """决定公开: the result of each unit (全文), the text alone (摘要), or nothing; with the reason, and again at any time.

    Whether anybody outside sees it also depends on the rules of the place. Returns the appraisal. Raises Refused without a text.
    """
    if publication not in (Publication.FULL, Publication.SUMMARY, Publication.NONE):
        raise Refused("请选择全文公开、摘要公开或不公开。")
    shown = publication != Publication.NONE
    if shown and not text.strip():
        raise Refused("公开的要写公开文本。")
    now = {
        "publication": publication,
        "public_text": text if shown else "",
        "published_on": (on or timezone.localdate()) if shown else None,
    }
    return APPRAISAL_FLOW.apply(appraisal, "publish", by=by, on=on, version=version, reason=reason, **now)


@transaction.atomic
def cancel_appraisal(appraisal, *, by, reason, on=None, version=None):
    """作废, with the reason; what was drawn stays in the record, what was scored is wiped out. Returns the appraisal."""
    appraisal = APPRAISAL_FLOW.apply(appraisal, "cancel", by=by, on=on, version=version, reason=reason)
    ScoreSheet.objects.filter(rated__appraisal=appraisal).update(marks={}, remark="")
    return appraisal
