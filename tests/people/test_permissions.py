"""Who may do what with persons, offices, appointments and accounts: persona × state → yes, or the reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from quartierswerk.people.models import Appointment, CityAppointment, Invitation, Office, User
from tests.permission_matrix import EVERYBODY, assert_row, only, rows_of
from tests.personas import EMPLOYED_SINCE, PERSONAS, make_persona

STAFF = {
    "admin",
    "koordination",
    "sozialplanung",
    "jugendamt",
    "gesundheitsamt",
    "stadterneuerung",
    "mittler",
    "bewertung1",
    "bewertung2",
    "bezirk",
}
APPOINT = "Das tun nur die Verwaltung der Plattform und die Gesamtkoordination."
GIVE_ADMIN = "Wer zur Verwaltung der Plattform gehört, entscheidet nur sie selbst."
ADMIN = "Das tut nur die Verwaltung der Plattform."
ONESELF = "Das tut nur die Person selbst."
OVER = "Diese Rolle ist schon beendet."
ANSWERED = "Diese Einladung ist schon beantwortet oder zurückgezogen."
ELSEWHERE = "Diese Einladung ging an eine andere Mailadresse."
STAND_IN = "Eine Vertretung benennt nur, wer die Rolle hat oder Rollen vergibt."

appointing = only("admin", "koordination", otherwise=APPOINT)
only_admin_gives = only("admin", otherwise=APPOINT, koordination=GIVE_ADMIN)
oneself = only("charlie", otherwise=ONESELF)
MATRIX: dict[str, Any] = {
    "people.view_people": {"": only(*STAFF, otherwise="Wer welche Rolle hat, sieht nur die Verwaltung.")},
    "people.view_roles": {"": {**dict.fromkeys(PERSONAS, True), "": "Bitte melden Sie sich zuerst an."}},
    "people.appoint_person": {"": appointing, "planner": appointing, "admin": only_admin_gives},
    "people.end_appointment": {
        "planner": appointing,
        "over": only(otherwise=APPOINT, admin=OVER, koordination=OVER),
        "one of two admins": only_admin_gives,
        "last admin": only(
            otherwise=APPOINT,
            koordination=GIVE_ADMIN,
            admin="Die Plattform braucht mindestens eine Person, die sie verwaltet. "
            "Bitte geben Sie die Rolle zuerst einer anderen.",
        ),
    },
    "people.set_substitute": {
        "planner": only("jugendamt", "admin", "koordination", otherwise=STAND_IN),
        "over": only(otherwise=STAND_IN, jugendamt=OVER, admin=OVER, koordination=OVER),
    },
    "people.invite_person": {"": appointing, "invited": appointing, "invited admin": only_admin_gives},
    "people.resend_invitation": {
        "invited": appointing,
        "expired": appointing,
        "withdrawn": only(otherwise=APPOINT, admin=ANSWERED, koordination=ANSWERED),
        "accepted": only(otherwise=APPOINT, admin=ANSWERED, koordination=ANSWERED),
        "invited admin": only_admin_gives,
    },
    "people.withdraw_invitation": {
        "invited": appointing,
        "expired": appointing,
        "withdrawn": only(otherwise=APPOINT, admin=ANSWERED, koordination=ANSWERED),
        "accepted": only(otherwise=APPOINT, admin=ANSWERED, koordination=ANSWERED),
        "invited admin": only_admin_gives,
    },
    "people.accept_invitation": {
        "invited": only("charlie", otherwise=ELSEWHERE),
        "expired": {EVERYBODY: "Diese Einladung ist abgelaufen."},
        "withdrawn": {EVERYBODY: "Diese Einladung wurde zurückgezogen."},
        "accepted": {EVERYBODY: "Diese Einladung ist schon angenommen. Bitte melden Sie sich an."},
    },
    "people.edit_office": {"": appointing, "office": appointing},
    "people.archive_office": {
        "empty office": appointing,
        "office": only(
            otherwise=APPOINT,
            **dict.fromkeys(
                ("admin", "koordination"), "In diesem Amt gibt es noch Rollen. Bitte beenden Sie sie zuerst."
            ),
        ),
        "archived office": only(
            otherwise=APPOINT, **dict.fromkeys(("admin", "koordination"), "Dieses Amt ist schon archiviert.")
        ),
    },
    "people.edit_person": {
        "charlie": only("charlie", "admin", otherwise="Das tun nur die Person selbst und die Verwaltung der Plattform.")
    },
    "people.archive_person": {
        "charlie": only("admin", otherwise=ADMIN),
        "with role": only(otherwise=ADMIN, admin="Diese Person hat noch eine Rolle. Bitte beenden Sie sie zuerst."),
        "closed": only(otherwise=ADMIN, admin="Dieses Konto ist schon geschlossen."),
    },
    "people.restore_person": {
        "closed": only("admin", otherwise=ADMIN),
        "charlie": only(otherwise=ADMIN, admin="Dieses Konto ist offen."),
    },
    "people.remove_second_factor": {
        "charlie": only(otherwise=ADMIN, admin="Dieses Konto hat keinen zweiten Schritt der Anmeldung."),
        "with second step": only("admin", otherwise=ADMIN),
    },
    "people.register_resident": {"charlie": oneself},
    "people.set_contact_preference": {"charlie": oneself},
    "people.give_consent": {"charlie": oneself},
    "people.withdraw_consent": {"charlie": oneself},
    "people.export_account": {"charlie": oneself},
    "people.save_draft": {"charlie": oneself},
    "people.discard_draft": {"charlie": oneself},
}


def invitation(state: str = "sent", role: str = "council", days: int = 3) -> Invitation:
    charlie = make_persona("charlie")
    now = timezone.now()
    accepted = {"accepted_at": now, "accepted_by": charlie} if state == "accepted" else {}
    return Invitation.objects.create(
        email=charlie.email,
        name="Charlie",
        role=role,
        scope="city",
        state=state,
        sent_at=now,
        expires_at=now + timedelta(days=days),
        **accepted,
    )


def appointment(username: str, **term: Any) -> Appointment:
    person = make_persona(username)
    found = next(one for table in Appointment.tables() for one in table._default_manager.filter(user=person))
    for name, value in term.items():
        setattr(found, name, value)
    found.save()
    return found


def one_of_two_admins(personas: dict[str, Any]) -> Appointment:
    other = User.objects.create_user("adele2", "adele2@lauterfeld.example", "quartier")
    return CityAppointment.objects.create(user=other, role="admin", starts_on=EMPLOYED_SINCE)


def closed(personas: dict[str, Any]) -> Any:
    charlie = make_persona("charlie")
    charlie.archived_at = timezone.now()
    return charlie


def with_second_step(personas: dict[str, Any]) -> User:
    TOTP.activate(personas["charlie"], generate_totp_secret())
    return personas["charlie"]


THINGS = {
    "with second step": with_second_step,
    "planner": lambda personas: appointment("jugendamt"),
    "admin": lambda personas: CityAppointment(user=personas["charlie"], role="admin", starts_on=EMPLOYED_SINCE),
    "over": lambda personas: appointment("jugendamt", ends_on=date(2026, 5, 19)),
    "one of two admins": one_of_two_admins,
    "last admin": lambda personas: appointment("admin"),
    "invited": lambda personas: invitation(),
    "expired": lambda personas: invitation(days=-1),
    "withdrawn": lambda personas: invitation("withdrawn"),
    "accepted": lambda personas: invitation("accepted"),
    "invited admin": lambda personas: invitation(role="admin"),
    "office": lambda personas: Office.objects.get(key="jugendamt"),
    "empty office": lambda personas: Office.objects.create(key="leer", name="Leeres Amt"),
    "archived office": lambda personas: Office.objects.create(key="alt", name="Altes Amt", archived_at=timezone.now()),
    "charlie": lambda personas: personas["charlie"],
    "with role": lambda personas: personas["rat"],
    "closed": closed,
}


@pytest.mark.parametrize(("permission", "state"), rows_of(MATRIX))
def test_matrix(permission: str, state: str, personas: dict[str, Any]) -> None:
    assert_row(MATRIX, permission, state, THINGS, personas)
