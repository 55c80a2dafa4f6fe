"""One's own keys: tokens for programs, the address of the calendar feed."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dashboard.forms import TokenForm
from organizations.models import ApiToken, Person

MOST = 20
USUAL = timedelta(days=90)


@never_cache
def tokens(request):
    """The list and the form. The key of a new token is shown once, in the answer that made it."""
    mine = ApiToken.objects.visible_to(request.user)
    form, key, status = TokenForm(initial={"expires_on": timezone.localdate() + USUAL}), "", 200
    if request.method == "POST":
        form = TokenForm(request.POST)
        if form.is_valid() and mine.valid(timezone.now()).count() >= MOST:
            form.add_error(None, f"有效的令牌已有 {MOST} 个，请先吊销不用的。")
        if form.is_valid():
            _, key = ApiToken.issue(
                request.user, name=form.cleaned_data["name"], scope=form.cleaned_data["scope"], expires_at=form.expires_at()
            )
            form = TokenForm(initial={"expires_on": timezone.localdate() + USUAL})
        else:
            status = 400
    context = {"form": form, "key": key, "tokens": mine[:100], "now": timezone.now(), "host": f"{request.scheme}://{request.get_host()}"}
    return render(request, "dashboard/tokens.html", context, status=status)


@require_POST
def revoke_token(request, pk):
    """End one of one's own tokens at once."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).filter(revoked_at__isnull=True), pk=pk)
    token.revoke()
    messages.success(request, f"令牌“{token}”已吊销，立即失效。")
    return redirect("dashboard:tokens")


@require_POST
def renew_feed(request):
    """A new secret address of the calendar feed; the former one ends."""
    Person.objects.filter(pk=request.user.pk).update(feed_key=uuid.uuid4())
    messages.success(request, "日历订阅地址已生成，原有地址（如有）已失效。")
    return redirect("dashboard:tokens")


@require_POST
def revoke_feed(request):
    """No calendar feed any more."""
    Person.objects.filter(pk=request.user.pk).update(feed_key=None)
    messages.success(request, "日历订阅已取消，原有地址立即失效。")
    return redirect("dashboard:tokens")
