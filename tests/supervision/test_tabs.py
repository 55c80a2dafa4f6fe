"""The tabs of supervision: in groups for who has many, in one row for who has few."""

from django.urls import reverse

from tests.pages import browser


def shown(person, name):
    tabs = browser(person).get(reverse(f"supervision:{name}")).context["tabs"]
    groups = [(group["label"], group["current"]) for group in tabs.groups]
    return groups, [(tab["label"], tab["current"]) for tab in tabs]


def test_a_supervisor_finds_three_groups_and_the_tabs_of_the_present_one(world):
    groups, tabs = shown(world.supervisor, "cards")
    assert groups == [("今日", False), ("督办手段", True), ("考核评议", False)]
    assert tabs[:2] == [("牌单", True), ("重点提案", False)] and ("督办事项", False) not in tabs
    assert shown(world.secretary, "board")[0][-1] == ("规则", False)


def test_who_has_few_tabs_has_them_in_one_row(world):
    groups, tabs = shown(world.member, "keys")
    assert groups == [] and ("重点提案", True) in tabs and ("提醒台账", False) in tabs
