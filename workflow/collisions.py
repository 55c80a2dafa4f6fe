"""Two people at one row: what the one who comes second typed, beside what stands there now and who changed it."""

from django import forms
from django.db.models import Model, QuerySet

from workflow.differences import differences
from workflow.models import Event


def changes_since(obj, version):
    """The moves made on a row since it had this version, newest first: each raised the version by one."""
    moves = Event.objects.of(obj).exclude(from_state="").order_by("-pk")
    return list(moves[: max(obj.version - version, 0)])


def collisions(form, fresh, events):
    """The fields of a bound `form` on which somebody else has left another text than stands in it.

    `fresh`: the form as it would begin now, `events`: the moves since the person saw the row. Each with name, label, id, the text now,
    how it differs from the one typed, who changed it when (None where it stood there before), and whether he changed it too (`own`).
    """
    for name, field in form.fields.items():
        if name == "version" or not hasattr(form.obj, name) or name not in fresh.initial or name not in form.cleaned_data:
            continue
        typed, now = wording(field, form.cleaned_data[name]), wording(field, fresh.initial[name])
        if typed != now:
            touched = [event for event in events if name in event.after]
            plain = isinstance(field.widget, forms.Textarea | forms.TextInput)
            yield {
                "name": name,
                "label": field.label,
                "into": form[name].auto_id if plain else "",
                "now": now,
                "pieces": differences(typed, now),
                "by": touched[0] if touched else None,
                "own": not touched or wording(field, touched[-1].before.get(name)) != typed,
            }


def take(form, fresh, name):
    """Put into a bound `form` what `fresh` begins with in this field, as the person has not changed it himself."""
    value = fresh[name].value()
    form.data.setlist(name, value if isinstance(value, list) else ["" if value is None else value])


def rewritten(form, events):
    """The texts that were changed meanwhile and that the move is about (`form.subjects`: names of the row's fields), as they are now."""
    for name in form.subjects:
        if touched := [event for event in events if name in event.after]:
            field = form.obj._meta.get_field(name)
            before, now = wording(field, touched[-1].before[name]), wording(field, getattr(form.obj, name))
            if before != now:
                yield {"label": field.verbose_name, "into": "", "now": now, "pieces": differences(before, now), "by": touched[0]}


def wording(field, value):
    """A value as it is read: choices by their label, rows and lists one per line."""
    if hasattr(field, "told"):
        return field.told(value)
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model | list | tuple | QuerySet):
        value = field.to_python(value)
    if isinstance(value, list | tuple | QuerySet):
        rows = [str(row) for row in value]
        return "\n".join(sorted(rows) if isinstance(field, forms.ModelChoiceField) else rows)
    choices = {} if isinstance(field, forms.ModelChoiceField) else dict(getattr(field, "choices", None) or ())
    if isinstance(value, bool):
        return str(choices.get("1" if value else "", "是" if value else "否"))
    return str(choices.get(value, "" if value is None else value)).replace("\r\n", "\n")
