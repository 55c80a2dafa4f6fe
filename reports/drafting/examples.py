"""Examples of a chapter: cases whose handling can be told, those the clerk chose, else those with checked material and key ones first."""

import re
from collections import defaultdict

from django.db.models import Exists, OuterRef

from documents.models import Sensitivity
from proposals.models import Proposal, Reply, ReplyState
from proposals.models.handling import LEFT
from reports.material import told
from reports.models import Material, MaterialState
from workflow.refusals import Refused

LEADS = ("例如", "又如", "还如")
MOST = 10  # that may be chosen for a class
_LED = re.compile(rf"^(?:{'|'.join(LEADS)})，")


def examples(rows, scope, numbers=()):
    """A paragraph for each of a few cases of `rows` (row numbers), or for those of these case `numbers` in their order.

    Number, title, unit, and what its material says (marked where it is not checked), else what the last reply of the day or before says.
    """
    cases = _tellable(rows)
    if numbers:
        known = {each.case_no: each for each in cases.filter(case_no__in=numbers)}
        chosen = [known[number] for number in numbers if number in known]
    else:
        verified = _materials(scope).filter(handling__proposal=OuterRef("pk"), state=MaterialState.VERIFIED)
        chosen = cases.annotate(has_material=Exists(verified)).order_by("-has_material", "-is_key", "pk")[: len(LEADS)]
    found = _by_case(chosen, scope)
    for place, proposal in enumerate(chosen):
        lead, told_of = LEADS[min(place, len(LEADS) - 1)], found.get(proposal.pk)
        done = "".join(told(each, scope.as_of) for each in told_of) if told_of else _done(proposal, scope.as_of)
        yield f"{lead}，第{proposal.case_no}号提案《{proposal.title}》，由{_units(proposal, scope.as_of)}承办。{done}".strip()


def placed(text, scope, figures, chosen):
    """The text of a report with the examples of each class of `chosen` ({class: case numbers}) in its section, instead of those there.

    Raises Refused where the text has no section of the class.
    """
    lines = text.split("\n")
    for code, numbers in chosen.items():
        start = next((place for place, line in enumerate(lines) if line.startswith("（") and f"${{class_{code}}}" in line), None)
        if start is None:
            raise Refused(f"正文里没有{code}类的一段（以“（”开头、写有 ${{class_{code}}} 的一行），请先补上或者重新起草。")
        end = next((place for place in range(start + 1, len(lines)) if not _LED.match(lines[place])), len(lines))
        lines[start + 1 : end] = examples(figures[f"class_{code}"].rows, scope, numbers)
    return "\n".join(lines)


def checked_choice(examples, scope, figures):
    """The choice {class: [case numbers]} without empty classes. Raises Refused for a class, or a case, that is none of the report's."""
    chosen = {code: list(dict.fromkeys(numbers)) for code, numbers in examples.items() if numbers}
    for code, numbers in chosen.items():
        if code not in dict(scope.case_rules.classes):
            raise Refused(f"本次会议没有“{code}”这个结果分类。")
        if len(numbers) > MOST:
            raise Refused(f"{code}类最多选 {MOST} 件。")
        known = set(_tellable(figures[f"class_{code}"].rows).filter(case_no__in=numbers).values_list("case_no", flat=True))
        if missing := [number for number in numbers if number not in known]:
            raise Refused(f"{code}类里没有可以公开举例的第{'、'.join(missing)}号提案。")
    return chosen


def supply(scope, figures):
    """{class: (cases, numbers of those with checked material, numbers of those with unchecked material alone)} to choose from."""
    given = defaultdict(set)
    for case, state in _materials(scope).values_list("handling__proposal__case_no", "state"):
        given[case].add(state)
    found = {}
    for code, _ in scope.case_rules.classes:
        cases = sorted(_tellable(figures[f"class_{code}"].rows).values_list("case_no", flat=True))
        checked = [number for number in cases if MaterialState.VERIFIED in given.get(number, ())]
        found[code] = len(cases), checked, [number for number in cases if number in given and number not in checked]
    return found


def _tellable(rows):
    return Proposal.objects.filter(pk__in=rows).exclude(sensitivity=Sensitivity.CLOSED)


def _materials(scope):
    """What may be told: of the sessions of the scope, of its unit alone where it is a unit's own report; nothing that was taken back."""
    found = Material.objects.filter(handling__proposal__session__in=scope.sessions).exclude(handling__state=LEFT)
    if scope.unit:
        found = found.filter(unit__in=scope.units)
    return found.filter(state__in=(MaterialState.VERIFIED, MaterialState.SUBMITTED))


def verified_numbers(scope):
    """[(its number of `Material`, the material)] of all numbers that may be told as checked."""
    found = _materials(scope).filter(state=MaterialState.VERIFIED).select_related("handling__proposal").order_by("pk")
    return [(number, each) for each in found for number in each.told_numbers if number["checked"]]


def _by_case(proposals, scope):
    """{row number of a case: its material; the checked where there is any, else the unchecked}."""
    given = defaultdict(lambda: defaultdict(list))
    for each in _materials(scope).filter(handling__proposal__in=[each.pk for each in proposals]).select_related("handling").order_by("pk"):
        given[each.handling.proposal_id][each.state].append(each)
    return {case: of.get(MaterialState.VERIFIED) or of[MaterialState.SUBMITTED] for case, of in given.items()}


def _replies(proposal, day):
    issued = Reply.objects.filter(
        round__handling__proposal=proposal, state=ReplyState.ISSUED, round__is_supplementary=False, issued_on__lte=day
    )
    return issued.select_related("round__handling").order_by("pk")


def _units(proposal, day):
    return "、".join(dict.fromkeys(reply.round.handling.unit_name for reply in _replies(proposal, day)))


def _done(proposal, day):
    """What the last reply says of the first suggestion, as the unit wrote it."""
    last = _replies(proposal, day).last()
    text = next((answer["text"] for answer in last.answers if answer.get("text")), "") if last else ""
    return text.strip().rstrip("。") + "。" if text.strip() else ""
