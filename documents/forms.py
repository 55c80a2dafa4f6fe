"""The forms of the counters of document numbers and of the labels of attachments, the same for pages, admin and programs."""

from django import forms

from documents.models import Sensitivity
from documents.models.numbers import set_next
from documents.uploads import relabel
from organizations.api.changes import PlacedForm
from organizations.forms import ObjectForm
from workflow.forms import ActForm

HIGHEST = 99_999


def next_number():
    """The field “下一号”."""
    return forms.IntegerField(
        label="下一号", min_value=1, max_value=HIGHEST, help_text="本年已在别处编到 12 号的，填 13；只能向前，不能倒退。"
    )


def series_year():
    return forms.IntegerField(label="年份", min_value=1949, max_value=2100)


def sensitivity():
    """The field for the label of uploaded files."""
    return forms.ChoiceField(label="文件标识", choices=Sensitivity, initial=Sensitivity.INTERNAL, required=False)


class LabelForm(ActForm):
    """Another label for an attachment (`obj`)."""

    sensitivity = forms.ChoiceField(label="文件标识", choices=Sensitivity)

    def prepare(self):
        self.initial["sensitivity"] = self.obj.sensitivity

    def act(self, version, sensitivity):
        return relabel(self.obj, sensitivity, by=self.by)


class SetNextForm(ObjectForm):
    intro = "本系统下一份公文从这个号起编。已经给出的号不能再用，所以只能向前。"
    next = next_number()

    def act(self, next):  # noqa: A002 the field is called so
        return set_next(self.obj.jurisdiction, self.obj.word, self.obj.year, next)


class SeriesForm(PlacedForm):
    """The next number of a series, which begins with it where there is none yet."""

    word = forms.CharField(label="发文机关代字，如：演府办", max_length=30)
    year = series_year()
    next = next_number()

    def act(self, jurisdiction, word, year, next):  # noqa: A002 the field is called so
        return set_next(jurisdiction, word, year, next)
