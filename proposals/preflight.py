"""Pre-flight of a reply: what must be mended before it is signed (blockers), and what somebody should look at (warnings)."""

import re
from dataclasses import dataclass

from feedback.models import NOT_ADOPTED
from feedback.rules import PHONE
from proposals.models import Reply

FUTURE = re.compile(r"将(?:于|在|会|进一步)|计划|拟|力争|年底前|下一步|预计|明年")
DONE = re.compile(r"已|完成|建成|竣工|投入使用|解决|落实|印发|实施")
PROMISE = re.compile(r"[^。；\n]*(?:将于|年底前|计划(?:于)?\d{4}年|每年|力争(?:于|在)?|明年)[^。；\n]*")
ALIKE = 0.8


@dataclass(frozen=True)
class Finding:
    """One finding; `field` names the input it is about, `blocks` whether the reply cannot be signed with it."""

    field: str
    message: str
    blocks: bool


def preflight(reply):
    """All findings on a reply, blockers first; reads the case, its contacts and other replies of the session."""
    found = [*_form(reply), *_substance(reply), *_alike(reply)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blockers(reply):
    """The findings with which a reply cannot be signed; no other reply is read for them."""
    return [finding for finding in (*_form(reply), *_substance(reply)) if finding.blocks]


def _form(reply):
    proposal = reply.round.handling.proposal
    if not reply.result_class:
        yield Finding("result_class", "还没有选择结果分类。", True)
    if len(reply.text.strip()) < 20:
        yield Finding("text", "答复正文太短。", True)
    if not reply.number_word:
        yield Finding("number_word", "还没有填写发文代字。", True)
    if not reply.contact or not re.match(PHONE, reply.phone):
        yield Finding("phone", "还没有填写联系人或联系电话。", True)
    numbers = re.findall(r"第\s*(\d+)\s*号", reply.text)
    if wrong := [number for number in numbers if number.lstrip("0") != proposal.case_no.lstrip("0")]:
        yield Finding("text", f"正文里的案号“{wrong[0]}”与本件案号 {proposal.case_no} 不同。", False)


def _substance(reply):
    handling = reply.round.handling
    verdicts = {answer["number"]: answer for answer in reply.answers if answer.get("verdict")}
    for row in handling.proposal.ledger:
        if row.number not in verdicts:
            yield Finding("answers", f"第{row.number}条建议还没有答复。", True)
        elif verdicts[row.number]["verdict"] in NOT_ADOPTED and not verdicts[row.number].get("text", "").strip():
            yield Finding("answers", f"第{row.number}条建议没有采纳，须写明理由。", True)
    if reply.result_class == "C" and not any(answer.get("text", "").strip() for answer in verdicts.values()):
        yield Finding("answers", "C 类须写明暂无法解决的原因。", True)
    if reply.result_class == "A" and FUTURE.search(reply.text) and not DONE.search(reply.text):
        yield Finding("text", "定为 A 类，但正文只写了将来的打算，没有已经做到的事。", False)
    if reply.round.is_supplementary:
        if not reply.evidence.strip():
            yield Finding("evidence", "补充答复须写明新的成效和依据。", True)
        return
    if not any(contact.round == reply.round.number for contact in handling.contacts.all()):
        yield Finding("contacts", "答复前没有与提案人沟通的记录。", True)


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


def promises(text):
    """Sentences of a reply that promise something for later, to be confirmed as commitments."""
    return [match.group().strip("，、 ") for match in PROMISE.finditer(text) if match.group().strip()]
