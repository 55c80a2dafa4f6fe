"""Counts with shares: which belong together, what they are shares of, and which of them do not agree with it."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from . import fitting
from .bases import LISTED, Candidate, alike, candidates, is_sum, is_total, is_whole
from .figures import Figure, Reading, says
from .findings import Finding, places, said
from .fitting import CUT, EXACT, NEAR, OFF, fit, rounded

AROUND, MANY = 40, 1500  # figures looked at on both sides of a list for its base; fewer where a text has very many
SLIP = Decimal("1.05")  # by how much parts may exceed their total before another base is likelier than a slip
_ITEM = re.compile(r"\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]、|[-•·●]|[①-⑳]")
_SURE_RATE = re.compile(r"(?:立案|办复|办结|答复|回复)率")
_RATES = re.compile(r"(立案|办复|办结|答复|采纳|转化)率")
_RECEIVED = re.compile(r"收到|提交|提出|征集")
_WEIGHT = {EXACT: 4, CUT: 3, NEAR: 2, OFF: 0}


def families(reading: Reading) -> list[list[Figure]]:
    """Counts with shares in runs that divide one whole: a run ends when it makes 100, would exceed it, or something else begins."""
    runs: list[list[Figure]] = []
    open_run: list[Figure] = []
    for figure in reading.figures:
        if figure.count is None or figure.share is None or is_sum(figure):
            if open_run and is_total(figure) and alike(figure.count.unit, open_run[0].count.unit) and _larger(figure, open_run):
                open_run = []
            continue
        if not open_run or not _continues(reading, open_run, figure):
            open_run = []
            runs.append(open_run)
        open_run.append(figure)
        if closed(open_run) or figure.base is not None:
            open_run = []
    for one, other in pairwise(runs):
        _extend(reading, one, other)
    return [run for run in runs if run]


def _extend(reading: Reading, run: list[Figure], rest: list[Figure]) -> None:
    """Takes figures over into a run that a wrong share has closed too early: with them its counts make a printed total."""
    if not run or not rest or not _alike(reading, run[-1], rest[0]) or run[-1].base is not None or rest[0].base is not None:
        return
    totals = {one.value for one in reading.ahead(run[0].start, run[0].start - LISTED * 2) if is_whole(one) and not one.approximate}
    own = sum((figure.value for figure in run), Decimal(0))
    for number, figure in enumerate(rest, 1):
        if own in totals:
            return
        own += figure.value
        if own in totals:
            run += rest[:number]
            del rest[:number]
            return


def _larger(figure: Figure, run: list[Figure]) -> bool:
    return figure.value >= max(one.value for one in run)


def _continues(reading: Reading, run: list[Figure], figure: Figure) -> bool:
    if total_share(run) + figure.share.value > 100 + slack(run) * 2 + 3 or run[-1].count.unit != figure.count.unit:
        return False
    return _alike(reading, run[-1], figure)


def _alike(reading: Reading, last: Figure, figure: Figure) -> bool:
    """Whether one figure may stand behind another in a list."""
    if "率" in reading.source.flat[figure.count.end : figure.share.start] or "率" in reading.source.flat[last.count.end : last.share.start]:
        return False
    if figure.row >= 0 and last.row >= 0:
        return figure.column == last.column
    between = reading.source.flat[last.end : figure.start]
    if "\n" not in between:
        return "其中" not in between
    if (
        between.count("\n") == 1
        and len(between) < 140
        and bool(last.letter) == bool(figure.letter)
        and _ITEM.match(between.partition("\n")[2])
    ):
        return not (last.letter and figure.letter) or last.letter < figure.letter
    return bool(last.letter and figure.letter and last.letter < figure.letter and figure.start - last.end < 12_000)


def total_share(run: list[Figure]) -> Decimal:
    """The sum of the shares as printed."""
    return sum((figure.share.value for figure in run), Decimal(0))


def slack(run: list[Figure]) -> Decimal:
    """By how much rounded shares of a whole may miss 100."""
    return max(fitting.step(figure.share.digits) for figure in run) * len(run) / 2


def closed(run: list[Figure]) -> bool:
    """Whether the shares make 100, as far as rounding allows."""
    return abs(total_share(run) - 100) <= slack(run)


def check(reading: Reading) -> Iterator[Finding]:
    """The findings on counts with shares; sets the base of each figure on the way."""
    for family in families(reading):
        exact = [figure for figure in family if not figure.approximate and not _is_all(reading, figure)]
        if not exact:
            _loose(reading, family)
        else:
            yield from _judge(reading, family, exact)
        if len(family) > 1 and closed(family) and total_share(family) != 100 and all(_is_exact(one) for one in family):
            total = total_share(family)
            words = f"各项占比合计 {said(total)}%，与 100% 的差是四舍五入造成的。"
            yield Finding("sum", "harmless", words, total, Decimal(100), places(reading, *family))


def rates(reading: Reading) -> Iterator[Finding]:
    """Rates that stand apart from the count they are made of: 立案413件，并案68件，不予立案21件，立案率82.3%."""
    for figure in reading.figures:
        named = _RATES.search(figure.label) if figure.count is None and figure.share and not figure.approximate else None
        if not named or figure.share.value >= 100 or figure.row >= 0 or re.search("[和及或]", figure.label):
            continue
        if parts := _bearing(reading, figure, named[1]):
            stand_in = Figure(figure.start, figure.end, parts[-1].count, figure.share, figure.label)
            yield from _judge(reading, [stand_in], [stand_in])
            figure.base, figure.part = stand_in.base, stand_in.value


def _bearing(reading: Reading, figure: Figure, stem: str) -> list[Figure]:
    """The counts before a rate in its sentence that bear its name (立案 for 立案率), nearest last."""
    ahead = reading.ahead(figure.start, reading.sentence_start(figure.start))
    return [one for one in ahead if one.count and one.share is None and not one.approximate and says(one.label, stem)]


def _is_exact(figure: Figure) -> bool:
    return not figure.approximate and figure.base is not None and fit(figure.value, figure.base, figure.share) == EXACT


def _near(reading: Reading, family: list[Figure]) -> list[Figure]:
    """The figures among which a base is looked for: those around, and the first totals of the text."""
    return reading.around(family[0], AROUND if len(reading.figures) < MANY else AROUND // 4)


def _is_all(reading: Reading, figure: Figure) -> bool:
    """Whether a figure says that all were done: 263件已全部办复，办复率100%."""
    if figure.share.value != 100:
        return False
    return bool(re.search("全部|均|所有|都", reading.lead(figure) + reading.source.flat[figure.start : figure.end]))


def _loose(reading: Reading, family: list[Figure]) -> None:
    """The base of shares that contradict nothing: approximate ones, and all of a whole."""
    for figure in family:
        if figure.share.value == 100:
            figure.base = figure.value
            continue
        offered = candidates(reading, [figure], _near(reading, [figure])) if figure.value else []
        good = [one.value for one in offered if abs(figure.share.value - figure.value * 100 / one.value) <= 1]
        figure.base = good[0] if good else None


def _judge(reading: Reading, family: list[Figure], exact: list[Figure]) -> Iterator[Finding]:
    if exact[0].base is not None:
        yield from _one(reading, exact, exact[0], exact[0].base, exact[0].value)
        return
    offered = candidates(reading, exact, _near(reading, family))
    own = sum((figure.value for figure in exact), Decimal(0))
    if len(exact) > 1 and all(one.value != own for one in offered) and _own_fits(family, exact, own, offered):
        offered.append(Candidate(own, None, (9,), False))
    if not offered:
        return
    if len(exact) == 1 and (found := _named_elsewhere(reading, exact[0], offered)):
        exact[0].base = found
        return
    if "立案率" in reading.source.flat[exact[0].start : exact[0].end]:
        offered = [one for one in offered if one.figure is None or _RECEIVED.search(one.figure.label)] or offered
    scored = [(sum(_WEIGHT[fit(f.value, one.value, f.share)] for f in exact), one) for one in offered]
    best_score, best = max(scored, key=lambda pair: pair[0])
    prior = offered[0]
    fits = sum(1 for f in exact if fit(f.value, best.value, f.share) != OFF)
    if fits == len(exact) or (fits > 1 and fits * 2 > len(exact)) or (best is prior and fits * 2 >= len(exact) and prior.sure):
        yield from _with_base(reading, family, exact, best, offered)
    elif len(exact) > 1 and closed(family) and (whole := next((one for one in offered if one.figure and one.value == own), None)):
        yield from _with_base(reading, family, exact, whole, offered)
    else:
        yield from _without_base(reading, exact, prior, own)


def _named_elsewhere(reading: Reading, figure: Figure, offered: list[Candidate]) -> Decimal | None:
    """The base of a rate that is another count's of its sentence: 立案78件，并案6件，实际立案72件，立案率70.9%; None for any other."""
    named = _RATES.search(reading.source.flat[figure.count.end : figure.share.start])
    if not named or any(fit(figure.value, one.value, figure.share) == EXACT for one in offered):
        return None
    for part in _bearing(reading, figure, named[1]):
        for one in offered:
            if one.figure is not part and fit(part.value, one.value, figure.share) == EXACT:
                return one.value
    return None


def _own_fits(family: list[Figure], exact: list[Figure], own: Decimal, offered: list[Candidate]) -> bool:
    """Whether the sum of the parts may be their base: it gives every share, and does so better than the total the text leads to."""
    if not own:
        return False
    fits = [fit(figure.value, own, figure.share) for figure in exact]
    if min(fits) == EXACT:
        return True
    if offered and offered[0].sure and 2 * sum(fit(f.value, offered[0].value, f.share) == EXACT for f in exact) > len(exact):
        return False
    return min(fits) >= CUT or (min(fits) >= NEAR and total_share(family) == 100)


def _with_base(reading: Reading, family: list[Figure], exact: list[Figure], best: Candidate, offered: list[Candidate]) -> Iterator[Finding]:
    whole, prior = best.value, offered[0]
    for figure in family:
        figure.base = whole
    own = sum((figure.value for figure in family), Decimal(0))
    bad = [figure for figure in exact if fit(figure.value, whole, figure.share) == OFF]
    for figure in exact:
        yield from _one(reading, family, figure, whole, own, offered)
    if len(family) > 1 and closed(family) and own != whole and len(exact) == len(family) and not _followed(reading, family):
        yield _sum(reading, family, best, own, bad)
    elif best.figure is None and prior.sure and own == whole and closed(family) and prior.value < own <= prior.value * SLIP:
        yield _sum(reading, family, prior, own, bad)
    elif best is not prior and prior.sure and len(exact) > 1 and (best.figure is None or prior.value >= own):
        yield _other_base(reading, family, best, prior)


def _followed(reading: Reading, family: list[Figure]) -> bool:
    """Whether the list goes on behind a run that rounded shares have closed too early."""
    for figure in reading.after(family[-1].end, family[-1].end + 160)[:3]:
        if figure.count and figure.share and figure.count.unit == family[-1].count.unit and bool(figure.letter) == bool(family[-1].letter):
            return _alike(reading, family[-1], figure)
    return False


def _sum(reading: Reading, family: list[Figure], best: Candidate, own: Decimal, bad: list[Figure]) -> Finding:
    added = "＋".join(said(figure.value) for figure in family)
    words = f"{added}＝{said(own)} 件，与总数 {said(best.value)} 件不符，相差 {said(abs(own - best.value))} 件；"
    words += f"各项占比合计却为 {said(total_share(family))}%。"
    if len(bad) == 1:
        words += f"按占比推算，“{bad[0].label}”应为 {said(fitting.likely(best.value, bad[0].share))} 件。"
    figures = [*family, *([best.figure] if best.figure else [])]
    return Finding("sum", "wrong", words, best.value, own, places(reading, *figures))


def _other_base(reading: Reading, family: list[Figure], best: Candidate, prior: Candidate) -> Finding:
    own = sum((figure.value for figure in family), Decimal(0))
    printed = best.figure is not None
    name = f"文中的“{best.figure.label}” {said(best.value)} 件" if printed else f"各项之和 {said(best.value)} 件"
    words = f"占比不是按“{prior.figure.label}” {said(prior.value)} 件算的，与{name}相符；请写明基数。"
    if closed(family) and own != prior.value:
        words += f"各项之和与 {said(prior.value)} 件相差 {said(abs(prior.value - own))} 件，没有说明去向。"
    severity = "harmless" if printed else "doubtful"
    return Finding("base", severity, words, prior.value, best.value, places(reading, *family, *([prior.figure] if not printed else [])))


def _one(
    reading: Reading, family: list[Figure], figure: Figure, whole: Decimal, own: Decimal, offered: Iterable[Candidate] = ()
) -> Iterator[Finding]:
    how = fit(figure.value, whole, figure.share)
    if how == EXACT:
        return
    share, count = figure.share.value, figure.value
    right = rounded(count, whole, figure.share.digits)
    sums = f"{said(count)}÷{said(whole)}＝{said(rounded(count, whole, max(2, figure.share.digits + 1)))}%"
    name = f"“{figure.label}”" if figure.label else ""
    if how != OFF:
        proper = sum((rounded(one.value, whole, one.share.digits) for one in family), Decimal(0))
        nudged = len(family) > 1 and total_share(family) == 100 and proper != 100
        why = "像是为了让各项合计正好 100% 而调整的" if nudged else "像是截去了尾数，没有四舍五入" if how == CUT else "末位相差 1"
        words = f"{name}{sums}，应写 {said(right)}%，文中写 {said(share)}%，{why}。"
        yield Finding("share", "doubtful", words, share, right, places(reading, figure))
        return
    likely = fitting.likely(whole, figure.share)
    others = own - count
    miscounted = likely != count and (others + likely == whole or (own != whole and len(family) > 1 and closed(family)))
    words = f"{name}{said(count)} 件占 {said(share)}% 不符：{sums}，应为 {said(right)}%；{said(share)}% 相当于 {said(likely)} 件。"
    printed, expected = (count, likely) if miscounted else (share, right)
    words += f"从合计看，件数应为 {said(likely)}。" if miscounted else _of_another(figure, whole, offered)
    yield Finding("share", "wrong", words, printed, expected, places(reading, figure))


def _of_another(figure: Figure, whole: Decimal, offered: Iterable[Candidate]) -> str:
    """The sentence on a share that was taken of another total of the text; "" for none, or where the share is too coarse to tell."""
    for one in offered if figure.share.digits else ():
        if one.figure and one.value != whole and is_whole(one.figure) and fit(figure.value, one.value, figure.share) == EXACT:
            return f"按“{one.figure.label}” {said(one.value)} 件算才是 {said(figure.share.value)}%，基数前后不一致。"
    return ""


def _without_base(reading: Reading, exact: list[Figure], prior: Candidate, own: Decimal) -> Iterator[Finding]:
    figure = exact[0]
    if len(exact) == 1 and prior.sure and _is_told(reading, figure, prior) and not figure.share.whole_words:
        figure.base = prior.value
        yield from _one(reading, exact, figure, prior.value, own)
        return
    common = _implied(exact)
    for one in exact:
        one.base = common
    guess = f"，反推的基数约为 {said(common)} 件" if common else ""
    printed = "；".join(f"{said(one.value)} 件占 {said(one.share.value)}%" for one in exact)
    words = f"{printed}：与文中任何一个总数都不符{guess}，请核对并写明基数。"
    yield Finding("base", "doubtful", words, prior.value, common, places(reading, *exact))


def _is_told(reading: Reading, figure: Figure, prior: Candidate) -> bool:
    """Whether the text says what a share is of, so that no other base may be meant: 占总数的, 其中, 立案率."""
    between = reading.source.flat[figure.count.end : figure.share.start] if figure.count.end <= figure.share.start else ""
    return bool(_SURE_RATE.search(between)) or (prior.told and "率" not in between)


def _implied(exact: list[Figure]) -> Decimal | None:
    """The base that would fit all of them, None where there is none."""
    figure = max(exact, key=lambda one: one.value)
    if not figure.share.value:
        return None
    guess = (figure.value * 100 / figure.share.value).to_integral_value()
    for distance in range(60):
        for whole in (guess + distance, guess - distance):
            if whole > 0 and all(fit(one.value, whole, one.share) == EXACT for one in exact):
                return whole
    return None


def lists(reading: Reading) -> Iterator[Finding]:
    """Shares without counts that divide one whole in one sentence: A类占75.3%，B类占20.1%，C类占4.6%."""
    groups: dict[int, list[Figure]] = {}
    for figure in reading.figures:
        if figure.count is None and figure.share is not None and figure.row < 0:
            groups.setdefault(reading.sentence(figure.start), []).append(figure)
    for group in groups.values():
        flat = reading.source.flat
        parts = [one for one in group if "占" in flat[max(0, one.start - 16) : one.start] or one.letter]
        if len(parts) < 3 or len(parts) != len(group) or any(one.approximate for one in parts):
            continue
        total, lettered = total_share(parts), "".join(one.letter for one in parts) in ("ABC", "ABCD")
        off = abs(total - 100) - slack(parts)
        if off <= 0 or total > 110 or (total < 100 and not lettered):
            continue
        words = f"各项占比合计 {said(total)}%，不是 100%。"
        severity = "wrong" if lettered and total > 100 else "doubtful"
        yield Finding("sum", severity, words, total, Decimal(100), places(reading, *parts))


def alone(reading: Reading) -> None:
    """Names the base of shares that stand without a count: the last total before them that can give them."""
    for figure in reading.figures:
        if figure.count is not None or figure.base is not None or figure.share is None or figure.row >= 0:
            continue
        totals = [
            one
            for one in reading.ahead(figure.start)
            if is_whole(one) and one.value > 1 and one.count.unit in ("件", "份") and not one.approximate and not one.implied
        ]
        good = [one for one in reversed(totals) if figure.approximate or fitting.reachable(one.value, figure.share) is not None]
        figure.base = good[0].value if good else None
