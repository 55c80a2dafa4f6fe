"""Whole requests inside this process, ours and those of a minimal view that stands beside it as the measure."""

import io
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, HttpResponseForbidden
from django.test import Client, override_settings
from django.urls import path

STOCK = "django.contrib.auth.backends.ModelBackend"
answered = None  # what the minimal view answers: a function without arguments that returns bytes


def minimal(request):
    """The rows read bare, for whoever is signed in."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    return HttpResponse(answered(), content_type="application/json")


urlpatterns = [path("rows/", minimal)]


def here(get_response):
    """Middleware that leads to the minimal view."""

    def middleware(request):
        request.urlconf = __name__
        return get_response(request)

    return middleware


def minimal_app():
    """A WSGI application of Django's own session and user, nothing else, before the minimal view."""
    parts = ["sessions.middleware.SessionMiddleware", "auth.middleware.AuthenticationMiddleware"]
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, STOCK]
    middleware = [f"{__name__}.here", *("django.contrib." + part for part in parts)]
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db", MIDDLEWARE=middleware):
        return WSGIHandler()


def session_of(person, backend=None):
    """The cookie of a session in which `person` is signed in."""
    client = Client()
    client.force_login(person, backend=backend)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def ask(app, address, cookie):
    """The body of a GET, as a server would get it from the application. Raises RuntimeError for any status but 200."""
    found, _, query = address.partition("?")
    environ = {"PATH_INFO": found, "QUERY_STRING": query, "HTTP_COOKIE": cookie, "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    statuses = []
    response = app(environ, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{address}: {statuses[0]}")
    return body
