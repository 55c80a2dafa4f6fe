"""Login of programs: `Authorization: Bearer <key>`, or the session of a page."""

from datetime import timedelta

from django.utils import timezone
from rest_framework import authentication, exceptions

from organizations.models import ApiToken
from organizations.models.tokens import Scope

SEEN_EVERY = timedelta(minutes=5)


class TokenAuthentication(authentication.BaseAuthentication):
    """Finds the person behind a key. A read-only key is refused for anything but reading."""

    keyword = "Bearer"

    def authenticate(self, request):
        """(person, token), or None without a key; raises AuthenticationFailed (401) for one that is unknown, expired or revoked."""
        parts = request.headers.get("Authorization", "").split()
        if len(parts) != 2 or parts[0] != self.keyword:
            return None
        now = timezone.now()
        token = ApiToken.objects.valid(now).select_related("person").filter(digest=ApiToken.digest_of(parts[1])).first()
        if token is None:
            raise exceptions.AuthenticationFailed("访问令牌无效、已过期或已吊销。")
        if token.scope == Scope.READ and request.method not in ("GET", "HEAD", "OPTIONS"):
            raise exceptions.PermissionDenied("这个访问令牌只能读取，不能提交。")
        if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.person, token

    def authenticate_header(self, request):
        return self.keyword


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of a page; what is submitted with it must carry the CSRF token."""

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied("缺少 CSRF 令牌或令牌不对，请在请求头 X-CSRFToken 中提供。") from None
