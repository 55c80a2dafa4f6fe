"""Looking a whole table through, and storing what was looked through."""

from dataclasses import dataclass

from organizations.progress import unheard
from proposals.actions.importing import import_cases
from proposals.catalogue import CASE_COLUMNS, case_rows
from proposals.drafts import CaseDraft
from proposals.importing.cases import case_of
from proposals.importing.cells import Cells, plain
from proposals.importing.place import Known
from tables import ImportPlan, PlannedRow, Row, read_rows
from tables.importing import ADDED, SAME
from tables.model import plain as plain_cell

READING, CHECKING, WRITING = "正在读取表格", "正在检查", "正在写入"


@dataclass(frozen=True)
class CaseImport(ImportPlan):
    """What an import would do: every row of the file, the cases to be added, and how many the session has already."""

    cases: tuple[CaseDraft, ...] = ()
    same: int = 0

    @property
    def counts(self):
        """{新增: cases, 不变: cases}."""
        return {ADDED: len(self.cases), SAME: self.same}


def check(session, data, name, *, today=None, progress=unheard):
    """What importing a file (bytes) into a session would do; stores nothing. Returns a `CaseImport`.

    A case number that the session has already must tell just what is stored (then nothing happens to it), or it is a fault.
    Raises Refused where the file as a whole cannot be taken.
    """
    known = Known(session, today)
    progress(READING, 0, 0)
    cases = _grouped(map(Cells, read_rows(data, name, CASE_COLUMNS)), known)
    stored = _stored(session, cases, known)
    planned, drafts, same = [], [], 0
    for done, (number, rows) in enumerate(cases.items()):
        progress(CHECKING, done, len(cases))
        draft = case_of(rows, known)
        if number in stored and draft is not None and draft != stored[number]:
            rows[0].fault("case_no", f"本次会议已有案号 {number}，内容与表中不同。已有的提案请在页面上办理，或从表中删去。")
            draft = None
        change = "" if draft is None else SAME if number in stored else ADDED
        same += change == SAME
        drafts += [draft] if change == ADDED else []
        named = f"{number} {draft.title}" if draft else number
        planned += [PlannedRow(row.number, named, change, row.errors, row.warnings) for row in rows]
    return CaseImport(tuple(sorted(planned, key=lambda row: row.number)), tuple(drafts), same)


def _grouped(rows, known):
    """{case number: its rows}; numbers that lost their zeros in a spreadsheet get them back, a row without one stands by itself."""
    cases = {}
    for row in rows:
        number = plain(row.values["case_no"] or "")
        if number.isdecimal() and len(number) < known.rules.number_digits:
            number = number.zfill(known.rules.number_digits)
        row.values["case_no"] = number
        cases.setdefault(number or f"（第 {row.number} 行）", []).append(row)
    return cases


def _stored(session, cases, known):
    """{case number: draft} of those of `cases` that the session has already; None for what a table cannot tell."""
    proposals = session.proposals.filter(case_no__in=list(cases)).exclude(case_no="")
    stored = dict.fromkeys(proposals.values_list("case_no", flat=True))
    rows = {}
    for values in case_rows(session, proposals.filed()) if stored else ():
        blank = {column.key: "" if column.kind == "text" else None for column in CASE_COLUMNS}
        told = {key: plain_cell(value) if isinstance(value, bool) else value for key, value in values.items()}
        rows.setdefault(values["case_no"], []).append(Cells(Row(0, blank | told)))
    return stored | {number: case_of(each, known) for number, each in rows.items()}


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
