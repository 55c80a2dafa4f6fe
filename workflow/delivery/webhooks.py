"""Robots of 企业微信 and 钉钉 in a group, and gateways for short messages: each one JSON document to one address."""

import base64
import hashlib
import hmac
import json
import time
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlencode

from workflow.delivery.faults import ChannelDown, Undelivered
from workflow.delivery.guard import post
from workflow.delivery.texts import filled, filled_json

LONGEST = {"wecom": 2048, "dingtalk": 20000}  # bytes of a text, as the two say in their documentation
TOO_FAST = {45009, 130101, 410100, 90018}  # of 企业微信 and 钉钉: more than 20 a minute


@contextmanager
def _line(send, channel):
    yield partial(send, channel)


def wecom(channel):
    """A robot of 企业微信: the key stands in its address; who has registered a mobile number is called by it."""
    return _line(_to_wecom, channel)


def dingtalk(channel):
    """A robot of 钉钉, with the signature 加签 where there is a secret."""
    return _line(_to_dingtalk, channel)


def sms(channel):
    """A gateway: the place's own template says what it gets."""
    return _line(_to_gateway, channel)


def _to_wecom(channel, message):
    text = {"content": shortened(filled(channel.template, message.facts), LONGEST["wecom"])}
    text |= {"mentioned_mobile_list": [message.to]} if message.to else {}
    _robot(channel.address, {"msgtype": "text", "text": text})


def _to_dingtalk(channel, message):
    url = f"{channel.address}&{signature(channel.secret, time.time())}" if channel.secret else channel.address
    text = filled(channel.template, message.facts) + (f"\n@{message.to}" if message.to else "")
    at = {"atMobiles": [message.to] if message.to else [], "isAtAll": False}
    _robot(url, {"msgtype": "text", "text": {"content": shortened(text, LONGEST["dingtalk"])}, "at": at})


def signature(secret, moment):
    """The query that 加签 asks for: base64 of HMAC-SHA256 over milliseconds, a line feed and the secret, with the secret as key."""
    stamp = str(round(moment * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return urlencode({"timestamp": stamp, "sign": base64.b64encode(digest).decode()})


def _robot(url, document):
    _, answer = post(url, document)
    try:
        said = json.loads(answer)
        code = said.get("errcode")
    except (ValueError, AttributeError, RecursionError):
        raise Undelivered(f"机器人的应答不是约定的格式：{answer[:100]}") from None
    if code in TOO_FAST:
        raise ChannelDown("机器人要求放慢发送。")
    if code != 0:
        raise Undelivered(f"机器人拒收（{code}）：{str(said.get('errmsg', ''))[:150]}")


def _to_gateway(channel, message):
    _, answer = post(channel.address, filled_json(channel.template, message.facts))
    if channel.success_mark and channel.success_mark not in answer:
        raise Undelivered(f"短信网关拒收：{answer[:150]}")


def shortened(text, most):
    """A text of at most `most` bytes of UTF-8, cut with “…” between two characters."""
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode(errors="ignore") + "…"
