"""Calls to addresses that an administrator typed in: only http(s), only outside the house, no redirects, bounded in size and time.

The name is resolved once, every address it stands for is looked at, and the connection goes to the very address that was looked at; so a
name that answers differently the second time reaches nothing. A host inside must be named in WEBHOOK_ALLOWED_HOSTS.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from tables.refusals import Refused
from workflow.delivery.faults import ChannelDown, Undelivered, in_words

LONGEST_ANSWER = 64 * 1024
PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def checked(url):
    """(scheme, host, port, path with query) of a web address. Raises Refused with a sentence for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("网址格式不正确。") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused("网址应以 https:// 或 http:// 开头，并写明服务器。")
    if parts.username is not None or any(mark in url for mark in "\r\n\t \\") or not url.isascii():
        raise Refused("网址里不能有用户名、空格和中文。")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def inside(address):
    """Whether an IP address (text) is not one of the public internet: of this machine, a private network, a link, a group …"""
    found = ipaddress.ip_address(address.partition("%")[0])
    if found.version == 6:
        hidden = found.ipv4_mapped or found.sixtofour or (ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None)
        found = hidden or found
    return not found.is_global or found.is_multicast


def resolved(host, port):
    """The address to call. Raises Refused where the host, or any address it stands for, lies inside and is not allowed."""
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise ChannelDown(f"找不到服务器 {host}。") from None
    if host not in settings.WEBHOOK_ALLOWED_HOSTS and any(inside(address) for address in found):
        raise Refused(f"{host} 是内部地址，不允许访问。确需使用的，请由运维人员加入 WEBHOOK_ALLOWED_HOSTS。")
    return found[0]


def post(url, document):
    """Send a JSON document; returns (status, text of the answer). Raises ChannelDown, or Undelivered for an address that is refused."""
    try:
        scheme, host, port, path = checked(url)
        address = resolved(host, port)
    except Refused as refusal:
        raise Undelivered(str(refusal)) from refusal
    body = json.dumps(document, ensure_ascii=False).encode()
    return _call(Pinned(scheme, host, port, address), path, body)


class Pinned(http.client.HTTPConnection):
    """A connection to one address under the name of its host, by which a certificate is checked."""

    def __init__(self, scheme, host, port, address):
        super().__init__(host, port, timeout=settings.DELIVERY_TIMEOUT)
        self.default_port = PORTS[scheme]
        self.scheme, self.address = scheme, address

    def connect(self):
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _call(connection, path, body):
    try:
        connection.connect()
    except OSError as error:
        connection.close()
        raise ChannelDown(f"{connection.host} 没有接通：{in_words(error)}。") from error
    end = threading.Timer(2 * settings.DELIVERY_TIMEOUT, _hang_up, [connection.sock])  # for who answers one byte at a time
    end.start()
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"})
        answer = connection.getresponse()
        return _weighed(connection.host, answer.status, answer.read(LONGEST_ANSWER).decode(errors="replace"))
    except (OSError, http.client.HTTPException) as error:
        raise ChannelDown(f"{connection.host} 没有应答：{in_words(error)}。", blamed=True) from error
    finally:
        end.cancel()
        connection.close()


def _hang_up(sock):
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _weighed(host, status, text):
    if status == 429:
        raise ChannelDown(f"{host} 要求放慢发送。")
    if status >= 500:
        raise ChannelDown(f"{host} 出错（{status}）。", blamed=True)
    if 300 <= status < 400:
        raise Undelivered(f"{host} 要求转到别的地址（{status}），不予跟随。")
    if status >= 400:
        raise Undelivered(f"{host} 拒收（{status}）：{text[:100]}")
    return status, text
