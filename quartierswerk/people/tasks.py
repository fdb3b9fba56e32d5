"""Timed jobs of people: send what waits, forget what is over."""

from datetime import datetime, timedelta

from quartierswerk.kernel.jobs import Job
from quartierswerk.people.actions.accounts import forget_old_sign_ins
from quartierswerk.people.actions.drafts import forget_old_drafts
from quartierswerk.people.actions.postman import forget_old_mail, send_waiting_mail


def forget_what_is_over(now: datetime) -> None:
    """Forget old mails, drafts and sign-ins."""
    forget_old_mail(now)
    forget_old_drafts(now)
    forget_old_sign_ins(now)


JOBS = [
    Job("people.send_waiting_mail", timedelta(seconds=5), send_waiting_mail),
    Job("people.forget_what_is_over", timedelta(hours=6), forget_what_is_over),
]
