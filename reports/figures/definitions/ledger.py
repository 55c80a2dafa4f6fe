"""The ledger: suggestions of proposals, what was adopted and carried out, promises kept."""

from feedback.models import Adoption, Implementation
from reports.figures.catalogue import Figure, catalogued

LEDGER = "采纳落实台账"
OF_SUGGESTIONS = {"relation": "suggestions", "whole": "true", "basis": "立案提案的建议（一条计一条）", "page": LEDGER}


@catalogued("采纳落实")
def suggestions(book):
    text = "截止日立案提案里逐条编号的建议，含并入提案的。"
    yield Figure("suggestions", "提案建议", "suggestions", "true", text, page="提案“撰写”页的建议")
    for adoption in Adoption:
        text = f"承办单位答复为“{adoption.label}”的建议。"
        yield Figure(f"adoption_{adoption}", f"建议{adoption.label}", part=f"g.adoption = '{adoption}'", definition=text, **OF_SUGGESTIONS)
    text = "采纳和部分采纳的建议除以全部建议。"
    adopted = "g.adoption IN ('adopted', 'partly')"
    yield Figure("adoption_rate", "采纳率", part=adopted, definition=text, rate=True, **OF_SUGGESTIONS)
    for state in Implementation:
        text = f"截止日落实情况为“{state.label}”的建议。"
        part = f"g.implementation = '{state}'"
        yield Figure(f"implementation_{state}", f"建议{state.label}", part=part, definition=text, **OF_SUGGESTIONS)
    facts = OF_SUGGESTIONS | {"whole": adopted, "basis": "采纳和部分采纳的建议"}
    text = "采纳或部分采纳的建议中已落实的。"
    yield Figure("implementation_rate", "落实率", part=f"{adopted} AND g.implementation = 'done'", definition=text, rate=True, **facts)


@catalogued("采纳落实")
def commitments(book):
    due = "m.due_on <= %(as_of)s"
    yield Figure("commitments", "承诺", "commitments", "true", "承办单位在答复里作出的承诺。", dated="m.due_on", page=LEDGER)
    facts = {"relation": "commitments", "dated": "m.due_on", "page": LEDGER, "whole": due, "basis": "截止日已到期的承诺"}
    yield Figure("commitments_due", "到期承诺", "commitments", due, "截止日已到期的承诺。", dated="m.due_on", page=LEDGER)
    for name, label, part in (
        ("commitments_kept", "已兑现承诺", "m.state = 'kept'"),
        ("commitments_broken", "未兑现承诺", "m.state = 'broken'"),
        ("commitments_unchecked", "到期未核实承诺", "m.state = 'open'"),
    ):
        yield Figure(name, label, part=f"{due} AND {part}", definition=f"到期承诺中{label.removesuffix('承诺')}的。", **facts)
    text = "到期承诺中核实已兑现的。"
    yield Figure("commitments_kept_rate", "承诺兑现率", part=f"{due} AND m.state = 'kept'", definition=text, rate=True, **facts)
