"""Where a title may be broken."""

from documents.official.titles import words


def test_a_session_and_a_case_number_are_not_parted():
    parts = words("关于演示市政协六届三次会议第002号提案的答复")
    assert "六届三次会议" in parts and "第002号提案的" in parts and "".join(parts) == "关于演示市政协六届三次会议第002号提案的答复"


def test_a_given_name_is_not_parted():
    assert "演示市自然资源和规划局" in words("演示市自然资源和规划局关于第12号提案的答复", ("演示市自然资源和规划局",))
