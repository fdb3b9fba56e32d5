"""Settings of the installation, read from the environment. What a city may want to change is data, not a setting."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from quartierswerk import __version__
from quartierswerk.config import env

_package = Path(__file__).resolve().parent.parent
# Where catalogues and texts are: beside the package in a checkout, inside it in a wheel.
ROOT = _package / "shipped" if (_package / "shipped").is_dir() else _package.parent
TESTING = "pytest" in sys.modules

DATA_DIR = env.data_dir()
SECRET_KEY = env.secret_key(DATA_DIR)
DEBUG = env.flag("DEBUG", default=False)
BASE_URL = env.base_url()
_host = urlsplit(BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"{_host},localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
VERSION = __version__

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "quartierswerk.people",  # before allauth, because it brings the templates of the sign-in
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "quartierswerk.ui",
    "quartierswerk.history",
    "quartierswerk.search",
    "quartierswerk.files",
    "quartierswerk.places",
    "quartierswerk.monitoring",
    "quartierswerk.reports",
    "quartierswerk.desks.city",
    "quartierswerk.portal",
    "quartierswerk.demo",
    "quartierswerk.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "quartierswerk.config.urls"
WSGI_APPLICATION = "quartierswerk.config.wsgi.application"

_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "quartierswerk.config.navigation.shell",
            ],
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _loaders)])],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "quartierswerk.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "quartierswerk.ui.forms.Renderer"

DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
CONTENT_LANGUAGES = [("de", _("German")), ("easy", _("Easy German")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False  # a missing file must not break the page, least of all the error page
WHITENOISE_USE_FINDERS = DEBUG or TESTING
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "city_desk:today"
LOGOUT_REDIRECT_URL = "portal:home"
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=True)

ACCOUNT_ADAPTER = "quartierswerk.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"keep_text": "120/h/ip", "accept_invitation": "60/h/ip"}
ACCOUNT_FORMS = {
    "login": "quartierswerk.people.forms.sign_in.LoginForm",
    "signup": "quartierswerk.people.forms.sign_in.SignupForm",
    "request_login_code": "quartierswerk.people.forms.sign_in.RequestLoginCodeForm",
    "confirm_login_code": "quartierswerk.people.forms.sign_in.ConfirmLoginCodeForm",
    "reset_password": "quartierswerk.people.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "quartierswerk.people.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "quartierswerk.people.forms.sign_in.ChangePasswordForm",
    "set_password": "quartierswerk.people.forms.sign_in.SetPasswordForm",
    "add_email": "quartierswerk.people.forms.sign_in.ChangeEmailForm",
    "reauthenticate": "quartierswerk.people.forms.sign_in.ReauthenticateForm",
}
MFA_ADAPTER = "quartierswerk.people.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")
MFA_TOTP_ISSUER = "Quartierswerk"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "quartierswerk.people.forms.sign_in.AuthenticateForm",
    "reauthenticate": "quartierswerk.people.forms.sign_in.ReauthenticateCodeForm",
    "activate_totp": "quartierswerk.people.forms.sign_in.ActivateTotpForm",
    "login_webauthn": "quartierswerk.people.forms.sign_in.LoginKeyForm",
    "authenticate_webauthn": "quartierswerk.people.forms.sign_in.AuthenticateKeyForm",
    "reauthenticate_webauthn": "quartierswerk.people.forms.sign_in.ReauthenticateKeyForm",
    "add_webauthn": "quartierswerk.people.forms.sign_in.AddKeyForm",
    "edit_webauthn": "quartierswerk.people.forms.sign_in.EditKeyForm",
}
SOCIALACCOUNT_ADAPTER = "quartierswerk.people.sign_in.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = env.organisation_sign_in()
# The city's own provider vouches for mail addresses: who comes from there gets the account with the same address.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BASE_URL.startswith("https://") else 0
CSRF_FAILURE_VIEW = "quartierswerk.people.desk.form_from_elsewhere"

globals().update(env.mail())
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Quartierswerk <quartierswerk@{_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 15

_secure = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
