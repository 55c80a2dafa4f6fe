"""Histories made up step by step with the real actions, each on its own day; a step that the rules refuse is left out."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from feedback import actions as ledger
from feedback.models import Commitment, Suggestion
from organizations.models import Role
from proposals import actions
from proposals.models import Handling, Proposal, Receipt, Reply
from tests.proposals.world import TEXT, ProposalWorld
from tests.world import person
from workflow.refusals import Refused

BEGIN = date(2026, 1, 16)
STEPS = (
    *("write", "file", "file", "reject", "merge", "send_back", "withdraw", "unfile", "key", "assign", "assign", "take_back", "contact"),
    *("reply", "reply", "reply", "rate", "rate", "rate", "extend", "supplement", "opinion", "carry_out", "settle"),
)
PRELUDE = (
    "write",
    "write",
    "write",
    "write",
    "write",
    "write",
    "file",
    "file",
    "file",
    "file",
    "assign",
    "assign",
    "assign",
    "reply",
    "rate",
)


@st.composite
def histories(draw, length=45):
    """[(step, which of the rows that it may be made on, days since the last)]: a few cases brought on their way, then anything."""
    chance = draw(st.randoms(use_true_random=False))
    steps = PRELUDE + tuple(chance.choice(STEPS) for _ in range(length))
    return [(name, chance.randrange(30), chance.choice((0, 0, 1, 1, 3, 6, 12))) for name in steps]


class History:
    """A place, and its day."""

    def __init__(self):
        self.world = ProposalWorld()
        self.world.other_head.username = "other-head"
        self.handlers = {self.world.finance.pk: self.world.handler, self.world.education.pk: self.world.other_handler}
        self.heads = {self.world.finance.pk: self.world.head, self.world.education.pk: self.world.other_head}
        self.leader = person(self.world.place, Role.GOVERNMENT_LEADER)
        self.day = BEGIN

    def play(self, name, choice, days):
        """One step, `days` after the one before; True where it was made."""
        self.day += timedelta(days)
        try:
            return getattr(self, f"_{name}")(choice) is not False
        except Refused:
            return False

    def _one(self, rows, choice):
        rows = list(rows.order_by("pk"))
        return rows[choice % len(rows)] if rows else None

    def _proposal(self, choice, *states):
        found = self._one(Proposal.objects.filter(session=self.world.session, state__in=states), choice)
        if found is None:
            raise Refused("nothing")
        return found

    def _write(self, choice):
        kinds = {0: "joint"}
        kind = kinds.get(choice % 4, "individual")
        proposal = actions.begin(
            *(self.world.session,), by=self.world.member, on=self.day, title=f"关于改善第{choice}条道路的建议", kind=kind,
            problems="路面破损。", suggestions=["修补", "养护"][: 1 + choice % 2], category=("社会建设", "经济建设")[choice % 2],
            cosigners=[self.world.second] if kind == "joint" else (),
        )  # fmt: skip
        if kind == "joint":
            actions.answer_invitation(proposal, by=self.world.second, accept=True)
        actions.submit(proposal, by=self.world.member, now=_moment(self.day))

    def _file(self, choice):
        proposal = self._proposal(choice, "submitted", "under_review")
        for _ in range(3):
            if proposal.reviews.filter(submission=proposal.submission, is_void=False).count() < 3:
                proposal = actions.review(proposal, by=self.world.secretary, opinion="同意", on=self.day)
        actions.file(proposal, by=self.world.secretary, on=self.day)

    def _reject(self, choice):
        proposal = self._proposal(choice, "under_review")
        reasons, to = ["属于学术研讨"], "退回提案人"
        actions.reject(proposal, by=self.world.secretary, reasons=reasons, destination=to, on=self.day)

    def _merge(self, choice):
        into = self._proposal(choice, "filed")
        actions.merge(self._proposal(choice + 1, "submitted", "under_review", "filed"), by=self.world.secretary, into=into, on=self.day)

    def _send_back(self, choice):
        proposal = self._proposal(choice, "submitted", "under_review")
        proposal = actions.send_back(proposal, by=self.world.secretary, reason="请补充", on=self.day)
        if choice % 2:
            self.day += timedelta(1)
            proposal = actions.edit(proposal, by=self.world.member, on=self.day, category="经济建设")
            actions.submit(proposal, by=self.world.member, now=_moment(self.day))

    def _withdraw(self, choice):
        proposal = self._proposal(choice, "submitted", "filed", "assigned")
        proposal = actions.request_withdrawal(proposal, by=self.world.member, reason="情况有变", on=self.day)
        actions.withdraw(proposal, by=self.world.secretary, on=self.day)

    def _unfile(self, choice):
        actions.unfile(self._proposal(choice, "filed"), by=self.world.secretary, reason="重新审查", on=self.day)

    def _key(self, choice):
        actions.mark_key(self._proposal(choice, "filed", "assigned"), by=self.world.secretary, approved_by="主席会议", on=self.day)

    def _assign(self, choice):
        mode = ("sole", "lead_co", "separate")[choice % 3]
        units = [self.world.finance, self.world.education][: 1 if mode == "sole" else 2]
        actions.assign(self._proposal(choice, "filed"), by=self.world.supervisor, track="government", mode=mode, units=units, on=self.day)

    def _handling(self, choice, *states, **fields):
        found = self._one(Handling.objects.filter(proposal__session=self.world.session, state__in=states, **fields), choice)
        if found is None:
            raise Refused("nothing")
        return found

    def _take_back(self, choice):
        handling = self._handling(choice, "assigned", proposal__mode="sole")
        to = self.world.education if handling.unit_id == self.world.finance.pk else self.world.finance
        actions.request_return(handling, by=self.heads[handling.unit_id], reason="不属本单位", suggested_unit=to, on=self.day)
        handling.refresh_from_db()
        actions.rule_return(handling, by=self.world.supervisor, agree=True, ruling="同意", unit=to, on=self.day)

    def _contact(self, choice):
        self._talk(self._handling(choice, "assigned", "acknowledged", "under_way"), ("visit", "phone")[choice % 2])

    def _talk(self, handling, kind="phone"):
        by = self.handlers[handling.unit_id]
        if handling.state == "assigned":
            handling = actions.accept(handling, by=by, on=self.day)
        actions.add_contact(handling, by=by, kind=kind, on=self.day, participants="委员", text="听取意见", phase="before")
        handling.refresh_from_db()
        return handling

    def _opinion(self, choice):
        handling = self._talk(self._handling(choice, "assigned", "acknowledged", "under_way", part="co"))
        actions.give_opinion(handling, by=self.handlers[handling.unit_id], opinion="支持", on=self.day)

    def _extend(self, choice):
        handling = self._handling(choice, "acknowledged", "under_way")
        by = self.handlers[handling.unit_id]
        wished = handling.due_on + timedelta(5 + choice)
        actions.request_extension(handling, by=by, wished_on=wished, reason="需要调研", on=self.day)
        handling.refresh_from_db()
        actions.rule_extension(handling, by=self.world.supervisor, grant=True, on=self.day)

    def _reply(self, choice):
        states = ("assigned", "acknowledged", "under_way")
        handling = self._talk(self._handling(choice, *states, part__in=("sole", "lead", "separate")))
        self._send(actions.draft_reply(handling, **self._content(handling, choice)), choice)

    def _content(self, handling, choice):
        numbers = handling.proposal.ledger_links.values_list("suggestion__number", flat=True)
        verdict = ("adopted", "rejected", "planned")[choice % 3]
        answers = [{"number": number, "verdict": verdict, "text": "见正文"} for number in numbers]
        return {
            "by": self.handlers[handling.unit_id], "on": self.day, "result_class": "ABC"[choice % 3], "text": TEXT, "number_word": "测函",
            "answers": answers, "contact": "演示", "phone": "0571-1234567",
        }  # fmt: skip

    def _send(self, reply, choice):
        unit = reply.round.handling.unit_id
        reply = actions.submit_reply(reply, by=self.handlers[unit], on=self.day)
        while reply.steps.pending().exists():
            signer = next(
                each for each in (*self.heads.values(), self.world.supervisor, self.world.leader, self.leader) if _may(each, reply)
            )
            reply = actions.sign(reply, by=signer, on=self.day)
        promise = [{"number": 1, "text": "年底前完成", "due_on": self.day + timedelta(choice)}] if choice % 2 else []
        actions.issue_reply(reply, by=self.handlers[unit], on=self.day, commitments=promise)

    def _rate(self, choice):
        waiting = Receipt.objects.filter(state="waiting", reply__round__closed_on__isnull=True)
        receipt = self._one(waiting, choice)
        if receipt is None:
            return False
        overall = ("satisfied", "dissatisfied", "basically", "satisfied")[choice % 4]
        return actions.give_receipt(receipt, by=receipt.proposer.person, overall=overall, text="意见", on=self.day)

    def _supplement(self, choice):
        handling = self._handling(choice, "concluded", part__in=("sole", "lead", "separate"))
        content = self._content(handling, choice)
        self._send(actions.draft_supplement(handling, **content | {"result_class": "A", "evidence": "已完工"}), choice)

    def _carry_out(self, choice):
        row = self._one(Suggestion.objects.filter(answered_on__isnull=False, proposed__proposal__session=self.world.session), choice)
        if row is None:
            return False
        state = ("under_way", "done")[choice % 2]
        return ledger.report_implementation(row, by=self.world.supervisor, implementation=state, evidence="现场核实", on=self.day)

    def _settle(self, choice):
        row = self._one(Commitment.objects.all(), choice)
        if row is None:
            return False
        if row.state == "kept":
            return ledger.break_commitment(row, by=self.world.supervisor, reason="复查没有做到", on=self.day)
        return ledger.keep(row, by=self.world.supervisor, evidence="现场核实", on=self.day)


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(10)))


def _may(someone, reply):
    fresh = type(someone).objects.get(pk=someone.pk)
    return Reply.objects.get(pk=reply.pk).steps.awaiting(fresh).exists()
