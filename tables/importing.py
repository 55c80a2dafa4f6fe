"""What an import would do, row by row, before anything is stored."""

from dataclasses import dataclass, field

from tables.refusals import Refused

ADDED, CHANGED, SAME = "新增", "修改", "不变"


@dataclass(frozen=True)
class PlannedRow:
    """What a row will do: its number in the file, what it is about, 新增/修改/不变 ("" where it has errors), and by column label what
    is wrong (`errors`, which hinder the import) and what to look at (`warnings`, which do not). `draft`: the row as understood."""

    number: int
    name: str
    change: str
    errors: dict = field(default_factory=dict)
    warnings: dict = field(default_factory=dict)
    draft: object = None


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do."""

    rows: tuple[PlannedRow, ...]

    @property
    def errors(self):
        """[(row number, column label, sentence)]."""
        return [(row.number, label, sentence) for row in self.rows for label, sentence in row.errors.items()]

    @property
    def warnings(self):
        """As `errors`, of what does not hinder the import."""
        return [(row.number, label, sentence) for row in self.rows for label, sentence in row.warnings.items()]

    @property
    def drafts(self):
        return tuple(row.draft for row in self.rows if row.draft)

    @property
    def counts(self):
        """{新增: n, 修改: n, 不变: n}."""
        return {change: sum(row.change == change for row in self.rows) for change in (ADDED, CHANGED, SAME)}

    def refuse_errors(self):
        """Raise Refused, naming the first, where a row has an error."""
        if self.errors:
            number, label, sentence = self.errors[0]
            raise Refused(f"表中有 {len(self.errors)} 处错误，没有导入。第 {number} 行“{label}”：{sentence}")
