"""Settings of the site: a default for each, then ``ESSAIM_*`` from the environment.

The site starts with no configuration at all: SQLite and a secret key in the data folder, this machine only.
"""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from pathlib import Path

from csp.constants import NONE, SELF

from essaim.engine.store import data_home
from essaim.kit.database_url import database_from_url
from essaim.kit.limit_settings import limits_from
from essaim.kit.mail_url import mail_from_url
from essaim.kit.request_log import logging_settings
from essaim.kit.secret import kept_secret


def _flag(name: str) -> bool:
    return os.environ.get(name, "0") not in ("", "0")


def _words(name: str) -> list[str]:
    return os.environ.get(name, "").replace(",", " ").split()


PACKAGE = Path(str(files("essaim")))
HOME = data_home()
HOME.mkdir(parents=True, exist_ok=True)

DEBUG = _flag("ESSAIM_DEBUG")
# The sandbox: made-up records in a database of their own, marked on every page.
SANDBOX = _flag("ESSAIM_SANDBOX")
HTTPS = _flag("ESSAIM_HTTPS")
SECRET_KEY = os.environ.get("ESSAIM_SECRET_KEY") or kept_secret(HOME / "secret.key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_words("ESSAIM_HOSTS")]
# Written in letters, where no request says it.
ADDRESS = os.environ.get("ESSAIM_ADDRESS", "").rstrip("/") or (
    f"http{'s' if HTTPS else ''}://{(_words('ESSAIM_HOSTS') or ['localhost:8000'])[0]}"
)
# Of the machine on which the site runs: people who publish it elsewhere name them.
PUBLISHER = os.environ.get("ESSAIM_PUBLISHER", "")
CONTACT = os.environ.get("ESSAIM_CONTACT", "").strip()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _words("ESSAIM_HOSTS")]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "django_tasks_db",
    "essaim.kit",
    "essaim.apps.audit",
    "essaim.apps.jobs",
    "essaim.apps.documents",
    "essaim.apps.accounts",
    "essaim.apps.poles",
    "essaim.apps.corrections",
    "essaim.apps.campaigns",
    "essaim.apps.intake",
    "essaim.apps.library",
    "essaim.apps.projects",
    "essaim.apps.financing",
    "essaim.apps.founding",
    "essaim.apps.scenarios",
    "essaim.apps.calls",
    "essaim.web",
    # After ours: their pages are replaced by our own templates of the same name.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "essaim.kit.request_log.RequestLog",
    "essaim.kit.middleware.ClosedHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "essaim.kit.middleware.LanguageByCookie",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "essaim.kit.middleware.ReadingNeverWrites",
]
ROOT_URLCONF = "essaim.web.urls"
WSGI_APPLICATION = "essaim.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "essaim.web.context.site",
            ],
            "builtins": ["essaim.kit.templatetags.words"],
        },
    }
]

FORM_RENDERER = "essaim.kit.forms.Renderer"
# In a signed cookie: pages open to all read no session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Data ----------------------------------------------------------------------------------------------------------------

# The sandbox never opens the real database, whatever the environment says: it is emptied at each reset.
DATABASES = {
    "default": database_from_url("", HOME / "sandbox.sqlite3")
    if SANDBOX
    else database_from_url(os.environ.get("ESSAIM_DATABASE_URL", ""), HOME / "essaim.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
# In the database: limits count across processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "essaim_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Long work waits in the same database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Mail ----------------------------------------------------------------------------------------------------------------

# The sandbox writes to nobody: its messages are printed.
_MAIL_SERVER = "" if SANDBOX else os.environ.get("ESSAIM_SMTP_URL", "")
globals().update(mail_from_url(_MAIL_SERVER))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("ESSAIM_MAIL_FROM", "essaim@localhost")
# Printed in the terminal, a message need not wait for the worker.
MAIL_AT_ONCE = not _MAIL_SERVER

# People ------------------------------------------------------------------------------------------------------------

# A code by e-mail or a passkey; nobody has a password. A passkey stands instead of the code, not after it: whoever
# loses the device still comes in by the address.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-space"
ACCOUNT_ADAPTER = "essaim.web.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = ["code", "mfa"]
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "login": "essaim.web.sign_in.forms.SignInForm",
    "signup": "essaim.web.sign_in.forms.SignUpForm",
    "confirm_login_code": "essaim.web.sign_in.forms.SignInCodeForm",
    "confirm_email_verification_code": "essaim.web.sign_in.forms.AddressCodeForm",
    "request_reauthentication_code": "essaim.web.sign_in.forms.WhereToSendForm",
    "confirm_reauthentication_code": "essaim.web.sign_in.forms.ConfirmCodeForm",
    "add_email": "essaim.web.sign_in.forms.NewAddressForm",
}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers hold localhost safe without HTTPS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {"add_webauthn": "essaim.web.sign_in.forms.NewPasskeyForm"}

# Language ------------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# Static files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# Names with a fingerprint need `collectstatic`, which a fresh installation has not run.
_COLLECTING = "collectstatic" in sys.argv or _flag("ESSAIM_COLLECT")
_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists() or _COLLECTING
WHITENOISE_USE_FINDERS = not _COLLECTED
# A file added since the last collection is served under its plain name rather than breaking the page.
WHITENOISE_MANIFEST_STRICT = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

MEDIA_ROOT = HOME / "uploads"
# Beside the data, so that a large file is moved and not copied; hidden, so that no backup takes it.
FILE_UPLOAD_TEMP_DIR = HOME / ".incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o700)
FILE_UPLOAD_HANDLERS = [
    "essaim.kit.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The public directory of enterprises that people may ask about a territory, or nothing ("off"). The sandbox is made up:
# it does not mix real organisations in, unless told where to ask.
LOOKUP = os.environ.get("ESSAIM_LOOKUP", "").rstrip("/") or (
    "off" if SANDBOX else "https://recherche-entreprises.api.gouv.fr"
)
# Requests a second for each process of pages; the directory accepts seven from one address.
LOOKUP_RATE = float(os.environ.get("ESSAIM_LOOKUP_RATE") or 3)
# Where the official files of the register are fetched from: data.gouv.fr, a mirror of it, or nowhere ("off").
OFFICIAL_FILES = os.environ.get("ESSAIM_OFFICIAL_FILES", "").rstrip("/") or ("off" if SANDBOX else "")
# The sandbox, where anybody may try being an administrator, beside a real site on the same data.
SHARES_STORE = SANDBOX and (bool(os.environ.get("ESSAIM_DATABASE_URL")) or (HOME / "essaim.sqlite3").exists())

# Safety --------------------------------------------------------------------------------------------------------------

# Closed by default: what a page may load is listed, nothing else; no inline script or style, no other site.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Both may run on one machine, on two ports: cookies know no port.
SESSION_COOKIE_NAME = "essaim_sandbox_session" if SANDBOX else "essaim_session"
CSRF_COOKIE_NAME = "essaim_sandbox_csrf" if SANDBOX else "essaim_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# How many proxies of ours stand before the site: each adds an address to X-Forwarded-For. With none it is not read.
PROXIES = int(os.environ.get("ESSAIM_PROXY") or 0)
LIMITS = limits_from(os.environ.get("ESSAIM_LIMITS", ""))

LOGGING = logging_settings(os.environ.get("ESSAIM_LOG", ""))
