"""Mails: an action writes a row, the worker sends it."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize

from quartierswerk.people.models import OutboxMail


def send_later(to: str, subject: Any, template: str, context: dict[str, Any], language: str) -> OutboxMail:
    """Write a mail to be sent by the worker.

    ``template`` names a plain text template without ``.txt``; the HTML part is made from the same text, so both
    say the same. Subject and text are made now, in ``language``; what the mail does not need must not be in it.
    """
    now = timezone.now()
    with translation.override(language):
        heading = " ".join(str(subject).split())[:200]
        text = render_to_string(f"{template}.txt", {**context, "subject": heading, "base_url": settings.BASE_URL})
        return write_mail(to, heading, text, language, now=now)


def write_mail(to: str, subject: str, text: str, language: str, *, now: Any) -> OutboxMail:
    """Write a mail whose text is there already; the text is plain and its addresses become links."""
    body = text.strip() + "\n"
    html = render_to_string(
        "people/mail/base.html",
        {"subject": subject, "language": language, "body": linebreaks(urlize(body, autoescape=True))},
    )
    return OutboxMail.objects.create(
        to=to, subject=subject, text=body, html=html, language=language, created_at=now, try_at=now
    )


def full_address(url_name: str, *arguments: Any, language: str) -> str:
    """The address of a page with host, in ``language``, for a mail."""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse(url_name, args=arguments)}"
