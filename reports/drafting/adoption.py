"""协商成果采纳落实情况通报: suggestions of consultations and of proposals, taken up or not, carried out or not."""

from collections import defaultdict

from consultation.models import ItemUnit
from documents.official.model import Table, chinese_date
from feedback.models import Adoption, Suggestion
from feedback.models.suggestions import NOT_ADOPTED
from reports.drafting.grids import grid, listed
from reports.kinds import Chapter, Kind, committee, register

COLUMNS = {"suggestions": "建议", **{f"adoption_{each}": each.label for each in Adoption}, "implementation_done": "已落实"}
OF_ITEMS = ("plan_suggestions", "plan_suggestions_adopted", "plan_suggestions_done")


def title(scope):
    return f"关于{scope.place}政协{scope.session.short_name}以来协商成果采纳落实情况的通报"


def to_all(place):
    return "各有关单位"


def chapters(scope, figures):
    """协商建议, 提案建议, 承诺, 问题和要求."""
    yield Chapter("一、协商建议的采纳落实", _of_items(scope, figures))
    yield Chapter("二、提案建议的采纳落实", _of_cases(figures))
    yield Chapter("三、存在的问题和下一步要求", "\n".join(_problems(figures)))


def _of_items(scope, figures):
    if not figures["plan_suggestions"].part:
        return "年度协商计划的各项活动没有登记意见建议。"
    return (
        f"截至{chinese_date(scope.as_of)}，年度协商计划的各项活动共形成意见建议${{plan_suggestions}}条，"
        "有关单位采纳或部分采纳${plan_suggestions_adopted}条，采纳率${plan_adoption_rate}；"
        "已落实${plan_suggestions_done}条，正在推进${plan_suggestions_under_way}条。各事项情况见附表。"
    )


def _of_cases(figures):
    if not figures["suggestions"].part:
        return "立案提案没有逐条登记的建议。"
    told = "、".join(f"{each.label}${{adoption_{each}}}条" for each in Adoption)
    promised = "到期承诺${commitments_due}项，已兑现${commitments_kept}项，兑现率${commitments_kept_rate}。"
    return (
        f"立案提案所提建议${{suggestions}}条，其中{told}，采纳率${{adoption_rate}}。采纳的建议中已落实的占${{implementation_rate}}。"
        f"{promised if figures['commitments_due'].part else ''}"
    )


def _problems(figures):
    found = []
    if figures["adoption_open"].part:
        found.append("还有${adoption_open}条提案建议没有明确是否采纳")
    if figures["commitments_broken"].part + figures["commitments_unchecked"].part:
        found.append("到期承诺中有${commitments_broken}项未兑现、${commitments_unchecked}项到期未核实")
    if found:
        yield f"存在的问题：{listed(found)}"
    yield "请各有关单位对采纳的建议明确措施、责任人和完成时限，对不采纳的说明理由，落实情况及时登记并向提出人反馈。"


def tables(scope, figures):
    """协商建议 by item, those not adopted with the reason, 提案建议 by unit; tables without a row are left out."""
    made = (_items(figures), _refused(figures), grid(scope, "unit", COLUMNS, "各单位提案建议采纳落实情况"))
    yield from (each for each in made if each[1].rows)


def _items(figures):
    items = dict(ItemUnit.reached.filter(assignment__suggestions__in=figures[OF_ITEMS[0]].rows).values_list("assignment", "item__title"))
    counts = defaultdict(lambda: [0, 0, 0])
    for place, name in enumerate(OF_ITEMS):
        for assignment in Suggestion.objects.filter(pk__in=figures[name].rows).values_list("assignment", flat=True):
            counts[items[assignment]][place] += 1
    rows = tuple((title, *map(str, found)) for title, found in sorted(counts.items()))
    return "各协商事项意见建议采纳落实情况", Table(("事项", "建议", "采纳", "已落实"), rows, (61, 13, 13, 13)), ""


def _refused(figures):
    """Suggestions that were not taken up, as they stand on the day the list is made."""
    known = [*figures["plan_suggestions"].rows, *figures["adoption_reference"].rows, *figures["adoption_rejected"].rows]
    found = Suggestion.objects.filter(pk__in=known, adoption__in=NOT_ADOPTED).select_related("unit").order_by("pk")
    rows = tuple((str(row), row.text, row.unit.name if row.unit else "", row.get_adoption_display(), row.measure) for row in found)
    return "未采纳的建议和理由", Table(("来源", "建议", "单位", "情况", "理由"), rows, (24, 30, 14, 10, 22)), ""


def tabled(scope):
    """The figures that the tables hold."""
    return [*OF_ITEMS, *COLUMNS]


register(
    Kind(
        "adoption",
        "协商成果采纳落实情况通报",
        title,
        chapters,
        tables,
        tabled,
        ("plan_suggestions", "suggestions"),
        "登记意见建议",
        committee,
        to_all,
    )
)
