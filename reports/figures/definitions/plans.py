"""The annual plan: items of each list, how many were held, suggestions entered for them."""

from reports.figures.catalogue import Figure, catalogued

PAGE = "计划事项页“登记已举行”“办结”"
ADOPTED = "q.adoption IN ('adopted', 'partly')"


@catalogued("年度协商计划")
def items(book):
    text = "截止日已印发的年度计划所列事项，含调整增加的。"
    yield Figure("plan_items", "计划事项", "items", "true", text, page="年度计划页")
    lists = [("", "全部", "true", "计划事项")]
    lists += [(f"_{code}", name, f"i.kind = '{code}'", f"{name}事项") for code, name in book.plans.kinds]
    for ending, name, which, label in lists:
        if ending:
            yield Figure(
                f"plan_items{ending}",
                label,
                "items",
                which,
                f"计划中列为“{name}”的事项。",
                whole="true",
                basis="计划事项",
                page="年度计划页",
            )
        facts = {"relation": "items", "whole": which, "basis": label, "page": PAGE}
        done = f"{which} AND i.state IN ('held', 'concluded')"
        text = f"已举行或已办结的{label}。"
        yield Figure(f"plan_done{ending}", f"{label}完成", part=done, definition=text, dated="i.held_on", **facts)
        text = f"已完成的{label}除以计划所列；延期和取消的留在分母里。"
        yield Figure(f"plan_completion{ending}", f"{label}完成率", part=done, definition=text, rate=True, dated="i.held_on", **facts)
    facts = {"relation": "items", "whole": "true", "basis": "计划事项", "page": "年度计划“调整”"}
    for name, label, state in (("plan_postponed", "延期事项", "postponed"), ("plan_cancelled", "取消事项", "cancelled")):
        yield Figure(name, label, part=f"i.state = '{state}'", definition=f"截止日状态为{label[:2]}的计划事项。", **facts)
    text = "标明监督性的计划事项。"
    yield Figure("plan_supervisory", "监督性事项", part="i.is_supervisory", definition=text, **facts | {"page": "年度计划页"})


@catalogued("年度协商计划")
def suggestions(book):
    page = "交办件页“登记建议”“答复建议”"
    text = "为计划事项登记的意见建议，一条计一条。"
    yield Figure("plan_suggestions", "协商建议", "plan_suggestions", "true", text, dated="q.raised_on", page=page)
    facts = {"relation": "plan_suggestions", "part": ADOPTED, "whole": "true", "basis": "协商建议", "dated": "q.raised_on", "page": page}
    yield Figure("plan_suggestions_adopted", "协商建议采纳", definition="有关单位答复采纳或部分采纳的协商建议。", **facts)
    for name, label, state in (("done", "已落实", "done"), ("under_way", "推进中", "under_way")):
        known = facts | {"part": f"q.implementation = '{state}'"}
        yield Figure(f"plan_suggestions_{name}", f"协商建议{label}", definition=f"截止日落实情况为“{label}”的协商建议。", **known)
    yield Figure("plan_adoption_rate", "协商建议采纳率", definition="采纳和部分采纳的协商建议除以全部协商建议。", rate=True, **facts)
