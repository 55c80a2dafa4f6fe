"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings  # noqa: E402 it needs the name of the settings

settings.DATABASES["default"]["OPTIONS"] = settings.DATABASES["default"].get("OPTIONS", {}) | settings.PATIENCE
application = get_wsgi_application()
