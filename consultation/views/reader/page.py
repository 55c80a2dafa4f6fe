"""The view: paste, check, confirm."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render

from consultation import actions
from consultation.notice import read
from consultation.views.forms import drafting_places
from consultation.views.reader.forms import PasteForm, plain_lines
from consultation.views.reader.found import head_of, rows_of
from consultation.views.reader.gaps import codes_of, groups_of
from consultation.views.reader.review import Review
from consultation.views.reader.rows import changed, data_of, number_of, rows_of_post
from organizations.actions import add_names, add_unit
from organizations.models import Jurisdiction, Unit
from workflow.refusals import Forbidden, Refused


def plan_read(request):
    """Read a notice, let the person correct what was read, and store it as a plan being drafted. Until then nothing is stored."""
    if not drafting_places(request.user):
        raise Forbidden("只有政协秘书可以拟定协商计划。")
    if request.method != "POST":
        return render(request, "consultation/read_text.html", {"form": PasteForm()})
    step, _, place = request.POST.get("do", "read").partition(":")
    if step == "read":
        return _read(request)
    text = plain_lines(request.POST.get("source", "")).replace("\x00", " ")
    if step == "text" or not text.strip():
        return render(request, "consultation/read_text.html", {"form": PasteForm(initial={"text": text})})
    rows = changed(rows_of_post(request.POST), step, number_of(place))
    review = Review(request.user, text, _other_data(request.POST) | data_of(rows), len(rows))
    if step == "confirm":
        return _confirm(request, review)
    if step == "all-units":
        review = Review(request.user, text, _all_units(review), len(rows))
    return _show(request, review)


def _read(request):
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "consultation/read_text.html", {"form": form}, status=400)
    text = form.cleaned_data["source"]
    reading = read(text)
    if not reading.items:
        form.add_error("file" if form.cleaned_data["file"] else "text", "没有从这段文字里读出计划事项。")
        return render(request, "consultation/read_text.html", {"form": form, "reading": reading}, status=400)
    rows = rows_of(reading)
    head = {name: value for name, value in head_of(reading).items() if value != ""} | _likely_place(request.user, reading)
    return _show(request, Review(request.user, text, head | data_of(rows), len(rows), fresh=True))


def _likely_place(person, reading):
    """Who drafts for several jurisdictions finds the one the notice names chosen; else none is."""
    places = drafting_places(person)
    found = Jurisdiction.objects.filter(pk__in=places, name=reading.doc["place"] or "").first() if len(places) > 1 else None
    return {"jurisdiction": str(found.pk)} if found else {}


def _other_data(post):
    """What was sent beside the items: the head and the units."""
    return {name: value for name, value in post.items() if not name.startswith("item-")}


def _all_units(review):
    """What the forms hold, with every unknown unit to be registered that is not said to be another name of a known one."""
    ticks = {f"{row['form'].prefix}-add": "on" for row in review.unknown if not row["form"]["same"].value()}
    return review.data | ticks


def _show(request, review, *, status=200, refusal="", checked=False):
    warnings, remarks = groups_of(review)
    lines = [_line(review, n, form) for n, form in enumerate(review.items, 1)]
    context = {
        "review": review,
        "lines": lines,
        "warnings": warnings,
        "remarks": remarks,
        "existing": review.head.existing(),
        "refusal": refusal,
        "checked": checked,
        "open_units": any(row["form"].errors or row["form"]["add"].value() or row["form"]["same"].value() for row in review.unknown),
        "faulty": [line for line in lines if line["form"].errors],
        "known_units": Unit.objects.filter(jurisdiction=review.place, ends_on=None).values_list("name", flat=True)
        if review.unknown
        else [],
    }
    return render(request, "consultation/read_review.html", context, status=status)


def _line(review, n, form):
    read_from = review.read_item(form.value("origin")) is not None
    return {"form": form, "number": n, "label": review.label(n), "gaps": codes_of(review, form), "read": read_from}


def _confirm(request, review):
    if not review.is_valid():
        return _show(request, review, status=400, checked=True)
    try:
        plan, added = _store(request.user, review)
    except Refused as refusal:
        return _show(request, review, status=409, refusal=str(refusal))
    except ValidationError as error:
        return _show(request, review, status=400, refusal="；".join(error.messages))
    words = f"，登记新单位 {added} 个" if added else ""
    messages.success(request, f"已建立计划草案，共 {len(review.items)} 项{words}。请核对后送会商。")
    return redirect("consultation:plan-detail", plan.public_id)


@transaction.atomic
def _store(person, review):
    """Units and plan in one go, or nothing. Returns (plan, number of units registered)."""
    place, added = review.head.jurisdiction(), 0
    for row in review.unknown:
        wanted = row["form"].cleaned_data
        if wanted["add"]:
            add_unit(place, row["name"], wanted["kind"])
            added += 1
        elif wanted["same"]:
            add_names(review.directory.find(wanted["same"]).unit, [row["name"]])
    draft = review.head.draft(attendance=review.head.cleaned_data["attendance"], source_text=review.text, items=review.drafts())
    plan = actions.create_plan(place, draft, by=person, is_history=review.head.cleaned_data["is_history"])
    return plan, added
