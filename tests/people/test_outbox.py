"""Mails: written by an action, sent by the worker through a real mail server."""

import email.policy
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from quartierswerk.people.actions.outbox import full_address, send_later
from quartierswerk.people.actions.postman import forget_old_mail, send_waiting_mail
from quartierswerk.people.models import OutboxMail
from quartierswerk.people.rules import next_attempt
from quartierswerk.people.tasks import JOBS

pytestmark = pytest.mark.django_db


class Receiver:
    """A mail server's desk: it keeps what comes in, or refuses."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refuse_recipient = ""
        self.refuse_message = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse_message:
            return self.refuse_message
        message = message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Receiver]:
    receiver = Receiver()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(receiver, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield receiver
    controller.stop()


def write(to: str = "ziel@lauterfeld.example", code: str = "ABC-123") -> OutboxMail:
    return send_later(to, "Ihr Code", "people/mail/login_code", {"code": code}, "de")


def test_mail_arrives_as_text_and_html_and_its_text_is_forgotten(server: Receiver, now: datetime) -> None:
    mail = write()

    assert send_waiting_mail(now) == 1

    (message,) = server.received
    assert (message["To"], message["Subject"], message["Auto-Submitted"]) == (
        "ziel@lauterfeld.example",
        "Ihr Code",
        "auto-generated",
    )
    text, html = (part.get_content() for part in message.iter_parts())
    assert text.splitlines()[:5] == ["Guten Tag,", "", "Ihr Code für die Anmeldung:", "", "ABC-123"]
    assert "<p>ABC-123</p>" in html
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.text, mail.html) == ("sent", now, 1, "", "")


def test_mail_is_not_sent_twice(server: Receiver, now: datetime) -> None:
    write()

    send_waiting_mail(now)
    send_waiting_mail(now + timedelta(hours=1))

    assert len(server.received) == 1


def test_what_a_person_typed_cannot_become_html(server: Receiver, now: datetime) -> None:
    write(code="<script>alert(1)</script>")

    send_waiting_mail(now)

    (message,) = server.received
    _text, html = (part.get_content() for part in message.iter_parts())
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_subject_stays_on_one_line(server: Receiver, now: datetime) -> None:
    send_later("ziel@lauterfeld.example", "Eins\nBcc: fremd@example.org", "people/mail/login_code", {}, "de")

    send_waiting_mail(now)

    assert [message["Subject"] for message in server.received] == ["Eins Bcc: fremd@example.org"]


def test_passing_trouble_is_tried_again_later(server: Receiver, now: datetime) -> None:
    server.refuse_message = "451 Bitte später"
    mail = write()

    assert send_waiting_mail(now) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.try_at) == ("waiting", 1, now + timedelta(minutes=1))
    assert "451" in mail.last_error

    server.refuse_message = ""
    assert send_waiting_mail(now + timedelta(seconds=30)) == 0
    assert send_waiting_mail(now + timedelta(seconds=61)) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == ("sent", 2, "")


def test_address_that_does_not_exist_is_given_up_at_once(server: Receiver, now: datetime) -> None:
    server.refuse_recipient = "550 Kein solches Postfach"
    mail = write()

    send_waiting_mail(now)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.sent_at, mail.text) == ("failed", 1, None, "")
    assert "550" in mail.last_error


def test_mail_is_given_up_after_the_last_attempt(server: Receiver, now: datetime) -> None:
    server.refuse_message = "451 Bitte später"
    mail = write()
    moment = now
    waits = []

    while mail.state == "waiting":
        send_waiting_mail(moment)
        mail.refresh_from_db()
        waits.append(mail.try_at - moment)
        moment = mail.try_at

    assert [int(wait.total_seconds() // 60) for wait in waits[:-1]] == [1, 5, 30, 120, 480, 1440]
    assert (mail.state, mail.attempts) == ("failed", 7)
    assert server.received == []


def test_server_out_of_reach_lets_the_others_wait_untouched(server: Receiver, settings: Any, now: datetime) -> None:
    settings.EMAIL_PORT = 9  # nobody listens there
    first, second = write(), write("zwei@lauterfeld.example")

    send_waiting_mail(now)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attempts, first.try_at) == (1, now + timedelta(minutes=1))
    assert (second.attempts, second.try_at) == (0, now)


def test_one_bad_mail_does_not_hold_up_the_others(server: Receiver, now: datetime) -> None:
    OutboxMail.objects.create(
        to="kaputt", subject="x", text="x", html="x", language="de", created_at=now, try_at=now - timedelta(hours=1)
    )
    write()
    server_refuses = server.handle_RCPT

    async def refuse_broken(server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if "@" not in address:
            return "501 Das ist keine Adresse"
        return await server_refuses(server, session, envelope, address, options)

    server.handle_RCPT = refuse_broken  # type: ignore[method-assign]

    assert send_waiting_mail(now) == 1
    assert list(OutboxMail.objects.order_by("id").values_list("state", flat=True)) == ["failed", "sent"]


def test_mail_that_another_worker_has_claimed_is_left_alone(
    server: Receiver, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quartierswerk.people.actions import postman

    mail = write()
    stale = OutboxMail.objects.get(pk=mail.pk)
    OutboxMail.objects.filter(pk=mail.pk).update(try_at=now + timedelta(minutes=5), attempts=1)
    monkeypatch.setattr(postman, "mails_waiting", lambda moment: [stale])

    assert send_waiting_mail(now) == 0
    assert server.received == []


def test_crash_in_between_leads_to_another_attempt(server: Receiver, now: datetime) -> None:
    mail = write()
    OutboxMail.objects.filter(pk=mail.pk).update(try_at=now + timedelta(minutes=5), attempts=1)

    assert send_waiting_mail(now + timedelta(minutes=6)) == 1


def test_old_mails_are_forgotten_and_waiting_ones_are_not(server: Receiver, now: datetime) -> None:
    write()
    send_waiting_mail(now)
    waiting = write("zwei@lauterfeld.example")

    forget_old_mail(now + timedelta(days=31))

    assert list(OutboxMail.objects.all()) == [waiting]


def test_worker_sends_every_few_seconds() -> None:
    assert next((job.name, job.every, job.run) for job in JOBS) == (
        "people.send_waiting_mail",
        timedelta(seconds=5),
        send_waiting_mail,
    )


def test_addresses_in_mails_have_host_and_language() -> None:
    assert full_address("people:account", language="de") == "http://127.0.0.1:8000/konto/"
    assert full_address("people:account", language="en") == "http://127.0.0.1:8000/en/konto/"


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (6, 1440), (7, None)])
def test_waiting_grows_and_ends(attempts: int, minutes: int | None) -> None:
    wait = next_attempt(attempts)

    assert (wait.total_seconds() / 60 if wait else None) == minutes
