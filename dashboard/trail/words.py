"""The trail in Chinese: kinds of objects, moves, what changed."""

from functools import lru_cache

from django.apps import apps

from organizations import words

ROOMS = ("consultation", "feedback", "documents", "workflow", "organizations")


@lru_cache
def models():
    """{model name: model} of all rooms that keep a trail."""
    return {
        model._meta.model_name: model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
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


def changes_of(row):
    """[(field, before, after)] of what changed; all values of a new or a deleted row."""
    model, before, after = models().get(row["e_kind"]), row["e_before"] or {}, row["e_after"] or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    changes = [(words.label_of(model, name), *(words.text_of(model, name, image.get(name)) for image in (before, after))) for name in names]
    return [change for change in changes if change[1] or change[2]]
