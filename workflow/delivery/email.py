"""E-mail by the SMTP server of the installation (EMAIL_URL)."""

import smtplib
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from workflow.delivery.faults import ChannelDown, Undelivered, in_words
from workflow.delivery.texts import filled

GONE = (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused, OSError)
CLOSING = 421  # RFC 5321, 3.8: the server closes the channel


@contextmanager
def line(channel):
    """A function that sends one `Message`, over one connection. Raises ChannelDown where the server is not to be had."""
    connection = get_connection(timeout=settings.DELIVERY_TIMEOUT)
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise ChannelDown(f"发信服务器没有接通：{in_words(error)}。") from error
    try:
        yield lambda message: _send(connection, channel, message)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def _send(connection, channel, message):
    sender = channel.address or settings.DEFAULT_FROM_EMAIL
    mail = EmailMessage(
        message.title.replace("\n", " "),
        filled(channel.template, message.facts),
        sender,
        [message.to],
        connection=connection,
        headers={"Message-ID": f"<{message.message_id}@{sender.rpartition('@')[2].strip('>')}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (0, b""))
        if code == CLOSING:
            raise ChannelDown("发信服务器结束了连接。", blamed=True) from error
        raise Undelivered(f"发信服务器拒收（{code}）：{_text(said)}") from error
    except GONE as error:
        raise ChannelDown(f"发信中断：{in_words(error)}。", blamed=True) from error
    except smtplib.SMTPResponseException as error:
        raise Undelivered(f"发信服务器拒收（{error.smtp_code}）：{_text(error.smtp_error)}") from error


def _text(said):
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
