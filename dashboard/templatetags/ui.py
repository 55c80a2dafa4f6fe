"""Template tags of every page: navigation, icons, state badges, sortable headers, the filters that are set."""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from django import template
from django.conf import settings
from django.forms.models import ModelChoiceIterator
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from feedback.permissions import WATCHERS
from organizations.models import Role
from organizations.models.people import ADMIN_ROLES, UNIT_ROLES
from reports.checking import CHECKERS
from reports.permissions import COUNTS, SEES_REPORTS
from supervision.views.tabs import SEES_BOARD
from workflow.models import Notice

register = template.Library()


@dataclass(frozen=True)
class Section:
    """One entry of the main navigation; who holds none of `roles` does not see it, no roles means everybody."""

    view: str
    label: str
    short: str
    icon: str
    roles: frozenset = frozenset()
    url: str = ""
    current: bool = False
    count: int = 0


OFFICE = frozenset(ADMIN_ROLES)
SEES_DUTIES = frozenset((*WATCHERS, *UNIT_ROLES, Role.GOVERNMENT_LEADER, Role.COMMITTEE_STAFF))
SECTIONS = (
    Section("dashboard:home", "首页待办", "首页", "home"),
    Section("consultation:plan-list", "年度计划", "计划", "calendar-event"),
    Section("proposals:list", "提案", "提案", "file-text"),
    Section("feedback:list", "我的办理", "办理", "clipboard-list", roles=SEES_DUTIES),
    Section("supervision:board", "督办", "督办", "alert-circle", roles=SEES_BOARD),
    Section("reports:list", "通报", "通报", "file-text", roles=SEES_REPORTS),
    Section("reports:statistics", "统计", "统计", "chart-bar", roles=COUNTS),
    Section("reports:check", "数字核对", "核对", "list-check", roles=CHECKERS),
    Section("supervision:calendar", "工作日历", "日历", "clock", roles=frozenset({Role.SYSTEM_ADMIN})),
    Section("supervision:periods", "期限规则", "期限", "list-check", roles=frozenset({Role.SYSTEM_ADMIN})),
    Section("dashboard:notices", "通知", "通知", "bell"),
    Section("organizations:unit-list", "单位", "单位", "building"),
    Section("organizations:person-list", "人员", "人员", "users"),
    Section("dashboard:audit", "审计", "审计", "history", roles=frozenset({Role.AUDITOR})),
    Section("admin:index", "系统管理", "管理", "settings", roles=OFFICE),
    Section("api-docs", "接口文档", "接口", "api", roles=OFFICE),
)

TONES = {
    "good": "green signed closed published settled answered replied kept adopted approved issued evaluated "
    "accepted held verified concluded done active ready fine given rated chosen awarded decided",
    "info": "blue circulating running filed under_review signing waiting drafting rehandling partly planned "
    "nominated voting elected noticed standing waiting announced scoring listed sent consulting supervising rectifying "
    "reported under_way work_plan_submitted submitted assigned acknowledged pending",
    "warn": "yellow orange appealed proposed silent rejected reference not_filed return_requested "
    "problem not_done unrated vetoed struck rebound postponed returned provisional gap warning expired",
    "bad": "red red_slip broken overdue failed refused error",
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}
TONE_ICONS = {"bad": "alert-triangle", "warn": "alert-circle"}


@register.simple_tag
def product_name() -> str:
    return settings.PRODUCT_NAME


@register.simple_tag(takes_context=True)
def text_size(context) -> str:
    """`big` where large letters were chosen in this browser."""
    request = context.get("request")
    return "big" if request and request.COOKIES.get("bigtext") == "1" else ""


@register.filter
def minutes(span: timedelta) -> int:
    """Whole minutes of a time span, rounded up."""
    return ceil(span.total_seconds() / 60)


@register.simple_tag
def icon_url(name: str) -> str:
    return f"{static('vendor/icons/icons.svg')}#{name}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; the words beside it carry the meaning."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', icon_url(name))


@register.simple_tag
def badge(state: str, label: str, tone: str = "") -> SafeString:
    """The label of a state in the colour of its tone; warnings carry an icon too, colour alone says nothing."""
    tone = tone or TONE_OF.get(state, "plain")
    mark = icon(TONE_ICONS[tone]) if tone in TONE_ICONS else ""
    return format_html('<span class="tag tone-{}">{}{}</span>', tone, mark, label)


@register.simple_tag(takes_context=True)
def visible(context, rows):
    """Those of `rows` (a related manager) that this person may see, also where a room further right owns them; asked when shown."""
    return rows.visible_to(context["request"].user)


@register.simple_tag(takes_context=True)
def sections(context) -> list[Section]:
    """The navigation of this person: what may be seen and exists, with the current one marked."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    mine = [section for section in SECTIONS if not section.roles or section.roles & request.user.access.roles]
    seen = [section for section in (replace(each, url=address(each.view)) for each in mine) if section.url]
    here = max((section.url for section in seen if is_within(request.path, section.url)), key=len, default="")
    unread = unread_notices(request)
    return [replace(section, current=section.url == here, count=unread if section.view == "dashboard:notices" else 0) for section in seen]


def unread_notices(request) -> int:
    """How many notices the person has not read, up to 100, asked once for a request."""
    if not hasattr(request, "unread_notices"):
        request.unread_notices = Notice.objects.visible_to(request.user).unread()[:100].count()
    return request.unread_notices


def address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def is_within(path: str, url: str) -> bool:
    return path == url or (url != address("dashboard:home") and path.startswith(url))


@register.simple_tag(takes_context=True)
def sort_header(context, label: str, field: str, css: str = "") -> SafeString:
    """A column head that sorts by `?sort=field`, and by `-field` when chosen again; it starts at the first page."""
    query = context["request"].GET.copy()
    sort = query.get("sort", "")
    query.pop("after", None)
    query["sort"] = f"-{field}" if sort == field else field
    direction = {field: "ascending", f"-{field}": "descending"}.get(sort, "none")
    mark = {"ascending": "arrow-up", "descending": "arrow-down", "none": "arrows-sort"}[direction]
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="?{}">{}{}</a></th>', css, direction, query.urlencode(), label, icon(mark)
    )


@register.simple_tag(takes_context=True)
def active_filters(context, form) -> list[dict]:
    """The filters that are set, as label, value in words, and the address without it."""
    query = context["request"].GET
    chips = []
    for field in form.visible_fields():
        values = [value for value in query.getlist(field.html_name) if value]
        if values:
            rest = query.copy()
            rest.pop(field.html_name)
            rest.pop("after", None)
            chips.append({"label": field.label, "value": in_words(field, values), "url": f"?{rest.urlencode()}"})
    return chips


def in_words(field, values: list[str]) -> str:
    """What the person chose, not its code; the form has fetched chosen records already, so this asks the database nothing."""
    chosen = getattr(field.form, "cleaned_data", {}).get(field.name)
    if chosen is True:
        return "是"
    if hasattr(chosen, "_meta"):
        return str(chosen)
    if hasattr(chosen, "model"):
        return "、".join(map(str, chosen))
    words = {str(key): str(label) for key, label in flat(getattr(field.field, "choices", ()))}
    return "、".join(words.get(value, value) for value in values)


def flat(choices):
    """Choices without their groups; none of a field whose choices would be a query."""
    if isinstance(choices, ModelChoiceIterator):
        return
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label
