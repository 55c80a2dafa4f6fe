"""Opinions of proposers: 满意, 基本满意, 理解, 不满意 against the receipts, and the rates that are made of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .bases import RECEIPT, alike, is_past, is_total
from .figures import WINDOW, Figure, Reading
from .findings import Finding, places, said
from .fitting import OFF, fit, likely, reachable, rounded

_KINDS = (
    ("none", re.compile(r"不满意")),
    ("joint", re.compile(r"满意(?:和|或|与|及|、|/)?基本满意|基本满意(?:和|或|以上|及以上)|含基本满意")),
    ("basic", re.compile(r"基本满意|比较满意|较满意")),
    ("understood", re.compile(r"理解|谅解|了解")),
    ("full", re.compile(r"满意")),
)
_RATE = re.compile(r"满意(?:率|度|比例|的?占)|满意$")
_ASKED = re.compile(r"满意[度率]?(?:的)?(?=测评|调查|评价|反馈|征询|评议)")
SLIP = Decimal("1.2")  # by how much opinions may exceed their total before they are likelier of something else
FEW = 20  # a rate is not asked to agree with fewer cases than these
_ADDRESS = re.compile(r"更满意|满意工程|群众满意|人民满意|满意度调查")


@dataclass(slots=True)
class Scale:
    """The counts of one round of opinions, by kind; `receipts` is how many were given, None where the text does not say."""

    counts: dict[str, Figure]
    receipts: Figure | None
    cases: Figure | None


def kind_of(figure: Figure) -> str | None:
    """Which opinion a figure counts: none, joint, basic, understood, full; None where it counts no opinion."""
    if _ADDRESS.search(figure.label) or "满意" not in figure.label and "理解" not in figure.label and "谅解" not in figure.label:
        return None
    words = _ASKED.sub("", figure.label)
    return next((name for name, pattern in _KINDS if pattern.search(words)), None)


def scales(reading: Reading) -> list[Scale]:
    """The rounds of opinions a text counts: a new one begins where a kind comes again or in another paragraph."""
    found: list[Scale] = []
    last = -1
    for figure in sorted(reading.figures, key=lambda one: one.start):
        kind = kind_of(figure) if figure.count is not None and alike(figure.count.unit, "件") else None
        if kind is None or figure.row >= 0 or is_past(reading, figure) or (kind == "understood" and "满意" not in _around(reading, figure)):
            continue
        place = reading.paragraph(figure.start)
        if not found or last != place or kind in found[-1].counts:
            found.append(Scale({}, *_totals(reading, figure)))
        found[-1].counts[kind] = figure
        last = place
    return found


def _around(reading: Reading, figure: Figure) -> str:
    return reading.source.flat[max(0, figure.start - 80) : figure.end + 80]


def _totals(reading: Reading, figure: Figure) -> tuple[Figure | None, Figure | None]:
    """The receipts and the cases that stand before an opinion in its paragraph."""
    ahead = [
        one
        for one in reading.ahead(figure.start)
        if one.count is not None and not one.approximate and not one.implied and kind_of(one) is None
    ]
    receipts = [one for one in ahead if RECEIPT.search(one.label) and alike(one.count.unit, "件")]
    cases = [one for one in ahead if one.count.unit == "件" and is_total(one) and one.share is None]
    return (receipts[-1] if receipts else None), max(cases, key=lambda one: one.value, default=None)


def check(reading: Reading) -> Iterator[Finding]:
    """The findings on opinions and their rates."""
    rounds = scales(reading)
    near: dict[int, list[Scale]] = {}
    for scale in rounds:
        near.setdefault(reading.paragraph(next(iter(scale.counts.values())).start), []).append(scale)
        yield from _sums(reading, scale)
    yield from _rates(reading, near)
    yield from _more_receipts(reading)


def _sums(reading: Reading, scale: Scale) -> Iterator[Finding]:
    total = scale.receipts or scale.cases
    figures = list(scale.counts.values())
    if total is None or "joint" in scale.counts or any(one.approximate for one in figures) or len(figures) < 2:
        return
    own = sum((one.value for one in figures), Decimal(0))
    if own == total.value or (scale.cases and own == scale.cases.value):
        return
    if any(one.share is not None for one in figures) and own > total.value and scale.receipts is None:
        return
    added = "＋".join(said(one.value) for one in figures if one.value)
    severity = _severity(scale, own, total)
    if severity:
        words = f"{added}＝{said(own)}，与“{total.label}” {said(total.value)} {total.count.unit}不符，相差 {said(abs(own - total.value))}。"
        yield Finding("receipt", severity, words, total.value, own, places(reading, *figures, total))


def _severity(scale: Scale, own: Decimal, total: Figure) -> str | None:
    if own > total.value:
        return "wrong" if scale.receipts or own <= total.value * SLIP else None
    if scale.receipts is None:
        return None
    return "wrong" if "none" in scale.counts and "full" in scale.counts else "doubtful" if "full" in scale.counts else None


def _rates(reading: Reading, rounds: dict[int, list[Scale]]) -> Iterator[Finding]:
    """Rates without a count of their own."""
    groups: dict[int, list[Figure]] = {}
    for figure in reading.figures:
        loose = figure.count is None and figure.share is not None and not figure.approximate and figure.row < 0
        rated = loose and "满意" in figure.label and _RATE.search(figure.label) and not _ADDRESS.search(figure.label)
        if rated and not is_past(reading, figure):
            groups.setdefault(reading.sentence(figure.start), []).append(figure)
    totals = _rate_totals(reading)
    for group in groups.values():
        near = rounds.get(reading.paragraph(group[0].start), [])
        yield from _one_sentence(reading, group[:9], near[:9], totals)


def _one_sentence(reading: Reading, group: list[Figure], near: list[Scale], totals: list[Figure]) -> Iterator[Finding]:
    loose: list[Figure] = []
    for figure in group:
        match = _of_counts(figure, near)
        if match is None:
            loose.append(figure)
        elif match[0]:
            figure.base = match[1]
        else:
            yield _unfit(reading, figure, near[-1], match[1])
    yield from _rest(reading, group)
    loose = [one for one in loose if 0 < one.share.value < 100]
    if loose:
        yield from _without_counts(reading, loose, totals)


def _of_counts(figure: Figure, near: list[Scale]) -> tuple[bool, Decimal] | None:
    """Whether the rate follows from counted opinions, and over which base; None where none are counted."""
    full = False
    for scale in near:
        known = {kind: one.value for kind, one in scale.counts.items() if not one.approximate}
        if "full" not in known and "joint" not in known:
            continue
        wholes = [one.value for one in (scale.receipts, scale.cases) if one]
        wholes += [sum(known.values(), Decimal(0))] if "full" in known and len(known) > 1 else []
        full = full or bool(scale.receipts or scale.cases)
        first = known.get("full", Decimal(0))
        parts = {first, first + known.get("basic", 0), first + known.get("basic", 0) + known.get("understood", 0)}
        parts |= {known[kind] for kind in ("basic", "understood", "none", "joint") if kind in known}
        for whole in wholes:
            if any(part <= whole and fit(part, whole, figure.share) != OFF for part in parts):
                return True, whole
    return (False, (near[-1].receipts or near[-1].cases).value) if full and (near[-1].receipts or near[-1].cases) else None


def _unfit(reading: Reading, figure: Figure, scale: Scale, whole: Decimal) -> Finding:
    known = {kind: one.value for kind, one in scale.counts.items()}
    part = known.get("full", Decimal(0))
    if "joint" in known:
        part = known["joint"]
    elif "基本" in figure.label:
        part += known.get("basic", Decimal(0))
    right = rounded(part, whole, figure.share.digits)
    words = f"“{figure.label}” {said(figure.share.value)}% 与件数不符：{said(part)}÷{said(whole)}＝{said(right)}%。"
    counts = [one for one in scale.counts.values() if not one.implied]
    severity = "wrong" if scale.receipts and len(counts) > 0 else "doubtful"
    return Finding("receipt", severity, words, figure.share.value, right, places(reading, figure, *counts))


def _rest(reading: Reading, group: list[Figure]) -> Iterator[Finding]:
    """满意率 and 基本满意率 that leave something unsaid, or make more than 100."""
    kinds = {kind_of(figure): figure for figure in group}
    if not {"full", "basic"} <= set(kinds) or "joint" in kinds or len(kinds) != len(group):
        return
    total = sum((one.share.value for one in group), Decimal(0))
    unit = max(Decimal(1).scaleb(-one.share.digits) for one in group) * len(group) / 2
    added = "＋".join(f"{said(one.share.value)}%" for one in group)
    if total > 100 + unit and kinds["full"].share.value < 100:
        yield Finding("receipt", "doubtful", f"{added}＝{said(total)}%，超过 100%。", total, Decimal(100), places(reading, *group))
    elif total < 100 - unit and "none" not in kinds:
        words = f"{added}＝{said(total)}%，其余 {said(100 - total)}% 没有说明。"
        yield Finding("receipt", "doubtful", words, total, Decimal(100), places(reading, *group))


def _rate_totals(reading: Reading) -> list[Figure]:
    """The totals a rate may be of."""
    totals = [one for one in reading.figures if one.count and not one.approximate and one.count.unit in ("件", "份") and one.row < 0]
    return [one for one in totals if (is_total(one) or RECEIPT.search(one.label)) and not is_past(reading, one) and not one.implied]


def _without_counts(reading: Reading, rates: list[Figure], known: list[Figure]) -> Iterator[Finding]:
    """Rates whose counts are not printed: a base must give all of them with whole cases."""
    number = reading.paragraph(rates[0].start)
    inside, ids = reading.ahead(rates[0].start), {id(one) for one in known[WINDOW : WINDOW * 50]}
    totals = [*known[:WINDOW], *(one for one in inside if id(one) in ids)]
    local = [one for one in totals if reading.paragraph(one.start) == number or RECEIPT.search(one.label)]
    bases = {one.base for one in inside if one.base}
    for whole in (*(one.value for one in local), *sorted(bases)):
        if all(reachable(whole, rate.share) is not None for rate in rates):
            for rate in rates:
                rate.base = whole
            return
    if not any(one.value >= FEW for one in local):
        return
    other = next((one for one in totals if one not in local and all(reachable(one.value, rate.share) is not None for rate in rates)), None)
    names = "、".join(dict.fromkeys(f"{said(one.value)} 件" for one in local))
    for rate in rates:
        words = f"“{rate.label}” {said(rate.share.value)}%：按 {names}计算，没有一个件数能得出这个比例"
        if other:
            rate.base = other.value
            words += f"；与文中“{other.label}” {said(other.value)} 件相符（约 {said(likely(other.value, rate.share))} 件），请写明基数。"
        else:
            words += "，请核对并写明基数（例如收回的回执数）。"
        severity = "wrong" if other and len(rates) > 1 and all(one.share.digits > 1 for one in rates) else "doubtful"
        yield Finding("base", severity, words, rate.share.value, other.value if other else None, places(reading, rate))


def _more_receipts(reading: Reading) -> Iterator[Finding]:
    """More receipts than cases: possible where several people signed, but worth a look."""
    cases = [one for one in reading.figures if one.count and one.count.unit == "件" and is_total(one) and not RECEIPT.search(one.label)]
    if not cases:
        return
    most = max(cases, key=lambda one: one.value)
    for receipt in reading.figures:
        if receipt.count is None or receipt.approximate or receipt.implied or kind_of(receipt) or not RECEIPT.search(receipt.label):
            continue
        if not alike(receipt.count.unit, "件") or is_past(reading, receipt):
            continue
        if receipt.value > most.value and not re.search("发放|发出", receipt.label):
            words = f"“{receipt.label}” {said(receipt.value)}，多于提案总数 {said(most.value)} 件，请核对（联名提案可以不止一份）。"
            yield Finding("receipt", "doubtful", words, receipt.value, most.value, places(reading, receipt, most))
