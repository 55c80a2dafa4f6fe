"""From a delivery to the words that go out, and whom they reach."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from workflow.delivery.faults import Unreachable
from workflow.models import ChannelKind, NoticeSetting

MOBILE = re.compile(r"1[3-9]\d{9}")
LISTED = 20  # titles named in a summary


@dataclass(frozen=True)
class Message:
    """What a channel sends. `to`: an e-mail address or a mobile number, "" where a robot speaks to a group; `facts`: for the template."""

    to: str
    title: str
    message_id: str
    facts: dict


def reach(person, setting, kind):
    """Where a person is reached by this kind of channel; raises Unreachable with the reason. `setting`: his `NoticeSetting` or None."""
    label = ChannelKind(kind).label
    if person.is_service or not person.is_active:
        raise Unreachable("账号已停用。" if not person.is_active else "服务账号不接收通知。")
    if setting and kind in setting.muted:
        raise Unreachable(f"本人已关闭{label}通知。")
    if kind == ChannelKind.EMAIL:
        return person.email or _nowhere("没有登记邮箱，请在人员登记或“通知设置”里填写。")
    mobile = mobile_of(person, setting)
    if kind == ChannelKind.SMS and not mobile:
        _nowhere("没有登记手机号，请在人员登记或“通知设置”里填写。")
    return mobile


def mobile_of(person, setting):
    """The mobile number of a person: his own choice, else a registered telephone that is one; "" where there is none."""
    chosen = setting.mobile if setting else ""
    found = MOBILE.fullmatch(re.sub(r"[\s-]", "", chosen or person.phone))
    return found.group() if found else ""


def _nowhere(sentence):
    raise Unreachable(sentence)


def compose(delivery):
    """The `Message` of a delivery, with those folded into it; raises Unreachable."""
    notice, person, channel = delivery.notice, delivery.person, delivery.channel
    to = reach(person, NoticeSetting.objects.filter(person=person).first(), channel.kind)
    titles = list(delivery.carried.order_by("pk").values_list("notice__title", flat=True)[: LISTED + 1])
    title, text, link, message_id = notice.title, notice.text, notice.link, delivery.message_id
    if titles:
        number = delivery.carried.count() + 1
        title, message_id = f"您有 {number} 条未送达的通知", f"{number}.{message_id}"
        text = "\n".join([notice.title, *titles][:LISTED]) + ("\n……" if number > LISTED else "")
        link = reverse("dashboard:notices")
    facts = {
        "标题": title,
        "内容": text,
        "链接": f"{settings.SITE_URL}{link}" if settings.SITE_URL and link.startswith("/") else "请登录系统查看。",
        "姓名": person.name,
        "手机": to if channel.kind != ChannelKind.EMAIL else "",
        "地区": str(delivery.jurisdiction),
        "时间": f"{timezone.localtime(notice.created_at):%Y-%m-%d %H:%M}",
        "编号": message_id,
        "密钥": channel.secret if channel.kind == ChannelKind.SMS else "",
    }
    return Message(to, title, message_id, facts)
