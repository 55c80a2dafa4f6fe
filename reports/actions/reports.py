"""Reports 通报: begun from a draft, edited, handed in for signing with their figures frozen, signed, issued as a paper."""

from django.db import transaction
from django.utils import timezone

from consultation.models.plans import PUBLIC_STATES
from documents.templates import next_number
from feedback.actions import feed_back
from organizations.models import Person, Role
from organizations.models.people import UNIT_ROLES
from proposals.permissions import described
from reports.checker import check
from reports.drafting import draft, filled
from reports.drafting.examples import checked_choice, placed, verified_numbers
from reports.drafting.keeping import counted, kept, named, pieces, tables_as_data, values_of
from reports.figures import measure, scope_of
from reports.kinds import kind_of
from reports.letters import print_report
from reports.models import Report, ReportStep
from reports.models import ReportState as State
from reports.papers import REPORT
from reports.permissions import KEEPERS, STEPS, UNIT_STEP, is_keeper
from reports.rules import CHAIN
from reports.typed import OTHER, typed_in
from workflow.flow import Flow, Move, nobody
from workflow.models.chains import pending
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


def _no_text(report):
    """正文不是空的。"""
    return "" if report.text.strip() else "请先写正文。"


def _no_examples(report):
    """通报种类按结果分类举例。"""
    return "" if kind_of(report.kind).tells_examples else "这种通报不按结果分类举例。"


@described("轮到签批的人")
def may_sign(person, report):
    """Whether it is the person's turn in the chain."""
    return getattr(report, "pk", None) is not None and report.steps.awaiting(person).exists()


CLEARED = {"figures": {}, "tables": [], "waiver": "", "signed_by": None, "signed_on": None, "signer": ""}
REPORT_FLOW = Flow(
    Report,
    [
        Move("edit", "修改", (State.DRAFT,), None, is_keeper),
        Move("redraft", "重新取数起草", (State.DRAFT,), None, is_keeper),
        Move("choose", "选定例子", (State.DRAFT,), None, is_keeper, unfit=_no_examples),
        Move("submit", "送签", (State.DRAFT,), State.SIGNING, is_keeper, _no_text),
        Move("send_back", "退回修改", (State.SIGNING,), State.DRAFT, may_sign, reason=True, danger=True),
        Move("sign", "签批同意", (State.SIGNING,), None, may_sign),
        Move("complete", "签批完成", (State.SIGNING,), State.SIGNED, nobody, driven=True),
        Move("take_back", "撤回修改", (State.SIGNING, State.SIGNED), State.DRAFT, is_keeper, reason=True, danger=True),
        Move("issue", "印发", (State.SIGNED,), State.ISSUED, is_keeper, closing=True),
    ],
)


@transaction.atomic
def begin(session, kind, *, by, as_of=None, occasion="", speaker="", unit=None, item=None, on=None):
    """起草: a report of a kind, drafted from the figures of the cut-off; returns it. `unit`: whose own summary it is; `item`: see `Report`.

    Raises Forbidden, or Refused for a cut-off, a unit that is missing or in excess, an item of another place.
    """
    place = session.term.jurisdiction
    if kind_of(kind).of_unit != bool(unit):
        raise Refused("请选择单位。" if kind_of(kind).of_unit else "只有单位自己的总结才选择单位。")
    report = Report(jurisdiction=place, session=session, kind=kind, occasion=occasion, speaker=speaker, unit=unit, item=item)
    if not is_keeper(by, report) or unit and unit.jurisdiction_id != place.pk:
        raise Forbidden("您没有权限起草这种通报。")
    return _begun(_of_place(report), as_of, by=by, on=on)


def begin_by_itself(session, kind, as_of):
    """起草 without anybody, when its time has come; the keepers are told to look it through. Returns the report."""
    report = _begun(Report(jurisdiction=session.term.jurisdiction, session=session, kind=kind), as_of, by=None, on=None)
    _tell_keepers(report, "drafted", f"已自动起草，请核对后送签：{report.title}")
    return report


def _begun(report, as_of, *, by, on):
    for name, value in _drafted(report, as_of).items():
        setattr(report, name, value)
    report.full_clean()
    report.save()
    record(report, "begin", "起草通报", by=by, on=on, to_state=report.state)
    return report


def _of_place(report):
    """The report, refused where the item it fulfils is of another place or has not been issued."""
    if report.item and (report.item.jurisdiction_id != report.jurisdiction_id or report.item.plan.state not in PUBLIC_STATES):
        raise Refused("计划事项须是本地区已印发的年度计划里的。")
    return report


def _drafted(report, as_of):
    """The fields that a draft at a cut-off fills."""
    made = draft(report.kind, scope_of(report.session, as_of=as_of, unit=report.unit))
    text = "\n".join(f"{chapter.heading}\n{chapter.text}" for chapter in made.chapters)
    chosen = {code: numbers for code, numbers in report.examples.items() if f"${{class_{code}}}" in text}
    text = placed(text, made.scope, made.figures, chosen)
    return {"as_of": made.scope.as_of, "title": made.title, "text": text}


def redraft(report, *, by, as_of=None, on=None, version=None):
    """重新取数起草 at another cut-off; the text is written anew, the former one stays in the history."""
    return REPORT_FLOW.apply(report, "redraft", by=by, on=on, version=version, **_drafted(report, as_of))


def choose(report, *, by, examples, on=None, version=None):
    """选定例子: {class: [case numbers in order]}; their paragraphs (例如、又如) are written anew, all other text stays.

    A class without any is drafted as before. Raises Refused for a class or a case that is none of the report's, or where the text has
    no section of the class any more.
    """
    if refusal := REPORT_FLOW.refusal(report, "choose", by):
        raise refusal
    over = scope(report)
    figures = measure(over)
    chosen = checked_choice(examples, over, figures)
    known = dict.fromkeys([*report.examples, *chosen])
    text = placed(report.text, over, figures, {code: chosen.get(code, ()) for code in known})
    return REPORT_FLOW.apply(report, "choose", by=by, on=on, version=version or report.version, examples=chosen, text=text)


def edit(report, *, by, on=None, version=None, **fields):
    """修改 title, occasion, speaker, item or text. Raises Refused for a text that names a figure there is none of."""
    text_of(report, fields.get("text", report.text))
    if fields.get("item"):
        _of_place(Report(jurisdiction=report.jurisdiction, item=fields["item"]))
    return REPORT_FLOW.apply(report, "edit", by=by, on=on, version=version, **fields)


def scope(report):
    """What its figures are counted over."""
    return scope_of(report.session, as_of=report.as_of, unit=report.unit)


def text_of(report, text=None):
    """The text with its fields filled, from what was frozen, else from the figures as they are now."""
    return filled(report.text if text is None else text, values_of(figures_of(report)))


def figures_of(report):
    """Its figures as data: those frozen at sign-off, else all of the catalogue as they are at the cut-off, without their rows."""
    return report.figures or {name: counted(found) for name, found in measure(scope(report)).items()}


def contradictions(report, figures=None):
    """What of its numbers is certainly wrong, as sentences: what contradicts itself, and what was typed and is not what the figure says."""
    figures = figures or figures_of(report)
    wrong = [finding.message for finding in check(filled(report.text, values_of(figures))).findings if finding.severity == "wrong"]
    return wrong + [each.told for each in typed_numbers(report, figures) if each.verdict == OTHER]


def typed_numbers(report, figures):
    """[Typed] of the numbers that were typed by hand, compared with its figures and with what is verified of material."""
    return typed_in(pieces(report.text, figures), figures, verified_numbers(scope(report)))


@transaction.atomic
def submit(report, *, by, waiver="", on=None, version=None):
    """送签: the figures are frozen. Raises Refused where the numbers of the text contradict each other and no reason is given."""
    on = on or timezone.localdate()
    if not waiver.strip() and (found := contradictions(report)):
        raise Refused(f"正文里的数字有矛盾，请改正，或者写明理由：{'；'.join(found[:5])}")
    frozen = {"waiver": waiver.strip(), **_frozen(report)}
    report = REPORT_FLOW.apply(report, "submit", by=by, on=on, version=version, **frozen)
    _void(report)
    ReportStep.objects.bulk_create(_chain(report))
    _tell_next(report, on)
    return report


def _void(report):
    report.steps.filter(is_void=False).update(is_void=True)


def _chain(report):
    """The steps of the rules of its session; a unit's own summary is signed by its head."""
    if report.unit:
        return [ReportStep(report=report, order=1, kind=UNIT_STEP, label="单位负责人签批")]
    chain = enumerate(scope(report).rules.sign_chain, 1)
    return [ReportStep(report=report, order=order, kind=kind, label=CHAIN[kind]) for order, kind in chain]


def waiting_steps(report):
    """The steps whose turn it is."""
    return pending(report.steps.all(), "report")


def _tell_next(report, on):
    for step in waiting_steps(report):
        roles = (Role.UNIT_HEAD,) if step.kind == UNIT_STEP else STEPS[step.kind]
        people = Person.objects.holding(*roles, jurisdiction=report.jurisdiction, on=on, unit=report.unit and report.unit.current(on))
        _tell(report, people, f"sign:{step.pk}", f"请签批（{step.label}）：{report.title}")


def _frozen(report):
    """What its text and tables use, as it is now."""
    made = draft(report.kind, scope(report))
    wanted = named(report.text) | set(made.kind.tabled(made.scope))
    figures = {name: kept(found) for name, found in made.figures.items() if name in wanted}
    return {"figures": figures, "tables": tables_as_data(made.tables)}


def _tell(report, people, word, title, text=""):
    tell(people, report.jurisdiction, f"report-{word}:{report.pk}:{report.version}", title, text=text,
         link=report.get_absolute_url(), about=report)  # fmt: skip


def _tell_keepers(report, word, title, text=""):
    on = timezone.localdate()
    roles, unit = (UNIT_ROLES, report.unit.current(on)) if report.unit else (KEEPERS, None)
    _tell(report, Person.objects.holding(*roles, jurisdiction=report.jurisdiction, on=on, unit=unit), word, title, text)


@transaction.atomic
def sign(report, *, by, opinion="", on=None, version=None):
    """签批同意 of the step whose turn it is; the next in the chain is told, after the last one the keepers. Returns the report."""
    on = on or timezone.localdate()
    step = report.steps.awaiting(by).first()
    facts = {"signed_by": by, "signed_on": on, "signer": by.name}
    report = REPORT_FLOW.apply(report, "sign", by=by, on=on, version=version, reason=opinion, **facts)
    step.settle(by=by, on=on, agreed=True, opinion=opinion)
    if waiting_steps(report).exists():
        _tell_next(report, on)
        return report
    report = REPORT_FLOW.apply(report, "complete", by=by, on=on)
    _tell_keepers(report, "signed", f"通报已签批，请印发：{report.title}", opinion)
    return report


@transaction.atomic
def send_back(report, *, by, reason, on=None, version=None):
    """退回修改 by whose turn it is, with what to change; the figures are live again, signatures given are void."""
    on, step = on or timezone.localdate(), report.steps.awaiting(by).first()
    report = REPORT_FLOW.apply(report, "send_back", by=by, on=on, version=version, reason=reason, **CLEARED)
    step.settle(by=by, on=on, agreed=False, opinion=reason)
    _void(report)
    _tell_keepers(report, "back", f"通报退回修改：{report.title}", reason)
    return report


@transaction.atomic
def take_back(report, *, by, reason, on=None, version=None):
    """撤回修改 before it is issued; signatures given are void, it must be signed anew."""
    report = REPORT_FLOW.apply(report, "take_back", by=by, on=on, version=version, reason=reason, **CLEARED)
    _void(report)
    return report


@transaction.atomic
def issue(report, *, by, number="", on=None, version=None):
    """印发 with its document number (the next of the series where the place's template names one), printed with tables and proof.

    The item of the annual plan that it fulfils is told of it.
    """
    on = on or timezone.localdate()
    number = number.strip() or ("" if report.unit else next_number(report.jurisdiction, on, REPORT))
    report = REPORT_FLOW.apply(report, "issue", by=by, on=on, version=version, number=number, issued_on=on)
    print_report(report, by=by)
    if report.item:
        _fulfil(report, by=by, on=on)
    return report


def _fulfil(report, *, by, on):
    """The record of the item: in its history, and with a number as the feedback by letter of the units that owe it."""
    told = f"《{report.title}》{f'（{report.number}）' if report.number else ''}{f'，向{report.occasion}通报' if report.occasion else ''}"
    record(report.item, "fulfil", "通报已印发", by=by, on=on, reason=told)
    if not report.number:
        return
    for row in report.item.units(manager="reached").filter(assignment__isnull=False, assignment__assigned_on__lte=on):
        if row.assignment.state != "withdrawn":
            feed_back(row.assignment, by=by, channel="letter", on=on, document_number=report.number, text=report.title)
