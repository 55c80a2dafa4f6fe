"""Notices by e-mail: each sent, marked after sending, repeated under the same id, put off, given up and folded."""

import socket
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.management import call_command
from django.utils import timezone

from organizations.models import Role
from tests.workflow.mailbox import mail_server
from tests.world import World
from workflow.delivery import dispatcher
from workflow.delivery.dispatcher import claim, deliver, dispatch
from workflow.delivery.spreading import prepare
from workflow.models import Channel, Delivery, DeliveryStatus, Notice, NoticeSetting
from workflow.notices import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DELIVERY_TIMEOUT = "127.0.0.1", port, 0.5
        settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = "notices@example.com", "https://zx.example.com"
        yield box


@pytest.fixture
def world():
    world = World()
    for each in (world.secretary, world.handler, world.head):
        each.email = f"{each.pk}@example.com"
        each.save()
    return world


@pytest.fixture
def channel(world):
    return Channel.objects.create(jurisdiction=world.place, kind="email", per_minute=6000)


def told(world, *people, key="a", title="请于 3 日内反馈"):
    tell(people or [world.handler], world.place, key, title, text="内容", link="/assignments/", about=world.place)


def later(**when):
    """As if so much time had passed."""
    span = timedelta(**when)
    for row in Delivery.objects.all():
        row.next_at, row.created_at = row.next_at - span, row.created_at - span
        row.lease_until = row.lease_until and row.lease_until - span
        row.save()
    for channel in Channel.objects.exclude(paused_until=None):
        channel.paused_until -= span
        channel.save()


def subject_of(mail):
    return str(make_header(decode_header(mail["Subject"])))


def test_a_notice_is_sent_once_and_says_so(world, channel, box):
    told(world, world.handler, world.head)
    assert dispatch(5) == 2 and dispatch(5) == 0
    assert sorted(to for to, _ in box.mails) == sorted([world.handler.email, world.head.email])
    text = box.mails[0][1].get_payload(decode=True).decode()
    assert subject_of(box.mails[0][1]) == "请于 3 日内反馈" and "https://zx.example.com/assignments/" in text and "您好" in text
    row = Delivery.objects.about(world.place).get(person=world.handler)
    assert (row.status, row.attempts, row.sent_to, row.lease_until) == ("sent", 1, world.handler.email, None)
    assert box.ids[f"<{row.message_id}@example.com>"] == 1 and row.sent_at


def test_a_notice_from_before_its_channel_stays_in_the_house(world, box):
    told(world)
    prepare()
    Channel.objects.create(jurisdiction=world.place, kind="email")
    assert dispatch(5) == 0 and Notice.objects.get().spread_at and not box.mails


def test_who_cannot_be_reached_is_passed_over_with_a_sentence(world, channel, box):
    NoticeSetting.objects.create(person=world.head, muted=["email"])
    world.secretary.is_active = False
    world.secretary.save()
    told(world, world.other_handler, world.head, world.secretary, world.handler)
    assert dispatch(5) == 1
    said = dict(Delivery.objects.filter(status="skipped").values_list("person", "last_error"))
    assert "没有登记邮箱" in said[world.other_handler.pk] and said[world.head.pk] == "本人已关闭电子邮件通知。"
    assert said[world.secretary.pk] == "账号已停用。" and Notice.objects.count() == 4


def test_an_address_taken_away_before_sending_is_no_error(world, channel, box):
    told(world)
    prepare()
    world.handler.email = ""
    world.handler.save()
    assert dispatch(5) == 0 and Delivery.objects.get().status == "skipped"


def test_what_a_killed_dispatcher_held_comes_back_under_the_same_id(world, channel, box, monkeypatch):
    told(world)
    prepare()
    batch = claim(channel.pk)
    assert claim(channel.pk) is None and dispatch(5) == 0
    with monkeypatch.context() as patch:  # sent, then killed before it was marked
        patch.setattr(dispatcher, "settle", lambda *a, **k: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            deliver(batch)
    assert Delivery.objects.get().status == "waiting" and len(box.mails) == 1
    later(minutes=3)
    assert dispatch(5) == 1 and list(box.ids.values()) == [2]


def test_who_lost_the_lease_writes_nothing_down(world, channel, box):
    told(world)
    prepare()
    late = claim(channel.pk)
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    now = claim(channel.pk)
    assert deliver(late) == 1 and Delivery.objects.get().status == "waiting"
    assert deliver(now) == 1 and Delivery.objects.get().status == "sent"


def test_a_refused_address_is_given_up_and_stops_nobody(world, channel, box, settings):
    settings.DELIVERY_ATTEMPTS = 3
    keeper = world.somebody(Role.SYSTEM_ADMIN)
    world.head.email = "poison@example.com"
    world.head.save()
    told(world, world.head, world.handler)
    assert dispatch(5) == 1
    row = Delivery.objects.get(person=world.head)
    assert (row.status, row.attempts) == ("waiting", 1) and "550" in row.last_error and row.next_at > timezone.now()
    for _ in range(2):
        later(hours=5)
        assert dispatch(5) == 0
    assert Delivery.objects.dead().get() == row
    alarm = keeper.notices.get()
    assert alarm.title == "有电子邮件通知未能送达" and "550" in alarm.text and dispatch(5) == 0


def test_a_row_whose_every_try_kills_is_given_up(world, channel, box, settings):
    told(world)
    prepare()
    for _ in range(settings.DELIVERY_ATTEMPTS):
        assert claim(channel.pk)
        later(hours=1)
    assert dispatch(5) == 0 and "意外结束" in Delivery.objects.dead().get().last_error and not box.mails


def test_a_server_that_is_away_costs_no_attempt_and_is_asked_ever_more_rarely(world, channel, settings):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", door.getsockname()[1]
        told(world, world.handler, world.head)
        rests = []
        for failures in (1, 2, 3):
            assert dispatch(5) == 0
            channel.refresh_from_db()
            assert channel.failures == failures and "没有接通：拒绝连接。" in channel.last_error
            rests.append(channel.paused_until - timezone.now())
            assert dispatch(5) == 0  # it rests
            later(hours=1)
        assert set(Delivery.objects.values_list("attempts", "status", "lease_until")) == {(0, "waiting", None)}
        assert rests[0] < rests[1] < rests[2]


@pytest.mark.parametrize("mood", ["silent", "hang up", "refuse", "busy"])
def test_trouble_while_sending_puts_off_that_message_and_ends_with_the_trouble(world, channel, box, mood):
    told(world, world.handler, world.head)
    box.mood = mood
    assert dispatch(5) == 0
    assert Delivery.objects.waiting().count() == 2 and Delivery.objects.filter(attempts=1, next_at__gt=timezone.now()).exists()
    box.mood = "accept"
    later(minutes=10)
    assert dispatch(5) == 2 and len(box.ids) == 2
    channel.refresh_from_db()
    assert (channel.failures, channel.paused_until, channel.last_error) == (0, None, "")


def test_a_message_that_cannot_be_written_stops_nobody(world, channel, box, monkeypatch):
    told(world, world.handler, world.head)
    whole = dispatcher.compose
    monkeypatch.setattr(dispatcher, "compose", lambda row: whole(row) if row.person_id == world.head.pk else 1 / 0)
    assert dispatch(5) == 1
    assert "ZeroDivisionError" in Delivery.objects.get(person=world.handler).last_error


def test_after_an_outage_one_message_tells_of_all(world, channel, box):
    box.mood = "hang up"
    for n in range(25):
        told(world, world.handler, world.head, key=str(n), title=f"第{n}件")
    dispatch(5)
    later(days=7)
    told(world, world.handler, key="new", title="刚才的")
    box.mood = "accept"
    assert dispatch(5) == 2
    assert sorted(subject_of(mail) for _, mail in box.mails) == ["您有 25 条未送达的通知", "您有 26 条未送达的通知"]
    assert "第0件" in box.mails[0][1].get_payload(decode=True).decode()
    rows = Delivery.objects.filter(person=world.handler)
    assert set(rows.values_list("status", flat=True)) == {"folded", "sent"} and not rows.filter(sent_at=None).exists()
    assert Notice.objects.filter(person=world.handler).count() == 26


def test_a_summary_that_is_given_up_gives_up_what_it_told_of(world, channel, box, settings):
    settings.DELIVERY_ATTEMPTS = 1
    box.poison = str(world.handler.pk)
    for n in range(3):
        told(world, key=str(n))
    prepare()
    later(days=1)
    assert dispatch(5) == 0
    assert Delivery.objects.dead().count() == 3 and not Delivery.objects.exclude(carrier=None).exists()


def test_a_channel_keeps_its_pace(world, channel, box):
    Channel.objects.update(per_minute=12)  # two at once, one more every five seconds
    for n in range(9):
        told(world, key=str(n))
    assert dispatch(5) == 2 and dispatch(5) == 0
    Channel.objects.update(free_at=timezone.now() - timedelta(minutes=1))
    assert dispatch(5) == 2


def test_a_channel_switched_off_sends_nothing_even_later(world, channel, box):
    told(world)
    prepare()
    Channel.objects.update(is_on=False)
    assert dispatch(5) == 0
    Channel.objects.update(is_on=True)
    assert dispatch(5) == 0 and Delivery.objects.get().last_error == "发送前这个渠道已停用。"


def test_held_deliveries_wait(world, channel, box, settings):
    settings.DELIVERY_ON = False
    told(world)
    assert dispatch(5) == 0 and not Delivery.objects.exists()


def test_the_command_sends_once(world, channel, box, capsys):
    told(world)
    call_command("dispatch", "--once")
    assert "发送了 1 条通知" in capsys.readouterr().out and Delivery.objects.get().status == DeliveryStatus.SENT


def test_running_state_leaves_no_trail(world, channel):
    Channel.objects.update(secret="s3cret", address="https://example.com/hook?key=k3y", failures=3, free_at=timezone.now(), last_error="x")
    events = Channel.pgh_event_model.objects.all()
    assert [event.pgh_label for event in events] == ["insert"]
    assert not {"secret", "address"} & {field.name for field in Channel.pgh_event_model._meta.fields}
