"""The site's settings, in three modes: `PORTAL_MODE` = demo | test | production (the default, and the strict one)."""

import hashlib
import os
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import environ

from portal import configuration
from portal.logging import logging_configuration

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
MODE = configuration.mode()
PRODUCTION, DEMO_MODE = MODE == "production", MODE == "demo"
if PRODUCTION:
    configuration.refuse_incomplete_production()


# --- identity
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or configuration.FALLBACK_KEY
# Seals what rests in the database or leaves the house unreadable; the first seals, all open (so that one can retire).
SEALING_KEYS: list[str] = env.list("SEALING_KEYS", default=[]) or [SECRET_KEY]
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs receipts (Ed25519); the public halves of the keys it replaced stay published, each as the `x` of its JWK.
RECEIPT_SIGNING_KEY = (
    configuration.receipt_signing_key() or hashlib.sha256(f"receipts {SECRET_KEY}".encode()).hexdigest()
)
RECEIPT_PUBLIC_KEYS = configuration.receipt_public_keys()
#: What wrote the words that a choice keeps as its proof (R89).
RELEASE: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
SITE_NAME = "Mes partages"
# Where « Quitter » leads: an ordinary page, so that a shoulder-surfer learns nothing.
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", default="https://www.meteofrance.com/")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
DEMO_MODE = MODE == "demo"
DEMO_SIGN_IN = configuration.demo_sign_in()  # a button instead of a password: portal/demo/entering.py
SHOW_PATTERNS = not PRODUCTION  # the living pattern page of portal/patterns.py
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if PRODUCTION else [])
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal",
    "sharing",
    "consents",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "portal.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.LeavingMiddleware",
    "portal.access.AccessMiddleware",
    "portal.errors.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.look",
            ],
        },
    }
]
FORM_RENDERER = "portal.forms.LookRenderer"

# --- languages and time: stored in UTC, decided and shown in Europe/Paris
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PRODUCTION
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# --- database
# A pool of at most four connections per process; none for the owner's role (migrations) nor in tests.
# Whoever asks waits two seconds for a connection, then is told that there is no answer: better soon than late.
AS_OWNER = bool(os.environ.get("PORTAL_AS_OWNER"))
STATEMENT_TIMEOUT_MS = env.int("DATABASE_STATEMENT_TIMEOUT_MS", default=0 if AS_OWNER else 15_000)
LOCK_TIMEOUT_MS = env.int("DATABASE_LOCK_TIMEOUT_MS", default=5_000)
DATABASES = {"default": configuration.database()}
DATABASES["default"] |= {"CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", default="test_portal")}
DATABASES["default"]["OPTIONS"]["options"] = (
    f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
    " -c idle_in_transaction_session_timeout=60000"
)
if not AS_OWNER and MODE != "test":
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 4, "timeout": 2}

# --- decisions
#: How long what was stated in an emergency holds (decision.md §5).
EMERGENCY_STATEMENT_HOURS = env.int("EMERGENCY_STATEMENT_HOURS", default=4)

# --- cache, tasks
REDIS = configuration.redis()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS.cache,
        "KEY_PREFIX": env.str("CACHE_PREFIX", default="portal"),
        # A frozen server is as good as none: nobody waits for it.
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
CELERY_BROKER_URL = REDIS.broker
CELERY_TASK_DEFAULT_QUEUE = env.str("PORTAL_QUEUE", default="portal")
CELERY_TASK_IGNORE_RESULT = True
# A killed worker loses no task: it is acknowledged after the work, and given again after `visibility_timeout` seconds
# (longer than the longest task). The truth is in the outbox all the same: beat sweeps it.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 180, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"

# --- accounts (details of sign-in: portal/accounts)
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# The last one only for secrets that we generate, 256 bits long: a token request must not cost half a second.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "sharing.api.secrets.HighEntropySecretHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=False)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "portal.accounts.forms.EntryForm", "add_email": "portal.accounts.forms.AddressForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A code typed as it changes, or a phone whose clock is late, is still good: one step of 30 s (RFC 6238 §5.2).
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False

# --- the service's OAuth 2 tokens: opaque (so that one can be revoked), five minutes
IDP_OIDC_ACCESS_TOKEN_FORMAT = "opaque"  # noqa: S105 - a format, not a secret
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 300
IDP_OIDC_PRIVATE_KEY = env.str("IDP_OIDC_PRIVATE_KEY", default="", multiline=True)
IDP_OIDC_ADAPTER = "sharing.api.tokens.Adapter"

# Where Pro Santé Connect says whose access token it is (RFC 7662); empty: none is exchanged for ours.
PSC_INTROSPECTION_URL = env.str("PSC_INTROSPECTION_URL", default="")
PSC_CLIENT_ID = env.str("PSC_CLIENT_ID", default="")
PSC_CLIENT_SECRET = env.str("PSC_CLIENT_SECRET", default="")

# The decision API refuses an INS whose key is wrong; published test identities sometimes have one: False lets these by.
INS_TEST_KEYS_CHECKED = env.bool("INS_TEST_KEYS_CHECKED", default=True)

# How often one may call (sharing/api/throttle.py). A calling system, by door, each counted by itself; it waits ten
# seconds at most. Without a token that we know, and where none is needed: by address, a minute.
API_CALLS_A_MINUTE = {
    "decisions": env.int("API_DECISIONS_A_MINUTE", default=6000),
    "intake": env.int("API_INTAKE_A_MINUTE", default=3000),
    "changes": env.int("API_CHANGES_A_MINUTE", default=600),
    "fhir": env.int("API_FHIR_A_MINUTE", default=3000),
}
#: Emergency cards that one system may read.
API_CARDS_A_MINUTE = env.int("API_CARDS_A_MINUTE", default=30)
API_UNKNOWN_A_MINUTE = env.int("API_UNKNOWN_A_MINUTE", default=600)
API_PUBLIC_A_MINUTE = env.int("API_PUBLIC_A_MINUTE", default=60)
TOKENS_A_MINUTE_BY_ADDRESS = env.int("TOKENS_A_MINUTE_BY_ADDRESS", default=120)
TOKENS_A_MINUTE_BY_CLIENT = env.int("TOKENS_A_MINUTE_BY_CLIENT", default=30)
VERIFICATIONS_A_MINUTE = env.int("VERIFICATIONS_A_MINUTE", default=30)
LINKS_A_MINUTE = env.int("LINKS_A_MINUTE", default=30)

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    # Closed unless a view opens itself.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sharing.api.problems.handler",
    # A format is asked for in `Accept`; a door of another custom says so itself.
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "PREPROCESSING_HOOKS": ["sharing.api.schema.without_fhir"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "sharing.api.schema.postprocess",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "DocumentTypeEnum": ["document"],
        "CardDecisionEnum": ["CONSENT_PERMIT", "CONSENT_DENY", "NO_CONSENT"],
        "AfterDeathPurposeEnum": ["after_death_causes", "after_death_memory", "after_death_rights"],
        "PurposeEnum": "sharing.api.shapes.PURPOSES",
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# Receipts are all that anyone hands in (portal/proof): in memory, or not at all.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1280 * 1024
FILE_UPLOAD_HANDLERS = ["portal.uploads.Quota", "django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- e-mail: what a notice says is decided elsewhere (nothing about health, ever)
EMAIL_URL = env.str("EMAIL_URL", default="")
if MODE == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / ".services" / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Mes partages <ne-pas-repondre@partages.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people write about the site itself; the accessibility page gives it.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# --- notices ------------------------------------------------------------------------------------------------------------
# Hosts that a receiver of notices may have although they are not public: this machine, in the demo and the tests only.
WEBHOOK_ALLOW_PRIVATE = [] if PRODUCTION else env.list("WEBHOOK_ALLOW_PRIVATE", default=["127.0.0.1", "localhost"])
#: How long a receiver of notices is waited for, in seconds.
WEBHOOK_SECONDS = env.float("WEBHOOK_SECONDS", default=10.0)
#: How many may wait for a change in one process at once (GET /changes): each holds one of its threads.
CHANGES_MOST_WAITING = env.int("CHANGES_MOST_WAITING", default=2)

# --- static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.exists()]
# Tests read files as they are; elsewhere names carry a hash and are kept by browsers for ever.
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if MODE == "test" else _HASHED},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"

# --- security of the browser's side
# Django 6 will know this name; until then portal.middleware sends it. Nothing inline, nothing from elsewhere.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    # Chromium applies form-action to redirects too: « Quitter » is a form that leads out.
    "form-action": ["'self'", "{0.scheme}://{0.netloc}".format(urlsplit(QUICK_EXIT_URL))],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}session", f"{_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# Both end with the browser (the session too: ACCOUNT_SESSION_REMEMBER); by default Django keeps the token for a year.
CSRF_COOKIE_AGE = None

LOGGING = logging_configuration(as_json=PRODUCTION, level=env.str("LOG_LEVEL", default="INFO"))
if "pytest" in sys.modules:
    LOGGING["root"]["level"] = "WARNING"
