"""Addresses of the start page and of the pages about oneself."""

from django.urls import path

from dashboard.views import audit, home, notices, tokens

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/open/", notices.open_notice, name="notice-open"),
    path("notices/read-all/", notices.read_all, name="notices-read"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="token-revoke"),
    path("tokens/feed/", tokens.renew_feed, name="feed-renew"),
    path("tokens/feed/revoke/", tokens.revoke_feed, name="feed-revoke"),
    path("audit/", audit.audit, name="audit"),
]
