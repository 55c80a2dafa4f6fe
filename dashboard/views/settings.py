"""How notices reach oneself: address, channels, and who stands in while one is away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from workflow.absence_forms import OwnAbsenceForm, SettingForm
from workflow.models import Absence


def notice_settings(request):
    """The page of both forms; stores the first."""
    form = SettingForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, "通知设置已保存。")
        return redirect("dashboard:notice-settings")
    return _page(request, form, OwnAbsenceForm(by=request.user), 400 if form.is_bound else 200)


@require_POST
def add_absence(request):
    """Store an absence of one's own."""
    form = OwnAbsenceForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, SettingForm(by=request.user), form, 400)
    absence = form.save()
    messages.success(request, f"已登记。{absence.starts_on:%Y-%m-%d} 至 {absence.ends_on:%Y-%m-%d} 的通知同时发给{absence.deputy}。")
    return redirect("dashboard:notice-settings")


@require_POST
def withdraw_absence(request, pk):
    """Take back an absence of one's own."""
    get_object_or_404(Absence, pk=pk, person=request.user).delete()
    messages.success(request, "请假登记已撤销，通知不再发给代办人。")
    return redirect("dashboard:notice-settings")


def _page(request, form, absence_form, status):
    now = Absence.objects.filter(ends_on__gte=timezone.localdate()).select_related("person", "deputy").order_by("starts_on")
    context = {"form": form, "absence_form": absence_form}
    context |= {"absences": now.filter(person=request.user), "standing_in": now.filter(deputy=request.user)}
    return render(request, "dashboard/notice_settings.html", context, status=status)
