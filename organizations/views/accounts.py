"""Signing in and out, changing one's password."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator

from organizations.accounts import OwnPasswordForm, SignInForm


class Login(views.LoginView):
    """Signing in begins a new session, whose hours are counted from here."""

    authentication_form = SignInForm

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.session["signed_in"] = int(time.time())
        return response


@method_decorator(login_not_required, name="dispatch")
class Logout(views.LogoutView):
    """Signing out, also of a session that has ended meanwhile."""


class PasswordChange(views.PasswordChangeView):
    """One's own password; all other sessions of the person, his tokens and his calendar's address end, this session gets a new key."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"

    def form_valid(self, form):
        messages.success(self.request, "密码已修改，下次请用新密码登录。")
        messages.info(self.request, "别处的登录、原有的访问令牌和日历订阅地址已经失效，需要的请重新生成。")
        return super().form_valid(form)

    def get_success_url(self):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
