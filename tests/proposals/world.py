"""A place with a session, proposers, units, a supervision office and a leader, and a proposal brought to any point of its way."""

from datetime import UTC, date, datetime, timedelta

from organizations.models import Portfolio, Role, Session, Term
from proposals import actions
from tests.world import World, person

DAY = date(2026, 3, 2)
CUTOFF = datetime(2026, 1, 20, 4, 0, tzinfo=UTC)
TEXT = "您提出的提案收悉。经研究，我们已完成该路段照明设施的安装，已于三月投入使用，感谢您的关心。"


class ProposalWorld(World):
    """`member` writes, `secretary` examines, `supervisor` assigns and checks, the finance bureau handles, `leader` signs."""

    def __init__(self, name="测试市", code="test"):
        super().__init__(name, code)
        self._settle()

    @classmethod
    def within(cls, world):
        """The same place, its units and people, with what proposals need added."""
        inside = cls.__new__(cls)
        inside.__dict__.update(world.__dict__)
        inside._settle()
        return inside

    def _settle(self):
        self.term = Term.objects.get_or_create(jurisdiction=self.place, number=9, defaults={"starts_on": date(2022, 1, 1)})[0]
        self.session = Session.objects.create(term=self.term, number=4, starts_on=date(2026, 1, 15), cutoff_at=CUTOFF)
        self.member, self.second = person(self.place, Role.MEMBER), person(self.place, Role.MEMBER)
        self.supervisor = person(self.place, Role.SUPERVISOR)
        self.leader = person(self.place, Role.GOVERNMENT_LEADER)
        self.other_head = person(self.place, Role.UNIT_HEAD, self.education)
        portfolio = Portfolio.objects.create(jurisdiction=self.place, leader=self.leader)
        portfolio.units.add(self.finance)

    def draft_proposal(self, title="关于改善老城区路灯照明的建议", **fields):
        content = {"problems": "部分路段没有路灯。", "suggestions": ["补装路灯", "定期检修"], "category": "社会建设"}
        return actions.begin(self.session, by=self.member, on=DAY, title=title, **(content | fields))

    def submitted(self, **fields):
        return actions.submit(self.draft_proposal(**fields), by=self.member, now=CUTOFF - timedelta(hours=1))

    def reviewed(self, **fields):
        proposal = self.submitted(**fields)
        for _ in range(3):
            proposal = actions.review(proposal, by=self.secretary, opinion="内容具体，建议立案", on=DAY)
        return proposal

    def filed(self, case_no="", **fields):
        return actions.file(self.reviewed(**fields), by=self.secretary, on=DAY, case_no=case_no)

    def assigned(self, mode="sole", units=None, **fields):
        units = units or [self.finance, self.education][: 1 if mode == "sole" else 2]
        return actions.assign(self.filed(**fields), by=self.supervisor, track="government", mode=mode, units=units, on=DAY)

    def under_way(self, **fields):
        """(proposal, handling of the finance bureau with a contact before the reply)."""
        proposal = self.assigned(**fields)
        handling = actions.accept(proposal.handlings.get(unit=self.finance), by=self.handler, on=DAY)
        actions.add_contact(handling, by=self.handler, kind="visit", on=DAY, participants="演示委员", text="听取意见", phase="before")
        return proposal, proposal.handlings.get(pk=handling.pk)

    def answers(self, proposal, verdict="adopted"):
        return [{"number": link.suggestion.number, "verdict": verdict, "text": "已办理"} for link in proposal.ledger_links.all()]

    def drafted(self, **fields):
        proposal, handling = self.under_way(**fields)
        return self.reply_to(handling)

    def reply_to(self, handling, **fields):
        content = {"result_class": "A", "text": TEXT, "number_word": "测财函", "contact": "演示经办", "phone": "0571-12345678"}
        answers = self.answers(handling.proposal)
        return actions.draft_reply(handling, by=self.handler, on=DAY, answers=answers, **(content | fields))

    def signed_reply(self, reply):
        reply = actions.submit_reply(reply, by=self.handler, on=DAY)
        for signer in (self.head, self.supervisor, self.leader):
            reply = actions.sign(reply, by=signer, on=DAY)
        return reply

    def issued(self, **fields):
        return actions.issue_reply(self.signed_reply(self.drafted(**fields)), by=self.handler, on=DAY)

    def again(self, reply):
        """The reply of the next round, issued."""
        handling = type(reply.round.handling).objects.get(pk=reply.round.handling_id)
        meeting = {"kind": "meeting", "text": "专题研究", "special": True, "decisions": "再补装一批"}
        actions.add_contact(handling, by=self.handler, on=DAY, participants="演示委员", **meeting)
        handling.refresh_from_db()
        draft = self.reply_to(handling, text=TEXT + "再次答复。")
        return actions.issue_reply(self.signed_reply(draft), by=self.handler, on=DAY)
