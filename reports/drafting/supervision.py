"""督查通报: cards and slips given out, units that are late, what is demanded of them."""

from documents.models import Sensitivity
from documents.official.model import Table, chinese_date
from reports.drafting.grids import grid, names_where
from reports.kinds import Chapter, Kind, register, to_units
from supervision.models import Card
from supervision.models.cards import Colour

CARDS = {f"card_{colour}": colour.label for colour in Colour}
COLUMNS = {"overdue": "逾期未答复", "late": "逾期答复", "in_time": "按期答复", "open": "未到期"}


def title(scope):
    return f"关于{scope.place}政协{scope.session.short_name}提案办理督查情况的通报"


def chapters(scope, figures):
    """督查情况, 牌单, 逾期单位, 要求."""
    day = chinese_date(scope.as_of)
    yield Chapter(
        "一、督查情况",
        f"截至{day}，{scope.session.short_name}交办提案${{assigned}}件，已答复${{replied}}件，办复率${{reply_rate}}。"
        "应答复的办理件中，按期答复${in_time}件，逾期答复${late}件，逾期未答复${overdue}件，未到期${open}件，按期率${on_time_rate}。"
        "督办重点提案${key_supervised}件，已办结${key_concluded}件。",
    )
    yield Chapter("二、牌单发出情况", _cards(scope, figures))
    yield Chapter("三、逾期单位", _late(scope, figures))
    yield Chapter("四、工作要求", "收到牌单的单位要在规定期限内书面答复整改情况；逾期未答复的单位要立即办理，再次逾期的按规则升级督办。")


def _cards(scope, figures):
    given = [f"{label}${{{name}}}张" for name, label in CARDS.items() if figures[name].part]
    if not given:
        return "没有发出红黄牌或督查单。"
    units = sorted(set().union(*(names_where(scope, "unit", name, lambda cell: cell.part) for name in CARDS if figures[name].part)))
    return f"发出{'，'.join(given)}。涉及的单位：{'、'.join(units)}。事由见附表。"


def _late(scope, figures):
    if not figures["late"].part + figures["overdue"].part:
        return "没有逾期的单位。"
    overdue = names_where(scope, "unit", "overdue", lambda cell: cell.part)
    late = [name for name in names_where(scope, "unit", "late", lambda cell: cell.part) if name not in overdue]
    told = [("仍有逾期未答复提案的", overdue), ("曾逾期、现已答复的", late)]
    return f"有${{late_units}}个单位出现逾期。{'；'.join(f'{what}：' + '、'.join(names) for what, names in told if names)}。"


def tables(scope, figures):
    """The cards, the units that are or were late; tables without a row are left out."""
    rows = [row for name in CARDS for row in figures[name].rows]
    cards = Card.objects.filter(pk__in=rows).select_related("assignment__handling__proposal").order_by("issued_on", "pk")
    told = tuple(map(_card, cards))
    listed = "牌单一览", Table(("种类", "编号", "单位", "事项", "事由", "发出日期"), told, (10, 18, 14, 22, 22, 14)), ""
    late = grid(scope, "unit", COLUMNS, "逾期单位情况", keep=("overdue", "late"))
    yield from (made for made in (listed, late) if made[1].rows)


def _card(card):
    case = card.assignment.handling.proposal
    subject = f"第{case.case_no}号提案（不公开）" if case.sensitivity == Sensitivity.CLOSED else card.assignment.subject
    return card.get_colour_display(), card.number, card.assignment.unit_name, subject, card.reason, f"{card.issued_on}"


def tabled(scope):
    """The figures that the tables hold."""
    return [*CARDS, *COLUMNS]


register(Kind("supervision", "督查通报", title, chapters, tables, tabled, addressees=to_units))
