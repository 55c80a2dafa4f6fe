"""Proposals from the hand-in to the assignment: how many, from whom, what became of them."""

from reports.figures.catalogue import Figure, catalogued

WRITTEN, EXAMINED, FILED, ASSIGNED = "提案“撰写”页", "提案页“审查”“立案”", "提案页“立案”", "提案页“交办”、分办意见页"
ON_FILE = "立案的提案（不含已并入他案、已撤案的）"
HANDED_IN = "收到的提案"
SUBMITTED = {"relation": "cases", "dated": "c.submitted_on", "page": WRITTEN}
OF_FILED = {"relation": "cases", "whole": "c.is_filed", "basis": ON_FILE, "dated": "c.filed_on"}


@catalogued("征集与立案")
def handed_in(book):
    yield Figure("submitted", "收到提案", part="true", definition="截止日及以前提交过的提案，含后来不予立案、并案和撤案的。", **SUBMITTED)
    for name, label, part, text in (
        ("in_session", "会上提案", "c.in_session", "大会提案截止时间以前提交的"),
        ("between_session", "平时提案", "c.in_session IS FALSE", "大会提案截止时间以后提交的"),
        ("individual", "个人提案", "c.kind = 'individual'", "以委员个人名义提出的"),
        ("joint", "联名提案", "c.kind = 'joint'", "委员联名提出的"),
        ("collective", "集体提案", "c.kind = 'collective'", "以党派、团体、专委会或界别名义提出的"),
    ):
        yield Figure(name, label, part=part, definition=f"{text}收到提案。", whole="true", basis=HANDED_IN, **SUBMITTED)
    body = "c.kind = 'collective' AND EXISTS (SELECT FROM organizations_unit u WHERE u.id = c.body_id AND u.kind = {})"
    for name, label, kind in (
        ("of_parties", "党派提案", "'party'"),
        ("of_organizations", "人民团体提案", "'people_organization'"),
        ("of_committees", "专委会提案", "'special_committee'"),
    ):
        text = f"以{label.removesuffix('提案')}名义提出的集体提案。"
        yield Figure(name, label, part=body.format(kind), definition=text, whole="c.kind = 'collective'", basis="集体提案", **SUBMITTED)


@catalogued("征集与立案")
def examined(book):
    facts = {"relation": "cases", "page": EXAMINED, "whole": "true", "basis": HANDED_IN}
    yield Figure("filed", "立案", part="c.is_filed", definition=f"截止日{ON_FILE}，并案的按一件计。", dated="c.filed_on", **facts)
    text = "立案件数除以收到件数。"
    yield Figure("filing_rate", "立案率", part="c.is_filed", definition=text, rate=True, dated="c.submitted_on", **facts)
    for name, label, state in (("merged", "并案", "merged"), ("not_filed", "不予立案", "not_filed"), ("withdrawn", "撤案", "withdrawn")):
        text = f"截止日状态为“{label}”的提案，不在立案件数之内。"
        yield Figure(name, label, part=f"c.state = '{state}'", definition=text, dated="c.submitted_on", **facts)
    waiting = "c.state IN ('submitted', 'under_review', 'returned')"
    yield Figure(
        "pending", "尚在审查", part=waiting, definition="提交后还没有立案结论的提案，含退回修改的。", dated="c.submitted_on", **facts
    )


@catalogued("征集与立案")
def categories(book):
    for number, name in enumerate(book.cases.categories, 1):
        yield Figure(
            *(f"category_{number}", f"{name}类"), part=f"c.is_filed AND c.category = '{_quoted(name)}'",
            definition=f"立案提案中类别为“{name}”的。", page=WRITTEN, **OF_FILED,
        )  # fmt: skip
    known = ", ".join(f"'{_quoted(name)}'" for name in book.cases.categories)
    text = "立案提案中没有类别，或者类别不在现行类别表里的。"
    other = f"c.is_filed AND c.category NOT IN ({known})"
    yield Figure("category_other", "类别未分类", part=other, definition=text, page=WRITTEN, **OF_FILED)


def _quoted(text):
    """A name out of the rules as it stands within quotes of SQL; % is the cursor's."""
    return text.replace("'", "''").replace("%", "%%")


@catalogued("征集与立案")
def key_cases(book):
    text = "截止日以前列为重点的立案提案。"
    yield Figure("key", "重点提案", part="c.is_filed AND c.is_key", definition=text, page="提案页“列为重点提案”", **OF_FILED)
    text = "未列为重点的立案提案。"
    yield Figure("ordinary", "一般提案", part="c.is_filed AND NOT c.is_key", definition=text, page="提案页“列为重点提案”", **OF_FILED)
    approved, page = "k.state IN ('supervising', 'concluded', 'carried')", "督办“重点提案”"
    text = "经批准列入本次会议重点提案名单督办的，不含上年度转入的。"
    yield Figure("key_supervised", "督办重点提案", "keys", f"{approved} AND NOT k.is_carried", text, page=page)
    text = "上年度没有办结、转入本次会议名单继续督办的重点提案。"
    yield Figure("carried_on", "跟踪督办上年度重点提案", "keys", f"{approved} AND k.is_carried", text, page=page)
    facts = {"whole": approved, "basis": "督办的重点提案（含上年度转入的）", "page": page}
    yield Figure("key_concluded", "督办办结", "keys", "k.state = 'concluded'", "已提交督办报告办结的重点提案。", **facts)


@catalogued("交办")
def assigned(book):
    yield Figure("assigned", "交办", part="c.is_assigned", definition="截止日已交承办单位办理的立案提案。", page=ASSIGNED, **OF_FILED)
    facts = {"relation": "cases", "whole": "c.is_assigned", "basis": "交办的提案", "dated": "c.assigned_on", "page": ASSIGNED}
    for code, name in book.cases.tracks:
        part = f"c.is_assigned AND c.track = '{_quoted(code)}'"
        yield Figure(f"track_{code}", f"{name}交办", part=part, definition=f"由{name}交办的提案。", **facts)
    for code, name in (("sole", "独办"), ("lead_co", "主办会办"), ("separate", "分办")):
        part = f"c.is_assigned AND c.mode = '{code}'"
        yield Figure(f"mode_{code}", name, part=part, definition=f"办理方式为“{name}”的提案。", **facts)


@catalogued("征集与立案")
def soliciting(book):
    page = "提案征集页“参考选题”"
    text = "截止日以前发布的各期提案参考选题的条数。"
    yield Figure("topics", "提案参考选题", "topics", "true", text, dated="t.published_on", page=page)
    text = "被已提交的提案引用的参考选题。"
    yield Figure(
        "topics_taken_up", "选题命中", "topics", "t.is_hit", text, whole="true", basis="发布的参考选题", dated="t.published_on", page=page
    )
    text = "登记的与提案者、线索单位的征集协商次数。"
    yield Figure("talks", "征集协商", "talks", "true", text, dated="v.on", page="提案征集页“登记协商”")
