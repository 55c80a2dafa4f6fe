"""What differs by place and session in proposals; each default with the rule it comes from."""

from dataclasses import dataclass

from organizations.rules import Period, section

DISSATISFIED = "dissatisfied"
CHAIN = {"co_units": "会办单位会签", "unit_head": "单位负责人签批", "supervision": "督查室审核", "leader": "政府领导审签"}


@section("proposals", "提案")
@dataclass(frozen=True)
class ProposalRules:
    """Shipped defaults; a session pins the version its cases go by.

    `passes`: names of the review passes before filing; `classes`: the scheme of result classes, (letter, meaning), never compared across
    schemes; `scale`: the receipt's overall values, (code, label), one of them `dissatisfied`; `dimensions`: what is asked apart, (code,
    question) answered by the scale or with answers of its own, (code, question, ((code, label), …));
    `contact_kinds`: (code, label, counts as 面商 or not); `sign_chain`: who signs a reply, in this order (see `CHAIN`).
    """

    passes: tuple = ("初审", "复审", "终审")
    number_digits: int = 3
    title_limit: int = 50
    body_limit: int = 2000
    categories: tuple = ("经济建设", "政治建设", "文化建设", "社会建设", "生态文明建设")
    tracks: tuple = (("party", "党委办公厅（室）"), ("government", "政府办公厅（室）"), ("cppcc", "政协办公厅（室）"))
    not_filed_reasons: tuple = (
        "涉及国家秘密",
        "国家明令禁止的事项",
        "中共党员反映党内组织、人事安排",
        "民主党派成员反映本党派内部事项",
        "已进入诉讼、仲裁、行政复议程序",
        "属于学术研讨",
        "为本人或亲属解决个人问题",
        "宣传、推介具体作品或产品",
        "指名举报",
        "内容空泛，没有具体建议",
    )
    destinations: tuple = ("转社情民意信息", "转有关部门参考", "退回提案人", "由提案人撤回")
    classes: tuple = (
        ("A", "所提问题已经解决或基本解决"),
        ("B", "所提问题正在解决或列入计划逐步解决"),
        ("C", "所提问题因条件限制或其他原因暂无法解决"),
    )
    scale: tuple = (("satisfied", "满意"), ("basically", "基本满意"), (DISSATISFIED, "不满意"))
    dimensions: tuple = (("attitude", "办理态度"), ("result", "办理结果"))
    contact_kinds: tuple = (
        ("visit", "上门走访", True),
        ("meeting", "座谈会", True),
        ("on_site", "现场办理", True),
        ("invited", "邀请面谈", True),
        ("phone", "电话", False),
        ("network", "网络（视频、邮件）", False),
        ("letter", "书信", False),
        ("other", "其他", False),
    )
    consult_parties: tuple = ("提案委员会", "党委办公厅（室）", "政府办公厅（室）", "政协办公厅（室）")
    sign_chain: tuple = ("co_units", "unit_head", "supervision", "leader")
    allocation_opinions: Period = Period(5, "workday", source="分办意见征求意见期限", anchor="circulated")
    return_window: Period = Period(5, "workday", source="提案承办单位异议期（各地 3 个工作日至 10 日）", anchor="assigned")
    first_contact: Period = Period(15, "workday", source="办前沟通期限", anchor="assigned")
    co_opinion: Period = Period(1, "month", source="会办意见期限", anchor="assigned")
    reply: Period = Period(3, "month", source="提案答复期限", anchor="assigned")
    extension_limit: Period = Period(6, "month", source="延期后总期限", anchor="assigned")
    receipt: Period = Period(15, "workday", source="征询意见表反馈期限", anchor="replied")
    rehandling: Period = Period(1, "month", source="不满意件重新办理期限", anchor="dissatisfied")
    filing: Period = Period(15, "workday", source="平时提案审查立案期限", anchor="submitted")
    assignment: Period = Period(30, "day", source="立案后交办期限", anchor="filed")
    ruling: Period = Period(7, "day", source="退回、延期申请的裁定期限", anchor="requested")
    disclosure: Period = Period(20, "workday", source="提案答复公开期限", anchor="replied")
    countersign: Period = Period(7, "workday", roll=False, source="答复期限前送审的提前量", anchor="reply", before=True)

    anchors = {
        "first_contact": ("reply",),
        "co_opinion": ("reply",),
        "reply": ("filed", "co_opinion"),
    }
    labels = {
        "passes": "立案前的审查环节（依次）",
        "number_digits": "案号位数（不足补零）",
        "title_limit": "案由字数上限",
        "body_limit": "背景和问题各自的字数上限",
        "categories": "提案类别",
        "tracks": "交办口（代码、名称）",
        "not_filed_reasons": "不予立案的理由",
        "destinations": "不予立案的去向",
        "classes": "办理结果分类（字母、含义）",
        "scale": "提案人评价等次（代码、名称，须含 dissatisfied）",
        "dimensions": "分项评价（代码、名称；另有一套答案的，再列出各答案的代码、名称）",
        "contact_kinds": "沟通方式（代码、名称、是否算面商）",
        "consult_parties": "分办会商的各方",
        "sign_chain": "答复签批顺序",
        "allocation_opinions": "分办意见征求意见期限",
        "return_window": "申请退回期限",
        "first_contact": "办前沟通期限",
        "co_opinion": "会办意见期限",
        "reply": "答复期限",
        "extension_limit": "延期后总期限",
        "receipt": "征询意见表反馈期限",
        "rehandling": "重新办理期限",
        "filing": "平时提案审查立案期限",
        "assignment": "交办期限",
        "ruling": "退回、延期申请的裁定期限",
        "disclosure": "决定是否公开的期限",
        "countersign": "答复稿送审期限",
    }

    def __post_init__(self):
        if not all((self.passes, self.categories, self.tracks, self.consult_parties, self.classes)):
            raise ValueError("审查环节、类别、交办口、会商各方和结果分类都不能为空。")
        if not 1 <= self.number_digits <= 8:
            raise ValueError("案号位数应在 1 至 8 之间。")
        for name, width in (("tracks", 2), ("classes", 2), ("scale", 2), ("contact_kinds", 3)):
            _check_rows(name, getattr(self, name), width)
        _check_rows("dimensions", tuple(row[:2] for row in self.dimensions), 2)
        for code, _, answers in self.asked:
            _check_rows(f"dimensions.{code}", answers, 2)
        if not self.countersign.before:
            raise ValueError("答复稿送审期限只能从答复期限倒推。")
        if DISSATISFIED not in dict(self.scale):
            raise ValueError("评价等次里必须有 dissatisfied（不满意）。")
        if unknown := set(self.sign_chain) - set(CHAIN):
            raise ValueError(f"签批顺序里没有“{'、'.join(map(str, unknown))}”，可用的有：{'、'.join(CHAIN)}。")
        if "unit_head" not in self.sign_chain:
            raise ValueError("签批顺序里必须有 unit_head（单位负责人签批）。")

    @property
    def asked(self):
        """What a receipt asks apart: ((code, question, ((value, label), …)), …)."""
        return tuple((code, name, own[0] if own else self.scale) for code, name, *own in self.dimensions)

    def told(self, ratings):
        """The answers of a receipt ({code: value}) in words: [(question, answer)], in the order of the questions."""
        return [(name, dict(answers).get(ratings[code], ratings[code])) for code, name, answers in self.asked if code in ratings]


def _check_rows(name, rows, width):
    """Raise ValueError where a list of (code, label, …) has a row of another shape or a code twice."""
    if not all(isinstance(row, tuple) and len(row) == width and all(isinstance(cell, str) for cell in row[:2]) for row in rows):
        raise ValueError(f"“{name}”的每一行应有 {width} 项，前两项是文字。")
    if len({row[0] for row in rows}) != len(rows):
        raise ValueError(f"“{name}”里有重复的代码。")
