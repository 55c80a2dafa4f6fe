"""Lists of proposals as tables, one row for each case."""

from collections import Counter

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Subquery, TextField, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from documents.models import Sensitivity
from organizations.models import Session
from organizations.models.rulesets import rules_by_session
from proposals.models import Handling, ProposalState, Proposer, ProposerState, Receipt, ReceiptState, Reply, ReplyState
from proposals.models.handling import LEFT, REPLYING
from proposals.rules import ProposalRules
from tables import Column, Table, as_of

PROPOSAL_COLUMNS = (
    Column("session", "届次", 14),
    Column("case_no", "案号", 8),
    Column("title", "案由", 36),
    Column("proposers", "提案者", 20),
    Column("category", "类别", 12),
    Column("state", "状态", 10),
    Column("sensitivity", "标识", 8),
    Column("key", "重点提案", 9),
    Column("filed_on", "立案日期", 11, "date"),
    Column("assigned_on", "交办日期", 11, "date"),
    Column("units", "主办单位", 20),
    Column("co_units", "会办单位", 20),
    Column("due_on", "办理期限", 11, "date"),
    Column("issued_on", "答复日期", 11, "date"),
    Column("result_class", "结果分类", 9),
    Column("opinions", "评价", 14),
    Column("concluded_on", "办结日期", 11, "date"),
)
STATES, SENSITIVITIES = dict(ProposalState.choices), dict(Sensitivity.choices)
OWN = ("session", "case_no", "title", "category", "state", "is_key", "filed_on", "assigned_on", "concluded_on", "is_history", "sensitivity")


def proposal_table(proposals):
    """Proposals (a queryset) with units, last replies and, once a round is closed, what the proposers said; two queries at any length."""
    return Table("提案", PROPOSAL_COLUMNS, _rows(proposals), as_of())


def signers_of_case():
    """The names of those who put a proposal forward, as an expression on it."""
    signers = Proposer.objects.filter(answer=ProposerState.ACCEPTED, proposal=OuterRef("pk"))
    return ArraySubquery(signers.order_by("order", "pk").values("name"))


def units_of_case():
    """The handlings of the units that have a proposal, as a subquery on it."""
    return Handling.objects.filter(proposal=OuterRef("pk")).exclude(state=LEFT).order_by("pk")


class Rows(Subquery):
    """Objects of a subquery, in its order, as the text of one JSON list (None without any): read much faster than an array."""

    template = "(SELECT json_agg(_row)::text FROM (%(subquery)s) AS _rows (_row))"
    output_field = TextField()


class Work(Subquery):
    """Units of a case (pk, name, part, deadline, last reply) put into words by the database, as the text of one JSON list: names of those
    that reply, of those that help, latest deadline, latest reply, classes of the last replies, what was said to each."""

    template = """(SELECT json_build_array(string_agg(_name, '、') FILTER (WHERE _part <> 'co'),
        string_agg(_name, '、') FILTER (WHERE _part = 'co'), max(_due_on) FILTER (WHERE _part <> 'co'),
        max(_reply ->> 'on') FILTER (WHERE _part <> 'co'), string_agg(_reply ->> 'letter', '、') FILTER (WHERE _part <> 'co'),
        json_agg(_reply ->> 'said') FILTER (WHERE _part <> 'co' AND _reply ->> 'said' <> ''))::text
        FROM (%(subquery)s) AS _rows (_pk, _name, _part, _due_on, _reply))"""
    output_field = TextField()


def _nested():
    receipts = Receipt.objects.filter(reply=OuterRef("pk"), reply__round__closed_on__isnull=False).order_by("pk")
    said = Rows(receipts.values(row=JSONObject(pk="pk", overall="overall", state="state")))
    replies = Reply.objects.filter(state=ReplyState.ISSUED, round__handling=OuterRef("pk")).order_by("-pk")
    last = Subquery(replies.values(row=JSONObject(on="issued_on", letter="result_class", said=said))[:1])
    last = Case(When(part__in=REPLYING, then=last))
    units = units_of_case().annotate(reply=last).values_list("pk", "unit_name", "part", "due_on", "reply")
    return {"signers": signers_of_case(), "work": Work(units)}


def _rows(proposals):
    rows = list(proposals.values(*OWN, **_nested()))
    sessions = Session.objects.filter(pk__in={row["session"] for row in rows})
    ruled = rules_by_session(ProposalRules, sessions, on=timezone.localdate())
    known = {number: (session.short_name, dict(rules.scale)) for number, (session, rules) in ruled.items()}
    for row in rows:
        row["session"], scale = known[row["session"]]
        row["units"], row["co_units"], row["due_on"], row["issued_on"], row["result_class"], said = orjson.loads(row["work"])
        signers = row["signers"]
        row["proposers"] = "、".join(signers)
        row["opinions"] = _opinions(said, scale, alone=len(signers) < 2) if said else ""
        row["key"], row["state"], row["sensitivity"] = row["is_key"], STATES[row["state"]], SENSITIVITIES[row["sensitivity"]]
        yield row


def _opinions(said, scale, *, alone):
    """What the proposers said to the last replies, in words, with how often where there are several of them."""
    receipts = sorted((receipt for each in said for receipt in orjson.loads(each)), key=lambda receipt: receipt["pk"])
    found = Counter(_said(receipt, scale) for receipt in receipts)
    return "、".join(word if alone else f"{word} {count}" for word, count in found.items())


def _said(receipt, scale):
    return (
        ReceiptState(receipt["state"]).label
        if receipt["state"] != ReceiptState.ANSWERED
        else scale.get(receipt["overall"], receipt["overall"])
    )


TOPIC_COLUMNS = (
    Column("number", "序号", 8),
    Column("text", "选题", 60),
    Column("count", "引用件数", 10),
    Column("proposals", "引用的提案", 50),
)


def topic_table(edition, rows):
    """The topics of an edition with the proposals that cite them; `rows` = [{"topic", "proposals"}]."""
    listed = (
        {
            "number": row["topic"].number,
            "text": row["topic"].text,
            "count": len(row["proposals"]),
            "proposals": "\n".join(each.title for each in row["proposals"]),
        }
        for row in rows
    )
    return Table(str(edition), TOPIC_COLUMNS, listed)


RETURN_COLUMNS = (
    Column("unit", "承办单位", 24),
    Column("handled", "交办", 8, "number"),
    Column("asked", "申请退回", 10, "number"),
    Column("asked_share", "退回率（%）", 12, "number"),
    Column("agreed", "同意", 8, "number"),
    Column("refused", "不同意", 8, "number"),
    Column("open", "待裁定", 8, "number"),
    Column("refused_share", "误退率（%）", 12, "number"),
)


def return_table(session, rows, total):
    """How often units gave cases back; `rows` of `statistics.returned`, `total` of `statistics.total`."""
    listed = ({column.key: getattr(row, column.key) for column in RETURN_COLUMNS} for row in (*rows, total))
    return Table(f"{session.short_name if session else ''}提案退回情况", RETURN_COLUMNS, listed, as_of())
