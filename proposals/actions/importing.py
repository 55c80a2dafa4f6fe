"""Import 导入 of existing cases: what was filed and handled before, entered with the dates of its time."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from feedback.models import Assignment, AssignmentState, FeedbackRecord, Source, Suggestion
from organizations.copying import copy_rows, numbers_of
from proposals.actions.assigning import PARTS, first_deadlines
from proposals.actions.moves import rules_in
from proposals.drafts import SILENT
from proposals.grams import grams
from proposals.models import (
    CaseCounter,
    Handling,
    Mode,
    Part,
    Proposal,
    ProposedSuggestion,
    Proposer,
    Receipt,
    ReceiptChannel,
    ReceiptState,
    Reply,
    ReplyState,
    Round,
)
from proposals.permissions import is_secretary
from workflow.calendar import WorkCalendar, due_fields
from workflow.models import Event
from workflow.refusals import Forbidden, Refused
from workflow.trail import entry

ENTERED_AT = time(9)  # of a hand-in whose day alone is known


@transaction.atomic
def import_cases(session, drafts, *, by, on=None):
    """导入已有提案: enter `drafts` (`CaseDraft`s that the session does not have) as cases in the state they tell of; returns how many.

    Each enters the trail with one 导入; nobody is told of what happened before. Raises Forbidden for who is no secretary of the
    place, Refused where a case number is taken; nothing is stored then.
    """
    if not is_secretary(by, Proposal(jurisdiction=session.term.jurisdiction)):
        raise Forbidden("只有政协秘书可以导入已有提案。")
    CaseCounter.objects.get_or_create(session=session)
    counter = CaseCounter.objects.select_for_update().get(session=session)
    given = [each.case_no for draft in drafts for each in (draft, *draft.followers) if each.case_no]
    taken = session.proposals.filter(case_no__in=given).values_list("case_no", flat=True)
    if taken:
        raise Refused(f"本次会议已有案号 {taken[0]}，没有导入。请重新检查表格。")
    entered = Entered(session, by, on or timezone.localdate(), sum(1 + len(draft.followers) for draft in drafts))
    for draft in drafts:
        entered.enter(draft)
    entered.store()
    numbers = [int(number) for number in given if number.isdecimal() and len(number) < 9]
    CaseCounter.objects.filter(pk=counter.pk, last__lt=max(numbers, default=0)).update(last=max(numbers, default=0))
    return len(drafts)


class Entered:
    """The rows of all tables that `count` cases become, numbered as they are made and stored table by table."""

    def __init__(self, session, by, on, count):
        self.session, self.by, self.on = session, by, on
        self.place = session.term.jurisdiction
        self.rules = rules_in(session, self.place)
        self.calendar = WorkCalendar()
        self.rows = {model: [] for model in ORDER}
        self.numbers = {model: numbers_of(model, count) for model in ORDER}

    def add(self, row):
        if row.pk is None:
            row.pk = next(self.numbers[type(row)])
        self.rows[type(row)].append(row)
        return row

    def enter(self, draft):
        """The case, what was merged into it, and its handling: all of them sign and suggest as one."""
        proposal = self.add(self._proposal(draft))
        sources = [(draft, proposal), *((each, self.add(self._proposal(each, proposal))) for each in draft.followers)]
        proposers = [signer for each, row in sources for signer in self._proposers(each, row)]
        label = f"{self.session.short_name}第{draft.case_no}号提案"[:120]
        texts = [(row, text) for each, row in sources for text in each.suggestions]
        suggestions = [self._suggestion(proposal, origin, label, number, text) for number, (origin, text) in enumerate(texts, 1)]
        for handling in draft.handlings:
            self._handling(proposal, label, draft, handling, proposers, suggestions)
        for co in draft.cos:
            self._co(proposal, label, draft, co)
        self._answers(draft, suggestions)

    def _proposers(self, draft, proposal):
        return [
            self.add(Proposer(proposal=proposal, person=each.person, name=each.name, order=order))
            for order, each in enumerate(draft.proposers, 1)
        ]

    def _proposal(self, draft, case=None):
        """The row of a case, or of what was merged into `case`."""
        submitted = draft.submitted_on and timezone.make_aware(datetime.combine(draft.submitted_on, ENTERED_AT))
        same = (
            "case_no",
            "title",
            "kind",
            "filed_on",
            "body",
            "sector",
            "in_session",
            "category",
            "background",
            "problems",
            "track",
            "mode",
        )
        same += (
            "publish_refusal",
            "publication",
            "sensitivity",
            "is_key",
            "key_approved_by",
            "assigned_on",
            "state",
            "concluded_on",
            "is_history",
        )
        return Proposal(
            jurisdiction=self.place,
            session=self.session,
            author=draft.proposers[0].person or self.by,
            merged_into=case,
            suggestions=list(draft.suggestions),
            may_publish=not draft.publish_refusal,
            submission=1 if submitted else 0,
            submitted_at=submitted,
            grams=grams(draft.title),
            **{name: getattr(draft, name) for name in same},
        )

    def _suggestion(self, proposal, origin, label, number, text):
        row = Suggestion(
            jurisdiction=self.place, source=Source.PROPOSAL, source_label=label, number=number, text=text, raised_on=proposal.filed_on
        )
        self.add(ProposedSuggestion(proposal=proposal, origin=origin, suggestion=self.add(row)))
        return row

    def _assignment(self, proposal, label, draft, unit_draft, part, state, due, concluded_on):
        parent = self.add(
            Assignment(
                jurisdiction=self.place,
                unit=unit_draft.unit,
                unit_name=unit_draft.unit_name,
                role=Part(part).label,
                source=Source.PROPOSAL,
                source_label=label,
                subject=draft.title,
                assigned_on=draft.assigned_on,
                state=state,
                concluded_on=concluded_on,
                is_history=draft.is_history,
                **due_fields(due),
            )
        )
        _, limits = first_deadlines(self.rules, part, draft.assigned_on, draft.filed_on, self.calendar)
        return self.add(Handling(assignment_ptr=parent, proposal=proposal, part=part, keeper=unit_draft.unit, **limits))

    def _handling(self, proposal, label, draft, unit_draft, proposers, suggestions):
        last = unit_draft.last
        done = AssignmentState.CONCLUDED if last.closed_on else AssignmentState.REPLIED if last.reply else unit_draft.state
        part = PARTS[Mode(draft.mode)][0]
        handling = self._assignment(proposal, label, draft, unit_draft, part, done, last.due, last.closed_on)
        for row in suggestions:
            row.unit = row.unit or unit_draft.unit
        for each in unit_draft.rounds:
            current = Round(
                handling=handling,
                number=each.number,
                opened_on=each.opened_on,
                closed_on=each.closed_on,
                is_dissatisfied=each.is_dissatisfied if each.closed_on else None,
                is_supplementary=each.is_supplementary,
                **(due_fields(each.due) if each.due else {}),
            )
            self.add(current)
            if each.reply:
                self._reply(current, each.reply, proposers)

    def _reply(self, current, draft, proposers):
        until = self.calendar.by_rule(self.rules, "receipt", {"replied": draft.issued_on}, name="征询意见").on
        same = ("issued_on", "result_class", "number", "signer", "contact", "phone", "text", "evidence")
        answers = [{"number": number, "verdict": verdict, "text": text} for number, (verdict, text) in enumerate(draft.answers, 1)]
        facts = {name: getattr(draft, name) for name in same}
        reply = self.add(
            Reply(jurisdiction=self.place, round=current, answers=answers, state=ReplyState.ISSUED, opinions_until=until, **facts)
        )
        told = {opinion.place: opinion for opinion in draft.opinions}
        for place, proposer in enumerate(proposers):
            self._receipt(reply, proposer, told.get(place))

    def _answers(self, draft, suggestions):
        """What the replies say of each suggestion, in the order of their days: the last one stands."""
        replies = [(each.reply, handling.unit) for handling in draft.handlings for each in handling.rounds if each.reply]
        for reply, unit in sorted(replies, key=lambda each: each[0].issued_on):
            for row, (verdict, text) in zip(suggestions, reply.answers, strict=False):
                self._answered(row, verdict, text, reply, unit)

    def _answered(self, row, verdict, text, draft, unit):
        """What a reply says of a suggestion, with the letter as its proof."""
        row.set_told(draft.issued_on)
        row.unit, row.answered_on = unit, draft.issued_on
        row.adoption, row.adoption_on, row.measure = verdict, draft.issued_on, text
        self.add(
            FeedbackRecord(
                suggestion=row,
                jurisdiction=self.place,
                channel="letter",
                on=draft.issued_on,
                document_number=draft.number,
                text=text,
                by=self.by,
            )
        )

    def _receipt(self, reply, proposer, opinion):
        facts = {}
        if opinion and opinion.overall == SILENT:
            facts = {"state": ReceiptState.SILENT}
        elif opinion:
            facts = {"state": ReceiptState.ANSWERED, "overall": opinion.overall, "text": opinion.text, "answered_on": opinion.on}
            facts |= {"channel": ReceiptChannel.IMPORT, "entered_by": self.by, "ratings": dict(opinion.ratings)}
        self.add(Receipt(jurisdiction=self.place, reply=reply, proposer=proposer, **facts))

    def _co(self, proposal, label, draft, co):
        """A co-handler is done with its opinion, or when the lead unit has replied."""
        replied = draft.handlings[0].rounds[0].reply
        done = co.opinion_on or (replied.issued_on if replied else None)
        state = AssignmentState.CONCLUDED if done else AssignmentState.ASSIGNED
        handling = self._assignment(proposal, label, draft, co, Part.CO, state, co.due, done)
        handling.opinion_on = co.opinion_on

    def store(self):
        for proposal in self.rows[Proposal]:
            self.add(self._event(proposal))
        for rows in self.rows.values():
            copy_rows(rows)

    def _event(self, proposal):
        facts = ("case_no", "filed_on", "assigned_on", "concluded_on")
        after = {name: getattr(proposal, name) for name in facts}
        known = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in after.items() if value}
        return entry(proposal, "import", "导入已有提案", by=self.by, on=self.on, to_state=proposal.state, after=known)


ORDER = (Proposal, Proposer, Suggestion, ProposedSuggestion, Assignment, Handling, Round, Reply, Receipt, FeedbackRecord, Event)
