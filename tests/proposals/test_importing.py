"""Existing cases in from a table: the same session out and in again, or nothing and a sentence for each wrong cell."""

from datetime import date

import pytest
from django.db import connection

from feedback.models import Suggestion
from organizations.actions import rename_unit
from organizations.models import Role
from proposals import actions
from proposals.catalogue import CASE_COLUMNS, case_table
from proposals.importing import apply, check
from proposals.models import CaseCounter, Handling, Proposal, Receipt, Round
from tables import Table, export
from tests.proposals.world import CUTOFF, DAY, TEXT
from workflow.models import Event, Notice
from workflow.refusals import Forbidden, Refused

LATER = date(2026, 6, 1)
BASE = {"case_no": "084", "title": "关于增设直饮水点的建议", "proposers": "张三", "filed_on": date(2026, 1, 20)}
ASSIGNED = BASE | {"assigned_on": date(2026, 2, 1), "units": "市财政局"}
REPLIED = ASSIGNED | {"issued_on": date(2026, 3, 1), "result_class": "A", "number": "测财函〔2026〕1号"}
CONCLUDED = REPLIED | {"opinions": "满意", "opinion_dates": "2026-03-10"}


def sheet(*rows, fmt="xlsx"):
    return export(Table("提案目录", CASE_COLUMNS, list(rows)), fmt)[0]


def looked(world, *rows, today=LATER):
    return check(world.session, sheet(*rows), "目录.xlsx", today=today)


def imported(world, *rows):
    return apply(world.session, looked(world, *rows), by=world.secretary, on=LATER)


def only_error(world, *rows, today=LATER):
    """(column, sentence) of the one fault that the rows have."""
    found = looked(world, *rows, today=today).errors
    assert len(found) == 1, found
    return found[0][1:]


def wipe():
    """Empty the database of cases, triggers aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE proposals_proposal, feedback_suggestion, feedback_assignment, proposals_casecounter CASCADE")


def image():
    """What the tables hold of all cases, in words."""
    return {
        "cases": list(
            Proposal.objects.order_by("case_no").values_list(
                *("case_no", "title", "kind", "state", "category", "suggestions", "in_session", "filed_on", "assigned_on", "mode", "track"),
                *("is_key", "key_approved_by", "concluded_on", "publication", "is_history", "may_publish", "body__name", "author__name"),
            )
        ),
        "proposers": list(Proposal.objects.order_by("case_no", "proposers__order").values_list("proposers__name", "proposers__person")),
        "handlings": list(
            Handling.objects.order_by("proposal__case_no", "pk").values_list(
                *("unit_name", "unit", "part", "role", "state", "due_on", "due_rule", "return_by", "contact_due_on", "concluded_on"),
                *("opinion_on", "subject", "source_label"),
            )
        ),
        "rounds": list(
            Round.objects.order_by("handling__proposal__case_no", "handling", "number").values_list(
                *(
                    "number",
                    "opened_on",
                    "closed_on",
                    "is_dissatisfied",
                    "due_on",
                    "reply__number",
                    "reply__result_class",
                    "reply__answers",
                ),
                *("reply__text", "reply__contact", "reply__signer", "reply__opinions_until"),
            )
        ),
        "receipts": list(
            Receipt.objects.order_by("reply__round__handling__proposal__case_no", "pk").values_list(
                *("proposer__name", "state", "overall", "ratings", "text", "answered_on")
            )
        ),
        "ledger": list(
            Suggestion.objects.order_by("source_label", "number").values_list("text", "unit__name", "adoption", "answered_on", "measure")
        ),
    }


def whole_session(world):
    """Cases at every station, through all moves: filed, assigned, under way, replied, dissatisfied twice, concluded, apart, joint."""
    world.filed(title="关于已立案事项的建议")
    world.assigned(title="关于已交办事项的建议")
    world.assigned(title="关于分办事项的建议", mode="separate")
    world.under_way(title="关于办理中事项的建议", category="文化建设")
    joint = world.draft_proposal(title="关于联名事项的建议", kind="joint", cosigners=[world.second])
    actions.answer_invitation(joint, by=world.second, accept=True)
    _to_reply(world, joint)
    reply = _with_co_handler(world)
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    again = world.issued(title="关于不满意事项的建议")
    actions.give_receipt(again.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决问题", on=DAY)
    second = world.again(again)
    actions.give_receipt(second.receipts.get(), by=world.member, overall="basically", on=DAY)
    third = world.issued(title="关于重新办理事项的建议")
    actions.give_receipt(third.receipts.get(), by=world.member, overall="dissatisfied", text="没有答复要点", on=DAY)
    proposal = Proposal.objects.get(title="关于已交办事项的建议")
    actions.mark_key(proposal, by=world.secretary, approved_by="主席会议", on=DAY)


def _with_co_handler(world):
    """An issued reply of a lead unit whose co-handler gave its opinion and signed."""
    draft = world.drafted(title="关于已办结事项的建议", mode="lead_co")
    co = draft.round.handling.proposal.handlings.get(unit=world.education)
    co = actions.accept(co, by=world.other_head, on=DAY)
    actions.give_opinion(co, by=world.other_head, opinion="同意主办单位意见", on=DAY)
    reply = actions.submit_reply(draft, by=world.handler, on=DAY)
    for signer in (world.other_head, world.head, world.supervisor, world.leader):
        reply = actions.sign(reply, by=signer, on=DAY)
    return actions.issue_reply(reply, by=world.handler, on=DAY)


def _to_reply(world, joint):
    """A joint proposal up to a reply of which one of two proposers has given his opinion."""

    proposal = actions.submit(joint, by=world.member, now=CUTOFF)
    for _ in range(3):
        proposal = actions.review(proposal, by=world.secretary, opinion="建议立案", on=DAY)
    proposal = actions.file(proposal, by=world.secretary, on=DAY)
    proposal = actions.assign(proposal, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(proposal.handlings.get(), by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="visit", on=DAY, participants="演示委员", text="听取意见", phase="before")
    draft = world.reply_to(proposal.handlings.get())
    reply = actions.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)
    actions.give_receipt(reply.receipts.get(proposer__person=world.member), by=world.member, overall="satisfied", on=DAY)


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_what_was_exported_is_imported_to_the_same_state(world, fmt):
    whole_session(world)
    before, data = image(), export(case_table(world.session), fmt)[0]
    wipe()
    found = check(world.session, data, f"目录.{fmt}", today=LATER)
    assert found.errors == []
    apply(world.session, found, by=world.secretary, on=LATER)
    assert image() == before
    assert export(case_table(world.session), fmt)[0] == data or fmt == "xlsx"


def merged_session(world):
    """A case replied to all signers, with two proposals merged into it: one filed before, signed by who signs the case too, and one not."""
    case = world.filed(title="关于老旧小区加装电梯的建议")
    gone = world.reviewed(title="关于解除了并案的建议", suggestions=["只写一条"])
    gone = actions.merge(gone, by=world.secretary, into=case, on=DAY)
    twin = world.filed(title="关于加装电梯补贴的建议", suggestions=["提高补贴", "简化手续"])
    actions.merge(twin, by=world.secretary, into=case, on=DAY)
    actions.unmerge(gone, by=world.secretary, reason="不是一件事", on=DAY)
    other = actions.begin(
        world.session, by=world.second, title="关于电梯维护的建议", problems="无人维护", suggestions=["定期检查"], category="社会建设"
    )
    other = actions.submit(other, by=world.second, now=CUTOFF)
    actions.merge(other, by=world.secretary, into=case, on=DAY)
    case = actions.assign(case, by=world.supervisor, track="government", mode="sole", units=[world.finance], on=DAY)
    handling = actions.accept(case.handlings.get(), by=world.handler, on=DAY)
    actions.add_contact(handling, by=world.handler, kind="visit", on=DAY, participants="演示委员", text="听取意见", phase="before")
    reply = actions.issue_reply(world.signed_reply(world.reply_to(case.handlings.get())), by=world.handler, on=DAY)
    for receipt in reply.receipts.order_by("pk"):
        said = {"overall": "satisfied"} if receipt.proposer.proposal == twin else {"overall": "basically", "text": "还要跟进"}
        said |= {"ratings": {"result": said["overall"], "attitude": "satisfied"}}
        actions.give_receipt(receipt, by=receipt.proposer.person, on=DAY, **said)
    return case


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_what_was_merged_comes_back_with_its_number_its_case_and_its_opinions(world, fmt):
    merged_session(world)
    taken = dict(Proposal.objects.filter(state="merged").values_list("title", "merged_into__case_no"))
    before, data = image(), export(case_table(world.session), fmt)[0]
    assert check(world.session, data, f"目录.{fmt}", today=LATER).counts == {"新增": 0, "不变": 3}
    wipe()
    found = check(world.session, data, f"目录.{fmt}", today=LATER)
    assert (found.errors, found.counts) == ([], {"新增": 3, "不变": 0})
    apply(world.session, found, by=world.secretary, on=LATER)
    again = image()
    before["cases"] = [row for row in before["cases"] if row[3] != "under_review"]
    before["proposers"] = again["proposers"]  # those of the one that is still under review are not in the catalogue
    assert again == before
    assert dict(Proposal.objects.filter(state="merged").values_list("title", "merged_into__case_no")) == taken
    assert len(taken) == 2 and Event.objects.filter(move="import", to_state="merged").count() == 2
    assert export(case_table(world.session), fmt)[0] == data or fmt == "xlsx"


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        ([BASE, BASE | {"case_no": "", "filed_on": None, "merged_into": "099"}], "并入案号", "表中没有案号 099"),
        (
            [BASE, BASE | {"case_no": "085", "merged_into": "086"}, BASE | {"case_no": "086", "merged_into": "084"}],
            "并入案号",
            "086 自己也",
        ),
        ([BASE | {"merged_into": "084"}], "并入案号", "084 自己也填了并入案号"),
        ([BASE, ASSIGNED | {"case_no": "085", "merged_into": "84"}], "并入案号", "不填交办日期、主办单位"),
        ([BASE, BASE | {"case_no": "", "merged_into": "084"}], "立案日期", "没有案号的，不填立案日期"),
        ([BASE, BASE | {"case_no": "085", "filed_on": None, "merged_into": "084"}], "立案日期", "请填写立案日期"),
        ([BASE, *[BASE | {"case_no": "085", "merged_into": "084"}] * 2], "案号", "一件只有一行"),
        (
            [
                REPLIED | {"suggestions": "一", "answers": "采纳"},
                BASE | {"case_no": "", "filed_on": None, "suggestions": "二", "merged_into": "084"},
            ],
            "逐条采纳情况",
            "有 2 条建议（含并入提案的），应有 2 行，现有 1 行",
        ),
    ],
)
def test_what_cannot_be_merged_so_is_told_at_its_cell(world, rows, column, words):
    at, sentence = only_error(world, *rows)
    assert at == column and words in sentence


def test_a_merged_proposal_that_the_session_has_otherwise_is_a_fault(world):
    imported(world, BASE, BASE | {"case_no": "085", "title": "关于另一件事的建议"})
    found = looked(world, BASE, BASE | {"case_no": "085", "title": "关于另一件事的建议", "merged_into": "084"})
    assert {(row, column) for row, column, _ in found.errors} == {(2, "案号"), (3, "案号")}


def supplement(world, title):
    """The issued supplementary reply, class A, of a case that was concluded with class B."""
    _, handling = world.under_way(title=title)
    reply = actions.issue_reply(world.signed_reply(world.reply_to(handling, result_class="B")), by=world.handler, on=DAY)
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    handling, facts = Handling.objects.get(), {"result_class": "A", "evidence": "验收报告", "answers": world.answers(handling.proposal)}
    facts |= {"text": TEXT, "number_word": "测财函", "contact": "演示经办", "phone": "0571-12345678"}
    draft = actions.draft_supplement(handling, by=world.handler, on=DAY, **facts)
    return actions.issue_reply(world.signed_reply(draft), by=world.handler, on=DAY)


def test_a_supplementary_reply_comes_back_with_its_class_and_evidence(world):
    reply = supplement(world, title="关于补充答复的建议")
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", on=DAY)
    before, data = image(), export(case_table(world.session), "csv")[0]
    told = ("number", "due_on", "reply__result_class", "reply__evidence", "reply__receipts__overall")
    rounds = list(Round.objects.filter(is_supplementary=True).values_list(*told))
    wipe()
    found = check(world.session, data, "目录.csv", today=LATER)
    assert found.errors == []
    apply(world.session, found, by=world.secretary, on=LATER)
    assert image() == before
    assert list(Round.objects.filter(is_supplementary=True).values_list(*told)) == rounds == [(2, None, "A", "验收报告", "satisfied")]
    assert export(case_table(world.session), "csv")[0] == data


def test_a_supplement_comes_after_a_closed_round_without_a_deadline(world):
    extra = REPLIED | {
        "round": 2,
        "number": "测财函〔2026〕2号",
        "issued_on": date(2026, 4, 1),
        "is_supplementary": "是",
        "evidence": "建成",
    }
    assert only_error(world, REPLIED, extra)[1] == "市财政局的第 1 轮还没有办结，不能有补充答复。"
    assert only_error(world, REPLIED | {"is_supplementary": "是", "evidence": "建成"})[1] == "市财政局的第 1 轮不能是补充答复。"
    assert only_error(world, CONCLUDED, extra | {"due_on": date(2026, 5, 1)}) == ("办理期限", "补充答复没有办理期限。")
    assert only_error(world, CONCLUDED, extra | {"evidence": ""})[0] == "新的成效和依据"
    assert only_error(world, CONCLUDED | {"evidence": "建成"})[1] == "只有补充答复填写新的成效和依据。"
    imported(world, CONCLUDED, extra)
    assert Proposal.objects.get().state == "concluded"
    assert list(Round.objects.values_list("is_supplementary", "due_on", "closed_on"))[1] == (True, None, None)


def test_a_row_without_its_day_of_assignment_tells_its_other_faults_too(world):
    found = looked(world, CONCLUDED | {"assigned_on": None, "units": "市不存在局", "co_units": "市无此局", "result_class": "X"})
    told = {column: sentence for _, column, sentence in found.errors}
    assert set(told) == {"交办日期", "主办单位", "会办单位", "结果分类"}
    found = looked(world, CONCLUDED | {"filed_on": None, "units": "市不存在局"})
    assert {column for _, column, _ in found.errors} == {"立案日期", "主办单位"}


def test_a_day_that_cannot_be_read_is_the_only_fault_of_an_opinion(world):
    assert only_error(world, CONCLUDED | {"opinion_dates": "昨天"})[0] == "评价日期"


def test_a_few_columns_are_enough_and_the_state_follows_from_them(world):
    rows = [row | {"case_no": number} for number, row in zip(("1", "002", "003", "004"), (BASE, ASSIGNED, REPLIED, CONCLUDED), strict=True)]
    imported(world, *rows)
    states = dict(Proposal.objects.order_by("case_no").values_list("case_no", "state"))
    assert states == {"001": "filed", "002": "assigned", "003": "replied", "004": "concluded"}
    assert Proposal.objects.get(case_no="004").is_history and not Proposal.objects.get(case_no="003").is_history
    assert CaseCounter.objects.get().last == 4
    assert world.filed(title="关于下一件事情的建议").case_no == "005"


def test_a_list_of_ones_own_with_a_few_columns_is_taken(world):
    own = "案号,案由,提案者,立案日期,主办单位,交办日期\n84,关于增设直饮水点的建议,张三,2026-01-20,市财政局,2026-02-01\n"
    apply(world.session, check(world.session, own.encode(), "交办清单.csv", today=LATER), by=world.secretary, on=LATER)
    assert Handling.objects.get().proposal.case_no == "084" and Handling.objects.get().unit == world.finance
    with pytest.raises(Refused, match="缺少列“提案者”“立案日期”。请用"):
        check(world.session, "案号,案由\n85,关于增设路灯的建议\n".encode(), "交办清单.csv", today=LATER)


def test_an_imported_case_goes_on_through_the_moves(world):
    imported(world, ASSIGNED, REPLIED | {"case_no": "085", "proposers": f"演示member（{world.member.username}）"})
    handling = actions.accept(Handling.objects.get(proposal__case_no="084"), by=world.handler, on=LATER)
    assert handling.state == "acknowledged"
    receipt = Receipt.objects.get(reply__round__handling__proposal__case_no="085")
    actions.give_receipt(receipt, by=world.member, overall="dissatisfied", text="没有解决", on=LATER)
    assert Proposal.objects.get(case_no="085").state == "rehandling"


def test_nobody_is_told_and_the_trail_names_who_imported(world):
    imported(world, CONCLUDED)
    event = Event.objects.get()
    assert (event.move, event.by, event.on, event.to_state, event.after["case_no"]) == (
        "import",
        world.secretary,
        LATER,
        "concluded",
        "084",
    )
    assert not Notice.objects.exists()
    receipt = Receipt.objects.get()
    assert (receipt.channel, receipt.entered_by, receipt.overall) == ("import", world.secretary, "satisfied")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"case_no": ""}, "案号", "请填写案号"),
        ({"title": ""}, "案由", "请填写案由"),
        ({"title": "长" * 121}, "案由", "不能超过 120 个字，现有 121 个字"),
        ({"proposers": ""}, "提案者", "请填写提案者"),
        ({"proposers": "演示member"}, "提案者", "有 2 位叫“演示member”，请写明用户名"),
        ({"proposers": "张三（nobody）"}, "提案者", "没有用户名为“nobody”"),
        ({"proposers": "张三、张三"}, "提案者", "重复"),
        ({"kind": "集体"}, "提案者", "没有找到名为“张三”的党派"),
        ({"kind": "委员个人", "proposers": "张三、李四", "opinions": "", "opinion_dates": ""}, "提案者类别", "应为“委员联名”"),
        ({"category": "其他"}, "类别", "“其他”不在可选范围：经济建设"),
        ({"filed_on": None}, "立案日期", "请填写立案日期"),
        ({"filed_on": "去年"}, "立案日期", "不是日期"),
        ({"submitted_on": date(2026, 1, 21)}, "立案日期", "不能早于提交日期 2026-01-21"),
        ({"assigned_on": None}, "交办日期", "请填写交办日期"),
        ({"assigned_on": date(2026, 1, 19)}, "交办日期", "不能早于立案日期 2026-01-20"),
        ({"units": "市不存在局"}, "主办单位", "没有找到名为“市不存在局”的单位"),
        ({"units": "各承办单位"}, "主办单位", "群体名称"),
        ({"units": "市财政局、市教育局", "mode": "独办"}, "办理方式", "应为“分办”"),
        ({"co_units": "市教育局", "mode": "独办"}, "办理方式", "应为“主办会办”"),
        ({"co_units": "市财政局"}, "会办单位", "只能承办一次"),
        ({"co_units": "市教育局", "co_opinions": "2025-01-01"}, "会办意见日期", "应在交办日期"),
        ({"round": 2}, "轮次", "缺少第 1 轮"),
        ({"round": 99}, "轮次", "1 至 20"),
        ({"issued_on": None}, "答复日期", "填了结果分类、答复文号、评价、评价日期"),
        ({"issued_on": date(2026, 1, 1)}, "答复日期", "不能早于本轮开始日期 2026-02-01"),
        ({"issued_on": date(2027, 1, 1)}, "答复日期", "晚于今天"),
        ({"result_class": "D"}, "结果分类", "“D”不在可选范围：A、B、C"),
        ({"result_class": ""}, "结果分类", "请填写结果分类"),
        ({"opinions": "很好"}, "评价", "“很好”不在可选范围：满意、基本满意、不满意、未反馈"),
        ({"opinions": "王五：满意\n李四：满意"}, "评价", "没有本件的名称"),
        ({"opinion_dates": ""}, "评价日期", "请填写评价日期"),
        ({"opinion_dates": "2026-02-01"}, "评价日期", "应在答复日期 2026-03-01 以后"),
        ({"opinions": "不满意"}, "评价意见", "请填写评价意见"),
        ({"opinion_ratings": "态度＝满意"}, "分项评价", "“态度＝满意”应写成“分项＝答案”，分项有办理态度、办理结果"),
        ({"opinion_ratings": "办理结果=满意；办理态度=好"}, "分项评价", "“办理态度”的答案是满意、基本满意、不满意"),
        ({"opinions": "未反馈", "opinion_dates": ""}, "征询结束日期", "请填写征询结束日期"),
        ({"suggestions": "一\n二", "answers": "采纳"}, "逐条采纳情况", "应有 2 行，现有 1 行"),
        ({"suggestions": "一", "answers": "照办"}, "逐条采纳情况", "“照办”不在可选范围"),
        ({"is_history": "也许"}, "历史资料", "请填“是”或“否”"),
        ({"publish_refusal": "涉及个人", "publication": "全文公开"}, "公开", "提案人不同意公开"),
    ],
)
def test_each_wrong_cell_gets_its_sentence_and_nothing_is_stored(world, change, column, words):
    found = looked(world, CONCLUDED | {"case_no": "083"}, CONCLUDED | change)
    at, sentence = next((label, sentence) for row, label, sentence in found.errors if label == column and row == 3)
    assert words in sentence
    with pytest.raises(Refused, match="没有导入"):
        apply(world.session, found, by=world.secretary)
    assert not Proposal.objects.exists() and not Event.objects.exists()


def test_a_unit_goes_by_the_name_of_the_day(world):
    rename_unit(world.finance, "市财政和国资局", on=date(2026, 2, 15))
    column, sentence = only_error(world, ASSIGNED | {"units": "市财政和国资局"})
    assert column == "主办单位" and "不是有效名称" in sentence
    imported(world, ASSIGNED)
    handling = Handling.objects.get()
    assert (handling.unit_name, handling.unit) == ("市财政局", world.finance)


def test_rows_of_one_case_agree_and_a_further_round_needs_a_dissatisfied_one(world):
    second = REPLIED | {"round": 2, "issued_on": date(2026, 4, 1), "number": "测财函〔2026〕2号"}
    assert only_error(world, CONCLUDED, second)[1] == "市财政局的第 1 轮没有“不满意”的评价，不能有下一轮。"
    first = CONCLUDED | {"opinions": "不满意", "opinion_texts": "没有解决"}
    assert only_error(world, first, second | {"title": "另一个案由"})[1].startswith("与第 2 行同一案号的内容不同")
    assert only_error(world, first, first)[0] == "轮次"
    imported(world, first, second)
    assert list(Round.objects.values_list("number", "is_dissatisfied")) == [(1, True), (2, None)]
    assert Proposal.objects.get().state == "replied"


def test_a_case_that_is_there_already_stays_as_it_is(world):
    imported(world, CONCLUDED)
    found = looked(world, CONCLUDED, CONCLUDED | {"case_no": "085", "title": "关于另一件事的建议"})
    assert found.counts == {"新增": 1, "不变": 1} and found.errors == []
    assert only_error(world, CONCLUDED | {"result_class": "B"})[1].startswith("本次会议已有案号 084，内容与表中不同")
    world.filed(case_no="086")
    withdrawn = Proposal.objects.get(case_no="086")
    Proposal.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    assert only_error(world, BASE | {"case_no": "086"})[0] == "案号"


def test_a_number_given_between_look_and_confirmation_refuses_all(world):
    found = looked(world, CONCLUDED, BASE | {"case_no": "085"})
    world.filed(case_no="085", title="关于抢先立案的建议")
    with pytest.raises(Refused, match="本次会议已有案号 085，没有导入"):
        apply(world.session, found, by=world.secretary)
    assert Proposal.objects.count() == 1


def test_collective_proposers_are_bodies_and_sectors(world):
    imported(world, BASE | {"proposers": "市政协提案委"}, BASE | {"case_no": "085", "proposers": "市政协提案委、张三"})
    assert list(Proposal.objects.order_by("case_no").values_list("kind", "body__name")) == [("collective", "市政协提案委")] * 2


def test_only_a_secretary_of_the_place_imports(world):
    found = looked(world, CONCLUDED)
    for role in set(Role) - {Role.SECRETARY}:
        with pytest.raises(Forbidden):
            apply(world.session, found, by=world.somebody(role), on=LATER)
    assert not Proposal.objects.exists()


def test_fifteen_hundred_rows_go_in_by_the_same_number_of_statements(world, django_assert_max_num_queries):
    rows = [CONCLUDED | {"case_no": f"{n:04d}", "title": f"关于第{n}项工作的建议", "proposers": f"委员{n}"} for n in range(1500)]
    with django_assert_max_num_queries(60):
        imported(world, *rows)
    assert Proposal.objects.filter(state="concluded").count() == 1500
