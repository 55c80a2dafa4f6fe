"""单位提案办理工作总结: a unit's own year, counted over what it has in hand alone."""

from documents.official.model import chinese_date
from reports.drafting.grids import grid, listed
from reports.drafting.handling import by_class
from reports.kinds import Chapter, Kind, register

COLUMNS = {"assigned": "件数", "replied": "已答复", "met": "面商", "concluded": "办结", "rehandled": "重新办理"}


def title(scope):
    return f"{scope.unit}{scope.session.short_name}提案办理工作总结"


def chapters(scope, figures):
    """办理情况, 办理成效 by class with examples, 建议采纳和协商事项, 存在的问题和下一步打算."""
    yield Chapter("一、办理情况", "\n".join(_overview(scope, figures)))
    if figures["replied"].part:
        yield Chapter("二、办理成效", "\n".join(by_class(scope, figures)))
    yield Chapter("三、建议采纳和协商事项" if figures["replied"].part else "二、建议采纳和协商事项", _taken_up(figures))
    yield Chapter("四、存在的问题和下一步打算" if figures["replied"].part else "三、存在的问题和下一步打算", _problems(figures))


def _overview(scope, figures):
    yield (
        f"截至{chinese_date(scope.as_of)}，我单位承办{scope.session.short_name}提案${{assigned}}件，其中重点提案${{key}}件。"
        "已答复${replied}件，办复率${reply_rate}；已办结${concluded}件。"
    )
    yield "应由我单位答复的办理件中，按期答复${in_time}件，逾期答复${late}件，逾期未答复${overdue}件，未到期${open}件；当面商办${met}件。"
    if figures["receipts"].part:
        told = "、".join(f"{label}${{final_{code}}}件" for code, label in scope.case_rules.scale)
        yield f"收到提案回执${{receipts}}件，其中{told}；重新办理${{rehandled}}件。"


def _taken_up(figures):
    told = (
        "提案所提建议${suggestions}条，采纳${adoption_adopted}条、部分采纳${adoption_partly}条；到期承诺${commitments_due}项，"
        "已兑现${commitments_kept}项。"
        if figures["suggestions"].part
        else "承办的提案没有逐条登记的建议。"
    )
    items = "列入年度协商计划、由我单位负责的事项${plan_items}项，已完成${plan_done}项。" if figures["plan_items"].part else ""
    return told + items


def _problems(figures):
    found = [
        ("late", "有${late}件答复逾期"),
        ("overdue", "还有${overdue}件逾期没有答复"),
        ("followed", "有${followed}件需要继续跟踪转化，已转为解决${turned}件"),
        ("commitments_broken", "有${commitments_broken}项承诺没有兑现"),
    ]
    told = [text for name, text in found if figures[name].part] or ["与提案者的沟通还可以更主动"]
    return f"{listed(told)}下一步，我单位将逐件落实答复所作的承诺，对需要跟踪的提案建立台账，及时告知提案者。"


def tables(scope, figures):
    """Its cases by category."""
    made = grid(scope, "category", COLUMNS, "各类别提案办理情况")
    if made[1].rows:
        yield made


def tabled(scope):
    """The figures that the table holds."""
    return list(COLUMNS)


register(Kind("unit", "单位提案办理工作总结", title, chapters, tables, tabled, verb="报告", of_unit=True, tells_examples=True))
