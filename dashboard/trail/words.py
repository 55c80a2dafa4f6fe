"""The trail in Chinese: kinds of objects, moves, what changed."""

from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from organizations import words
from organizations.models import Ruleset


@lru_cache
def models():
    """{model name: model} of all rooms of the house."""
    return {
        model._meta.model_name: model
        for room in apps.get_app_configs()
        if Path(room.path).parent == settings.BASE_DIR
        for model in room.get_models()
        if "event" not in model._meta.model_name
    }


@lru_cache
def kinds():
    """{model name: what it is called}."""
    return {name: str(model._meta.verbose_name) for name, model in models().items()}


def label_of(row):
    """The move, with the states it led from and to where it did."""
    states = [words.text_of(models().get(row["e_kind"]), "state", row[name]) for name in ("e_from", "e_to")]
    return row["e_move"] + (f"（{states[0]} → {states[1]}）" if all(states) and states[0] != states[1] else "")


def rulesets_for(rows, places):
    """The differences of the places' rulesets where one of the rows has codes that rules name; no query where none has."""
    if not any(getattr(models().get(row["e_kind"]), "coded", None) for row in rows):
        return []
    return list(Ruleset.objects.filter(jurisdiction__in=places).values_list("overrides", flat=True))


def changes_of(row, rulesets=()):
    """[(field, before, after)] of what changed; all values of a new or a deleted row. `rulesets` as in `words.text_of`."""
    model, before, after = models().get(row["e_kind"]), row["e_before"] or {}, row["e_after"] or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    texts = [[words.text_of(model, name, image.get(name), rulesets) for image in (before, after)] for name in names]
    changes = [(words.label_of(model, name), *pair) for name, pair in zip(names, texts, strict=True)]
    return [change for change in changes if change[1] or change[2]]
