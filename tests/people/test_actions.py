"""What the actions of people change, what they leave alone, and what they record."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from quartierswerk.history.queries import entries_of
from quartierswerk.kernel.errors import NotYet, Refused, Stale
from quartierswerk.people.actions import accounts, appointments, drafts, invitations, offices
from quartierswerk.people.models import (
    CityAppointment,
    Consent,
    ContactPreference,
    Draft,
    Invitation,
    Office,
    OfficeAppointment,
    OutboxMail,
    User,
)
from quartierswerk.people.queries import draft_for, invitation_of_link, roles_of
from quartierswerk.search.models import IndexedText
from tests.personas import office

BERLIN = ZoneInfo("Europe/Berlin")
APPOINT = "Das tun nur die Verwaltung der Plattform und die Gesamtkoordination."


def recorded(thing: Any) -> list[tuple[str, Any]]:
    return [(entry.action, entry.by) for entry in entries_of(thing)]


# Appointments


def test_appointing_gives_the_role_and_records_it(koordination: User, charlie: User, today: date) -> None:
    assert roles_of(charlie) == frozenset()

    made = appointments.appoint_person(
        charlie,
        "planner",
        scope="office",
        thing=office("jugendamt"),
        starts_on=today,
        by=koordination,
        why="Neu im Amt",
    )

    assert roles_of(charlie) == {"planner"}
    (entry,) = entries_of(made)
    assert (entry.action, entry.by, entry.why) == ("people.appoint_person", koordination, "Neu im Amt")
    assert entry.after == {"role": "planner", "starts_on": "2026-05-20", "ends_on": None}
    assert list(IndexedText.objects.values_list("title", "text", "audience")) == [
        (
            {"": "Charlie Chaos"},
            {"de": "Fachplanung (Jugendamt)", "en": "Planning of an office (Jugendamt)"},
            "people.view_people",
        )
    ]


def test_refused_appointing_changes_and_records_nothing(jugendamt: User, charlie: User, today: date) -> None:
    with pytest.raises(Refused, match=APPOINT):
        appointments.appoint_person(charlie, "council", scope="city", starts_on=today, by=jugendamt)

    assert CityAppointment.objects.filter(user=charlie).count() == 0
    assert recorded(charlie) == []


def test_coordination_cannot_make_an_administrator(koordination: User, charlie: User, today: date) -> None:
    with pytest.raises(Refused, match="entscheidet nur sie selbst"):
        appointments.appoint_person(charlie, "admin", scope="city", starts_on=today, by=koordination)

    assert roles_of(charlie) == frozenset()


@pytest.mark.parametrize(("scope", "key"), [("city", ""), ("office", "jugendamt")])
def test_role_must_fit_its_scope(admin: User, charlie: User, today: date, scope: str, key: str) -> None:
    role = "planner" if scope == "city" else "council"
    thing = office(key) if key else None

    with pytest.raises(ValidationError):
        appointments.appoint_person(charlie, role, scope=scope, thing=thing, starts_on=today, by=admin)

    assert roles_of(charlie) == frozenset()


def test_term_must_not_be_turned_round(admin: User, charlie: User) -> None:
    with pytest.raises(ValidationError, match="Der letzte Tag liegt vor dem ersten"):
        appointments.appoint_person(
            charlie, "council", scope="city", starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 1), by=admin
        )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "possible"),
    [
        (date(2026, 6, 10), None, False),
        (date(2026, 5, 1), date(2026, 6, 1), False),
        (date(2026, 5, 1), date(2026, 5, 31), True),
        (date(2026, 7, 1), None, True),
    ],
)
def test_same_role_is_not_held_twice_at_a_time(
    admin: User, charlie: User, starts_on: date, ends_on: date | None, possible: bool
) -> None:
    held: dict[str, Any] = {"scope": "city", "by": admin}
    appointments.appoint_person(charlie, "council", starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30), **held)

    if possible:
        appointments.appoint_person(charlie, "council", starts_on=starts_on, ends_on=ends_on, **held)
    else:
        with pytest.raises(ValidationError, match=r"hat diese Rolle schon ab 01\.06\.2026"):
            appointments.appoint_person(charlie, "council", starts_on=starts_on, ends_on=ends_on, **held)

    assert CityAppointment.objects.filter(user=charlie).count() == (2 if possible else 1)


def test_ended_role_is_gone_with_the_next_local_day(admin: User, rat: User, today: date, clock: Any) -> None:
    (held,) = rat.people_cityappointments.all()

    appointments.end_appointment(held, ends_on=today, by=admin, why="Mandat niedergelegt")

    clock(datetime(2026, 5, 20, 23, 59, tzinfo=BERLIN))
    assert roles_of(User.objects.get(pk=rat.pk)) == {"council"}
    clock(datetime(2026, 5, 21, 0, 1, tzinfo=BERLIN))
    assert roles_of(User.objects.get(pk=rat.pk)) == frozenset()
    (entry,) = entries_of(held)
    assert (entry.action, entry.why) == ("people.end_appointment", "Mandat niedergelegt")
    assert (entry.before, entry.after) == ({"ends_on": None}, {"ends_on": "2026-05-20"})


def test_role_cannot_end_before_it_began(admin: User, rat: User) -> None:
    (held,) = rat.people_cityappointments.all()

    with pytest.raises(ValidationError, match="vor dem ersten"):
        appointments.end_appointment(held, ends_on=date(2023, 1, 1), by=admin, why="x")

    held.refresh_from_db()
    assert held.ends_on is None
    assert recorded(held) == []


def test_last_administrator_cannot_go(admin: User, today: date) -> None:
    (held,) = admin.people_cityappointments.all()

    with pytest.raises(Refused, match="mindestens eine Person"):
        appointments.end_appointment(held, ends_on=today, by=admin, why="x")

    assert recorded(held) == []


def test_person_names_their_own_substitute(jugendamt: User, charlie: User) -> None:
    (held,) = jugendamt.people_officeappointments.all()

    appointments.set_substitute(held, charlie, first_day=date(2026, 5, 18), last_day=date(2026, 5, 22), by=jugendamt)

    assert roles_of(charlie) == {"planner"}
    (entry,) = entries_of(held)
    assert entry.action == "people.set_substitute"
    assert entry.after == {
        "substitute": "Charlie Chaos",
        "substitute_from": "2026-05-18",
        "substitute_until": "2026-05-22",
    }


def test_substitution_can_be_ended(jugendamt: User, charlie: User) -> None:
    (held,) = jugendamt.people_officeappointments.all()
    appointments.set_substitute(held, charlie, first_day=date(2026, 5, 18), last_day=date(2026, 5, 22), by=jugendamt)

    appointments.set_substitute(held, None, first_day=None, last_day=None, by=jugendamt)

    held.refresh_from_db()
    assert (held.substitute, held.substitute_from, held.substitute_until) == (None, None, None)
    assert roles_of(User.objects.get(pk=charlie.pk)) == frozenset()


@pytest.mark.parametrize(
    ("who", "first_day", "last_day"),
    [
        ("jugendamt", date(2026, 5, 18), date(2026, 5, 22)),
        ("charlie", date(2026, 5, 22), date(2026, 5, 18)),
        ("charlie", None, None),
    ],
)
def test_wrong_substitutions_are_refused(
    personas: dict[str, Any], who: str, first_day: date | None, last_day: date | None
) -> None:
    (held,) = personas["jugendamt"].people_officeappointments.all()

    with pytest.raises(ValidationError):
        appointments.set_substitute(
            held, personas[who], first_day=first_day, last_day=last_day, by=personas["jugendamt"]
        )

    assert OfficeAppointment.objects.filter(substitute__isnull=False).count() == 0
    assert recorded(held) == []


def test_what_a_substitute_does_is_recorded_on_behalf_of_the_absent(
    koordination: User, charlie: User, rat: User, today: date
) -> None:
    (held,) = koordination.people_cityappointments.all()
    appointments.set_substitute(held, charlie, first_day=today, last_day=today, by=koordination)

    made = appointments.appoint_person(rat, "intermediary", scope="city", starts_on=today, by=charlie)

    (entry,) = entries_of(made)
    assert (entry.by, entry.on_behalf_of) == (charlie, koordination)


# Invitations


def invite(by: User, **facts: Any) -> Invitation:
    given = {"email": "neu@lauterfeld.example", "name": "Nele Neu", "role": "council", "scope": "city"}
    return invitations.invite_person(by=by, **{**given, **facts})


def test_invitation_writes_a_mail_with_a_link(admin: User) -> None:
    invitation = invite(admin)

    (mail,) = OutboxMail.objects.all()
    token = invitations.token_of(invitation)
    assert (mail.to, mail.subject, mail.state) == (
        "neu@lauterfeld.example",
        "Ihre Einladung zu Quartierswerk",
        "waiting",
    )
    assert mail.text.split("\n\n") == [
        "Guten Tag Nele Neu,",
        "Adele Amt lädt Sie zur Arbeit in Quartierswerk ein. Ihre Rolle: Gemeinderat.",
        f"Hier übernehmen Sie die Rolle:\nhttp://127.0.0.1:8000/konto/einladung/{token}/",
        "Der Link gilt einmal, bis zum 3. Juni 2026.",
        "Wenn Sie diese Einladung nicht erwartet haben, müssen Sie nichts tun.",
        "Quartierswerk\nhttp://127.0.0.1:8000\n",
    ]
    assert invitation_of_link(token) == invitation
    assert recorded(invitation) == [("people.invite_person", admin)]


def test_invitation_in_english_speaks_english(admin: User) -> None:
    invite(admin, language="en")

    (mail,) = OutboxMail.objects.all()
    assert mail.subject == "Your invitation to Quartierswerk"
    assert "/en/konto/einladung/" in mail.text
    assert '<html lang="en">' in mail.html


def test_same_form_sent_twice_invites_once(admin: User) -> None:
    key = uuid4()

    first, second = invite(admin, once_key=key), invite(admin, once_key=key)

    assert first == second
    assert OutboxMail.objects.count() == 1


def test_open_invitation_is_not_doubled(admin: User) -> None:
    invite(admin)

    with pytest.raises(ValidationError, match="ist noch offen"):
        invite(admin, email="NEU@lauterfeld.example")

    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"role": "planner"}, "Diese Rolle gibt es dafür nicht."),
        ({"role": "provider", "scope": "organisation"}, "Diese Rolle gibt es dafür nicht."),
        ({"ends_on": date(2026, 5, 19)}, "Der letzte Tag liegt in der Vergangenheit. Bitte nennen Sie einen späteren."),
    ],
)
def test_impossible_invitations_are_refused(admin: User, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        invite(admin, **facts)

    assert wrong.value.messages == [sentence]
    assert (Invitation.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_sending_again_makes_the_older_link_void(admin: User, clock: Any) -> None:
    invitation = invite(admin)
    older = invitations.token_of(invitation)
    clock(datetime(2026, 5, 30, 9, 0, tzinfo=BERLIN))

    invitations.resend_invitation(invitation, by=admin)

    assert invitation_of_link(older) is None
    assert invitation_of_link(invitations.token_of(invitation)) == invitation
    assert invitation.expires_at == datetime(2026, 6, 13, 23, 59, 59, tzinfo=BERLIN)
    assert OutboxMail.objects.count() == 2


def test_forged_link_leads_nowhere(admin: User) -> None:
    token = invitations.token_of(invite(admin))

    assert invitation_of_link(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert invitation_of_link("x") is None


def test_accepting_with_a_new_account_gives_account_and_role_once(admin: User, today: date) -> None:
    invitation = invite(admin, ends_on=date(2026, 12, 31))

    user = invitations.accept_with_new_account(invitation, name="Nele Neu", password="ein langer satz")

    assert roles_of(user) == {"council"}
    assert list(user.people_cityappointments.values_list("starts_on", "ends_on")) == [(today, date(2026, 12, 31))]
    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("neu@lauterfeld.example", True, True)
    ]
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("accepted", user)
    with pytest.raises(Refused, match="schon angenommen"):
        invitations.accept_invitation(invitation, by=user)
    assert CityAppointment.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("moment", "works"),
    [(datetime(2026, 6, 3, 23, 59, tzinfo=BERLIN), True), (datetime(2026, 6, 4, 0, 0, tzinfo=BERLIN), False)],
)
def test_link_works_until_the_end_of_the_last_day(
    admin: User, charlie: User, clock: Any, moment: datetime, works: bool
) -> None:
    invitation = invite(admin, email=charlie.email)
    clock(moment)

    if works:
        invitations.accept_invitation(invitation, by=charlie)
    else:
        with pytest.raises(Refused, match="Diese Einladung ist abgelaufen"):
            invitations.accept_invitation(invitation, by=charlie)

    assert roles_of(charlie) == ({"council"} if works else set())


def test_withdrawn_invitation_cannot_be_accepted(admin: User, charlie: User) -> None:
    invitation = invite(admin, email=charlie.email)

    invitations.withdraw_invitation(invitation, by=admin)

    with pytest.raises(Refused, match="zurückgezogen"):
        invitations.accept_invitation(invitation, by=charlie)
    assert roles_of(charlie) == frozenset()
    assert recorded(invitation) == [("people.withdraw_invitation", admin), ("people.invite_person", admin)]


def test_first_administrator_is_invited_once(db: None) -> None:
    invitation = invitations.invite_first_admin(email="chefin@lauterfeld.example", name="Chefin")

    invitations.accept_with_new_account(invitation, name="Chefin", password="ein langer satz")

    with pytest.raises(NotYet):
        invitations.invite_first_admin(email="zweite@lauterfeld.example", name="Zweite")
    assert Invitation.objects.count() == 1


# Offices


def test_office_is_added_once_and_changed_with_history(admin: User) -> None:
    key = uuid4()

    made = offices.add_office(key="schulamt", name="Schulamt", by=admin, once_key=key)
    again = offices.add_office(key="schulamt", name="Schulamt", by=admin, once_key=key)
    changed = offices.edit_office(made, name="Schulverwaltung", email="", by=admin, seen_version=1)

    assert made == again
    assert (changed.name, changed.version) == ("Schulverwaltung", 2)
    newest, _first = entries_of(made)
    assert newest.before == {"name": "Schulamt", "email": ""}
    assert newest.after == {"name": "Schulverwaltung", "email": ""}


def test_office_saved_by_somebody_else_is_not_overwritten(admin: User) -> None:
    made = office("jugendamt")
    offices.edit_office(made, name="Amt für Jugend", email="", by=admin, seen_version=1)

    with pytest.raises(Stale) as stale:
        offices.edit_office(made, name="Jugend und Familie", email="", by=admin, seen_version=1)

    assert stale.value.theirs.name == "Amt für Jugend"
    assert Office.objects.get(key="jugendamt").name == "Amt für Jugend"
    assert len(recorded(made)) == 1


def test_office_with_people_is_not_archived(admin: User, jugendamt: User) -> None:
    with pytest.raises(Refused, match="noch Rollen"):
        offices.archive_office(office("jugendamt"), by=admin, why="x")

    assert Office.objects.get(key="jugendamt").archived_at is None


def test_empty_office_is_archived(admin: User, now: datetime) -> None:
    empty = Office.objects.create(key="leer", name="Leeres Amt")

    offices.archive_office(empty, by=admin, why="Zusammengelegt")

    empty.refresh_from_db()
    assert empty.archived_at == now
    assert recorded(empty) == [("people.archive_office", admin)]


# Accounts


def test_name_and_language_are_changed_with_history(charlie: User) -> None:
    changed = accounts.edit_person(charlie, name=" Charly ", language="en", by=charlie, seen_version=1)

    assert (changed.name, changed.language, changed.version) == ("Charly", "en", 2)
    (entry,) = entries_of(charlie)
    assert entry.before == {"name": "Charlie Chaos", "language": "de"}
    assert entry.after == {"name": "Charly", "language": "en"}


def test_account_saved_elsewhere_is_not_overwritten(charlie: User) -> None:
    accounts.edit_person(charlie, name="Charly", language="de", by=charlie, seen_version=1)

    with pytest.raises(Stale):
        accounts.edit_person(charlie, name="Karl", language="de", by=charlie, seen_version=1)

    assert User.objects.get(pk=charlie.pk).name == "Charly"


def test_others_do_not_change_my_account(charlie: User, koordination: User) -> None:
    with pytest.raises(Refused, match="nur die Person selbst"):
        accounts.edit_person(charlie, name="Karl", language="de", by=koordination, seen_version=1)

    assert User.objects.get(pk=charlie.pk).name == "Charlie Chaos"
    assert recorded(charlie) == []


def test_closed_account_cannot_sign_in_and_can_be_opened_again(admin: User, charlie: User, now: datetime) -> None:
    accounts.archive_person(charlie, by=admin, why="Auf eigenen Wunsch")

    assert User.objects.filter(pk=charlie.pk).values_list("is_active", "archived_at").get() == (False, now)
    accounts.restore_person(charlie, by=admin, why="Doch nicht")
    assert User.objects.filter(pk=charlie.pk).values_list("is_active", "archived_at").get() == (True, None)
    assert recorded(charlie) == [("people.restore_person", admin), ("people.archive_person", admin)]


def test_person_without_role_leaves_the_search(admin: User, charlie: User, today: date) -> None:
    made = appointments.appoint_person(charlie, "council", scope="city", starts_on=today, by=admin)
    assert IndexedText.objects.count() == 1
    CityAppointment.objects.filter(pk=made.pk).update(starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 19))

    accounts.archive_person(User.objects.get(pk=charlie.pk), by=admin, why="Ausgeschieden")

    assert IndexedText.objects.count() == 0


def test_only_what_changed_of_contact_preferences_is_kept_and_recorded(charlie: User) -> None:
    accounts.set_contact_preferences(charlie, {"tasks": "mail", "news": "off"}, by=charlie)
    accounts.set_contact_preferences(charlie, {"tasks": "mail", "news": "off"}, by=charlie)

    assert list(ContactPreference.objects.values_list("user", "kind", "channel")) == [(charlie.pk, "news", "off")]
    (entry,) = entries_of(charlie)
    assert (entry.before, entry.after) == ({"news": "mail"}, {"news": "off"})


def test_consent_is_given_withdrawn_and_given_again_with_dates(charlie: User, now: datetime, clock: Any) -> None:
    accounts.give_consent(charlie, "name_public", by=charlie)
    accounts.give_consent(charlie, "name_public", by=charlie)
    later = datetime(2026, 5, 25, 9, 0, tzinfo=BERLIN)
    clock(later)

    accounts.withdraw_consent(charlie, "name_public", by=charlie)
    accounts.withdraw_consent(charlie, "name_public", by=charlie)
    accounts.give_consent(charlie, "name_public", by=charlie)

    assert list(Consent.objects.order_by("id").values_list("given_at", "withdrawn_at")) == [
        (now, later),
        (later, None),
    ]
    assert [action for action, _by in recorded(charlie)] == [
        "people.give_consent",
        "people.withdraw_consent",
        "people.give_consent",
    ]


def test_nobody_consents_for_others(charlie: User, admin: User) -> None:
    with pytest.raises(Refused, match="Das tut nur die Person selbst"):
        accounts.give_consent(charlie, "name_public", by=admin)

    assert Consent.objects.count() == 0


# Drafts


def test_draft_is_kept_once_per_form_and_person(charlie: User, rat: User) -> None:
    drafts.save_draft(charlie, "/arbeit/x/", {"text": ["eins"]})
    second = drafts.save_draft(charlie, "/arbeit/x/", {"text": ["zwei"]}, seen_version=1)
    drafts.save_draft(rat, "/arbeit/x/", {"text": ["fremd"]})

    assert second.version == 2
    assert draft_for(charlie, "/arbeit/x/").data == {"text": ["zwei"]}
    assert Draft.objects.count() == 2


def test_older_page_does_not_overwrite_a_newer_draft(charlie: User) -> None:
    drafts.save_draft(charlie, "/arbeit/x/", {"text": ["eins"]})
    drafts.save_draft(charlie, "/arbeit/x/", {"text": ["zwei"]}, seen_version=1)

    with pytest.raises(Stale) as stale:
        drafts.save_draft(charlie, "/arbeit/x/", {"text": ["alt"]}, seen_version=1)

    assert stale.value.theirs.data == {"text": ["zwei"]}


def test_kept_text_goes_to_whoever_brings_the_secret_and_only_once(charlie: User, rat: User) -> None:
    drafts.keep_for_visitor("geheim", "/arbeit/x/", {"text": ["getippt"]})

    assert drafts.take_over_kept(rat, "geraten", "/arbeit/x/") is None
    assert drafts.take_over_kept(charlie, "geheim", "/arbeit/y/") is None
    taken = drafts.take_over_kept(charlie, "geheim", "/arbeit/x/")
    assert taken is not None
    assert (taken.user, taken.data) == (charlie, {"text": ["getippt"]})
    assert drafts.take_over_kept(charlie, "geheim", "/arbeit/x/") is None
    assert Draft.objects.filter(keeper__contains="geheim").count() == 0


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2026, 5, 21, 10, 41, tzinfo=BERLIN), 2),
        (datetime(2026, 5, 21, 10, 43, tzinfo=BERLIN), 1),
        (datetime(2027, 5, 21, 10, 43, tzinfo=BERLIN), 0),
    ],
)
def test_old_text_is_forgotten(charlie: User, moment: datetime, left: int) -> None:
    drafts.keep_for_visitor("geheim", "/arbeit/x/", {"text": ["getippt"]})
    drafts.save_draft(charlie, "/arbeit/x/", {"text": ["eins"]})

    drafts.forget_old_drafts(moment)

    assert Draft.objects.count() == left


# The command for the first account


def test_command_prints_the_link_of_the_first_administrator(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_admin", "chefin@lauterfeld.example", "Chefin")

    said = capsys.readouterr().out.splitlines()
    token = said[1].removeprefix("http://127.0.0.1:8000/konto/einladung/").strip("/")
    assert said[0] == "Eine Mail an chefin@lauterfeld.example wartet auf den Versand. Ihr Link gilt einmal:"
    assert invitation_of_link(token) == Invitation.objects.get()


def test_command_refuses_when_somebody_administers_already(admin: User) -> None:
    with pytest.raises(CommandError, match="hat schon eine Verwaltung"):
        call_command("invite_admin", "chefin@lauterfeld.example", "Chefin")

    assert Invitation.objects.count() == 0


def test_command_refuses_what_is_no_mail_address(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("invite_admin", "chefin", "Chefin")

    assert Invitation.objects.count() == 0
