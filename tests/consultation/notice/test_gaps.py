"""What a reading says of itself: gaps per item and in sum, doc facts, totals."""

import pytest

from consultation.notice import read


def codes(reading, item=None):
    return {gap.code for gap in reading.gaps if gap.item == item}


def plan(body, head="演示市政协2024年协商计划"):
    return read(f"{head}\n{body}")


def test_numbers_that_repeat_or_jump_are_named():
    reading = plan("1、发展旅游业\n责任单位:市旅游局\n1、改善居住环境\n责任单位:市住建局\n4、推动电商发展\n责任单位:市商务局")
    assert "duplicate_number" in codes(reading, 2)
    assert "number_gap" in codes(reading, 3)


def test_totals_are_compared_with_what_was_read():
    body = "全年安排协商议题3项。\n一、对口协商\n1.发展旅游业\n责任单位:市旅游局"
    assert plan(body).stated_totals == {"total": 3}
    assert "total_mismatch" in codes(plan(body))
    assert "total_match" in codes(plan(body.replace("3项", "一项")))


def test_loose_totals_and_last_years_figures_are_not_held_against_the_plan():
    reading = plan("2023年共安排协商议题9项。今年安排协商议题3项以上。\n一、对口协商\n1.发展旅游业\n责任单位:市旅游局")
    assert reading.stated_totals == {"total": "协商议题3项以上"}
    assert "total_mismatch" not in codes(reading)
    assert "total_loose" in codes(reading)


def test_time_before_the_date_of_issue_is_named():
    reading = read(
        "演示市政协办公室关于印发2024年协商计划的通知\n1.发展旅游业\n责任单位:市旅游局\n时间:2月\n演示市政协办公室\n2024年3月5日"
    )
    assert reading.doc["date"] == "2024-03-05"
    assert "time_before_issue" in codes(reading, 1)


def test_time_nobody_can_place_is_kept_and_named():
    reading = plan("1.发展旅游业\n责任单位:市旅游局\n时间:视筹备情况而定")
    assert reading.items[0].time == "视筹备情况而定"
    assert "time_unclear" in codes(reading, 1)


def test_name_whose_role_is_not_told_is_left_open():
    reading = plan("1.发展旅游业\n责任部门:演示联合体\n时间:5月")
    assert reading.items[0].units == reading.items[0].organizer == ()
    assert {"role_unclear", "no_units"} <= codes(reading, 1)


def test_units_unknown_or_renamed_are_named_through_the_hook():
    known = {"市旅游局": "市文化和旅游局", "市商务局": "市商务局"}.get
    reading = read("演示市政协2024年协商计划\n1.发展旅游业\n责任单位:市旅游局、市商务局、市口岸办", known)
    assert {"renamed_unit", "unknown_unit"} <= codes(reading, 1)
    assert sum(gap.code in ("renamed_unit", "unknown_unit") for gap in reading.gaps) == 2


def test_open_list_lost_character_and_missing_year_are_named():
    reading = plan("1.发展乡村?游\n责任单位:市旅游局等部门\n时间:5月", head="演示市政协协商计划")
    assert {"open_list", "lost_character"} <= codes(reading, 1)
    assert "unknown_year" in codes(reading)


def test_facts_of_the_document():
    head = "演示市人民政府办公厅\n关于做好2024年政协协商计划实施工作的通知\n演府办【 2024 】 7 号\n发布日期：2024-04-22\n"
    text = head + "1.发展旅游业\n责任单位:市旅游局"
    doc = read(text + "\n演示市人民政府办公厅\n二〇二四年四月十七日").doc
    assert doc["title"] == "关于做好2024年政协协商计划实施工作的通知"
    assert (doc["doc_no"], doc["date"], doc["published"], doc["year"]) == ("演府办〔2024〕7号", "2024-04-17", "2024-04-22", 2024)
    assert (doc["issuer"], doc["place"]) == ("演示市人民政府办公厅", "演示市")


def test_lead_and_support_are_told_apart():
    item = plan("1.发展旅游业\n责任单位:市旅游局牵头,市商务局、市交通局配合").items[0]
    assert dict(zip(item.units, item.unit_sides, strict=True)) == {"市旅游局": "lead", "市商务局": "co", "市交通局": "co"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("一、围绕“加快数字政府建设”开展全体协商\n时间：1月\n", None),
        ("序号\t议题\t时间\n1\t推进建设发展\t5月\n", None),
        ("根据市委部署，现将2023年协商议题安排如下：\n1.推进建设发展\n时间：5月\n", None),
        ("2023年市政协重点协商议题安排表\n序号\t议题\t时间\n1\t推进建设发展\t5月\n", "2023年市政协重点协商议题安排表"),
        ("2023年市政协重点协商议题安排表\n序号\n议题\n时间\n1\n推进建设发展\n5月\n", "2023年市政协重点协商议题安排表"),
        ("附件2\n2023年市政协重点协商议题\n安排表\n序号 议题 形式 时间\n1 推进发展 专题协商 5月\n", "2023年市政协重点协商议题安排表"),
    ],
)
def test_title_is_the_documents_own_and_never_its_first_item_or_head_row(text, title):
    reading = read(text)
    assert (reading.doc["title"], len(reading.items)) == (title, 1)


def test_place_told_by_a_city_in_the_text_is_named_as_inferred():
    inferred = read("2023年协商计划\n1.推进威海港口建设\n时间：5月\n")
    assert inferred.doc["place"] == "威海市" and "place_inferred" in {gap.code for gap in inferred.gaps}
    named = read("政协演示市委员会2023年协商计划\n1.推进威海港口建设\n时间：5月\n")
    assert "place_inferred" not in {gap.code for gap in named.gaps}


def test_one_title_for_two_units_is_no_repeat():
    reading = read("演示市政协2023年协商计划\n1.脱贫攻坚工作\n协商部门：市扶贫办\n2.脱贫攻坚工作\n协商部门：市教育局\n")
    assert [item.units for item in reading.items] == [("市扶贫办",), ("市教育局",)]


def test_a_row_that_does_not_fit_its_columns_keeps_only_what_is_sure():
    rows = "1\n推进产业升级\n由办公室商定\n由办公室另定\n2\n改善人居环境\n5月\n县住建局\n"
    reading = read(f"2024年协商计划表\n序号\n议题\n时间\n责任单位\n{rows}")
    assert [(item.title, item.time, item.units) for item in reading.items] == [
        ("推进产业升级", None, ()),
        ("改善人居环境", "5月", ("县住建局",)),
    ]
    assert "row_unclear" in codes(reading, 1) and "row_unclear" not in codes(reading, 2)


def test_a_name_that_is_hardly_a_unit_is_named():
    reading = plan("1.发展旅游业\n责任单位:市旅游局、些许事\n时间:5月")
    assert reading.items[0].units == ("市旅游局", "些许事")
    assert [gap.message for gap in reading.gaps if gap.code == "unit_unclear"] == ["“些许事”不像单位名称，请核对。"]


def test_a_column_or_label_nobody_knows_is_named():
    reading = plan("1.发展旅游业\n责任单位:市旅游局\n督导专班:市委督查室\n时间:5月")
    assert any(gap.code == "label_unclear" and "督导专班" in gap.message for gap in reading.gaps)


def test_prose_among_the_items_and_inside_one_is_named():
    items = "一、对口协商\n1.发展旅游业\n时间:5月\n本议题由主席会议研究后另行部署安排。\n"
    reading = plan(f"{items}二、界别协商\n各界别自行安排协商不少于两次。\n")
    assert "loose_text" in codes(reading, 1)
    assert any(gap.code == "unread_text" and "各界别自行安排" in gap.message for gap in reading.gaps)


def test_kind_nobody_tells_is_named_where_the_title_speaks_of_several():
    reading = plan("1.发展旅游业\n责任单位:市旅游局", head="演示市政协2024年协商通报视察计划")
    assert (reading.items[0].kind, "kind_unclear" in codes(reading, 1)) == ("consultation", True)
    assert "kind_unclear" not in codes(plan("1.发展旅游业\n责任单位:市旅游局"), 1)


def test_rules_on_trial_are_no_plan():
    reading = read("政协演示县委员会协商议政评价办法（试行）\n（一）选题。责任单位：县政协办公室。\n（二）成果。时间：6月。\n")
    assert (reading.items, [gap.code for gap in reading.gaps]) == ((), ["not_a_plan"])


def test_a_clause_about_bearers_that_is_not_understood_is_named():
    reading = plan("一、委员视察\n1.视察重点工程，由某某方面负责，5月完成。\n")
    assert (reading.items[0].units, reading.items[0].time) == ((), "5月")
    assert any(gap.code == "loose_text" and "某某方面" in gap.message for gap in reading.gaps)


def test_a_line_among_items_that_gave_none_is_named():
    reading = plan("一、对口协商\n1.推进县域商业发展\n2.待定\n")
    assert [item.title for item in reading.items] == ["推进县域商业发展"]
    assert any(gap.code == "unread_text" and "待定" in gap.message for gap in reading.gaps)


HEADED = """一、对口协商（{}）
1.发展旅游业
责任单位:市旅游局
2.改善居住环境
责任单位:市住建局
二、专题协商（1项）
3.推动电商发展
责任单位:市商务局"""


def test_what_the_heading_of_a_section_states_is_compared_with_its_items():
    reading = plan(HEADED.format("3项"))
    assert reading.stated_totals == {"对口协商": 3, "专题协商": 1}
    assert [gap.message for gap in reading.gaps if gap.code == "total_mismatch"] == ["对口协商：文中写 3 项，读到 2 项。"]
    assert "total_mismatch" not in codes(plan(HEADED.format("2项")))


@pytest.mark.parametrize("words", ["3项以上", "约3项", "3项左右"])
def test_loose_numbers_of_headings_are_not_held_against_the_section(words):
    assert plan(HEADED.format(words)).stated_totals == {"专题协商": 1}


def test_a_number_is_not_held_against_items_of_the_same_form_elsewhere():
    reading = plan(HEADED.format("2项") + "\n三、对口协商\n4.加强防汛能力\n责任单位:市水务局")
    assert "对口协商" not in reading.stated_totals


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("各县（市、区）人民政府，市政府各部门：", "各县（市、区）人民政府，市政府各部门"),
        ("市政府有关部门，有关单位：", "市政府有关部门，有关单位"),
        ("各区县党委、人民政府、政协，\n市直各部门、各人民团体：", "各区县党委、人民政府、政协，市直各部门、各人民团体"),
        ("市级责任单位：", None),
        ("各单位要高度重视：", None),
    ],
)
def test_whom_the_notice_is_sent_to(line, expected):
    reading = plan(f"{line}\n现将计划印发给你们。\n1.发展旅游业\n责任单位:市旅游局")
    assert reading.doc["addressees"] == expected
