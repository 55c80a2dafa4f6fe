"""What proposers say of the handling: receipts, first and last opinions, satisfaction by the definition of the rules."""

from reports.figures.catalogue import Figure, catalogued
from reports.rules import BASES, OPINIONS

PAGE = "征询意见表（本人、链接或录入纸质意见表）"
BASE_CONDITIONS = {"receipts": "c.has_receipt", "replied": "c.is_replied", "assigned": "c.is_assigned"}
OF_RECEIPTS = {"relation": "cases", "whole": "c.has_receipt", "basis": BASES["receipts"], "dated": "c.replied_on", "page": PAGE}
OF_FIRST = OF_RECEIPTS | {"whole": "c.has_first", "basis": "收到的首次回执"}
OF_SLIPS = {"relation": "slips", "whole": "true", "basis": "发出的征询意见表", "dated": "s.answered_on", "page": PAGE}


@catalogued("评价")
def receipts(book):
    whose = OPINIONS[book.reports.opinion_of]
    text = f"收到评价的提案，一件提案计一件，以{whose}的评价为准，补充答复的不计。"
    facts = {"relation": "cases", "whole": "c.is_replied", "basis": BASES["replied"], "dated": "c.replied_on", "page": PAGE}
    yield Figure("receipts", "回执", part="c.has_receipt", definition=text, **facts)
    for rank, (code, label) in enumerate(book.cases.scale, 1):
        text = f"最后一轮评价为“{label}”的提案；几个单位分别答复的以最低的为准。"
        yield Figure(f"final_{code}", label, part=f"c.last_rank = {rank}", definition=text, **OF_RECEIPTS)
    text = "评价还没有收齐、尚未开封，或者等次不在现行等次表里的回执；各等次与本项之和等于回执件数。"
    unrated = "c.has_receipt AND c.last_rank IS NULL"
    yield Figure("final_other", "评价未归类", part=unrated, definition=text, **OF_RECEIPTS)


@catalogued("评价")
def first_round(book):
    text = "对第一次答复收到评价的提案。"
    yield Figure("first_receipts", "首次回执", part="c.has_first", definition=text, **OF_RECEIPTS)
    for rank, (code, label) in enumerate(book.cases.scale, 1):
        text = f"对第一次答复的评价为“{label}”的提案。"
        yield Figure(f"first_{code}", f"首次{label}", part=f"c.first_rank = {rank}", definition=text, **OF_FIRST)
    text = "对第一次答复的评价尚未开封，或者等次不在现行等次表里的。"
    yield Figure("first_other", "首次评价未归类", part="c.has_first AND c.first_rank IS NULL", definition=text, **OF_FIRST)


@catalogued("评价")
def satisfaction(book):
    labels = dict(book.cases.scale)
    good = [rank for rank, (code, _) in enumerate(book.cases.scale, 1) if code in book.reports.satisfied]
    ranks = ", ".join(map(str, good)) or "NULL"
    words = "、".join(labels[code] for code in labels if code in book.reports.satisfied)
    base = book.reports.satisfaction_base
    facts = OF_RECEIPTS | {"whole": BASE_CONDITIONS[base], "basis": BASES[base], "rate": True}
    text = f"最后一轮评价为“{words}”的提案除以{BASES[base]}，按本地规则的口径。"
    yield Figure("satisfaction", "满意率", part=f"{facts['whole']} AND c.last_rank IN ({ranks})", definition=text, **facts)
    text = f"对第一次答复的评价为“{words}”的提案除以收到的首次回执。"
    yield Figure("first_satisfaction", "首次满意率", part=f"c.first_rank IN ({ranks})", definition=text, rate=True, **OF_FIRST)


@catalogued("评价")
def slips(book):
    text = "每个提案者对每份答复各一份，补充答复的不计。"
    yield Figure("slips", "征询意见表", "slips", "true", text, dated="s.answered_on", page=PAGE)
    for name, label, part, text in (
        ("slips_answered", "已评价的意见表", "s.state = 'answered'", "提案者已评价的意见表。"),
        ("slips_silent", "未反馈的意见表", "s.state = 'silent'", "征询期限内没有评价的意见表，不计入满意。"),
        ("slips_waiting", "待评价的意见表", "s.state = 'waiting'", "还在征询期限内的意见表。"),
    ):
        yield Figure(name, label, part=part, definition=text, **OF_SLIPS)
    for rank, (code, label) in enumerate(book.cases.scale, 1):
        text = f"评价为“{label}”的意见表，本轮评价收齐以后才计。"
        yield Figure(f"slips_{code}", f"意见表评价{label}", part=f"s.rank = {rank}", definition=text, **OF_SLIPS)
