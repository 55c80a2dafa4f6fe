"""The whole story in a real browser: a notice becomes an issued plan and its paper; a department answers; a program does the same."""

import io
import json
import re
import urllib.error
import urllib.request
import zipfile

import pdfplumber
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consultation.models import AnnualPlan, PlanItem
from documents.rendering import render_pending
from feedback.models import Assignment
from organizations.models import Person
from tests.consultation.notice.test_seeds import seed
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser
OWN_PASSWORD = "Story-2026-own"  # noqa: S105
NOTICE = """测试市人民政府办公室关于做好{year}年市政协协商视察工作的通知
各有关单位：
{year}年确定协商计划3项、视察计划1项。
一、重点协商
1．推进城市更新
责任单位：市财政局、市教育局
协商方式：对口协商
协商时间：12月
2．改善营商环境（监督性协商）
责任单位：市教育局
协商方式：专题协商会
3．发展普惠托育
责任单位：市财政局
协商方式：主席会协商
协商时间：12月
二、重点视察
1．校园食品安全
责任单位：市教育局
视察方式：委员视察
视察时间：12月
"""


class Visitor:
    """Somebody at his own browser; what the console says goes to `said`."""

    def __init__(self, browser, site, said):
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900})
        self.page, self.site = context.new_page(), site
        self.page.on("console", lambda message: "status of 4" in message.text or said.append(message.text))
        self.page.on("pageerror", lambda error: said.append(str(error)))

    def go(self, address):
        return self.page.goto(self.site + address)

    def sign_in(self, username, password=PASSWORD):
        self.go("/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.click("登录")

    def click(self, name, exact=True):
        self.page.get_by_role("button", name=name, exact=exact).click()

    def follow(self, name, exact=True):
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"[name={name.replace('__', '-')}]").fill(value)

    def move(self, name, **fields):
        """Choose a move, fill in its form, make it, and see that it was made."""
        self.follow(name)
        self.fill(**fields)
        self.click(name)
        expect(self.page.get_by_text(f"已完成：{name}。")).to_be_visible()

    def sees(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()


@pytest.fixture
def visit(browser, live_server, settings, tmp_path):
    """Opens browsers on the running site; at the end none may have complained."""
    settings.STORE_ROOT = tmp_path
    said = []
    yield lambda: Visitor(browser, live_server.url, said)
    assert said == []


@pytest.fixture
def world(live_server):
    return World()


def today():
    return timezone.localdate().isoformat()


def test_a_notice_becomes_a_plan_that_departments_work_by(visit, world, live_server):
    secretary = visit()
    first_sign_in(secretary, world)
    read_and_confirm(secretary, world)
    approve_and_issue(secretary, world)
    download_the_paper(secretary)
    department = visit()
    own_items_only(department, world)
    answer(department, world)
    accept(secretary, department)
    program(department, live_server.url)


def first_sign_in(secretary, world):
    Person.objects.filter(pk=world.secretary.pk).update(must_change_password=True)
    secretary.sign_in(world.secretary.username)
    secretary.sees("这是首次登录")
    secretary.fill(old_password=PASSWORD, new_password1=OWN_PASSWORD, new_password2=OWN_PASSWORD)
    secretary.click("修改密码")
    secretary.sees("密码已修改")
    secretary.sees("还没有进行中的计划")


def read_and_confirm(secretary, world):
    year = timezone.localdate().year
    secretary.follow("粘贴通知原文")
    secretary.page.get_by_label("通知全文").fill(NOTICE.format(year=year))
    secretary.click("读取")
    secretary.sees("读到 4 项，需要核对")
    assert secretary.page.locator(".source mark").count() > 10
    secretary.page.locator(".gaplist a", has_text="协商2").first.click()
    secretary.fill(item__2__time_text="第四季度")
    assert not AnnualPlan.objects.exists()
    secretary.click("确认，建立草案")
    secretary.sees("已建立计划草案，共 4 项")
    plan = AnnualPlan.objects.get()
    assert plan.year == year and plan.items.get(title__contains="营商环境").time_text == "第四季度"
    assert set(PlanItem.objects.values_list("units__unit", flat=True)) == {world.finance.pk, world.education.pk}


def approve_and_issue(secretary, world):
    secretary.move("送会商")
    for office in world.offices:
        secretary.follow("填会商意见")
        secretary.page.locator("[name=office]").select_option(label=office.name)
        secretary.click("填会商意见")
    secretary.move("报批")
    secretary.move("登记批准", approved_by="市委常委会会议", approved_on=today())
    secretary.move("印发", issued_on=today(), document_number="测府办〔2026〕1号")
    assert Assignment.objects.count() == 5


def download_the_paper(secretary):
    secretary.page.locator("#papers ~ ul a").click()
    secretary.sees("正在排版")
    assert render_pending() == 1
    with secretary.page.expect_download() as pdf:
        secretary.follow("下载 PDF")
    data = pdf.value.path().read_bytes()
    assert data.startswith(b"%PDF")
    text = "".join(page.extract_text() for page in pdfplumber.open(io.BytesIO(data)).pages)
    assert "推进城市更新" in text.replace("\n", "")
    secretary.page.reload()
    with secretary.page.expect_download() as word:
        secretary.follow("下载 DOCX", exact=False)
    assert "word/document.xml" in zipfile.ZipFile(word.value.path()).namelist()


def own_items_only(department, world):
    department.sign_in(world.handler.username)
    department.sees("新交办：推进城市更新")
    department.go("/assignments/")
    expect(department.page.locator("td.card-title")).to_have_count(2)
    other = Assignment.objects.filter(unit=world.education).first()
    foreign = PlanItem.objects.get(title__contains="校园食品")
    for address in (f"/assignments/{other.public_id}/", f"/plans/items/{foreign.public_id}/", f"/plans/{foreign.plan.public_id}/"):
        assert department.go(address).status == 404


def answer(department, world):
    department.go("/assignments/")
    department.follow("推进城市更新")
    department.move("签收")
    department.sees("请先填写第一责任人")
    department.move("填报责任人", head="演示甲", deputy="演示乙", office="综合科", handler="演示丙", phone="0571-5550101")
    department.follow("报送工作方案")
    department.click("再加一行")
    department.fill(goals="摸清底数", contact="演示丙", phone="0571-5550101")
    department.fill(tasks__0__text="实地调研", tasks__0__owner="演示甲", tasks__0__due_on=today())
    department.fill(tasks__5__text="汇总材料", tasks__5__owner="演示乙")
    department.page.locator("[name=files]").set_input_files({"name": "方案.txt", "mimeType": "text/plain", "buffer": "附件".encode()})
    department.click("报送工作方案")
    department.sees("已完成：报送工作方案。")
    department.sees("汇总材料")
    department.move("填报进展", text="已开展调研")
    with department.page.expect_download() as file:
        department.follow("方案.txt")
    assert file.value.path().read_text() == "附件"
    assert Assignment.objects.get(unit=world.finance, subject="推进城市更新").state == "under_way"


def accept(secretary, department):
    secretary.go("/")
    secretary.page.locator(".counts a", has_text="工作方案待审核").click()
    secretary.follow("推进城市更新")
    secretary.sees("已开展调研")
    secretary.move("接受工作方案", answer="同意")
    department.page.reload()
    department.sees("已接受")


def program(department, site):
    """A program with the department's token reads what it sees and makes one move, once for each key."""
    department.go("/tokens/")
    department.fill(name="业务系统")
    department.page.locator("[name=scope]").select_option("write")
    department.click("新建令牌")
    token = department.page.locator("#key").inner_text()
    status, listed = call(site, token, "assignments/?q=城市更新")
    assert status == 200 and [row["subject"] for row in listed["results"]] == ["推进城市更新"]
    row = listed["results"][0]
    entry = {"kind": "progress", "on": today(), "text": "接口报送的进展"}
    for _ in range(2):
        assert call(site, token, f"assignments/{row['id']}/act/add_entry/", entry)[0] == 200
    assert call(site, "zx_wrong", "assignments/")[0] == 401
    department.go(f"/assignments/{row['id']}/")
    expect(department.page.get_by_text("接口报送的进展")).to_have_count(1)


def call(site, token, address, data=None):
    """(status, answer) of one call of the API."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": "story-1"}
    body = json.dumps(data).encode() if data else None
    address = urllib.request.quote(address, safe="/?=&-")
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{site}/api/v1/{address}", body, headers)) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_real_notice_becomes_a_draft(visit, world):
    text, expected = seed("000")
    secretary = visit()
    secretary.sign_in(world.secretary.username)
    secretary.go("/plans/read/")
    secretary.page.get_by_label("通知全文").fill(text)
    secretary.click("读取")
    number = len(expected["items"])
    secretary.sees(f"读到 {number} 项")
    secretary.page.locator("summary", has_text="单位名录里没有的名称").click()
    secretary.click("全部勾选")
    secretary.click("确认，建立草案")
    secretary.sees(f"已建立计划草案，共 {number} 项")
    plan = AnnualPlan.objects.get()
    assert plan.items.count() == number and re.search("2017", plan.title)
    secretary.go("/plans/items/?month=none")
    expect(secretary.page.locator("td.card-title")).to_have_count(sum(not item["time"] for item in expected["items"]))
