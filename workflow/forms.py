"""One small form per move: the same for page, API and admin."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db import OperationalError
from psycopg2.errors import LockNotAvailable

from organizations.forms import ObjectForm
from workflow.refusals import Held, Refused


class ActForm(ObjectForm):
    """The input of one move on `obj` by `by`.

    A subclass says in `act(**cleaned)` which action runs. `run()` returns what the action returns; a value the model
    refuses becomes an error of its field, a refusal rises as `Refused`. `version` is the version the person saw.
    `subjects` names the row's own texts the move is about, told anew to who comes second.
    """

    subjects = ()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, obj, by, **kwargs):
        super().__init__(*args, obj=obj, by=by, **kwargs)
        self.initial.setdefault("version", getattr(obj, "version", None))

    def run(self):
        """As every form; raises Held where another holds the row for too long."""
        try:
            return super().run()
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise Held from None
            raise

    def try_run(self):
        """As `run`, with a refusal turned into an error of the whole form; returns (done, result)."""
        try:
            return super().try_run()
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return False, None


class ReasonForm(ActForm):
    """A move that needs a reason."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class LinesField(forms.CharField):
    """A list, one entry per line; also 、 and ； part entries. Cleans to a list of texts without blanks and repeats."""

    widget = forms.Textarea(attrs={"rows": 3})
    marks = "、；;"
    json_schema = {"type": "array", "items": {"type": "string"}}

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value):
        if isinstance(value, list | tuple):
            value = "\n".join(str(entry) for entry in value)
        text = super().to_python(value)
        ProhibitNullCharactersValidator()(text)
        for mark in self.marks:
            text = text.replace(mark, "\n")
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class ParagraphsField(LinesField):
    """A list of longer texts, one per line; no mark but the end of a line parts them."""

    marks = ""


class SuggestedInput(forms.TextInput):
    """A line of text with a list to choose from (`suggestions`, or a function that gives them); anything else may be typed as well."""

    template_name = "widgets/suggested_input.html"
    suggestions = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        number = context["widget"]["attrs"].get("id", name)
        context["widget"]["attrs"] |= {"list": f"{number}_list", "class": "form-control"}
        context["widget"]["suggestions"] = self.suggestions() if callable(self.suggestions) else self.suggestions
        return context


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads at once. Cleans to a list, empty where none was sent."""

    widget = FilesInput

    def clean(self, data, initial=None):
        if not data:
            return super().clean(None, initial) or [] if self.required else []
        return [super(FilesField, self).clean(upload, initial) for upload in (data if isinstance(data, list | tuple) else [data])]
