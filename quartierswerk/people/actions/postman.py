"""Send the mails that wait."""

import logging
import smtplib
from datetime import datetime

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F

from quartierswerk.people.models import OutboxMail
from quartierswerk.people.queries import mails_waiting
from quartierswerk.people.rules import MAIL_FORGOTTEN_AFTER, MAIL_LEASE, next_attempt

logger = logging.getLogger(__name__)
AT_ONCE = 100


def send_waiting_mail(now: datetime) -> int:
    """Send the mails whose turn it is and return how many went out.

    Each mail is claimed first, so several workers never send the same one; nothing is sent inside a transaction.
    When the server cannot be reached, the other mails simply wait for the next run.
    """
    sent = 0
    for mail in list(mails_waiting(now)[:AT_ONCE]):
        if not _claim(mail, now):
            continue
        try:
            _hand_over(mail)
        except (smtplib.SMTPException, OSError) as wrong:
            _put_off(mail, wrong, now)
            if isinstance(wrong, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError) or not isinstance(
                wrong, smtplib.SMTPException
            ):
                break
        else:
            _forget_text(mail, now)
            sent += 1
    return sent


def forget_old_mail(now: datetime) -> int:
    """Forget mails that went out or were given up a while ago."""
    over = OutboxMail.objects.exclude(state=OutboxMail.State.WAITING)
    count, _by_model = over.filter(created_at__lt=now - MAIL_FORGOTTEN_AFTER).delete()
    return count


def _claim(mail: OutboxMail, now: datetime) -> bool:
    """Take the mail for this attempt; False when another worker was faster."""
    mine = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.WAITING, try_at=mail.try_at)
    claimed = mine.update(try_at=now + MAIL_LEASE, attempts=F("attempts") + 1)
    mail.attempts += 1
    return bool(claimed)


def _hand_over(mail: OutboxMail) -> None:
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to], headers={"Auto-Submitted": "auto-generated"}, connection=get_connection()
    )
    message.attach_alternative(mail.html, "text/html")
    message.send()


def _put_off(mail: OutboxMail, wrong: Exception, now: datetime) -> None:
    """Try again later; give up after the last attempt, or at once when the server refuses the address for good."""
    wait = None if _is_final(wrong) else next_attempt(mail.attempts)
    mail.last_error = f"{type(wrong).__name__}: {wrong}"[:300]
    if wait is None:
        mail.state, mail.text, mail.html = OutboxMail.State.FAILED, "", ""
        logger.warning("mail %s was given up after %s attempts: %s", mail.pk, mail.attempts, type(wrong).__name__)
    else:
        mail.try_at = now + wait
    mail.save(update_fields=["state", "try_at", "last_error", "text", "html"])


def _is_final(wrong: Exception) -> bool:
    return isinstance(wrong, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in wrong.recipients.values()
    )


def _forget_text(mail: OutboxMail, now: datetime) -> None:
    mail.state, mail.sent_at, mail.text, mail.html, mail.last_error = OutboxMail.State.SENT, now, "", "", ""
    mail.save(update_fields=["state", "sent_at", "text", "html", "last_error"])
