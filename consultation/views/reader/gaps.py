"""The gap list of the reader page, of the items as they stand now and not as they were read."""

from dataclasses import dataclass, field

from django.utils import timezone

LABELS = {
    "no_time": "未定时间",
    "time_unclear": "时间不明",
    "time_before_issue": "早于成文",
    "no_units": "无责任单位",
    "no_form": "未写方式",
    "group_open": "群体未指明单位",
    "lost_character": "有字丢失",
    "title_unclear": "题目存疑",
    "number_gap": "序号跳号",
    "duplicate_number": "序号重复",
    "kind_unclear": "类别存疑",
    "role_unclear": "单位角色不明",
    "unit_unclear": "单位存疑",
    "repeated_unit": "单位重复",
    "open_list": "单位未列全",
    "row_unclear": "表格对不上",
    "label_unclear": "栏目不明",
    "loose_text": "未归栏",
    "label_mismatch": "标签不符",
    "renamed_unit": "曾用名",
    "unknown_units": "单位未登记",
    "past_year": "往年计划",
    "unknown_year": "年度不明",
    "no_title": "没有标题",
    "place_inferred": "地区推断",
    "repeated_item": "重复列出",
    "unread_text": "没有读完",
    "total_match": "总数相符",
    "total_mismatch": "总数不符",
    "total_loose": "总数约数",
}
OF_TITLE = ("lost_character", "title_unclear")
OF_KIND = ("kind_unclear",)
OF_UNITS = ("role_unclear", "unit_unclear", "repeated_unit", "open_list")
KEPT = (*OF_TITLE, *OF_KIND, *OF_UNITS, "number_gap", "duplicate_number", "label_mismatch", "row_unclear", "label_unclear", "loose_text")
SUMMED = ("no_time", "no_units", "no_form")
KIND_WORDS = {"consultation": "协商", "briefing": "通报", "inspection": "视察", "other": "其他"}


@dataclass
class Group:
    """Gaps of one sort: `message` for the whole, or `entries` = [(number of the item, its label, its own sentence)]."""

    code: str
    label: str
    level: str
    message: str = ""
    entries: list = field(default_factory=list)


def groups_of(review):
    """(what must be looked at, mere remarks), each a list of `Group`s: those of the whole first."""
    groups = _of_whole(review)
    for n, form in enumerate(review.items, 1):
        for code, level, message in _of_item(review, form):
            group = groups.setdefault((code, None), Group(code, LABELS.get(code, "请核对"), level))
            group.entries.append((n, review.label(n), message))
    found = list(groups.values())
    return [group for group in found if group.level == "warning"], [group for group in found if group.level != "warning"]


def codes_of(review, form):
    """(code, label) of what is open in one item."""
    return [(code, LABELS.get(code, "请核对")) for code, level, _ in _of_item(review, form) if level == "warning"]


def _of_whole(review):
    groups = {}
    for code, level, message in (*_totals(review), *_others(review), *_years(review)):
        groups[code, message] = Group(code, LABELS.get(code, "请核对"), level, message)
    return groups


def _totals(review):
    """The totals the notice states against the items as they stand."""
    kinds = [form.value("kind") for form in review.items]
    forms = [form.value("form") for form in review.items]
    for key, stated in review.reading.stated_totals.items():
        now = len(kinds) if key == "total" else kinds.count(key) if key in KIND_WORDS else forms.count(key)
        name = "总数" if key == "total" else KIND_WORDS.get(key, key)
        words = f"{name}：文中写 {stated}{' 项' if isinstance(stated, int) else ''}，现有 {now} 项。"
        if not isinstance(stated, int):
            yield "total_loose", "info", words
        else:
            yield ("total_match", "info", words) if stated == now else ("total_mismatch", "warning", words)


def _others(review):
    """What the reader says of the whole text and what does not change by editing."""
    for gap in review.reading.gaps:
        if gap.item is None and gap.code not in SUMMED and not gap.code.startswith("total_"):
            yield gap.code, gap.level, gap.message
    for name in review.names:
        match = review.directory.find(name)
        if match and match.former:
            yield "renamed_unit", "info", review.directory.describe(name)
    if review.unknown:
        yield (
            "unknown_units",
            "warning",
            f"{len(review.unknown)} 个单位名称不在单位名录中，请在下面登记或在事项里改正；不处理的，印发前会被拦下。",
        )


def _years(review):
    data, today = review.head.cleaned_data, timezone.localdate()
    if data.get("year") and data["year"] < today.year and not data.get("is_history"):
        yield (
            "past_year",
            "warning",
            f"计划年度 {data['year']} 年已经过去。往年已结束的计划请勾选“历史资料”，否则印发后会按期提醒、标为逾期。",
        )


def _of_item(review, form):
    read, time = review.read_item(form.value("origin")), form.value("time_text")
    clean = form.cleaned_data
    if not time and not clean.get("window_start"):
        yield "no_time", "warning", "没有写时间。"
    elif clean.get("precision") == "none":
        yield "time_unclear", "warning", f"时间“{time}”看不出日期，按原文保留。"
    issued = review.reading.doc["date"]
    if issued and clean.get("window_end") and clean["window_end"].isoformat() < issued:
        yield "time_before_issue", "warning", f"时间“{time}”早于成文日期 {issued}。"
    if not form.value("responsible") and not form.value("consulted"):
        yield "no_units", "warning", "没有写责任单位。"
    named = [name for field in ("responsible", "consulted") for name in clean.get(field) or ()]
    if named and all((match := review.directory.find(name)) and match.unit.is_group for name in named):
        yield "group_open", "warning", f"“{'、'.join(named)}”是群体，没有单位会收到交办件；保存后在事项里点“指明群体单位”。"
    if not form.value("form"):
        yield "no_form", "warning", "没有写方式。"
    yield from _kept(review, read, form)


def _kept(review, read, form):
    """What the reader found in the item and what still holds."""
    if read is None:
        return
    origin = int(form.value("origin"))
    for gap in review.reading.gaps:
        changed = (gap.code in OF_TITLE and form.value("title") != read.title) or (gap.code in OF_KIND and form.value("kind") != read.kind)
        if gap.item == origin and gap.code in KEPT and not changed:
            yield gap.code, gap.level, gap.message
