"""Pre-flight of a reply: what must be mended before it is signed (blockers), and what somebody should look at (warnings)."""

import re
from dataclasses import dataclass

from feedback.models import NOT_ADOPTED
from feedback.rules import PHONE
from organizations.numerals import numeral
from proposals.models import Reply

FUTURE = re.compile(r"将(?:于|在|会|进一步)|计划|拟|力争|年底前|下一步|预计|明年")
DONE = re.compile(r"完成|建成|竣工|投入使用|解决|落实|印发|实施")
ALREADY = re.compile(r"已(?!收悉|收到|悉|阅)")
SESSION = re.compile(r"第?([一二三四五六七八九十\d]+)届(?:委员会)?第?([一二三四五六七八九十\d]+)次(?:全体)?会议")
TITLE = re.compile(r"提出的?《([^》\n]{2,120})》")
GREETING = re.compile(r"^\s*(?:尊敬的)?([\u4e00-\u9fff·、]{2,60}?)委员[：:]", re.MULTILINE)
ALIKE = 0.8


@dataclass(frozen=True)
class Finding:
    """One finding; `field` names the input it is about, `number` the suggestion, `blocks` whether the reply cannot be signed with it."""

    field: str
    message: str
    blocks: bool
    number: int = 0

    @property
    def place(self):
        """Where on the page of the reply's form the input stands, as the part of an address after #."""
        return f"id_{self.field}-{self.number}" if self.number else f"id_{self.field}"


def preflight(reply, rules):
    """All findings on a reply by the `rules` of its session, blockers first; reads the case, its contacts and the session's replies."""
    found = [*_form(reply), *_named(reply), *_substance(reply, rules), *_alike(reply)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blockers(reply, rules):
    """The findings with which a reply cannot be signed; no other reply is read for them."""
    return [finding for finding in (*_form(reply), *_substance(reply, rules)) if finding.blocks]


def _form(reply):
    if not reply.result_class:
        yield Finding("result_class", "还没有选择结果分类。", True)
    if len(reply.text.strip()) < 20:
        yield Finding("text", "答复正文太短。", True)
    if not reply.number_word:
        yield Finding("number_word", "还没有填写发文代字。", True)
    if not reply.contact:
        yield Finding("contact", "还没有填写联系人。", True)
    if not re.match(PHONE, reply.phone):
        yield Finding("phone", "还没有填写联系电话，或电话号码不对。", True)


def _named(reply):
    """What the text says of the case that is not so: its number, session, title, proposers."""
    proposal = reply.round.handling.proposal
    answered = [proposal, *proposal.merged.all()]
    own_numbers = {each.case_no.lstrip("0") for each in answered}
    if wrong := [number for number in re.findall(r"第\s*(\d+)\s*号", reply.text) if number.lstrip("0") not in own_numbers]:
        yield Finding("text", f"正文里的案号“{wrong[0]}”与本件案号 {proposal.case_no} 不同。", False)
    session = proposal.session
    meeting = [{str(number), numeral(number)} for number in (session.term.number, session.number)]
    if wrong := [said for said in SESSION.finditer(reply.text) if said[1] not in meeting[0] or said[2] not in meeting[1]]:
        yield Finding("text", f"正文里的“{wrong[0][0]}”与本件的{session.short_name}不同。", False)
    titles = {_bare(each.title) for each in answered}
    if wrong := [said for said in TITLE.findall(reply.text) if _bare(said) not in titles]:
        yield Finding("text", f"正文里的案由《{wrong[0]}》与本件案由不同。", False)
    names = {_bare_name(name) for name in proposal.answered_names}
    if wrong := [name for said in GREETING.findall(reply.text) for name in said.split("、") if _bare_name(name) not in names]:
        yield Finding("text", f"正文称呼的“{wrong[0]}委员”不是本件的提案者。", False)


def _bare(title):
    """A title without blanks and without the word for what it is."""
    return re.sub(r"\s|(?:的)?(?:提案|建议)$", "", title)


def _bare_name(name):
    return name.removesuffix("委员")


def _substance(reply, rules):
    handling = reply.round.handling
    verdicts = {answer["number"]: answer for answer in reply.answers if answer.get("verdict")}
    for row in handling.proposal.ledger:
        if row.number not in verdicts:
            yield Finding("answers", f"第{row.number}条建议还没有答复。", True, row.number)
        elif verdicts[row.number]["verdict"] in NOT_ADOPTED and not verdicts[row.number].get("text", "").strip():
            yield Finding("answers", f"第{row.number}条建议没有采纳，须写明理由。", True, row.number)
    solved, unsolved = rules.classes[0][0], rules.classes[-1][0]
    if reply.result_class == unsolved != solved and not any(answer.get("text", "").strip() for answer in verdicts.values()):
        yield Finding("answers", f"{unsolved} 类（{rules.classes[-1][1]}）须写明原因。", True, 1)
    if reply.result_class == solved and FUTURE.search(reply.text) and not tells_of_done(reply.text):
        yield Finding("text", f"定为 {solved} 类，但正文只写了将来的打算，没有已经做到的事。", False)
    if reply.round.is_supplementary:
        if not reply.evidence.strip():
            yield Finding("evidence", "补充答复须写明新的成效和依据。", True)
        return
    if not any(contact.round == reply.round.number for contact in handling.contacts.all()):
        yield Finding("contacts", "答复前没有与提案人沟通的记录。", True)


def tells_of_done(text):
    """Whether a text says that anything has been done: 已…, or a word of doing that no word of the future stands before in its sentence."""
    for sentence in re.split(r"[。；\n]", re.sub("《[^》]*》", "", text)):
        if ALREADY.search(sentence) or DONE.search(FUTURE.split(sentence)[0]):
            return True
    return False


def _alike(reply):
    """Boilerplate: most of the text stands in another unit's or case's reply of the same session too."""
    mine = pairs(reply.text)
    proposal = reply.round.handling.proposal
    others = Reply.objects.filter(round__handling__proposal__session=proposal.session, state="issued")
    recent = others.exclude(round__handling__proposal=proposal).order_by("-pk").values_list("text", "number")[:300]
    for text, number in recent:
        theirs = pairs(text)
        if mine and len(mine & theirs) >= ALIKE * len(mine | theirs):
            yield Finding("text", f"与 {number} 的正文有八成以上相同，请核对是否针对本件。", False)
            return


def pairs(text):
    """The neighbouring pairs of characters of a text without blanks."""
    text = re.sub(r"\s", "", text)
    return {text[n : n + 2] for n in range(len(text) - 1)}
