"""How forms look: the renderer named by FORM_RENDERER, so that `{{ form }}` is right everywhere."""

from django.forms.renderers import TemplatesSetting

CLASSES = {
    **dict.fromkeys(
        ("text", "number", "email", "url", "password", "date", "datetime", "time", "textarea", "file", "clearable_file_input"),
        "form-control",
    ),
    **dict.fromkeys(("select", "nullbooleanselect"), "form-select"),
    "checkbox": "form-check-input",
    **dict.fromkeys(("radio", "checkbox_select", "multiple_input"), "choices"),
}
PICKERS = {"date": "date", "datetime": "datetime-local", "time": "time"}
LONG_LIST = 15
PREFIX = "django/forms/widgets/"


class FormRenderer(TemplatesSetting):
    """Own templates for forms and fields; widgets get the classes of the style sheet and the browser's own date pickers."""

    def render(self, template_name, context, request=None):
        if "widget" in context and template_name.startswith(PREFIX):
            dress(context["widget"], template_name.removeprefix(PREFIX).removesuffix(".html"))
        return super().render(template_name, context, request)


def is_long(widget: dict) -> bool:
    """Whether choosing from the list wants a search: several may be chosen, or there are many."""
    return widget["attrs"].get("multiple") or sum(len(options) for _, options, _ in widget["optgroups"]) > LONG_LIST


def dress(widget: dict, kind: str) -> None:
    """Add class, picker type and ISO value to one widget's context."""
    names = [widget["attrs"].get("class", ""), CLASSES.get(kind, "")]
    if any(names):
        widget["attrs"]["class"] = " ".join(filter(None, names))
    if kind == "select" and is_long(widget):
        widget["attrs"].setdefault("data-search", "")
    if kind in PICKERS:
        widget["type"] = PICKERS[kind]
        value = (widget["value"] or "").replace("/", "-")
        widget["value"] = value.replace(" ", "T") if kind == "datetime" else value
