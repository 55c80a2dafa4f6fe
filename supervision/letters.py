"""The official papers of supervision: 督办通知书 of a card or slip, 结果函 of an appraisal, 表彰决定."""

import re
from functools import partial

from documents.official.model import OfficialPaper, chinese_date
from documents.rendering import print_paper
from documents.templates import framed, template_of
from documents.wording import fill, paragraphs
from supervision.models.awards import AwardKind
from supervision.papers import APPRAISAL_RESULT, AWARD_DECISION, CARD_NOTICE, DEFAULTS

CHOICE = re.compile(r"评选(?=（[^（）]*）$|$)")  # at the end of the name of an award, before what it says in brackets


def card_notice(card, template=None):
    """The notice of an issued card: what is late, what is demanded, until when to answer and to appeal."""
    template = template or template_of(card.jurisdiction, CARD_NOTICE, DEFAULTS)
    assignment, unit = card.assignment, card.unit.current(card.issued_on)
    issuer = template.printed_by or f"{card.jurisdiction}人民政府督查室"
    values = {
        "承办单位": unit.name,
        "事项": assignment.subject,
        "来源": assignment.source_label,
        "截止日期": chinese_date(assignment.due_on) if assignment.due_on else "未定",
        "牌单": card.get_colour_display(),
        "事由": card.reason.rstrip("。") + "。",
        "督办要求": card.demands,
        "答复期限": chinese_date(card.due_on),
        "申诉期限": chinese_date(card.appeal_by),
    }
    return OfficialPaper(
        title="督办通知书",
        issuers=(issuer,),
        format=template.format,
        mark_suffix="文件" if template.format == "document" else "",
        body=paragraphs(fill(template.body, values)),
        number=card.number,
        addressees=unit.full_name or unit.name,
        dated_on=card.issued_on,
        copies_to=template.copies_to.rstrip("。"),
    )


def print_card(card, *, by):
    """Ask for the 督办通知书 of an issued card; returns the pending paper."""
    return print_paper(card, CARD_NOTICE, DEFAULTS, partial(card_notice, card), by=by)


def _of_place(gathering):
    """A session or meeting as papers call it: 演示市政协六届三次主席会议."""
    return f"{gathering.term.jurisdiction}政协{gathering.short_name}"


def appraisal_result(rated, template=None):
    """The letter on a unit's result: total, grade and spread, the means of the aspects, the opinion, what is to be put right by when."""
    template = template or template_of(rated.jurisdiction, APPRAISAL_RESULT, DEFAULTS)
    appraisal, unit = rated.appraisal, rated.unit.current(rated.sent_on)
    labels = {code: label for code, label, _ in appraisal.aspects}
    values = {
        "承办单位": unit.name,
        "评议名称": appraisal.title,
        "届次": _of_place(appraisal.session),
        "抽查件数": str(appraisal.entries.filter(handling__unit=rated.unit, is_drawn=True).count()),
        "评分份数": str(rated.sheets_count),
        "得分": str(rated.total),
        "等次": rated.grade,
        "离散度": str(rated.spread),
        "各项得分": "其中" + "，".join(f"{labels[code]}{mean}分" for code, mean, _ in rated.means) + "。",
        "评议意见": rated.opinion,
        "整改清单": _faults(rated),
    }
    return framed(
        template,
        title="关于提案办理民主评议结果的函",
        issuers=(template.printed_by or f"政协{rated.jurisdiction}委员会办公室",),
        body=paragraphs(fill(template.body, values)),
        number=rated.number,
        addressees=unit.full_name or unit.name,
        dated_on=rated.sent_on,
    )


def _faults(rated):
    """The rectification list as the lines of a letter."""
    rows = rated.faults.filter(state="open").order_by("pk")
    texts = [(row.problem.rstrip("。"), row.measure.rstrip("。"), chinese_date(row.due_on)) for row in rows]
    listed = [f"{n}. {problem}。{measure}，期限{due}。" for n, (problem, measure, due) in enumerate(texts, 1)]
    if not listed:
        return "没有须整改的事项，请继续做好提案办理工作。"
    return "\n".join(["请按下列要求整改，并在系统中报告整改情况：", *listed])


def print_result(rated, *, by):
    """Ask for the 结果函 of a rated unit; returns the pending paper."""
    return print_paper(rated, APPRAISAL_RESULT, DEFAULTS, partial(appraisal_result, rated), by=by)


def award_decision(award, template=None):
    """The decision on who is commended, with the list: a case with who put it forward and who answered it, or a unit."""
    template = template or template_of(award.jurisdiction, AWARD_DECISION, DEFAULTS)
    kept = "个" if award.kind == AwardKind.UNIT else "件"
    chosen = list(award.candidates.filter(state="awarded").select_related("proposal", "unit").order_by("proposal__case_no", "pk"))
    values = {
        "评选名称": award.title,
        "届次": _of_place(award.session),
        "类别": award.get_kind_display(),
        "数量": str(len(chosen)),
        "量词": kept,
        "审定会议": _of_place(award.meeting),
        "决定内容": award.text,
        "名单": "\n".join(f"{number}. {_commended(row)}" for number, row in enumerate(chosen, 1)),
    }
    return framed(
        template,
        title=f"关于表彰{CHOICE.sub('', award.title)}的决定",
        issuers=(template.printed_by or f"政协{award.jurisdiction}委员会",),
        body=paragraphs(fill(template.body, values)),
        number=award.number,
        addressees=template.addressees or "各参加单位、各承办单位",
        dated_on=award.decided_on,
    )


def _commended(row):
    if row.unit_id:
        return row.unit.full_name or row.label
    names = [each.name for each in row.proposal.proposers.signed()]
    more = "等" if len(names) > 3 else ""
    units = row.proposal.handlings.exclude(part="co").order_by("pk").values_list("unit_name", flat=True)
    return f"{row.label}（提案人：{'、'.join(names[:3])}{more}；承办单位：{'、'.join(units)}）"


def print_decision(award, *, by):
    """Ask for the 表彰决定 of an award; returns the pending paper."""
    return print_paper(award, AWARD_DECISION, DEFAULTS, partial(award_decision, award), by=by)
