"""Addresses of the start page and of the pages about oneself."""

from django.urls import path

from dashboard.views import audit, home, notices, settings, tokens

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/open/", notices.open_notice, name="notice-open"),
    path("notices/read-all/", notices.read_all, name="notices-read"),
    path("notices/settings/", settings.notice_settings, name="notice-settings"),
    path("notices/absences/", settings.add_absence, name="absence-add"),
    path("notices/absences/<int:pk>/withdraw/", settings.withdraw_absence, name="absence-withdraw"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="token-revoke"),
    path("tokens/feed/", tokens.renew_feed, name="feed-renew"),
    path("tokens/feed/revoke/", tokens.revoke_feed, name="feed-revoke"),
    path("audit/", audit.audit, name="audit"),
]
