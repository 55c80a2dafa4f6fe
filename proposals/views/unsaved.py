"""What the page of a draft keeps by itself while it is written, and forgets on request."""

from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from proposals import actions
from proposals.forms import BeginForm, EditForm, beginning
from proposals.views.acting import CASES
from workflow import pages
from workflow.refusals import Refused


def _target(request, public_id):
    """(draft or session, its form) that one writes in."""
    if public_id:
        return pages.own(CASES, request.user, public_id), EditForm
    _, session = beginning(request.user)
    if session is None:
        raise Http404
    return session, BeginForm


def keep(request, public_id=None):
    """POST keeps what stands in the form and says when; GET gives a fresh token for the form after signing in anew."""
    target, form = _target(request, public_id)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    seen = request.POST.get("version", "")
    version = int(seen[:9]) if seen.isdecimal() else None
    try:
        kept = actions.keep_text(target, form.typed(request.POST), by=request.user, version=version)
    except Refused as refusal:
        return JsonResponse({"message": f"没有自动保存：{refusal}", "failed": True}, status=409)
    message = f"已自动保存 {timezone.localtime(kept.saved_at):%H:%M}"
    outdated = version is not None and version != getattr(target, "version", version)
    if outdated:
        message += "。草稿已在别处改过，点保存时会并列显示两份内容。"
    return JsonResponse({"message": message, "failed": outdated})


@require_POST
def discard(request, public_id=None):
    """Forget what was kept and begin again from the saved draft."""
    target, _ = _target(request, public_id)
    actions.drop_text(target, by=request.user)
    return redirect("proposals:act", public_id, "edit") if public_id else redirect("proposals:create")
