"""The characters of a text and its pairs of neighbours, by which the database finds a word of any length without a scan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Pairs(models.Func):
    """All characters and pairs of neighbouring characters of a text, as an array (the SQL function `text_pairs`)."""

    function = "text_pairs"
    output_field = ArrayField(models.TextField())


def pairs_of(text):
    """The pairs that every title with `text` in it has; of a single character itself."""
    return sorted({text[place : place + 2] for place in range(max(len(text) - 1, 1))})
