"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings  # noqa: E402 it needs the name of the settings

patience = f"-c lock_timeout={settings.LOCK_SECONDS}s -c statement_timeout={settings.STATEMENT_SECONDS}s"
options = settings.DATABASES["default"]["OPTIONS"]
options |= {"connect_timeout": settings.LOCK_SECONDS, "options": f"{options['options']} {patience}"}
application = get_wsgi_application()
