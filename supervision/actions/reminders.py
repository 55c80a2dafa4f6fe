"""Reminding: one digest a person and working morning, what is held is kept back, and chasing by hand 催办."""

from collections import defaultdict

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from organizations.models import Jurisdiction
from organizations.models.rulesets import rules_for
from supervision.audience import Audience
from supervision.duties import FAR, KINDS, duties
from supervision.models import Reminder, ReminderRun
from supervision.permissions import may_chase
from supervision.planning import planned
from supervision.rules import SupervisionRules
from workflow.calendar import WorkCalendar
from workflow.models import Notice
from workflow.notices import tell_each
from workflow.refusals import Forbidden, Refused
from workflow.trail import record

MOST_LINES = 50
STORE = """
    INSERT INTO supervision_reminder (
        public_id, jurisdiction_id, "on", person_id, tier, notice_id, kind, "row", subject, link, due_on, unit_id, is_held, text, created_at
    )
    SELECT
        gen_random_uuid(), %s, %s, told.person, told.tier, notice.id,
        duty.kind, duty."row", duty.subject, duty.link, duty.due_on, duty.unit_id, false, '', now()
    FROM unnest(%s::bigint[], %s::int[], %s::smallint[]) WITH ORDINALITY AS told (person, duty, tier, number)
    JOIN unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::date[], %s::bigint[])
        WITH ORDINALITY AS duty (kind, "row", subject, link, due_on, unit_id, number) ON duty.number = told.duty
    JOIN workflow_notice notice ON notice.person_id = told.person AND notice.key = %s
    ORDER BY told.number"""


def send_due(now=None):
    """Send the reminders of every place whose hour has come on this working day and that has not had them; returns how many were sent.

    Runs as often as one likes: what a stopped worker left out is made up for by the next run of the day, in one digest.
    """
    now = timezone.localtime(now)
    if not WorkCalendar().is_workday(now.date()):
        return 0
    done = ReminderRun.objects.filter(on=now.date()).values("jurisdiction")
    places = Jurisdiction.objects.exclude(pk__in=done)
    due = [place for place in places if rules_for(SupervisionRules, place, on=now.date()).digest_hour <= now.hour]
    return sum(send(place, now.date()) for place in due)


@transaction.atomic
def send(jurisdiction, day):
    """Send the reminders of one place for the morning of `day`: a digest for each person, a row for each reminder; returns their number.

    All or nothing; a second run of the day, at the same time or later, sends nothing.
    """
    Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    if ReminderRun.objects.filter(jurisdiction=jurisdiction, on=day).exists():
        return 0
    digests = defaultdict(list)
    for each in planned(jurisdiction, day):
        if each.held is None:
            digests[each.person.pk].append(each)
    key = f"digest:{day:%Y-%m-%d}"
    words = {person: (_title(found, day), _lines(found, day)) for person, found in digests.items()}
    tell_each(jurisdiction, key, words, link=reverse("supervision:reminders"))
    sent = _store(jurisdiction, digests, day, key)
    ReminderRun.objects.create(jurisdiction=jurisdiction, on=day, sent=sent, people=len(digests))
    return sent


def _store(jurisdiction, digests, day, key):
    """A row for each reminder of the `digests` ({person: [Planned]}) told by the notices of `key`, in one statement; returns their number.

    What is owed is handed over once however many people are told of it.
    """
    owed = {each.duty.key: each.duty for found in digests.values() for each in found}
    places = {duty: number for number, duty in enumerate(owed, 1)}
    told = [(person, places[each.duty.key], each.tier) for person, found in digests.items() for each in found]
    rows = [(each.kind, each.row, each.subject[:300], each.link, each.due_on, each.unit_id) for each in owed.values()]
    if told:
        with connection.cursor() as cursor:
            cursor.execute(STORE, [jurisdiction.pk, day, *map(list, zip(*told, strict=True)), *map(list, zip(*rows, strict=True)), key])
    return len(told)


def _row(duty, person, day, **fields):
    return Reminder(
        jurisdiction_id=duty.jurisdiction_id,
        person_id=person,
        unit_id=duty.unit_id,
        kind=duty.kind,
        row=duty.row,
        subject=duty.subject[:300],
        link=duty.link,
        due_on=duty.due_on,
        on=day,
        **fields,
    )


def _title(found, day):
    late = sum(each.duty.due_on < day for each in found)
    parts = [f"{len(found) - late} 件将到期"] if len(found) > late else []
    return "今日提醒：" + "，".join(parts + ([f"{late} 件已逾期"] if late else []))


def _lines(found, day):
    """A line for each duty, what is due first above; long lists are cut with the number of the rest."""
    shown = [f"{_when(each.duty, day)}　{each.duty.label}　{each.duty.subject}" for each in found[:MOST_LINES]]
    return "\n".join(shown + ([f"……另有 {len(found) - MOST_LINES} 件，见提醒页。"] if len(found) > MOST_LINES else []))


def _when(duty, day):
    left = (duty.due_on - day).days
    words = "今天到期" if left == 0 else f"{duty.due_on:%-m月%-d日}到期" if left > 0 else f"逾期 {-left} 天"
    return words + ("（暂定）" if duty.provisional else "")


@transaction.atomic
def hold(each, *, by, day, reason):
    """Keep one planned reminder back with a reason; returns its row. Raises Forbidden, or Refused where it went out or is held already."""
    if not may_chase(by, each.duty.jurisdiction_id):
        raise Forbidden("您没有权限暂缓提醒。")
    if not reason.strip():
        raise Refused("请写明暂缓的理由。")
    row = _row(each.duty, each.person.pk, day, tier=each.tier, is_held=True, text=reason.strip(), by=by)
    row.validate_constraints()
    row.save()
    record(
        row, "hold", "暂缓提醒", by=by, reason=reason, after={"收件人": each.person.name, "事项": row.subject, "截止日期": str(row.due_on)}
    )
    return row


@transaction.atomic
def release(row, *, by):
    """Let a held reminder go out after all, while its morning has not come. Raises Forbidden or Refused."""
    if not may_chase(by, row.jurisdiction_id):
        raise Forbidden("您没有权限恢复提醒。")
    row = Reminder.objects.select_for_update().filter(pk=row.pk, is_held=True).first()
    if row is None or ReminderRun.objects.filter(jurisdiction=row.jurisdiction_id, on=row.on).exists():
        raise Refused("这一条已过发送时间，不能恢复；需要时请催办。")
    record(row, "release", "恢复提醒", by=by, before={"收件人": row.person.name, "事项": row.subject})
    row.delete()


def preview_chase(person, keys, day):
    """[(duty, people)] that chasing the duties named by `keys` ("kind:row") would tell; only of places where `person` chases.

    Nobody chases himself, where the duty is not his alone.

    Raises Refused where one of them is owed no longer.
    """
    places = [place for place in person.access.jurisdiction_ids if may_chase(person, place)]
    kinds = {key.partition(":")[0] for key in keys}
    owed = duties(places, day + FAR, kinds=[name for name in KINDS if name in kinds])
    found = {duty.key: duty for duty in owed}
    if missing := [key for key in keys if key not in found]:
        raise Refused(f"有 {len(missing)} 件已办结、暂停或不再由您督办，请刷新后再选。")
    audiences, told = {}, []
    for duty in (found[key] for key in dict.fromkeys(keys)):
        place = duty.jurisdiction_id
        if place not in audiences:
            audiences[place] = Audience(Jurisdiction.objects.get(pk=place), day)
        people = audiences[place].chased(duty)
        told.append((duty, [each for each in people if each != person.pk] or people))
    return told


@transaction.atomic
def chase(keys, *, by, text="", on=None):
    """催办: tell those who bear these duties, and the heads of their units, with `text`; returns the rows.

    `keys`: "kind:row" of `supervision.duties`. Each person gets one notice for all of them. Raises Refused where nobody can be told.
    """
    on = on or timezone.localdate()
    told = preview_chase(by, keys, on)
    if not told:
        raise Refused("请先选择要催办的事项。")
    if alone := [duty for duty, people in told if not people]:
        raise Refused(f"“{alone[0].unit_name or alone[0].subject}”没有可以登录的人员，请先登记经办人或负责人，或电话催办。")
    by_person = defaultdict(list)
    for duty, people in told:
        for person in people:
            by_person[person].append(duty)
    key = f"chase:{timezone.now():%Y%m%d%H%M%S%f}:{by.pk}"
    rows = []
    for place in {duty.jurisdiction_id for duty, _ in told}:
        rows += _chased(place, by_person, key, by, text, on)
    return rows


def _chased(place, by_person, key, by, text, on):
    mine = {person: [duty for duty in found if duty.jurisdiction_id == place] for person, found in by_person.items()}
    mine = {person: found for person, found in mine.items() if found}
    words = {person: (_chase_title(found, by), _chase_text(found, text, on)) for person, found in mine.items()}
    jurisdiction = Jurisdiction.objects.get(pk=place)
    tell_each(jurisdiction, key, words, link=reverse("supervision:reminders"))
    notices = dict(Notice.objects.filter(key=key, person__in=mine).values_list("person", "pk"))
    facts = {"text": text.strip(), "by": by}
    rows = [_row(duty, person, on, notice_id=notices[person], **facts) for person, found in mine.items() for duty in found]
    return Reminder.objects.bulk_create(rows)


def _chase_title(found, by):
    return f"催办：{found[0].subject}" if len(found) == 1 else f"催办：{len(found)} 件事项"


def _chase_text(found, text, on):
    lines = [f"{_when(duty, on)}　{duty.label}　{duty.subject}" for duty in found[:MOST_LINES]]
    return "\n".join([text.strip(), *lines] if text.strip() else lines)
