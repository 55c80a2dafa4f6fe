"""The section on which leaders preside and attend."""

from consultation.notice import read
from tests.consultation.notice.test_seeds import seed

ITEMS = "关于印发演示市政协2026年度协商计划的通知\n一、协商议题\n1．加强河道保护\n责任单位：市水务局\n时间：5月\n"


def attendance(text):
    return read(ITEMS + text).doc["attendance"]


def test_the_section_is_read_up_to_the_next_heading_of_its_style():
    section = "二、领导同志出席协商活动安排\n1．常委会会议，市政府主要领导出席\n并讲话。\n2．对口协商，分管领导主持。\n"
    assert attendance(section + "三、工作要求\n1．加强领导。") == "1．常委会会议，市政府主要领导出席并讲话。\n2．对口协商，分管领导主持。"
    assert attendance("(二)党政领导参加协商安排\n分管领导参加。\n1.另行通知。\n(三)要求\n略") == "分管领导参加。\n1.另行通知。"


def test_no_section_gives_none():
    assert attendance("二、工作要求\n1．加强组织领导。各单位要重视，做好安排。") is None
    assert attendance("二、领导出席安排") is None


def test_the_section_gives_no_item():
    section = "二、领导同志出席协商活动安排\n1．常委会会议，市政府主要领导出席。\n"
    assert [item.title for item in read(ITEMS + section).items] == ["加强河道保护"]


def test_a_seed_says_who_presides_over_what():
    lines = read(seed("002")[0]).doc["attendance"].splitlines()
    assert len(lines) == 2 and lines[0].startswith("1.市委、市政府主要领导同志") and lines[1].endswith("负责同志参加。")
    assert read(seed("000")[0]).doc["attendance"] is None
