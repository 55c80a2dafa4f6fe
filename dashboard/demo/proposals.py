"""Proposals of the demonstration: an invented city with one at every station, and the published story of case 084 of 2020."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dashboard.demo.accounts import Accounts
from dashboard.demo.data import read
from dashboard.demo.timeline import Timeline
from organizations.actions import appoint
from organizations.models import Role, Ruleset, Session
from proposals import actions

LETTER = "您提出的《{title}》提案收悉。我们进行了专题研究，与您当面沟通，已完成排查并落实了有关措施，现将办理情况答复如下。"
PHONE = "000-00000000"
HOUSING = "区住房城乡建委"
UNSOLVED = {"result_class": "C", "word": "大渡口建提", "verdict": "reference", "measure": "（演示）见答复正文。"}


def moment(day, hour=9):
    """A moment on a day, in local time."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


class Casework:
    """Brings a proposal from station to station with the people of one place, each act on its business day."""

    def __init__(self, place, session, people, is_history=False):
        self.place, self.session, self.people, self.is_history = place, session, people, is_history

    def begin(self, day, *, author, title, category, problems, suggestions, **fields):
        return actions.begin(
            self.session,
            by=author,
            on=day,
            title=title,
            category=category,
            problems=problems,
            suggestions=suggestions,
            is_history=self.is_history,
            **fields,
        )

    def file(self, proposal, day, passes, case_no=""):
        """Hand it in, run the passes, put it on file."""
        secretary = self.people["secretary"]
        proposal = actions.submit(proposal, by=proposal.author, now=moment(day))
        for n in range(passes):
            proposal = actions.review(proposal, by=secretary, opinion="事实清楚，建议具体。", on=day + timedelta(days=n + 1))
        return actions.file(proposal, by=secretary, on=day + timedelta(days=passes + 1), case_no=case_no)

    def assign(self, proposal, day, names):
        units = [self.place.units[name] for name in names]
        mode = "sole" if len(units) == 1 else "lead_co"
        return actions.assign(proposal, by=self.people["supervisor"], track="government", mode=mode, units=units, on=day)

    def contact(self, proposal, unit, day, *, kind="visit", text="当面听取提案人意见。", participants="提案人、承办单位经办人", **fields):
        """Acknowledge where that is still to be done, and log a contact; returns the handling."""
        handler, handling = self.people["handlers"][unit], proposal.handlings.get(unit=self.place.units[unit])
        if handling.state == "assigned":
            handling = actions.accept(handling, by=handler, on=day)
        actions.add_contact(handling, by=handler, kind=kind, on=day, participants=participants, text=text, **fields)
        handling.refresh_from_db()
        return handling

    def reply(self, handling, day, *, result_class, text, word, verdict="adopted", measure="已列入年度工作，按计划推进。"):
        """Draft a reply that answers every suggestion and put it into the chain."""
        handler = self.people["handlers"][handling.unit.name]
        numbers = handling.proposal.ledger_links.values_list("suggestion__number", flat=True)
        draft = actions.draft_reply(
            handling,
            by=handler,
            on=day,
            result_class=result_class,
            text=text,
            answers=[{"number": number, "verdict": verdict, "text": measure} for number in numbers],
            number_word=word,
            contact=handler.name,
            phone=PHONE,
        )
        return actions.submit_reply(draft, by=handler, on=day)

    def issue(self, reply, day, commitments=()):
        """Sign along the whole chain and issue."""
        unit = reply.round.handling.unit.name
        for signer in (self.people["heads"][unit], self.people["supervisor"], self.people["mayor"]):
            reply = actions.sign(reply, by=signer, on=day)
        return actions.issue_reply(reply, by=self.people["handlers"][unit], on=day, commitments=commitments)

    def receipt(self, reply, day, overall, text=""):
        receipt = reply.receipts.get()
        return actions.give_receipt(receipt, by=receipt.proposer.person, overall=overall, text=text, on=day)


def load_running(place, today, password):
    """Proposals of the invented city, one at every station, as of `today`; returns its `Casework`."""
    clock = Timeline(today)
    Session.objects.filter(term=place.term, number=3).update(cutoff_at=moment(date(clock.year, 1, 10), 12))
    session = Session.objects.get(term=place.term, number=3)
    accounts = Accounts(place.data["prefix"], password)
    head = accounts.person("housing-head", "演示·市住建局局长", "市住建局主要负责人")
    appoint(head, Role.UNIT_HEAD, place.jurisdiction, unit=place.units["市住建局"])
    people = place.people | {"handlers": place.handlers, "heads": {"市教育局": place.people["head"], "市住建局": head}}
    work = Casework(place, session, people | {"mayor": place.people["mayor"]})
    told = read("proposals")
    _solicit(work, clock, told["soliciting"])
    filed = {}
    for number, entry in enumerate(told["yanshi"]):
        _carry(work, clock, entry, place.people["member"], filed, number)
    _allocate(work, clock, told["allocation"])
    return work


def _solicit(work, clock, entry):
    """The call of the session, an edition of reference topics and a talk about them."""
    secretary, begun = work.people["secretary"], clock.past(140)
    facts = {"title": entry["title"], "text": entry["text"], "opens_on": begun, "closes_on": clock.past(-20)}
    actions.publish_call(actions.begin_call(work.session, by=secretary, on=begun, **facts), by=secretary, on=begun)
    edition = actions.begin_edition(work.session, by=secretary, topics=entry["topics"], title=entry["edition"], on=begun)
    actions.publish_edition(edition, by=secretary, on=begun)
    actions.log_talk(work.session, by=secretary, on=begun, **entry["talk"])


def _allocate(work, clock, entry):
    """What is filed and waits is allocated and circulates among offices and units."""
    secretary, unit = work.people["secretary"], work.place.units[entry["unit"]]
    allocation = actions.begin_allocation(work.session, by=secretary, title=entry["title"], on=clock.past(2))
    for row in allocation.rows.all():
        actions.set_row(allocation, by=secretary, row=row, track="government", mode="sole", units=[unit], on=clock.past(2))
    actions.circulate(allocation, by=secretary, until=clock.past(-5), on=clock.past(2))


def _carry(work, clock, entry, author, filed, number):
    """One proposal to the station its story names."""
    station, member = entry["station"], work.place.people["member"]
    content = {name: entry[name] for name in ("title", "category", "problems", "suggestions")}
    if station == "draft":
        cosigner = work.place.people.get(entry["cosigner"], member)
        invited = [cosigner] if cosigner != author else []
        return work.begin(clock.past(4), author=author, kind="joint" if invited else "individual", cosigners=invited, **content)
    begun = 24 if station == "filed" else 130 - number  # what is on file waits to be assigned, and has not waited long
    proposal = work.begin(clock.past(begun), author=author, **content)
    if station in ("submitted", "review", "rejected", "merged"):
        proposal = actions.submit(proposal, by=author, now=moment(clock.past(9)))
        for n in range({"submitted": 0, "review": 1, "rejected": 3, "merged": 1}[station]):
            proposal = actions.review(proposal, by=work.people["secretary"], opinion="建议进一步核实。", on=clock.past(8 - n))
        if station == "rejected":
            reasons = ["宣传、推介具体作品或产品"]
            actions.reject(proposal, by=work.people["secretary"], reasons=reasons, destination="退回提案人", on=clock.past(4))
        if station == "merged":
            actions.merge(proposal, by=work.people["secretary"], into=filed["filed"], on=clock.past(4))
        return proposal
    proposal = filed[station] = work.file(proposal, clock.past(begun - 5), 3)
    if entry.get("key"):
        approved = {"approved_by": "主席会议", "on": clock.past(110)}
        proposal = actions.mark_key(proposal, by=work.people["secretary"], **approved)
    return proposal if station == "filed" else _handle(work, clock, entry, proposal)


def _handle(work, clock, entry, proposal):
    station, units = entry["station"], entry["units"]
    early = station in ("assigned", "returned")
    proposal = work.assign(proposal, clock.past(3 if early else 60), units)
    if station == "returned":
        actions.request_return(
            proposal.handlings.get(),
            by=work.people["heads"][units[0]],
            reason="场馆由文化旅游部门管理。",
            suggested_unit=work.place.units["市文旅局"],
            on=clock.past(1),
        )
    if early:
        return proposal
    handling = work.contact(proposal, units[0], clock.past(45), phase="before")
    if station == "contacted":
        return proposal
    word = {"市教育局": "演教提", "市住建局": "演建提"}[units[0]]
    text = LETTER.format(title=proposal.title)
    reply = work.reply(handling, clock.past(30), result_class=entry.get("class", "A"), text=text, word=word)
    if station == "signing":
        return actions.sign(reply, by=work.people["heads"][units[0]], on=clock.past(29))
    promise = [{"number": 1, "text": "年底前完成审批流程简化", "due_on": date(clock.year, 12, 31)}] if station == "promised" else []
    reply = work.issue(reply, clock.past(8 if station == "replied" else 25), promise)
    if station in ("satisfied", "promised"):
        work.receipt(reply, clock.past(15), "satisfied")
    if station == "rehandling":
        work.receipt(reply, clock.past(15), "dissatisfied", "鉴定范围不全，希望说明时间安排。")
    return proposal


def _team_of_2020(place, password):
    """The rules and people of the 2020 session of Dadukou, as a `Casework`."""
    scale = [["satisfied", "满意"], ["understood", "理解"], ["dissatisfied", "不满意"]]
    ruleset = Ruleset.objects.create(
        jurisdiction=place.jurisdiction,
        version=1,
        name="九届四次会议提案办理规则",
        overrides={"proposals": {"passes": ["审查"], "scale": scale}},
        effective_on=date(2020, 1, 1),
    )
    Session.objects.filter(term=place.term, number=4).update(
        starts_on=date(2020, 1, 6), cutoff_at=moment(date(2020, 1, 8), 12), ruleset=ruleset
    )
    session = Session.objects.get(term=place.term, number=4)
    accounts, unit = Accounts(place.data["prefix"], password), HOUSING
    heads = {unit: accounts.person("housing-head", "演示·区住房城乡建委负责人", "单位主要负责人")}
    handlers = {unit: accounts.person("housing-handler", "演示·区住房城乡建委经办人", "基建科经办人")}
    appoint(heads[unit], Role.UNIT_HEAD, place.jurisdiction, unit=place.units[unit])
    appoint(handlers[unit], Role.UNIT_HANDLER, place.jurisdiction, unit=place.units[unit])
    return Casework(place, session, place.people | {"heads": heads, "handlers": handlers}, is_history=True)


def load_084(place, password):
    """Case 084 of the 2020 session of Dadukou: first reply not satisfied, special meeting, renewed contact, then understood."""
    work, unit = _team_of_2020(place, password), HOUSING
    unsolved = {"result_class": "C", "word": "大渡口建提", "verdict": "reference"}
    content = {"title": "关于解决群众反映的基础设施问题的建议（演示案由）", "category": "社会建设"}
    content |= {"problems": "演示内容：公开材料未载明本件案由。", "suggestions": ["研究解决提案反映的问题"]}
    proposal = work.begin(date(2020, 1, 7), author=place.people["member"], **content)
    proposal = work.assign(work.file(proposal, date(2020, 1, 7), 1, case_no="084"), date(2020, 2, 10), [unit])
    handling = work.contact(proposal, unit, date(2020, 3, 2), kind="phone", text="电话听取提案人意见。", phase="before")
    text = "您提出的提案收悉。经研究，现将已开展的工作和下一步安排答复如下。"
    first = work.issue(
        work.reply(handling, date(2020, 4, 20), measure="（演示）涉及多个部门，先作研究参考。", text=text, **unsolved), date(2020, 4, 28)
    )
    work.receipt(first, date(2020, 5, 12), "dissatisfied", "对办理及答复不满意。")
    work.contact(proposal, unit, date(2020, 5, 20), kind="meeting", text="区政府召集相关部门召开专题会议，提案人参与研究解决方式。",
                 participants="区政府、相关部门、提案人", special=True, decisions="由承办单位牵头，分步推动问题处理。")  # fmt: skip
    work.contact(proposal, unit, date(2020, 5, 27), kind="meeting", text="区人大常委会、区政协有关领导与提案人座谈交流。",
                 participants="区人大常委会领导、区政协领导、提案人及其所在单位")  # fmt: skip
    handling = work.contact(proposal, unit, date(2020, 6, 3), kind="invited", text="分管领导和经办人当面介绍后续办理情况。")
    text = "您提出的提案收悉。专题会议后，我们已按议定事项落实有关工作，并多次与您当面沟通，现答复如下。"
    second = work.issue(
        work.reply(handling, date(2020, 6, 5), measure="（演示）按专题会议议定的方式分步推动。", text=text, **unsolved), date(2020, 6, 10)
    )
    work.receipt(second, date(2020, 6, 18), "understood", "对办理表示理解。")
    return proposal
