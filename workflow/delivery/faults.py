"""What can go wrong with a message on its way."""

import http.client
import smtplib
import socket
import ssl


class Undelivered(Exception):
    """This message was not taken; others may be. The text says why, in Chinese."""


class Unreachable(Exception):
    """The person cannot be reached by this channel at all; the text says why. Nothing is tried again."""


class ChannelDown(Exception):
    """The way itself is blocked. `blamed`: it happened while a message was being handed over, which may be the cause."""

    def __init__(self, sentence, *, blamed=False):
        super().__init__(sentence)
        self.blamed = blamed


REASONS = (
    (TimeoutError, "等了很久没有回应"),
    (ConnectionRefusedError, "拒绝连接"),
    ((ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected, smtplib.SMTPServerDisconnected), "连接中途断开"),
    (ssl.SSLCertVerificationError, "证书没有通过验证"),
    (ssl.SSLError, "不能建立加密连接"),
    (smtplib.SMTPAuthenticationError, "用户名或密码不对"),
    (http.client.HTTPException, "应答不合规范"),
    (socket.gaierror, "找不到服务器"),
)


def in_words(error):
    """What went wrong with a connection, in words; the system's own text where there are none."""
    return next((words for kind, words in REASONS if isinstance(error, kind)), str(error))
