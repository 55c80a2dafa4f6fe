"""Forms filled by programs: JSON values checked for their kind, what is not sent kept as the form shows it."""

import re
from functools import lru_cache

from django import forms
from django.db.models import Model
from rest_framework import exceptions

from organizations.schema import document_of, key_of

WORDS = {
    "string": (str, "文字"),
    "integer": (int, "整数"),
    "boolean": (bool, "true 或 false"),
    "array": (list, "列表"),
    "object": (dict, "对象"),
}
MOST_CHOICES = 500


def seen_version(request):
    """The version named in `If-Match`, None without one; raises ValidationError for what is no version."""
    tag = request.headers.get("If-Match", "*").strip()
    if tag == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', tag)
    if not found:
        raise exceptions.ValidationError({"If-Match": ['If-Match 应为您看到的版本，如 "3"。']})
    return int(found.group(1))


def complete(form, request):
    """Fill `form` from the request, with the version named in If-Match where one is; as `filled`."""
    return filled(form, request.data, version=seen_version(request))


def filled(form, data, *, version=None):
    """Fill `form` from `data` and check it; raises ValidationError {field: [sentences]}.

    A field that is not sent keeps what the form shows for it; an unknown field is refused.
    """
    if unknown := unknown_fields(form, data):
        raise exceptions.ValidationError({name: ["没有这个字段。"] for name in unknown})
    if errors := bound(form, data, version=version):
        raise exceptions.ValidationError(errors)
    return checked(form)


def checked(form):
    """`form` where it is valid; raises ValidationError {field: [sentences]}."""
    if form.errors:
        raise exceptions.ValidationError({"detail" if name == "__all__" else name: list(each) for name, each in form.errors.items()})
    return form


def unknown_fields(form, data):
    """Names in `data` that the form does not have."""
    return sorted(set(data) - set(form.fields) - {"csrfmiddlewaretoken"})


def bound(form, data, *, version=None):
    """Fill a form that was made without data; returns {field: [sentence]} for values of the wrong kind.

    Rows are named by their `public_id` where they have one. A field that is not sent keeps its initial value, but for `version`.
    """
    _name_rows(form)
    errors, filled, files = {}, {}, {}
    multipart = hasattr(data, "lists")
    for name, field in form.fields.items():
        if name not in data:
            if name != "version":
                filled[name] = _initial(form, name, field)
            continue
        if isinstance(field, forms.FileField):
            files[name] = _uploads(field, data.getlist(name)) if multipart else None
            if not multipart and data[name]:
                errors[name] = ["文件须用 multipart/form-data 上传。"]
        elif multipart and any(hasattr(each, "chunks") for each in data.getlist(name)):
            errors[name] = ["这里应为文字，不是文件。"]
        elif multipart:
            filled[name] = _of_form(field, data.getlist(name))
        elif sentence := _wrong(document_of(field), data[name]):
            errors[name] = [sentence]
        else:
            filled[name] = _of_json(field, data[name])
    if version is not None:
        filled["version"] = version
    form.is_bound, form.data, form.files = True, filled, files
    return errors


def _uploads(field, found):
    """What a file field takes: all uploads where it takes several, else the last; a text in the place of a file is none."""
    found = [each for each in found if hasattr(each, "chunks")]
    return found if getattr(field.widget, "allow_multiple_selected", False) else found[-1] if found else None


def _name_rows(form):
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and not field.to_field_name:
            field.to_field_name = key_of(field.queryset.model)


def _wrong(schema, value):
    """The sentence on a JSON value of the wrong kind, "" for a right one; null stands for empty."""
    if value is None or "type" not in schema:
        return ""
    kind, word = WORDS[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return f"应为{word}。"
    if kind is list and any(_wrong(schema["items"], entry) or entry is None for entry in value):
        return f"应为{WORDS[schema['items']['type']][1]}的列表。"
    return ""


def _of_json(field, value):
    if isinstance(value, bool) and not isinstance(field, forms.BooleanField):
        return "1" if value else ""
    return value


def _of_form(field, values):
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return values
    return values if hasattr(field, "json_schema") and len(values) > 1 else values[-1]


def _initial(form, name, field):
    value = form.get_initial_for_field(field, name)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [_key(field, entry) for entry in value or []]
    if isinstance(field, forms.ModelChoiceField):
        return _key(field, value)
    return value


def _key(field, value):
    """The name outside of a row that a form has as its initial value, as a row or as a row number."""
    if value is None or field.to_field_name == "pk":
        return value
    if isinstance(value, Model):
        return getattr(value, field.to_field_name)
    return field.queryset.filter(pk=value).values_list(field.to_field_name, flat=True).first()


def field_facts(form_class, obj, by):
    """The fields of a form as plain data, without present values: name, label, whether required, JSON Schema."""
    return _facts_of(form_class(obj=obj, by=by).fields) if form_class.varies else _fixed_facts(form_class)


@lru_cache(maxsize=200)
def _fixed_facts(form_class):
    return _facts_of(form_class.base_fields)


def _facts_of(fields):
    return [_facts(name, field) for name, field in fields.items() if name != "version"]


def _facts(name, field):
    return {"name": name, "label": str(field.label or ""), "required": field.required, "schema": document_of(field)}


def described(form):
    """The fields of a form with the present `value` of each, and the `choices` where rows are chosen."""
    _name_rows(form)
    return [_present(form, name, field) for name, field in form.fields.items() if name != "version"]


def _present(form, name, field):
    facts = _facts(name, field)
    if not isinstance(field, forms.FileField):
        facts["value"] = _initial(form, name, field)
    if isinstance(field, forms.ModelChoiceField):
        facts["choices"] = [{"value": getattr(row, field.to_field_name), "label": str(row)} for row in field.queryset[:MOST_CHOICES]]
    return facts
