"""Lists from a file: looked through first, row by row, then stored wholly or not at all. The page of every import in the house."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string

from organizations.importing import People, Units, apply, check
from organizations.progress import Progress
from organizations.table_forms import TableForm
from tables import ImportPlan
from tables.refusals import Refused

SHOWN = 200


@dataclass(frozen=True)
class Import:
    """One import: `check` and `apply` take (bytes, file name), by name what else the form asks for, and, where `told`, `progress`, and
    return an `ImportPlan`; `form` makes the form; `tables`: (address, words) of the tables that serve as template; `back`: where the page
    leads, told by `after` where it depends on what was asked for; `hint`: how rows are told apart; `notes`: how the table is filled in;
    `noun`: what a row is, `measure` its measure word."""

    title: str
    noun: str
    measure: str
    hint: str
    tables: tuple
    back: str
    check: Callable[..., ImportPlan]
    apply: Callable[..., ImportPlan]
    crumbs: tuple = ()
    form: Callable[..., TableForm] = TableForm
    after: Callable[..., str] | None = None
    notes: tuple = ()
    told: bool = False


def import_page(request, task):
    """Upload, see what would happen, confirm. `?progress=` answers how far the import with this ticket has come."""
    if "progress" in request.GET:
        return _progress(request)
    if request.method != "POST":
        return _show(request, task, task.form(initial=request.GET.dict()))
    confirmed = request.POST.get("do") == "confirm"
    form = task.form(request.POST, _kept(request.POST) if confirmed else request.FILES)
    if not form.is_valid():
        if confirmed and "file" in form.errors:
            form.errors["file"] = form.error_class(["没有收到要导入的表格，请重新上传。"])
        return _show(request, task, form, status=400)
    given = {name: value for name, value in form.cleaned_data.items() if name != "file"}
    file = form.cleaned_data["file"]
    data, name = file.read(), file.name
    known = given | ({"progress": Progress(request.user, request.POST.get("ticket", ""))} if task.told else {})
    if not confirmed:
        return _look(request, task, form, data, name, known)
    try:
        found = task.apply(data, name, **known)
    except Refused:
        answer = _look(request, task, form, data, name, known)
        if answer.status_code == 200:
            raise
        return answer
    words = "，".join(f"{change} {number} {task.measure}" for change, number in found.counts.items() if number)
    messages.success(request, f"导入完成：{words}。")
    return redirect(task.after(**given) if task.after else task.back)


def _kept(posted):
    """The very bytes that were looked through, which the page has kept as text."""
    try:
        data = base64.b64decode(posted.get("data", ""), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    return {"file": SimpleUploadedFile(posted.get("name") or "-", data)} if data else {}


def _look(request, task, form, data, name, known):
    """What would happen to each row; what is wrong comes first, then what to look at, so that none of it lies beyond what is shown."""
    try:
        found = task.check(data, name, **known)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _show(request, task, form, status=400)
    rows = sorted(found.rows, key=lambda row: (not row.errors, not row.warnings))[:SHOWN]
    context = {"found": found, "name": name, "data": base64.b64encode(data).decode(), "rows": rows, "shown": SHOWN}
    context["kept"] = [(field, form.data.get(field, "")) for field in form.fields if field != "file"]
    return _show(request, task, task.form(initial=form.cleaned_data), status=400 if found.errors else 200, **context)


def _show(request, task, form, *, status=200, **context):
    context |= {"task": task, "form": form, "ticket": get_random_string(24) if task.told else ""}
    return render(request, "import.html", context, status=status)


def _progress(request):
    """The line that tells how far an import has come, and asks again."""
    label, part, total = Progress(request.user, request.GET["progress"]).told() or ("", 0, 0)
    context = {
        "url": request.get_full_path(),
        "label": label or "正在处理，请稍候，不要关闭页面",
        "part": part,
        "total": total,
        "seconds": 1,
    }
    return render(request, "components/progress.html", context)


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
            tables=((f"{back}?format=xlsx", f"导出{noun}表"),),
            back=back,
            check=lambda data, name: check(kind, data, name, by=request.user),
            apply=lambda data, name: apply(kind, data, name, by=request.user),
            crumbs=((back, noun),),
        ),
    )
