"""Robots and gateways: what they get, what their answers mean, and that no address leads inside."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from organizations.models import Role
from tests.workflow.robots import web_server
from tests.world import World
from workflow.channel_forms import ChannelForm
from workflow.delivery import guard
from workflow.delivery.dispatcher import dispatch
from workflow.delivery.failing import give_up, retry, retry_all
from workflow.delivery.texts import BODIES, objection_to
from workflow.delivery.webhooks import shortened
from workflow.models import Channel, Delivery, Event
from workflow.notices import tell
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
ANYWHERE = "https://93.184.216.34/hook?key=k3y"


@pytest.fixture
def robot(settings):
    settings.DELIVERY_TIMEOUT, settings.WEBHOOK_ALLOWED_HOSTS = 0.5, ["127.0.0.1"]
    with web_server() as (robot, address):
        robot.address = address
        yield robot


@pytest.fixture
def world():
    world = World()
    world.handler.phone = "138 0013-8000"
    world.handler.save()
    return world


def told(world, robot, kind, *people, **facts):
    Channel.objects.create(jurisdiction=world.place, kind=kind, **({"address": f"{robot.address}/send?access_token=t0ken"} | facts))
    tell(people or [world.handler], world.place, "a", '请"反馈"', text="内容\n第二行")
    sent = dispatch(5)
    return sent, Delivery.objects.get()


def test_wecom_gets_a_text_that_calls_the_person(world, robot):
    assert told(world, robot, "wecom")[0] == 1
    path, said = robot.calls[0]
    assert path == "/send?access_token=t0ken" and said["msgtype"] == "text"
    assert said["text"]["mentioned_mobile_list"] == ["13800138000"]
    assert said["text"]["content"].startswith(f'{world.handler}：请"反馈"\n内容\n第二行')


def test_dingtalk_gets_the_signature_it_asks_for(world, robot):
    assert told(world, robot, "dingtalk", secret="SEC0")[0] == 1
    path, said = robot.calls[0]
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    expected = hmac.new(b"SEC0", f"{query['timestamp']}\nSEC0".encode(), hashlib.sha256).digest()
    assert base64.b64decode(query["sign"]) == expected and query["access_token"] == "t0ken"
    assert abs(int(query["timestamp"]) / 1000 - timezone.now().timestamp()) < 60
    assert said["at"] == {"atMobiles": ["13800138000"], "isAtAll": False} and "@13800138000" in said["text"]["content"]


def test_a_robot_speaks_to_the_group_about_who_has_no_number(world, robot):
    assert told(world, robot, "wecom", world.head)[0] == 1
    assert "mentioned_mobile_list" not in robot.calls[0][1]["text"]


def test_a_gateway_gets_the_place_s_own_document(world, robot):
    body = '{"to": ["${手机}"], "text": {"content": "${标题}"}, "sign": "${密钥}", "n": 1}'
    sent, row = told(world, robot, "sms", body=body, secret="s3cret", success_mark='"errcode": 0')
    assert sent == 1 and row.sent_to == "13800138000"
    assert robot.calls[0][1] == {"to": ["13800138000"], "text": {"content": '请"反馈"'}, "sign": "s3cret", "n": 1}


def test_a_gateway_that_answers_without_the_mark_of_success_did_not_take_it(world, robot):
    sent, row = told(world, robot, "sms", success_mark="SUCCESS")
    assert sent == 0 and "短信网关拒收" in row.last_error and row.status == "waiting"


def test_who_has_no_mobile_gets_no_short_message(world, robot):
    sent, row = told(world, robot, "sms", world.head)
    assert sent == 0 and row.status == "skipped" and "没有登记手机号" in row.last_error and not robot.calls


@pytest.mark.parametrize(
    ("mood", "sentence", "attempts"),
    [
        ("refuse", "机器人拒收（93000）", 1),
        ("odd", "不是约定的格式", 1),
        ("denied", "拒收（403）", 1),
        ("redirect", "不予跟随", 1),
        ("broken", "出错（500）", 1),
        ("hang", "没有应答：等了很久没有回应。", 1),
        ("drip", "没有应答", 1),
        ("fast", "", 0),
        ("busy", "", 0),
    ],
)
def test_every_bad_answer_is_put_off_with_its_reason(world, robot, mood, sentence, attempts):
    robot.mood, robot.elsewhere = mood, f"{robot.address}/inside"
    sent, row = told(world, robot, "wecom")
    assert sent == 0 and row.status == "waiting" and row.attempts == attempts and sentence in row.last_error
    assert len(robot.calls) == 1, "a redirect was followed"
    assert bool(Channel.objects.get().paused_until) == (mood in ("broken", "hang", "drip", "fast", "busy"))


def test_no_more_of_an_answer_is_read_than_needed(world, robot):
    robot.mood = "huge"
    assert told(world, robot, "wecom")[0] == 1


INSIDE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest",
    "http://[::1]/",
    "http://0.0.0.0/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
    "http://100.64.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_called_or_stored(world, settings, address, robot):
    settings.WEBHOOK_ALLOWED_HOSTS = []
    sent, row = told(world, robot, "wecom", address=address)
    assert sent == 0 and "内部地址" in row.last_error
    assert "内部地址" in str(form_of(world, address=address).errors["address"])


def test_a_name_that_leads_inside_is_refused_when_it_is_called(world, robot, settings, monkeypatch):
    """What was a public name when it was stored may lead inside later."""
    settings.WEBHOOK_ALLOWED_HOSTS = []
    port = urlsplit(robot.address).port
    monkeypatch.setattr(
        guard.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("127.0.0.1", port))]
    )
    sent, row = told(world, robot, "wecom", address=f"http://robot.example.com:{port}/")
    assert sent == 0 and "内部地址" in row.last_error and not robot.calls


def test_the_call_goes_to_the_address_that_was_looked_at(world, robot, settings, monkeypatch):
    asked = []

    def lookup(host, port, *rest, **kwargs):
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    settings.WEBHOOK_ALLOWED_HOSTS = ["robot.inside"]
    monkeypatch.setattr(guard.socket, "getaddrinfo", lookup)
    url = robot.address.replace("127.0.0.1", "robot.inside")
    assert told(world, robot, "wecom", address=url)[0] == 1 and asked[0] == "robot.inside"
    assert set(asked) <= {"robot.inside", "127.0.0.1"}


def form_of(world, instance=None, **data):
    admin = world.somebody(Role.SYSTEM_ADMIN)
    base = {"jurisdiction": world.place.pk, "kind": "wecom", "address": ANYWHERE, "per_minute": 20, "is_on": "on"}
    form = ChannelForm(base | data, instance=instance)
    form.by = admin
    return form


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"address": "ftp://example.com/"}, "address", "网址应以 https:// 或 http:// 开头"),
        ({"address": "https://user@93.184.216.34/"}, "address", "不能有用户名"),
        ({"address": "https://93.184.216.34/钩子"}, "address", "不能有用户名、空格和中文"),
        ({"address": "https://93.184.216.34:99999/"}, "address", "网址格式不正确"),
        ({"address": ""}, "address", "网址应以"),
        ({"address": "https://no.such.host.invalid/"}, "address", "找不到服务器"),
        ({"body": "${标题} ${电话}"}, "body", "${电话}"),
        ({"body": "费用 $ 5"}, "body", "不成对的“$”"),
        ({"body": "${标题} ${密钥}"}, "body", "只有短信网关的模板可以写入密钥"),
        ({"kind": "sms", "body": "手机：${手机}"}, "body", "不是有效的 JSON"),
        ({"kind": "sms", "body": '{"a": ["${电话}"]}'}, "body", "${电话}"),
        ({"per_minute": 0}, "per_minute", "每分钟至少发 1 条"),
        ({"kind": "email", "address": ""}, "__all__", "还没有配置发信服务器"),
    ],
)
def test_a_channel_that_cannot_work_is_not_stored(world, facts, field, sentence):
    errors = form_of(world, **facts).errors
    assert sentence in str(errors.get(field) or errors), errors


def test_the_shipped_texts_can_be_filled():
    assert [objection_to(kind, body) for kind, body in BODIES.items()] == [""] * 4


def test_address_and_secret_are_never_shown_again_and_stay(world):
    form = form_of(world, secret="s3cret")
    channel = form.keep()
    page = str(ChannelForm(instance=channel))
    assert "s3cret" not in page and "k3y" not in page and "93.184.216.34" in page
    stored = form_of(world, instance=channel, address="", per_minute=5).keep()
    assert (stored.address, stored.secret, stored.per_minute, stored.host) == (ANYWHERE, "s3cret", 5, "93.184.216.34")


def test_texts_are_cut_between_characters():
    assert shortened("提" * 1000, 2048) == "提" * 681 + "…" and shortened("短", 2048) == "短"


def test_what_was_given_up_is_sent_again_or_closed_with_a_reason(world, robot, settings):
    settings.DELIVERY_ATTEMPTS, robot.mood = 1, "refuse"
    _, row = told(world, robot, "wecom")
    admin = world.somebody(Role.SYSTEM_ADMIN)
    assert row.status == "dead"
    robot.mood = "good"
    retry(row, by=admin)
    assert dispatch(5) == 1 and len(robot.calls) == 2
    for act in (lambda: retry(row, by=admin), lambda: give_up(row, by=admin, reason="x"), lambda: retry_all(row.channel, by=admin)):
        with pytest.raises(Refused):
            act()
    Delivery.objects.update(status="dead", sent_at=None)
    retry_all(row.channel, by=admin)
    assert dispatch(5) == 1
    Delivery.objects.update(status="dead")
    give_up(row, by=admin, reason="已电话告知")
    row.refresh_from_db()
    assert row.status == "skipped" and "已电话告知" in row.last_error
    assert set(Event.objects.filter(by=admin).values_list("move", flat=True)) == {"retry", "give_up"}
