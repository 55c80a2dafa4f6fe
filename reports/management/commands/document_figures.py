"""Print the catalogue of figures as docs/figures.md; no database is asked."""

from itertools import groupby

from django.core.management.base import BaseCommand

from reports.figures import DIMENSIONS, registered
from reports.figures.printed import PRINTED
from reports.figures.relations import relation_of
from workflow.refusals import Refused

INTRO = """# 指标目录

本文由 `manage.py document_figures` 从程序里的指标目录生成，请勿手工修改。

- 每个指标都可以按届次（或按地区和起止日期）、截至任何一天计算；计算的依据是当天为止登记的日期和操作记录。
- “件数”类指标若有分母，同时给出占比；“比率”类指标印出百分比。百分比一律四舍五入到规则规定的位数；必须合计为100%的表按最大余额法取舍并注明。
- 没有分母时印“无”，不作除法。各分类之和小于总数的，差额在“未分类”“未归类”里列出。
- 结果分类、评价等次、类别、交办口、计划类别因地而异，本文按系统默认规则列出；换一套规则，相应的指标随之增减。
- “可分”一栏是可以拆分的维度，任意两个维度可以交叉。
  “提案的各维度”指届次、交办口、承办单位、分管领导、类别、界别、党派、专委会、提案者类别、重点与一般、会上与平时、结果分类。"""
HEADER = "| 指标 | 代码 | 口径 | 分母 | 可分 | 录入页面 |\n| --- | --- | --- | --- | --- | --- |"
REPORTED = "| 报告里的数 | 数值 | 指标 | 录入页面 |\n| --- | --- | --- | --- |"


class Command(BaseCommand):
    help = "Prints docs/figures.md: manage.py document_figures > docs/figures.md"
    requires_system_checks = ()

    def handle(self, *args, **options):
        figures = registered()
        parts = [INTRO, *(_group(name, rows) for name, rows in groupby(figures.values(), key=lambda each: each.group))]
        self.stdout.write("\n\n".join([*parts, *(_printed(title, rows, figures) for title, rows in PRINTED.items())]))


def _group(name, figures):
    return "\n".join([f"## {name}", "", HEADER, *map(_row, figures)])


def _row(figure):
    whole = figure.basis + ("（比率）" if figure.rate else "") if figure.whole else "—"
    return f"| {figure.label} | `{figure.name}` | {figure.definition} | {whole} | {'、'.join(_dimensions(figure)) or '—'} | {figure.page} |"


def _dimensions(figure):
    """The labels of the dimensions a figure has; those that every figure about cases has are named together."""
    found = [dimension for dimension in DIMENSIONS.values() if _has(figure, dimension)]
    if relation_of(figure.relation).of_cases:
        found = [each for each in found if each.name in ("round", "month")]
        yield "提案的各维度"
    yield from (each.label for each in found)


def _has(figure, dimension):
    try:
        dimension.of(relation_of(figure.relation), figure)
    except Refused:
        return False
    return True


def _printed(title, rows, figures):
    """A table that names for each number of a public report the figure and the page where its facts are entered."""
    lines = [f"| {what} | {number} | {_named(names, figures)} | {_pages(names, figures)} |" for what, number, names in rows]
    return "\n".join([f"## 与公开报告对照：{title}", "", REPORTED, *lines])


def _named(names, figures):
    return "、".join(f"{figures[name].label} `{name}`" for name in names.split()) or "没有对应的记录"


def _pages(names, figures):
    return "；".join(dict.fromkeys(figures[name].page for name in names.split())) or "—"
