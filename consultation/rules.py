"""What differs by place in annual plans."""

import re
from dataclasses import dataclass

from django.utils import timezone

from consultation.models import Kind
from organizations.models import Session
from organizations.models.rulesets import rules_for
from organizations.rules import Period, check_day, section

CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
FORMS = (
    *("全体会议协商", "专题议政性常委会会议协商", "常委会会议协商", "主席会议协商", "专题协商会", "对口协商", "界别协商", "提案办理协商"),
    *("远程协商", "专家协商", "立法协商", "网络议政", "联动协商", "在基层协商", "常委会会议通报", "主席会议通报"),
    *("常委视察", "委员视察", "专委会视察"),
)


def _check_kinds(kinds):
    """Raise ValueError for what is no list of [code, name] with each code and name once, `other` among them."""
    if not all(isinstance(kind, tuple) and len(kind) == 2 and all(isinstance(each, str) for each in kind) for kind in kinds):
        raise ValueError("类别要写成 [代码, 名称] 的列表。")
    codes, names = [code for code, _ in kinds], [name for _, name in kinds]
    if wrong := [code for code in codes if not CODE.fullmatch(code)]:
        raise ValueError(f"类别代码“{wrong[0][:30]}”不对：用小写字母开头，只含小写字母、数字和下划线，不超过 20 个。")
    if wrong := [name for name in names if not 0 < len(name.strip()) <= 10 or name != name.strip()]:
        raise ValueError(f"类别名称“{wrong[0][:20]}”不对：1 至 10 个字，前后不留空格。")
    if len(set(codes)) < len(codes) or len(set(names)) < len(names):
        raise ValueError("类别的代码和名称都不能重复。")
    if Kind.OTHER not in codes:
        raise ValueError("类别里必须有 other，留给归不进其他类别的事项。")


def _check_forms(forms):
    if not all(isinstance(form, str) and 0 < len(form.strip()) <= 60 for form in forms):
        raise ValueError("方式要写成文字的列表，每个不超过 60 字。")


@section("consultation", "年度协商计划")
@dataclass(frozen=True)
class ConsultationRules:
    """Shipped defaults.

    `kinds`: the kinds of items a plan lists, as (code, name); `forms`: the forms offered where one is typed, any other may be typed too;
    `offices_required`: how many of the three offices must have
    given their opinion before the plan is reported (Art. 4 of the rules on consultation: 三办会商);
    `supervisory_share`: least share of supervisory items in percent (same article: 一定比例, no figure, hence 0 = not checked);
    `overload`: more items than this for one unit in one month is an overload; `plenary_months`: months of plenaries;
    `undated_nag`, `undated_last`: month-day by which an undated item should have, must have a date;
    `notice_due`, `materials_due`: before an item is held; `outcome`: from an item's day until it is concluded with its outcome reported;
    `evaluation`: of the whole plan (Art. 23: first quarter of the next year); `adoption_report`: a government
    leader tells the standing committee what became of it (Art. 22: likewise).
    """

    kinds: tuple = tuple((kind.value, kind.label) for kind in Kind)
    forms: tuple = FORMS
    offices_required: int = 3
    supervisory_share: int = 0
    overload: int = 2
    plenary_months: tuple = (1,)
    undated_nag: str = "03-31"
    undated_last: str = "11-30"
    notice_due: Period = Period(15, "workday", roll=False, source="协商活动书面通知的提前量", anchor="held", before=True)
    materials_due: Period = Period(10, "workday", roll=False, source="协商活动材料送达的提前量", anchor="held", before=True)
    outcome: Period = Period(7, "workday", source="协商活动成果报送期限", anchor="held")
    evaluation: Period = Period(0, "day", roll=False, source="次年第一季度总结评估上年计划", anchor="year_end", fixed="03-31")
    adoption_report: Period = Period(0, "day", roll=False, source="次年第一季度通报采纳落实情况", anchor="year_end", fixed="03-31")

    def __post_init__(self):
        if not (self.notice_due.before and self.materials_due.before):
            raise ValueError("会议通知和材料的期限只能从举行之日倒推。")
        for day in (self.undated_nag, self.undated_last):
            check_day(day)
        _check_kinds(self.kinds)
        _check_forms(self.forms)

    labels = {
        "kinds": "事项类别（[代码, 名称] 的列表，必须有 other）",
        "forms": "可选的方式（也可以填别的）",
        "offices_required": "报批前须有几家办公厅（室）的会商意见",
        "supervisory_share": "监督性事项的最低占比（%，0 为不检查）",
        "overload": "同一单位一个月超过几项为过载",
        "plenary_months": "召开全体会议的月份",
        "undated_nag": "未定时间事项应在何日前确定（月-日）",
        "undated_last": "未定时间事项最迟何日举行（月-日）",
        "notice_due": "书面通知参加人员的期限",
        "materials_due": "送达会议材料的期限",
        "outcome": "举行后报送成果、办结事项的期限",
        "evaluation": "年度计划总结评估期限",
        "adoption_report": "向常委会会议通报采纳落实情况的期限",
    }


def rules_today(jurisdiction):
    """The rules in force in the jurisdiction today, whatever year a plan is for."""
    return rules_for(ConsultationRules, jurisdiction, on=timezone.localdate())


def rules_of_year(jurisdiction, year):
    """The rules by which a plan of `year` that is not stored yet is drafted today: those of its session, else those in force."""
    session = Session.objects.of_year(jurisdiction, year) if jurisdiction and year else None
    return rules_for(ConsultationRules, jurisdiction, on=timezone.localdate(), session=session)


def rules_of_plan(plan, *, on=None):
    """The rules a plan and its items go by: those its session pins, else those in force on the day `on` (default today)."""
    return rules_for(ConsultationRules, plan.jurisdiction, on=on or timezone.localdate(), session=plan.session)


def kinds_and_forms(access):
    """([(code, name)], [form]) that the places of a person's `Access` have today; one code named differently shows all its names."""
    names, forms = {}, []
    for rules in access.rules(ConsultationRules):
        for code, name in rules.kinds:
            names.setdefault(code, {})[name] = True
        forms += rules.forms
    return [(code, "／".join(each)) for code, each in names.items()], list(dict.fromkeys(forms))
