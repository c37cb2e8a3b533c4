"""One settings file for every installation; what differs comes from the environment.

The variables are listed in `.env.example`; how they are read, and what is said when one is wrong, is in
`environment.py`. Nothing else may read the environment, and no rule of the law may be put here.
"""

from datetime import timedelta
from pathlib import Path

from ethics_review import environment as env
from ethics_review.logs import LEVELS, logging_config

BASE_DIR = Path(__file__).resolve().parent.parent

## Where things are

DATA_DIR = env.directory(
    name="DATA_DIR", default=BASE_DIR / "data", why="Documents, keys and the embedded database are kept there."
)
MEDIA_ROOT = DATA_DIR / "documents"  # handed out by a view that examines the reader, never by address: no MEDIA_URL
PORT = env.port(name="PORT", default=8000, why="The web pages and the API answer there.")

CALENDAR_DIR = DATA_DIR / "calendars"  # years loaded by `load_calendar`; all processes share DATA_DIR

## Who may reach it

PUBLIC = env.url(
    name="PUBLIC_URL",
    schemes=("https", "http"),
    why="Links in letters and the protection of sessions depend on it.",
    example="https://ethics.example.org",
)
PUBLIC_URL = PUBLIC.geturl().rstrip("/") if PUBLIC else f"http://127.0.0.1:{PORT}"
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *([PUBLIC.hostname] if PUBLIC else []),
    *env.words(name="ALLOWED_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC.scheme}://{PUBLIC.netloc}"] if PUBLIC else []

## Rules of the place

OVERLAYS = env.paths(name="OVERLAYS", base=BASE_DIR)  # laid over the packs at start-up, in this order

## Database

DATABASES = {"default": env.database(name="DATABASE_URL", default=DATA_DIR / "ethics.sqlite3")}
EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if EMBEDDED:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # with DEFERRED a third of concurrent writers fail with "locked"
            "timeout": 20,
            # FULL: an acknowledged decision survives a power cut. recursive_triggers: INSERT OR REPLACE must meet the
            # triggers that keep the ledger append-only.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;",
        },
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

## Security

DEBUG = env.flag(
    name="DEBUG", default=False, why="Only a programmer's own machine may show error pages with program text."
)
SECRET_KEY = env.secret_key(name="SECRET_KEY", directory=DATA_DIR, required=bool(PUBLIC) and not EMBEDDED)
ENCRYPTED = PUBLIC is not None and PUBLIC.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENCRYPTED
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked by the machine itself, inside the proxy
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if ENCRYPTED else 0
# The proxy must overwrite X-Forwarded-Proto; without one the header could be forged, hence the switch.
BEHIND_PROXY = env.flag(name="BEHIND_PROXY", default=False, why="It decides whether X-Forwarded-Proto is believed.")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
CSRF_FAILURE_VIEW = "ethics_review.web.resuming.outdated"
X_FRAME_OPTIONS = "DENY"
# The setting of Django 6.0, served by a middleware of our own until then. No inline script or style anywhere.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],  # a document beside the form that is filled in while it is read
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
# W005, W021: whether the other hosts of an institution's domain speak HTTPS is not this product's to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

## Size of what is sent in (bytes)

JSON_LIMIT = 2 * 1024 * 1024
UPLOAD_LIMIT = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = JSON_LIMIT
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger files go through the disk
FILE_UPLOAD_PERMISSIONS = 0o640

## Applications and requests

INSTALLED_APPS = [
    "accounts",
    "ledger",
    "committees",
    "ethics_review",
    "ethics_review.broker",
    "ethics_review.operating",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "ethics_review.middleware.RequestIdMiddleware",
    "ethics_review.operating.counting.CountingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ethics_review.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "ethics_review.urls"
WSGI_APPLICATION = "ethics_review.wsgi.application"
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
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

## Static files: from the packages themselves, or collected once into the image (STATIC_ROOT)

STATIC_URL = "/static/"
STATIC_ROOT = env.text(name="STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

## Language and time: the statutory clocks run in China

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

## Broker, tasks, cache. The broker may lose everything: deadlines and messages are rows, two sweepers find them again

REDIS = env.url(
    name="REDIS_URL",
    schemes=("redis", "rediss"),
    why="It carries the tasks and the cache; without the variable the database and the data directory do.",
    example="redis://host:6379/0",
)
CELERY_BROKER_URL = REDIS.geturl() if REDIS else "djdb://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        # A lost worker's task returns after ten minutes at most; stock throttling would add a hundred seconds.
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 25,
        "global_keyprefix": "ethics:",
    }
    if REDIS
    else {"visibility_timeout": 600, "polling_interval": 0.2}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker outlives any outage of its broker
CELERY_TASK_DEFAULT_QUEUE = "ethics"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "ethics_review.operating.beating:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "ethics_review.tasks.sweep", "schedule": timedelta(seconds=30)},
    "relay": {"task": "ledger.tasks.relay", "schedule": timedelta(seconds=15)},
    "replays": {"task": "ethics_review.tasks.replays", "schedule": timedelta(seconds=30)},
    "deliver": {"task": "ledger.tasks.deliver", "schedule": timedelta(seconds=15)},
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS.geturl(),
        "KEY_PREFIX": "ethics",
    }
    if REDIS
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / "cache"}
}

## Mail

globals().update(env.mail(name="EMAIL_URL", folder=DATA_DIR / "letters"))
EMAIL_USE_LOCALTIME = True  # a letter is dated with its zone
EMAIL_TIMEOUT = 20  # seconds; the embedded worker's pool knows no time limit of its own
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.address(name="EMAIL_FROM", default="ethics-review@localhost")

EMAIL_REPLY_TO = env.address(name="EMAIL_REPLY_TO", default="")  # who reads what people answer
EMAIL_BOUNCES = env.address(name="EMAIL_BOUNCES", default="")  # the envelope's sender; `read_bounces` reads what comes

LEDGER_RENDERER = "ethics_review.notices.render"
LEDGER_DIGEST_RENDERER = "ethics_review.notices.render_digest"

## Webhooks

WEBHOOK_ALLOWED_NETWORKS = env.networks(
    name="WEBHOOK_ALLOWED_NETWORKS",
    why="Webhooks reach the open internet alone; a network named here is an exception, without encryption too.",
)
LEDGER_PAYLOAD = "ethics_review.events.payload"

## API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ethics_review.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "ethics_review.api.authentication.WithinScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ethics_review.api.parsing.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": ["ethics_review.api.throttling.Writes"],
    "DEFAULT_THROTTLE_RATES": {
        "writes": "600/min",
        "sign_in": "300/min",
        "failed_sign_in": "10/min",
        "feed": "120/min",
    },
    "EXCEPTION_HANDLER": "ethics_review.api.problems.handle",
    "NUM_PROXIES": int(BEHIND_PROXY),  # otherwise anybody could name an address of their own and never be throttled
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
KNOX_TOKEN_MODEL = "accounts.Token"  # noqa: S105 -- the name of a model
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": timedelta(days=30)}
# Knox's own table would stand idle beside accounts.Token.
MIGRATION_MODULES = {"knox": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "科技伦理审查 Ethics review",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "POSTPROCESSING_HOOKS": [],  # enumerations stay where they are used
}

## Figures for monitoring

METRICS_TOKEN = env.token(
    name="METRICS_TOKEN", why="Whoever sends it may read /metrics from anywhere; without it only this machine may."
)

## Logs

LOGGING = logging_config(
    style=env.choice(
        name="LOG_FORMAT", default="json", options=("json", "console"), why="Machines read json, people read console."
    ),
    level=env.choice(
        name="LOG_LEVEL",
        default="INFO",
        options=LEVELS,
        why="It decides how much is written.",
    ),
)
