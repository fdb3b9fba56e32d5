"""The environment, read once: typed, with one sentence for a wrong value."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


class WrongSetting(ImproperlyConfigured):
    """A value in the environment that the start cannot go on with."""


_read = environ.Env()


def text(name: str, default: str = "") -> str:
    """Return the text of ``name``."""
    return str(_read.str(name, default=default))


def flag(name: str, default: bool) -> bool:
    """Return ``name`` as yes or no."""
    value = text(name, "1" if default else "0").lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise WrongSetting(f"{name}={value!r} ist weder ja (1) noch nein (0).")
    return value in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Return ``name`` as a list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_dir() -> Path:
    """Return the folder of the installation's data, made if it is missing."""
    path = Path(text("DATA_DIR", "./data")).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise WrongSetting(f"DATA_DIR={path} lässt sich nicht anlegen: {wrong.strerror}.") from wrong
    return path


def secret_key(folder: Path) -> str:
    """Return SECRET_KEY, else the one kept in the data folder, made at the first start."""
    given = text("SECRET_KEY")
    if given:
        if len(given) < 32:
            raise WrongSetting("SECRET_KEY ist zu kurz: Bitte mindestens 32 Zeichen setzen.")
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()


def database(folder: Path) -> dict[str, object]:
    """Return Django's settings of the database that DATABASE_URL names (default: SQLite in the data folder)."""
    url = text("DATABASE_URL", f"sqlite:///{folder / 'quartierswerk.sqlite3'}")
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise WrongSetting(
            f"DATABASE_URL beginnt mit {scheme!r}. Möglich sind sqlite:///… und postgres://…, zum Beispiel "
            "postgres://name:passwort@host:5432/quartierswerk."
        )
    settings: dict[str, object] = dict(_read.db_url_config(url))
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        }
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def base_url() -> str:
    """Return the address under which people reach the installation, without a slash at its end."""
    url = text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise WrongSetting(f"BASE_URL={url!r} ist keine Adresse wie https://quartier.stadt.example.")
    return url


def mail() -> dict[str, object]:
    """Return Django's mail settings from EMAIL_URL (default: mails are files in the data folder)."""
    url = text("EMAIL_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    try:
        return dict(_read.email_url_config(url))
    except (KeyError, ValueError, environ.ImproperlyConfigured) as wrong:
        raise WrongSetting(
            f"EMAIL_URL={url!r} ist nicht lesbar. Möglich ist zum Beispiel smtp+tls://name:passwort@host:587."
        ) from wrong


def organisation_sign_in() -> dict[str, object]:
    """Return allauth's settings of the city's own sign-in from OIDC_*; nothing when it is not configured."""
    server, client, secret = text("OIDC_SERVER_URL"), text("OIDC_CLIENT_ID"), text("OIDC_CLIENT_SECRET")
    if not server:
        return {}
    if urlsplit(server).scheme not in {"http", "https"}:
        raise WrongSetting(
            f"OIDC_SERVER_URL={server!r} ist keine Adresse wie https://konto.stadt.example/realms/stadt."
        )
    if not client or not secret:
        raise WrongSetting("OIDC_SERVER_URL ist gesetzt. Dann braucht es auch OIDC_CLIENT_ID und OIDC_CLIENT_SECRET.")
    app = {
        "provider_id": "stadt",
        "name": text("OIDC_NAME", "Stadtverwaltung"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
