"""Existing cases from a table, looked through row by row before anything is stored; and the catalogue as such a table."""

import base64
import binascii

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import redirect, render
from django.urls import reverse

from proposals.catalogue import case_table, session_for
from proposals.forms.importing import CaseImportForm, require_secretary, sessions_of
from tables import response
from workflow.refusals import Refused

SHOWN = 200


def case_import(request):
    """Choose session and file, see what would happen to each row, confirm."""
    require_secretary(request.user)
    if request.method != "POST":
        return _show(
            request,
            CaseImportForm(obj=None, by=request.user, initial={"session": request.GET.get("session") or sessions_of(request.user).first()}),
        )
    form = CaseImportForm(request.POST, request.FILES or _kept(request.POST), obj=None, by=request.user)
    done, found = form.try_run()
    if not done:
        return _show(request, form, status=409 if form.non_field_errors() else 400)
    if not form.cleaned_data["apply"]:
        return _preview(request, form, found)
    messages.success(request, "导入完成：" + "，".join(f"{change} {number} 件" for change, number in found.counts.items() if number) + "。")
    return redirect(f"{reverse('proposals:list')}?session={form.cleaned_data['session'].pk}")


def _kept(given):
    """The very bytes that were looked through, which the page has kept as text."""
    if "data" not in given:
        return {}
    try:
        data = base64.b64decode(given["data"], validate=True)
    except (binascii.Error, ValueError):
        raise Refused("没有收到要导入的表格，请重新上传。") from None
    return {"file": SimpleUploadedFile(given.get("name", ""), data)}


def _preview(request, form, found):
    """Rows with errors first, then those to be looked at, then the others."""
    file = form.cleaned_data["file"]
    file.seek(0)
    rows = sorted(found.rows, key=lambda row: (not row.errors, not row.warnings))
    context = {"found": found, "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "session": form.cleaned_data["session"]}
    context |= {"name": file.name, "data": base64.b64encode(file.read()).decode()}
    return _show(
        request, CaseImportForm(obj=None, by=request.user, initial=form.cleaned_data), status=400 if found.errors else 200, **context
    )


def _show(request, form, *, status=200, **context):
    form.fields.pop("apply")
    return render(request, "proposals/import.html", context | {"form": form, "sessions": sessions_of(request.user)}, status=status)


def catalogue(request):
    """The catalogue of one session as a file (`?session=`, `?format=`)."""
    return response(case_table(session_for(request.user, request.GET.get("session", ""))), request.GET.get("format", "xlsx"))
