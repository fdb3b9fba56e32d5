"""Signing in: password, mailed code, second step, registration, forgotten password, limits, the city's own sign-in."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from quartierswerk.config import env
from quartierswerk.history.queries import entries_of
from quartierswerk.people.models import OutboxMail, User
from quartierswerk.people.queries import roles_of

LOGIN = "/konto/anmelden/"
DESK = "/arbeit/menschen/"
WRONG_PAIR = "Mailadresse und Passwort passen nicht zusammen. Bitte prüfen Sie beides."


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    from django.core.cache import cache

    cache.clear()


def sign_in(client: Client, login: str, password: str = "quartier", **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **more})


def signed_in_as(client: Client) -> str:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).values_list("username", flat=True).first() or ""


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.order_by("id"))


def link_in(mail: OutboxMail) -> str:
    found = re.search(r"http://testserver(/\S+)", mail.text)
    assert found, mail.text
    return found[1]


# Password


@pytest.mark.parametrize(
    "login", ["koordination", "koordination@lauterfeld.example", "KOORDINATION@Lauterfeld.example"]
)
def test_user_name_or_mail_address_and_password(client: Client, koordination: User, login: str) -> None:
    answer = sign_in(client, login)

    assert (answer.status_code, answer["Location"]) == (302, "/arbeit/")
    assert signed_in_as(client) == "koordination"


@pytest.mark.parametrize("username", ["bewohnerin", "charlie"])
def test_who_does_not_work_here_comes_to_their_account(client: Client, personas: Any, username: str) -> None:
    assert sign_in(client, username)["Location"] == "/konto/"


def test_sign_in_leads_back_to_where_one_came_from(client: Client, koordination: User) -> None:
    asked = client.get(DESK)

    assert asked["Location"] == f"{LOGIN}?next={DESK}"
    assert f'<input type="hidden" name="next" value="{DESK}">' in client.get(asked["Location"]).text
    assert sign_in(client, "koordination", next=DESK)["Location"] == DESK


@pytest.mark.parametrize("foreign", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_sign_in_does_not_lead_to_foreign_pages(client: Client, koordination: User, foreign: str) -> None:
    assert sign_in(client, "koordination", next=foreign)["Location"] == "/arbeit/"


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        ("koordination@lauterfeld.example", WRONG_PAIR),
        ("niemand@lauterfeld.example", WRONG_PAIR),
        ("niemand", "Benutzername und Passwort passen nicht zusammen. Bitte prüfen Sie beides."),
    ],
)
def test_wrong_password_says_the_same_whether_the_account_exists(
    client: Client, koordination: User, login: str, sentence: str
) -> None:
    answer = sign_in(client, login, "falsch falsch")

    assert sentence in answer.text
    assert signed_in_as(client) == ""


def test_too_many_wrong_attempts_are_slowed_down_without_a_further_server(client: Client, koordination: User) -> None:
    for _attempt in range(5):
        sign_in(client, "koordination", "falsch falsch")

    answer = sign_in(client, "koordination")

    assert "Zu viele Versuche. Bitte warten Sie fünf Minuten" in answer.text
    assert signed_in_as(client) == ""


def test_closed_account_cannot_sign_in(client: Client, charlie: User) -> None:
    User.objects.filter(pk=charlie.pk).update(is_active=False)

    answer = sign_in(client, "charlie")

    assert signed_in_as(client) == ""
    assert answer["Location"] == "/konto/geschlossen/"
    assert "Dieses Konto ist geschlossen" in client.get(answer["Location"]).text


def test_signing_out_needs_a_click_and_ends_the_session(client: Client, charlie: User) -> None:
    client.force_login(charlie)

    assert client.get("/konto/abmelden/").status_code == 200
    assert signed_in_as(client) == "charlie"
    client.post("/konto/abmelden/")
    assert signed_in_as(client) == ""


# Code by mail


def test_code_by_mail_signs_in(client: Client, koordination: User) -> None:
    client.post(f"{LOGIN}code/", {"email": koordination.email, "next": DESK})

    (mail,) = mails()
    assert (mail.to, mail.subject) == (koordination.email, "Ihr Code für die Anmeldung")
    code = mail.text.split("\n\n")[2]
    answer = client.post(f"{LOGIN}code/eingeben/", {"code": code, "next": DESK})
    assert answer["Location"] == DESK
    assert signed_in_as(client) == "koordination"


def test_wrong_code_says_so(client: Client, koordination: User) -> None:
    client.post(f"{LOGIN}code/", {"email": koordination.email})

    answer = client.post(f"{LOGIN}code/eingeben/", {"code": "XXXXXX"})

    assert "Dieser Code ist falsch oder abgelaufen." in answer.text
    assert signed_in_as(client) == ""


def test_code_for_an_unknown_address_looks_the_same_and_writes_another_mail(client: Client, db: None) -> None:
    answer = client.post(f"{LOGIN}code/", {"email": "niemand@lauterfeld.example"})

    assert answer["Location"] == f"{LOGIN}code/eingeben/"
    assert "Wenn es für niemand@lauterfeld.example ein Konto gibt" in client.get(answer["Location"]).text
    assert [mail.subject for mail in mails()] == ["Für diese Mailadresse gibt es kein Konto"]


# Second step


def app_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_second_step_is_asked_for_and_accepts_the_code_of_the_app(client: Client, koordination: User) -> None:
    secret = set_up_app(koordination)

    asked = sign_in(client, "koordination", next=DESK)

    assert asked["Location"].startswith(f"{LOGIN}zweiter-schritt/")
    assert signed_in_as(client) == ""
    page = client.get(asked["Location"])
    assert "Bitte geben Sie den Code ein, den Ihre App zeigt." in page.text
    wrong = client.post(f"{LOGIN}zweiter-schritt/", {"code": "000000"})
    assert "Dieser Code oder Schlüssel passt nicht oder ist abgelaufen." in wrong.text
    assert client.post(f"{LOGIN}zweiter-schritt/", {"code": app_code(secret)})["Location"] == DESK
    assert signed_in_as(client) == "koordination"


def test_recovery_code_works_once(client: Client, koordination: User) -> None:
    set_up_app(koordination)
    code = RecoveryCodes.activate(koordination).get_unused_codes()[0]

    sign_in(client, "koordination")
    client.post(f"{LOGIN}zweiter-schritt/", {"code": code})
    assert signed_in_as(client) == "koordination"

    client.post("/konto/abmelden/")
    sign_in(client, "koordination")
    client.post(f"{LOGIN}zweiter-schritt/", {"code": code})
    assert signed_in_as(client) == ""


@pytest.mark.parametrize(
    ("username", "compulsory"),
    [("koordination", True), ("bezirk", True), ("quartier", False), ("rat", False), ("bewohnerin", False)],
)
def test_second_step_is_compulsory_inside_the_administration(
    client: Client, personas: Any, settings: Any, username: str, compulsory: bool
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(personas[username])

    answer = client.get("/arbeit/rollen/")

    assert answer.get("Location", "") == ("/konto/zweiter-schritt/" if compulsory else "")
    if compulsory:
        set_up_app(personas[username])
        assert client.get("/arbeit/rollen/").status_code == 200


def test_search_of_the_workspace_asks_for_the_second_step_too(
    client: Client, koordination: User, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(koordination)

    assert client.get("/arbeit/suche/?q=x")["Location"] == "/konto/zweiter-schritt/"


def test_app_is_set_up_and_removed_with_the_password_confirmed(
    client: Client, koordination: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, "koordination")

    asked = client.get("/konto/zweiter-schritt/app/einrichten/")
    assert "Bitte bestätigen Sie, dass Sie es sind" in client.get(asked["Location"]).text
    page = client.post(asked["Location"], {"password": "quartier"}, follow=True)
    secret = client.session["mfa.totp.secret"]
    assert secret in page.text
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/konto/zweiter-schritt/app/einrichten/", {"code": app_code(secret)})

    assert answer.status_code == 302
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert "Codes aus einer App wurden als zweiter Schritt Ihrer Anmeldung eingerichtet." in mails()[0].text
    client.post("/konto/zweiter-schritt/app/entfernen/")
    assert Authenticator.objects.count() == 0


def test_administration_helps_who_lost_the_second_step(client: Client, admin: User, koordination: User) -> None:
    set_up_app(koordination)
    RecoveryCodes.activate(koordination)
    client.force_login(admin)
    address = f"/arbeit/menschen/{koordination.public_id}/"
    assert f"{address}zweiter-schritt/" in client.get(address).text

    client.post(f"{address}zweiter-schritt/", {"why": "Telefon verloren"})

    assert Authenticator.objects.count() == 0
    assert [(entry.action, entry.why) for entry in entries_of(koordination)] == [
        ("people.remove_second_factor", "Telefon verloren")
    ]
    (mail,) = mails()
    assert "wurde von der Verwaltung der Plattform entfernt" in mail.text


# Registration


def register(client: Client, **given: str) -> Any:
    sent = {"name": "Rosa Rot", "email": "rosa@lauterfeld.example", "password1": "ein langer satz", **given}
    return client.post("/konto/registrieren/", sent)


def test_registration_opens_an_account_with_the_role_of_a_resident_once_confirmed(client: Client, db: None) -> None:
    answer = register(client)

    assert answer["Location"] == "/konto/mailadresse/bestaetigen/"
    assert signed_in_as(client) == ""
    user = User.objects.get(email="rosa@lauterfeld.example")
    assert (user.name, user.language, roles_of(user)) == ("Rosa Rot", "de", {"resident"})
    (mail,) = mails()
    link = link_in(mail)
    assert "Gehört rosa@lauterfeld.example Ihnen?" in client.get(link).text
    client.post(link)
    assert EmailAddress.objects.get(user=user).verified
    sign_in(client, "rosa@lauterfeld.example", "ein langer satz")
    assert signed_in_as(client) == user.username


def test_unconfirmed_account_cannot_sign_in_and_gets_a_new_link(client: Client, db: None) -> None:
    register(client)
    OutboxMail.objects.all().delete()

    answer = sign_in(client, "rosa@lauterfeld.example", "ein langer satz")

    assert answer["Location"] == "/konto/mailadresse/bestaetigen/"
    assert signed_in_as(client) == ""


def test_registration_with_a_known_address_tells_only_its_owner(client: Client, koordination: User) -> None:
    answer = register(client, email=koordination.email)

    assert answer["Location"] == "/konto/mailadresse/bestaetigen/"
    assert User.objects.count() == 1
    assert [(mail.to, mail.subject) for mail in mails()] == [(koordination.email, "Sie haben schon ein Konto")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": "rosa"}, "Das ist keine Mailadresse."),
        ({"name": ""}, "Hier fehlt noch etwas."),
        ({"password1": "kurz"}, "mindestens 10 Zeichen"),
        ({"password1": "1234567890"}, "zu "),
    ],
)
def test_registration_says_what_is_missing(client: Client, db: None, given: dict[str, str], sentence: str) -> None:
    answer = register(client, **given)

    assert sentence in answer.text
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["/konto/mailadresse/bestaetigen/abc/", "/konto/passwort/neu/1-abc-def/", "/konto/einladung/abc/"],
)
def test_dead_links_say_so_and_show_a_way_on(client: Client, db: None, address: str) -> None:
    answer = client.get(address, follow=True)

    assert answer.status_code in {200, 410}
    assert "<h1>Dieser Link gilt nicht mehr</h1>" in answer.text


def test_expired_confirmation_shows_a_way_on(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import signing

    register(client)
    (mail,) = mails()
    link = link_in(mail)
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + timedelta(days=4).total_seconds())

    answer = client.get(link)

    assert "<h1>Dieser Link gilt nicht mehr</h1>" in answer.text
    assert not EmailAddress.objects.get().verified


# Password forgotten or changed, address changed


def test_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client, charlie: User) -> None:
    client.post("/konto/passwort/vergessen/", {"email": charlie.email})
    (mail,) = mails()
    link = link_in(mail)

    page = client.get(link, follow=True)
    new = {"password1": "ein neuer langer satz", "password2": "ein neuer langer satz"}
    client.post(page.redirect_chain[-1][0], new)

    assert User.objects.get(pk=charlie.pk).check_password("ein neuer langer satz")
    assert "<h1>Dieser Link gilt nicht mehr</h1>" in Client().get(link, follow=True).text
    assert mails()[-1].subject == "Ihr Konto wurde geändert"


def test_password_is_changed_with_the_present_one(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    new = {"password1": "ein neuer langer satz", "password2": "ein neuer langer satz"}

    wrong = client.post("/konto/passwort/", {"oldpassword": "falsch falsch", **new})
    right = client.post("/konto/passwort/", {"oldpassword": "quartier", **new})

    assert "Das ist nicht Ihr bisheriges Passwort." in wrong.text
    assert right["Location"] == "/konto/sicherheit/"
    assert User.objects.get(pk=charlie.pk).check_password("ein neuer langer satz")


def test_mail_address_changes_when_the_new_one_is_confirmed(client: Client, charlie: User) -> None:
    sign_in(client, "charlie")

    client.post("/konto/mailadresse/", {"email": "neu@lauterfeld.example", "action_add": "1"})

    assert User.objects.get(pk=charlie.pk).email == "charlie@lauterfeld.example"
    mail = next(mail for mail in mails() if mail.to == "neu@lauterfeld.example")
    client.post(link_in(mail))
    assert User.objects.get(pk=charlie.pk).email == "neu@lauterfeld.example"


# Sessions


def test_other_devices_can_be_signed_out(charlie: User) -> None:
    here, elsewhere = Client(headers={"user-agent": "Hier"}), Client(headers={"user-agent": "Dort"})
    for browser in (here, elsewhere):
        sign_in(browser, "charlie")
        browser.get("/konto/")

    listed = here.get("/konto/sitzungen/").text
    assert "Hier" in listed
    assert "Dort" in listed
    here.post("/konto/sitzungen/")

    assert signed_in_as(here) == "charlie"
    assert elsewhere.get("/konto/")["Location"] == f"{LOGIN}?next=/konto/"


# The city's own sign-in


def test_city_sign_in_is_offered_when_it_is_configured(client: Client, db: None, settings: Any) -> None:
    assert "Stadtverwaltung" not in client.get(LOGIN).text

    app = {"provider_id": "stadt", "name": "Stadtverwaltung", "client_id": "q", "secret": "s"}
    app["settings"] = {"server_url": "https://konto.stadt.example/realms/stadt"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    page = client.get(LOGIN).text
    assert "Anmelden mit: Stadtverwaltung" in page
    assert 'action="/konto/oidc/stadt/anmelden/?process=login"' in page


def test_city_sign_in_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_SERVER_URL", "https://konto.stadt.example/realms/stadt")
    monkeypatch.setenv("OIDC_CLIENT_ID", "quartierswerk")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "geheim")

    assert env.organisation_sign_in() == {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "stadt",
                    "name": "Stadtverwaltung",
                    "client_id": "quartierswerk",
                    "secret": "geheim",
                    "settings": {"server_url": "https://konto.stadt.example/realms/stadt"},
                }
            ],
        }
    }


@pytest.mark.parametrize("given", [{"OIDC_SERVER_URL": "konto"}, {"OIDC_SERVER_URL": "https://konto.stadt.example"}])
def test_half_a_configuration_stops_the_start(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match="OIDC_"):
        env.organisation_sign_in()


def test_passkeys_say_that_they_need_javascript(client: Client, db: None) -> None:
    page = client.get(LOGIN).text

    assert "Das braucht JavaScript." in page
    assert "<noscript>" in page
    assert client.get(f"{LOGIN}passkey/", headers={"accept": "application/json"}).json().keys() == {"request_options"}


@pytest.mark.parametrize("sent", ["", "{", "{}"])
def test_passkey_without_javascript_says_why_it_did_not_work(client: Client, db: None, sent: str) -> None:
    answer = client.post(f"{LOGIN}passkey/", {"credential": sent}, follow=True)

    assert answer.redirect_chain[-1][0] == LOGIN
    assert "Der Passkey oder Sicherheitsschlüssel hat nicht geantwortet. Er braucht JavaScript" in answer.text
    assert signed_in_as(client) == ""


def test_old_sign_ins_are_forgotten(client: Client, charlie: User) -> None:
    from allauth.usersessions.models import UserSession

    from quartierswerk.people.tasks import forget_what_is_over

    sign_in(client, "charlie")
    client.get("/konto/")
    assert UserSession.objects.count() == 1

    forget_what_is_over(datetime(2099, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")))

    assert UserSession.objects.count() == 0


def test_wrong_password_answers_422_and_keeps_the_name(client: Client, sozialplanung: User) -> None:
    answer = client.post("/konto/anmelden/", {"login": "sozialplanung", "password": "falsch"})

    assert answer.status_code == 422
    assert "<title>Fehler: Anmelden – Quartierswerk</title>" in answer.content.decode()
    assert answer.context["form"]["login"].value() == "sozialplanung"
