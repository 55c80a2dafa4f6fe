"""The story of a case that was not satisfied at first, in a real browser, with five accounts and the leader who signs."""

import pytest
from playwright.sync_api import expect

from proposals.models import Proposal
from tests.proposals.world import TEXT, ProposalWorld
from tests.test_story_browser import Visitor, visit  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def world(live_server):
    return ProposalWorld()


def choose(visitor, **fields):
    for name, label in fields.items():
        visitor.page.locator(f"[name={name.replace('__', '-')}]").select_option(label=label)


def test_a_dissatisfied_proposer_is_heard_again(visit, world):  # noqa: F811
    people = {name: getattr(world, name) for name in ("member", "secretary", "supervisor", "handler", "head", "leader")}
    at = {name: visit() for name in people}
    for name, person in people.items():
        at[name].sign_in(person.username)
    address = write(at["member"])
    file(at["secretary"], address)
    assign(at["supervisor"], address)
    answer(at, address, special=False)
    rate(at["member"], address, "不满意", "问题没有解决。")
    at["handler"].go(address)
    at["handler"].sees("提案人不满意")
    at["handler"].sees("问题没有解决。")
    answer(at, address, special=True)
    rate(at["member"], address, "基本满意", "")
    at["member"].sees("已办结")
    proposal = Proposal.objects.get()
    assert [each.is_dissatisfied for each in proposal.handlings.get().rounds.all()] == [True, False]


def write(member):
    """Write a draft and hand it in; returns the address of the proposal."""
    member.go("/proposals/")
    member.follow("写提案")
    member.fill(title="关于整治背街小巷积水的建议", problems="雨后积水，出行不便。", suggestions="疏通排水管网")
    choose(member, category="社会建设")
    member.click("保存草稿")
    member.sees("基本情况")
    address = member.page.url.removeprefix(member.site)
    member.move("提交")
    return address


def file(secretary, address):
    secretary.go(address)
    for name in ("初审", "复审", "终审"):
        secretary.sees(name)
        secretary.move("审查", opinion="情况属实，建议可行。")
    secretary.move("立案")
    secretary.sees("第001号")


def assign(supervisor, address):
    supervisor.go(address)
    supervisor.follow("交办")
    choose(supervisor, track="政府办公厅（室）", mode="独办", first="市财政局")
    supervisor.click("交办")
    supervisor.sees("签收，或在期限内申请退回")


def answer(at, address, *, special):
    """The unit hears the proposer and replies; head, supervision office and leader sign."""
    handler = at["handler"]
    handler.go(address)
    if not special:
        handler.move("签收")
    handler.follow("登记沟通")
    handler.fill(participants="提案人、承办单位", text="听取意见。")
    choose(handler, kind="座谈会（面商）")
    if special:
        handler.page.get_by_label("这是专题会议").check()
        handler.fill(decisions="年内疏通。")
    handler.click("登记沟通")
    handler.follow("起草答复")
    choose(handler, result_class="A 类（所提问题已经解决或基本解决）", answers__0__verdict="采纳")
    handler.fill(text=TEXT, number_word="测财函", contact="演示经办", phone="0571-12345678", answers__0__text="已完成疏通。")
    handler.click("起草答复")
    handler.move("送签")
    for name in ("head", "supervisor", "leader"):
        at[name].go("/")
        at[name].sees("等您签批的答复")
        at[name].follow("签批")
        at[name].click("签批同意")
        expect(at[name].page.get_by_text("已完成：签批同意。")).to_be_visible()
    handler.go(address)
    handler.move("印发答复")


def rate(member, address, label, text):
    member.go("/")
    member.sees("等您评价的答复")
    member.follow("评价")
    member.page.get_by_role("radio", name=label, exact=True).check()
    member.fill(text=text)
    member.click("评价")
    expect(member.page.get_by_text("已完成：评价。")).to_be_visible()
