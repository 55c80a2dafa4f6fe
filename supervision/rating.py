"""What the sheets of a unit come to: the weighted sum, its spread, the grade; and their parting from the names when a round is closed."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

from supervision.appraisal_rules import FULL
from supervision.models import RatedState as State
from supervision.models import RatedUnit, ScoreSheet, SheetState
from supervision.permissions import is_verifier
from workflow.flow import Flow, Move


def wrong_marks(appraisal, marks):
    """The sentence on marks that are no whole sheet, "" for one: each aspect a whole number of 0 to 100."""
    for code, label, _ in appraisal.aspects:
        if type(marks.get(code)) is not int or not 0 <= marks[code] <= FULL:
            return f"“{label}”应评 0 至 100 的整数。"
    return "评分表里有本次评议没有的项目。" if len(marks) != len(appraisal.aspects) else ""


def total_of(marks, aspects):
    """The weighted sum of one sheet, exactly."""
    return sum((Fraction(marks[code] * weight, FULL) for code, _, weight in aspects), Fraction(0))


def mean_and_spread(values):
    """(mean, standard deviation over all sheets) of numbers, each to two decimals, half up."""
    mean = Fraction(sum(values), len(values))
    return _rounded(mean), _rounded(sqrt(sum((value - mean) ** 2 for value in values) / len(values)))


def _rounded(number):
    exact = Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else Decimal(str(number))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def grade_of(total, grades):
    """The label of the grade that a total reaches."""
    return next(label for _, label, least in grades if total >= least)


def figures_of(marks, aspects, grades):
    """The fields of a `RatedUnit` that its sheets (marks without names) come to."""
    total, spread = mean_and_spread([total_of(each, aspects) for each in marks])
    means = [[code, *map(str, mean_and_spread([each[code] for each in marks]))] for code, _, _ in aspects]
    return {"total": total, "spread": spread, "means": means, "grade": grade_of(total, grades)}


def _faults_open(rated):
    """整改事项都已核实或取消。"""
    count = rated.faults.filter(state__in=("open", "reported")).count()
    return f"还有 {count} 项整改没有核实。" if count else ""


RATED_FLOW = Flow(
    RatedUnit,
    [
        Move("rate", "评定", (State.LISTED,), State.RATED, is_verifier, driven=True),
        Move("pass_over", "不评定", (State.LISTED,), State.UNRATED, is_verifier, driven=True),
        Move("list_fault", "列入整改清单", (State.RATED, State.SENT), None, is_verifier),
        Move("send", "发送评议结果函", (State.RATED,), State.SENT, is_verifier),
        Move("settle", "整改销号", (State.SENT,), State.SETTLED, is_verifier, _faults_open, closing=True),
    ],
)


def close_units(appraisal, *, by, on):
    """Rate each unit of a round that ends, in the caller's transaction. The marks go over to the unit, sorted, and leave the sheets."""
    for rated in appraisal.units.order_by("pk"):
        given = list(ScoreSheet.objects.filter(rated=rated, state=SheetState.GIVEN).values_list("marks", "remark"))
        marks = sorted((each for each, _ in given), key=lambda each: [each[code] for code, _, _ in appraisal.aspects])
        kept = {"sheets_count": len(marks)}
        if enough := len(marks) >= appraisal.least_sheets:
            kept |= figures_of(marks, appraisal.aspects, appraisal.grades)
        rated = RATED_FLOW.apply(rated, "rate" if enough else "pass_over", by=by, on=on, **kept)
        if enough:
            RatedUnit.objects.filter(pk=rated.pk).update(marks=marks, remarks=sorted(filter(None, (text.strip() for _, text in given))))
    ScoreSheet.objects.filter(rated__appraisal=appraisal).update(marks={}, remark="")
