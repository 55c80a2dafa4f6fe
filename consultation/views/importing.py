"""Items of a plan from a table: looked through first, row by row, then stored wholly or not at all."""

import base64
import binascii

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from consultation import importing
from consultation.actions.items import DRAFT_STATES
from consultation.models import AnnualPlan
from consultation.permissions import is_secretary
from consultation.views.plans import plan_crumbs
from workflow import pages
from workflow.refusals import Forbidden, Refused

LARGEST = 5 * 1024 * 1024
SHOWN = 200


class TableForm(forms.Form):
    """The table to import; the second time as the text the first look left in the page."""

    file = forms.FileField(
        label="表格文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "data-max-mb": LARGEST // 1024 // 1024}),
        help_text="Excel（.xlsx）或 CSV，格式与导出的事项表相同，不超过 5 MB。",
        error_messages={"empty": "文件是空的。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请分成几个文件。")
        return file


def plan_import(request, public_id):
    """Upload, see what would happen, confirm."""
    plan = pages.own(AnnualPlan.objects.select_related("jurisdiction"), request.user, public_id)
    if not is_secretary(request.user, plan):
        raise Forbidden("您没有权限修改这份计划。")
    if plan.state not in DRAFT_STATES:
        raise Refused("计划已经报批或印发，不能再导入事项。")
    if request.method != "POST":
        return _show(request, plan, TableForm())
    if request.POST.get("do") == "confirm":
        return _confirm(request, plan)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, plan, form, status=400)
    file = form.cleaned_data["file"]
    return _look(request, plan, file.read(), file.name)


def _look(request, plan, data, name):
    try:
        found = importing.check(plan, data, name)
    except Refused as refusal:
        form = TableForm(files=request.FILES, data=request.POST)
        form.is_valid()
        form.add_error("file", str(refusal))
        return _show(request, plan, form, status=400)
    context = {"found": found, "name": name, "data": base64.b64encode(data).decode(), "rows": found.rows[:SHOWN], "shown": SHOWN}
    return _show(request, plan, TableForm(), status=400 if found.errors else 200, **context)


def _confirm(request, plan):
    """Look again at the very bytes that were shown, then store."""
    try:
        data = base64.b64decode(request.POST.get("data", ""), validate=True)
    except (binascii.Error, ValueError):
        raise Refused("没有收到要导入的表格，请重新上传。") from None
    found = importing.check(plan, data, request.POST.get("name", ""))
    if found.errors:
        return _look(request, plan, data, request.POST.get("name", ""))
    importing.apply(plan, found, by=request.user)
    words = "，".join(f"{change} {number} 项" for change, number in found.counts.items() if number)
    messages.success(request, f"导入完成：{words}。")
    return redirect("consultation:plan-detail", plan.public_id)


def _show(request, plan, form, *, status=200, **context):
    template = f"{reverse('consultation:plan-detail', args=[plan.public_id])}?format=xlsx"
    context |= {"plan": plan, "form": form, "crumbs": plan_crumbs(plan), "template": template}
    return render(request, "consultation/plan_import.html", context, status=status)
