"""Looking a whole table through, and storing what was looked through."""

from dataclasses import dataclass

from organizations.progress import unheard
from proposals.actions.importing import import_cases
from proposals.catalogue import CASE_COLUMNS, NEEDED, case_rows
from proposals.drafts import CaseDraft
from proposals.importing.cells import Cells, plain
from proposals.importing.merging import drafts_of
from proposals.importing.place import Known
from tables import ImportPlan, PlannedRow, Row, read_rows
from tables.importing import ADDED, SAME
from tables.model import plain as plain_cell

READING, CHECKING, WRITING = "正在读取表格", "正在检查", "正在写入"


@dataclass(frozen=True)
class CaseImport(ImportPlan):
    """What an import would do: every row of the file, the cases to be added, and how many proposals the session has already."""

    cases: tuple[CaseDraft, ...] = ()
    same: int = 0

    @property
    def counts(self):
        """{新增: proposals, 不变: proposals}, those merged into a case counted like it."""
        return {ADDED: sum(1 + len(case.followers) for case in self.cases), SAME: self.same}


def check(session, data, name, *, today=None, progress=unheard):
    """What importing a file (bytes) into a session would do; stores nothing. Returns a `CaseImport`.

    A case number that the session has already must tell just what is stored (then nothing happens to it), or it is a fault.
    Raises Refused where the file as a whole cannot be taken.
    """
    known = Known(session, today)
    progress(READING, 0, 0)
    groups = _grouped(map(Cells, read_rows(data, name, CASE_COLUMNS, needed=NEEDED)), known)
    stored = _stored(session, groups, known)
    drafts = drafts_of(groups, known, lambda done: progress(CHECKING, done, len(groups)))
    for number, draft in drafts.items():
        if number in stored and draft is not None and draft != stored[number]:
            groups[number][0].fault("case_no", f"本次会议已有案号 {number}，内容与表中不同。已有的提案请在页面上办理，或从表中删去。")
            drafts[number] = None
    planned = [each for number, rows in groups.items() for each in _planned(number, rows, drafts, stored)]
    cases = [draft for number, draft in drafts.items() if draft and not draft.merged_into and number not in stored]
    same = sum(_change(number, drafts, stored) == SAME for number in drafts)
    return CaseImport(tuple(sorted(planned, key=lambda row: row.number)), tuple(cases), same)


def _planned(number, rows, drafts, stored):
    change, draft = _change(number, drafts, stored), drafts[number]
    named = f"{draft.case_no} {draft.title}".strip() if draft else number
    return [PlannedRow(row.number, named, change, row.errors, row.warnings) for row in rows]


def _change(number, drafts, stored):
    """What becomes of a proposal; of one that was merged, the same as of its case."""
    draft = drafts[number]
    case = (draft.merged_into or number) if draft else number
    return "" if drafts[case] is None else SAME if case in stored else ADDED


def _grouped(rows, known):
    """{case number: its rows}; numbers that lost their zeros in a spreadsheet get them back, a row without one stands by itself."""
    cases = {}
    for row in rows:
        for key in ("case_no", "merged_into"):
            row.values[key] = _number(row.values[key], known)
        cases.setdefault(row.values["case_no"] or f"（第 {row.number} 行）", []).append(row)
    return cases


def _number(text, known):
    number = plain(text or "")
    return number.zfill(known.rules.number_digits) if number.isdecimal() else number


def _stored(session, cases, known):
    """{case number: draft} of those of `cases` that the session has already; None for what a table cannot tell."""
    proposals = session.proposals.filter(case_no__in=list(cases)).exclude(case_no="")
    stored = dict.fromkeys(proposals.values_list("case_no", flat=True))
    told = case_rows(session, proposals.filed()) if stored else ()
    rows = (Cells(Row(place, _as_read(values))) for place, values in enumerate(told))
    drafts = drafts_of(_grouped(rows, known), known)
    return stored | {number: draft for number, draft in drafts.items() if number in stored}


def _as_read(values):
    """A row as it would be read from a file."""
    blank = {column.key: "" if column.kind == "text" else None for column in CASE_COLUMNS}
    return blank | {key: plain_cell(value) if isinstance(value, bool) else value for key, value in values.items()}


def apply(session, imported, *, by, on=None, progress=unheard):
    """Store a checked `CaseImport`; returns it. Raises Refused, and stores nothing, where a row has an error or `by` may not."""
    imported.refuse_errors()
    progress(WRITING, 0, len(imported.cases))
    import_cases(session, imported.cases, by=by, on=on)
    progress(WRITING, len(imported.cases), len(imported.cases))
    return imported


def look(data, name, *, session, progress=unheard):
    """`check`, as the page of imports calls it."""
    return check(session, data, name, progress=progress)


def enter(data, name, *, session, by, progress=unheard):
    """`check` and `apply` in one, as the page of imports calls them."""
    return apply(session, look(data, name, session=session, progress=progress), by=by, progress=progress)
