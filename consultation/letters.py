"""The official papers of a plan: what stands in them comes from the plan, the words around it from the jurisdiction's template."""

from collections import Counter
from functools import partial

from consultation.models import Kind, UnitRole
from consultation.papers import AMENDMENT_NOTICE, DEFAULTS, PLAN_NOTICE
from consultation.rules import rules_of_plan, rules_today
from documents.official.model import Attachment, Entry, Paragraph
from documents.rendering import print_paper
from documents.templates import framed, template_of
from documents.wording import LEVELS, fill, paragraphs
from organizations.numerals import numeral

FOLLOWING = ("最早日期", "最晚日期", "时间精度")


def values_of(plan):
    """What a template may name: ${年度} ${标题} ${类别} ${事项数} ${各类数} ${批准机关}, and ${协商数} for each kind of the place.

    ${各类数} names only the kinds that the plan has: 协商5项、视察2项.
    """
    kinds = list(plan.items.values_list("kind", flat=True))
    named = [*rules_today(plan.jurisdiction).kinds, *rules_of_plan(plan).kinds]
    counts = {f"{name}数": kinds.count(code) for code, name in named}
    present = Counter(plan.items.order_by("order").values_list("kind_name", flat=True))
    each = "、".join(f"{name}{count}项" for name, count in present.items())
    facts = {"年度": plan.year, "标题": plan.title, "类别": kinds_of(plan), "事项数": len(kinds), "各类数": each}
    return facts | {"批准机关": plan.approved_by} | counts


def kinds_of(plan):
    """The kinds of a plan's items in words, in the order of the plan: 协商、通报、视察."""
    named = plan.items.exclude(kind=Kind.OTHER).order_by("order").values_list("kind_name", flat=True)
    return "、".join(dict.fromkeys(named)) or "协商"


def particulars(item):
    """The labelled particulars of an item as a notice prints them; what is open is left out, as in the plan itself."""
    kind = "" if item.kind == Kind.OTHER else item.kind_name
    units = list(item.units.all())

    def named(*roles):
        return "、".join(unit.name for unit in units if unit.role in roles)

    pairs = (
        ("主要内容", "；".join(line.strip() for line in item.contents.splitlines() if line.strip())),
        ("责任单位", named(UnitRole.LEAD, UnitRole.CO)),
        ("承办部门", named(UnitRole.HOST)),
        ("协商部门", named(UnitRole.CONSULTED)),
        (f"{kind}方式", item.form),
        (f"{kind}时间", item.time_text),
    )
    return tuple((label, value) for label, value in pairs if value)


def plan_list(plan):
    """The attachment: all items by section, in the order and with the numbers of the plan."""
    blocks, section, count, bracketed = [], None, 0, False
    for item in plan.items.exclude(state="cancelled").prefetch_related("units").order_by("order"):
        if item.section != section:
            section, count = item.section, count + 1
            heading = section or f"{item.kind_name}事项"
            bracketed = heading.startswith(("(", "（"))
            numbered = any(mark.match(heading) for _, mark in LEVELS) or bracketed
            blocks.append(Paragraph(heading if numbered else f"{numeral(count)}、{heading}", 1))
        remark = (
            f"（{item.notes}）" if item.notes and item.notes not in item.title and "\n" not in item.notes and len(item.notes) < 20 else ""
        )
        blocks.append(Entry(f"{item.number}．", item.title + remark, particulars(item)))
    if plan.attendance:
        number = f"（{numeral(count + 1)}）" if bracketed else f"{numeral(count + 1)}、"
        blocks += [Paragraph(f"{number}领导同志出席安排", 1), *paragraphs(plan.attendance)]
    return tuple(blocks)


def _full_name(issuer):
    """发文机关标志 bears the full name (GB/T 9704-2012, 7.2.4); where none is known, the name as given."""
    return (issuer.unit and issuer.unit.full_name) or issuer.name


def _paper(plan, template, *, dated_on, extra, **fields):
    issuers = tuple(_full_name(issuer) for issuer in plan.issuers.select_related("unit")) or (plan.jurisdiction.name,)
    body = paragraphs(fill(template.body, values_of(plan) | extra))
    return framed(template, issuers=issuers, dated_on=dated_on, addressees=plan.addressees, body=body, **fields)


def plan_notice(plan, template=None):
    """The notice that issues a plan 计划印发通知, its list as attachment."""
    template = template or template_of(plan.jurisdiction, PLAN_NOTICE, DEFAULTS)
    name = f"{plan.year}年度重点{kinds_of(plan)}计划安排"
    return _paper(
        plan,
        template,
        number=plan.document_number,
        dated_on=plan.issued_on,
        title=plan.title,
        extra={},
        attachments=(Attachment(name, plan_list(plan)),),
    )


def _told(changes):
    """The changes a reader is told of: days that only follow from a time that changed are not a change of their own."""
    timed = {change["item"] for change in changes if change["what"] == "时间（按文件）"}
    return [change for change in changes if not (change["what"] in FOLLOWING and change["item"] in timed)]


def amendment_notice(plan, amendment, template=None):
    """The notice of an amendment 计划调整通知: what was, what is now, and why."""
    template = template or template_of(plan.jurisdiction, AMENDMENT_NOTICE, DEFAULTS)
    entries = tuple(
        Entry(
            f"{number}．",
            change["item"],
            (
                ("调整内容", change["what"].removesuffix("（按文件）")),
                ("原为", change["before"] or "（无）"),
                ("现为", change["after"] or "（无）"),
            ),
        )
        for number, change in enumerate(_told(amendment.changes), 1)
    )
    extra = {"调整理由": amendment.reason, "调整批准": amendment.approved_by, "调整次数": amendment.number, "调整项数": len(entries)}
    return _paper(
        plan,
        template,
        number=amendment.document_number,
        dated_on=amendment.on,
        title=f"关于调整{plan.year}年度协商计划的通知",
        extra=extra,
        attachments=(Attachment(f"{plan.year}年度协商计划第{amendment.number}次调整事项", entries),),
    )


def print_plan(plan, *, by):
    """Ask for the notice of a plan; returns the pending paper."""
    return print_paper(plan, PLAN_NOTICE, DEFAULTS, partial(plan_notice, plan), by=by)


def print_amendment(plan, amendment, *, by):
    """Ask for the notice of an amendment; returns the pending paper."""
    return print_paper(plan, AMENDMENT_NOTICE, DEFAULTS, partial(amendment_notice, plan, amendment), by=by)
