"""办理进展定期通报: how far each unit is, week by week or month by month, while the cases of a session are in hand."""

from documents.official.model import chinese_date
from reports.drafting.grids import MANY_UNITS, grid, names_where
from reports.kinds import Chapter, Kind, register, to_units

COLUMNS = {
    "assigned": "交办",
    "met": "面商",
    "replied": "已答复",
    "reply_rate": "办复率",
    "late": "逾期答复",
    "overdue": "逾期未答复",
    "open": "未到期",
    "concluded": "办结",
}


def title(scope):
    return f"关于{scope.place}政协{scope.session.short_name}提案办理进展情况的通报（截至{chinese_date(scope.as_of)}）"


def chapters(scope, figures):
    """总体进展, 各单位进展, 工作要求."""
    day = chinese_date(scope.as_of)
    yield Chapter("一、总体进展", "\n".join(_overview(scope, day)))
    yield Chapter("二、各单位进展", "\n".join(_units(scope)))
    yield Chapter("三、工作要求", "\n".join(_demands(figures)))


def _overview(scope, day):
    yield (
        f"截至{day}，{scope.session.short_name}共交办提案${{assigned}}件，由${{handling_units}}个单位承办。"
        "已答复${replied}件，办复率${reply_rate}；已办结${concluded}件。"
    )
    yield (
        "应答复的办理件中，按期答复${in_time}件，逾期答复${late}件，逾期未答复${overdue}件，未到期${open}件，按期率${on_time_rate}。"
        "已当面商办${met}件，面商率${met_rate}。"
    )


def _units(scope):
    done = names_where(scope, "unit", "replied", lambda cell: cell.whole and cell.part == cell.whole)
    late = names_where(scope, "unit", "overdue", lambda cell: cell.part)
    waiting = names_where(scope, "unit", "replied", lambda cell: cell.whole and not cell.part)
    yield f"提案已全部答复的单位：{'、'.join(done) or '无'}。"
    yield f"有逾期未答复提案的单位：{'、'.join(late) or '无'}。"
    yield f"还没有答复任何提案的单位：{'、'.join(waiting) or '无'}。"
    yield "各单位进展见附表。"


def _demands(figures):
    if figures["overdue"].part:
        yield "（一）逾期未答复的单位，要说明原因，立即办理，并向督查室书面报告。"
    if figures["replied"].part == figures["assigned"].part:
        yield "已全部答复的提案，要继续落实答复所作的承诺，做好提案者意见的征询。"
        return
    yield "尚未答复的单位，要对照期限倒排进度，办理前、办理中与提案者当面沟通，答复稿按规定送审后印发。"


def tables(scope, figures):
    """One row for each unit."""
    yield grid(scope, "unit", COLUMNS, "各承办单位办理进展", note=MANY_UNITS)


def tabled(scope):
    """The figures that the table holds."""
    return list(COLUMNS)


register(Kind("progress", "办理进展定期通报", title, chapters, tables, tabled, addressees=to_units))
