"""Settings. Everything that differs between installations comes from the environment (see docs/deploy.md)."""

import shlex
import sys
from pathlib import Path

import environ
import pghistory
from csp.constants import NONCE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environ.Env().str("VAR_DIR", default=str(BASE_DIR / "var")))
env = environ.Env()
environ.Env.read_env(VAR_DIR / "env", overwrite=False)

DEBUG = env.bool("DEBUG", default=False)
TESTING = env.bool("TESTING", default="pytest" in sys.modules)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "organizations.admin_app.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "pgtrigger",
    "pghistory",
    "organizations",
    "workflow",
    "documents",
    "feedback",
    "proposals",
    "consultation",
    "supervision",
    "reports",
    "dashboard",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressTexts",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "organizations.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workflow.middleware.OriginMiddleware",
    "workflow.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]
FORM_RENDERER = "dashboard.rendering.FormRenderer"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///zhengxie")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")  # compiling our statements takes longer than they do
# How long the pages wait for the database (config.wsgi), in seconds; tasks and commands take the time they need.
LOCK_SECONDS, STATEMENT_SECONDS = env.int("LOCK_SECONDS", default=3), env.int("STATEMENT_SECONDS", default=60)
if "pytest" in sys.modules:  # a statement that runs for minutes fails its test instead of holding up all others
    DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=120s"
if env.str("TEST_DATABASE", default=""):
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")

AUTH_USER_MODEL = "organizations.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "organizations.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation." + name}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_ENGINE = "organizations.sessions"
SESSION_SAVE_EVERY_REQUEST = False  # organizations.middleware renews the idle time once a minute, not on every request
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=10 * 3600)
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = env.float("LOGIN_COOLOFF_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "organizations.backends.address_of"
AXES_ENABLE_ADMIN = False  # the person's own page in the admin unlocks
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"

if REDIS_URL:
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:  # files, so that the processes of one machine know of each other's work
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "config.storage.CompressedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # else every client of a test would list all files first
STORE_ROOT = Path(env.str("STORE_ROOT", default="") or VAR_DIR / "store")
FONT_DIR = Path(env.str("FONT_DIR", default="") or VAR_DIR / "fonts")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
TABLE_TYPESETTER = "documents.official.sheet"
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT_MB", default=20) * 1024 * 1024
SCAN_COMMAND = shlex.split(env.str("SCAN_COMMAND", default=""))
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_ON = bool(env.str("EMAIL_URL", default=""))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="noreply@localhost")
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
DELIVERY_ON = env.bool("DELIVERY", default=True)
DELIVERY_ATTEMPTS = env.int("DELIVERY_ATTEMPTS", default=10)
DELIVERY_FIRST_PAUSE = env.float("DELIVERY_FIRST_PAUSE", default=60)  # seconds, doubled after each failure
DELIVERY_LEASE = env.float("DELIVERY_LEASE", default=120)  # seconds after which the messages of a killed process are taken anew
DELIVERY_TIMEOUT = env.float("DELIVERY_TIMEOUT", default=10)  # seconds of silence of the other side
DELIVERY_SECONDS = env.float("DELIVERY_SECONDS", default=10)  # seconds that one turn may take
DELIVERY_FOLD_SECONDS = env.int("DELIVERY_FOLD_SECONDS", default=3600)
WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
    }
}
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None

CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    _queue = VAR_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "queue"),
        "data_folder_out": str(_queue / "queue"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 1, "socket_connect_timeout": 1}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "render-papers": {"task": "documents.render_pending_papers", "schedule": 2.0, "options": {"expires": 2}},
    "scan-attachments": {"task": "documents.scan_attachments", "schedule": 300.0, "options": {"expires": 300}},
    "remind": {"task": "supervision.remind", "schedule": 300.0, "options": {"expires": 300}},
    "propose-cards": {"task": "supervision.propose_cards", "schedule": 3600.0, "options": {"expires": 3600}},
    "draft-progress": {"task": "reports.draft_progress", "schedule": 3600.0, "options": {"expires": 3600}},
    "sum-up": {"task": "reports.sum_up", "schedule": 300.0, "options": {"expires": 300}},
    "close-windows": {"task": "proposals.close_windows", "schedule": 3600.0, "options": {"expires": 3600}},
    "deliver": {"task": "workflow.deliver", "schedule": 5.0, "options": {"expires": 5}},
    "heartbeat": {"task": "workflow.heartbeat", "schedule": 60.0, "options": {"expires": 60}},
    "recount-deadlines": {"task": "feedback.recount_deadlines", "schedule": 3600.0, "options": {"expires": 3600}},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organizations.tokens.TokenAuthentication",
        "organizations.tokens.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["organizations.bodies.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["organizations.bodies.JSONParser", "organizations.bodies.FormParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "organizations.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "workflow.api.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # `?format=` names the file format of an export
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "SWAGGER_UI_SETTINGS": {"docExpansion": "none", "deepLinking": True},
    "TITLE": "政协协商与提案管理系统 API",
    "VERSION": "v1",
    "DESCRIPTION": "年度协商计划、提案、交办件和组织信息的接口。用法见 docs/api.md。",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
}
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_APPEND_ONLY = True
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="Yanshi-2026")
PRODUCT_NAME = env.str("PRODUCT_NAME", default="政协协商与提案管理系统")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
