"""Lists from a file: looked through first, row by row, then stored wholly or not at all. The page of every import in the house."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.importing import People, Units, apply, check
from tables import ImportPlan
from tables.refusals import Refused

LARGEST = 5 * 1024 * 1024
SHOWN = 200


class TableForm(forms.Form):
    """The table to import; the second time as the text the first look left in the page."""

    file = forms.FileField(
        label="表格文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "data-max-mb": LARGEST // 1024 // 1024}),
        help_text="Excel（.xlsx）或 CSV，格式与导出的表相同，不超过 5 MB。",
        error_messages={"empty": "文件是空的。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请分成几个文件。")
        return file


@dataclass(frozen=True)
class Import:
    """One import: `check` and `apply` take (bytes, file name) and return an `ImportPlan`; `table`: the address of the table that serves
    as template; `back`: where the page leads; `hint`: how rows are told apart; `noun`: what a row is, `measure` its measure word."""

    title: str
    noun: str
    measure: str
    hint: str
    table: str
    back: str
    check: Callable[[bytes, str], ImportPlan]
    apply: Callable[[bytes, str], ImportPlan]
    crumbs: tuple = ()


def import_page(request, task):
    """Upload, see what would happen, confirm."""
    if request.method != "POST":
        return _show(request, task, TableForm())
    if request.POST.get("do") == "confirm":
        return _confirm(request, task)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, task, form, status=400)
    file = form.cleaned_data["file"]
    return _look(request, task, file.read(), file.name)


def _look(request, task, data, name):
    try:
        found = task.check(data, name)
    except Refused as refusal:
        form = TableForm(files=request.FILES, data=request.POST)
        form.is_valid()
        form.add_error("file", str(refusal))
        return _show(request, task, form, status=400)
    # what is wrong comes first, so that none of it lies beyond what is shown
    rows = sorted(found.rows, key=lambda row: not row.errors)[:SHOWN]
    context = {"found": found, "name": name, "data": base64.b64encode(data).decode(), "rows": rows, "shown": SHOWN}
    return _show(request, task, TableForm(), status=400 if found.errors else 200, **context)


def _confirm(request, task):
    """Look again at the very bytes that were shown, then store."""
    name = request.POST.get("name", "")
    try:
        data = base64.b64decode(request.POST.get("data", ""), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or len(data) > LARGEST:
        form = TableForm(files={}, data={})
        form.add_error("file", "没有收到要导入的表格，请重新上传。")
        return _show(request, task, form, status=400)
    try:
        found = task.apply(data, name)
    except Refused:
        answer = _look(request, task, data, name)
        if answer.status_code == 200:
            raise
        return answer
    words = "，".join(f"{change} {number} {task.measure}" for change, number in found.counts.items() if number)
    messages.success(request, f"导入完成：{words}。")
    return redirect(task.back)


def _show(request, task, form, *, status=200, **context):
    return render(request, "import.html", {"task": task, "form": form} | context, status=status)


REGISTERS = {
    "unit": (Units, "单位", "个", "同一地区的规范简称相同的视为同一单位，补充修改其余各项；改名、并入请在单位页办理。"),
    "person": (
        People,
        "人员",
        "行",
        "每行是一人的一项任职。姓名、角色、单位、界别都相同的视为同一任职，更新职务和联系方式；其余的为新任职，"
        "用户名（或本表内姓名和电话）相同的是同一人。导入不设密码，由管理员另行发放。",
    ),
}


def register_import(request, register):
    """Import units or people, for who keeps them somewhere."""
    kind, noun, measure, hint = REGISTERS[register]
    if not request.user.access.where(*kind.keepers):
        raise PermissionDenied("您没有权限导入" + noun + "。")
    back = reverse(f"organizations:{register}-list")
    return import_page(
        request,
        Import(
            title=f"导入{noun}",
            noun=noun,
            measure=measure,
            hint=hint,
            table=f"{back}?format=xlsx",
            back=back,
            check=lambda data, name: check(kind, data, name, by=request.user),
            apply=lambda data, name: apply(kind, data, name, by=request.user),
            crumbs=((back, noun),),
        ),
    )
