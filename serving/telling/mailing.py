"""Mail messages to boxes on duty: encrypted on the way, and without anybody's name."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from serving.settings import Settings
from serving.telling.channels import ChannelError, NotDeliveredError
from serving.telling.mail_files import Mail, read_mail
from serving.telling.wording import Message

__all__ = ["Mailer", "mail_of", "open_mailer"]

_TIMEOUT_S = 10.0
_FOOT = "Do not answer this message. Nobody reads this box."


def open_mailer(settings: Settings) -> Mailer:
    """The mailer of the settings.

    Raises:
        ChannelError: the file of the settings can't be used.
    """
    if settings.mail is None:
        raise ChannelError("MISSING_RISK_MAIL must name a file")
    return Mailer(read_mail(settings.mail, is_production=settings.is_production))


def mail_of(message: Message, mail: Mail, box: str) -> EmailMessage:
    """The mail: its id is the message's at every try, so that a box drops what comes twice."""
    written = EmailMessage()
    written["From"] = mail.sender
    written["To"] = box
    written["Subject"] = message.title
    written["Date"] = format_datetime(message.at)
    written["Message-ID"] = f"<{message.id}@{mail.sender.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    lines = [*message.lines, f"Open the service: {message.link}", _FOOT]
    written.set_content("\n\n".join(lines) + "\n")
    return written


class Mailer:
    """One mail server; a connection for each message, closed after it."""

    def __init__(self, mail: Mail, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._mail = mail
        self._timeout_s = timeout_s

    def send(self, message: Message, at: datetime) -> None:
        """Mail it; see :class:`serving.telling.channels.Channel`."""
        del at  # A mail bears when it was made: every try is the same mail.
        box = self._mail.box_of(message.audience, message.team)
        if box is None:
            raise NotDeliveredError(f"no box is given for {message.audience}")
        try:
            self._send(mail_of(message, self._mail, box))
        except smtplib.SMTPResponseException as refusal:
            raise NotDeliveredError(f"the mail server answered {refusal.smtp_code}") from None
        except smtplib.SMTPRecipientsRefused:
            raise NotDeliveredError("the mail server knows no such box") from None
        except TimeoutError:
            raise NotDeliveredError("the mail server took too long") from None
        except ssl.SSLError:
            raise NotDeliveredError("the mail server's certificate is not trusted") from None
        except (smtplib.SMTPException, OSError):
            raise NotDeliveredError("the mail server can't be reached") from None

    def _send(self, written: EmailMessage) -> None:
        mail = self._mail
        with smtplib.SMTP(mail.server, mail.port, timeout=self._timeout_s) as server:
            if not mail.is_plain:
                context = ssl.create_default_context(
                    cafile=None if mail.authorities is None else str(mail.authorities)
                )
                server.starttls(context=context)
            if mail.user is not None and mail.password is not None:
                server.login(mail.user, mail.password)
            server.send_message(written)

    def close(self) -> None:
        """Nothing stays open."""
