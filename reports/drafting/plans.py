"""年度协商计划完成情况总结评估: each list of the plan, what was held, what was not and why that is told, suggestions taken up."""

from consultation.models import AnnualPlan, PlanItem
from consultation.models.items import RESPONSIBLE
from consultation.models.plans import PUBLIC_STATES
from documents.official.model import Table, chinese_date
from reports.drafting.grids import listed
from reports.figures.catalogue import kinds_of_items
from reports.kinds import Chapter, Kind, committee, register

MOST = 5  # titles told in one sentence; the table has all
DONE, OFF = "plan_done", {"plan_postponed": "延期", "plan_cancelled": "取消"}


def title(scope):
    years = AnnualPlan.objects.filter(session__in=scope.sessions, state__in=PUBLIC_STATES).order_by("year").values_list("year", flat=True)
    told = "、".join(map(str, years)) or scope.as_of.year
    return f"{scope.place}政协{told}年度协商计划完成情况总结评估"


def to_offices(place):
    return f"{place}政协主席会议"


def chapters(scope, figures):
    """总体情况, 各类事项, 意见建议的采纳, 问题和改进."""
    yield Chapter("一、总体情况", "\n".join(_overview(scope, figures)))
    yield Chapter("二、各类事项完成情况", "\n".join(_lists(scope, figures)))
    yield Chapter("三、意见建议的采纳", "\n".join(_suggestions(figures)))
    yield Chapter("四、存在的问题和改进措施", "\n".join(_problems(figures)))


def _overview(scope, figures):
    off = "".join(f"，{label}${{{name}}}项" for name, label in OFF.items() if figures[name].part)
    watched = "；其中监督性事项${plan_supervisory}项" if figures["plan_supervisory"].part else ""
    yield (
        f"年度协商计划共列入事项${{plan_items}}项{watched}。截至{chinese_date(scope.as_of)}，已完成${{plan_done}}项{off}，"
        "完成率${plan_completion}。完成率以计划所列全部事项为基数，延期和取消的留在基数里。"
    )


def _lists(scope, figures):
    for code, name in kinds_of_items(scope):
        if not figures[f"plan_items_{code}"].part:
            continue
        line = f"{name}事项${{plan_items_{code}}}项，已完成${{plan_done_{code}}}项，完成率${{plan_completion_{code}}}。"
        undone = set(figures[f"plan_items_{code}"].rows) - set(figures[DONE].rows)
        yield line + (f"未完成的有：{_titles(undone)}。" if undone else "")


def _titles(rows):
    titles = [f"《{title}》" for title in PlanItem.objects.filter(pk__in=rows).order_by("order").values_list("title", flat=True)]
    return "、".join(titles[:MOST]) + ("等，详见附表" if len(titles) > MOST else "")


def _suggestions(figures):
    if not figures["plan_suggestions"].part:
        yield "没有登记协商形成的意见建议。"
        return
    yield (
        "各项协商活动共形成意见建议${plan_suggestions}条，有关单位采纳或部分采纳${plan_suggestions_adopted}条，采纳率${plan_adoption_rate}；"
        "已落实${plan_suggestions_done}条。"
    )


def _problems(figures):
    left = figures["plan_items"].part - figures[DONE].part
    found = ["部分事项还没有完成，进度安排还要更均衡"] if left else []
    if figures["plan_suggestions"].part > figures["plan_suggestions_adopted"].part:
        found.append("部分意见建议还没有被采纳，协商成果转化的跟踪还要加强")
    yield f"存在的问题：{listed(found)}" if found else "计划事项已全部完成。"
    yield (
        "改进措施：一是编制计划时与责任单位充分会商，合理确定议题和时间；二是按月检查进度，临期提醒；三是逐条跟踪意见建议的采纳落实并反馈。"
    )


def tables(scope, figures):
    """All items with what became of each."""
    told = {row: label for name, label in OFF.items() for row in figures[name].rows} | dict.fromkeys(figures[DONE].rows, "已完成")
    items = PlanItem.objects.filter(pk__in=figures["plan_items"].rows).order_by("plan__year", "order", "pk").prefetch_related("units")
    rows = tuple(_row(item, told.get(item.pk, "未完成")) for item in items)
    header = ("类别", "序号", "题目", "方式", "责任单位", "计划时间", "完成情况")
    yield "年度协商计划事项完成情况", Table(header, rows, (8, 7, 33, 13, 17, 10, 12)), ""


def _row(item, told):
    units = "、".join(unit.name for unit in item.units.all() if unit.role in RESPONSIBLE)
    held = f"{told} {item.held_on:%Y-%m-%d}" if told == "已完成" and item.held_on else told
    return item.kind_name, str(item.number), item.title, item.form, units, item.time_text, held


def tabled(scope):
    """The figures that the table holds."""
    return ["plan_items", DONE, *OFF]


register(
    Kind(
        "plan",
        "年度协商计划完成情况总结评估",
        title,
        chapters,
        tables,
        tabled,
        ("plan_items",),
        "印发的年度协商计划",
        committee,
        to_offices,
        "报告",
    )
)
