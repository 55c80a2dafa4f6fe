"""Keeps sessions honest: idle and absolute limits, first-login password change."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

RENEW_EVERY = 60  # seconds between writes of the session for the idle limit


class AccountMiddleware:
    """Signs out who has been here too long; sends to the password page who must change it first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        program = request.path.startswith("/api/")
        if now - request.session.setdefault("signed_in", now) > settings.SESSION_ABSOLUTE_SECONDS:
            logout(request)
            return self.get_response(request) if program else redirect_to_login(request.get_full_path())
        if now - request.session.get("seen", 0) > RENEW_EVERY:
            request.session["seen"] = now
        if person.must_change_password and not self._may_pass(request):
            return JsonResponse({"detail": "请先在网页上修改初始密码。"}, status=403) if program else redirect("password_change")
        return self.get_response(request)

    @staticmethod
    def _may_pass(request):
        return request.path in (reverse("password_change"), reverse("logout")) or request.path.startswith(settings.STATIC_URL)
