"""Lights 亮灯: green, yellow, red from a deadline. A question, never stored; what is paused has none."""

from datetime import timedelta
from functools import reduce
from operator import or_

import django_filters
from django.db.models import Func, IntegerField, Q
from django.utils import timezone

from feedback.rules import FeedbackRules

GREEN, YELLOW, RED, OVERDUE = "green", "yellow", "red", "overdue"
LIGHTS = {GREEN: "绿灯", YELLOW: "黄灯", RED: "红灯"}
CHOICES = {OVERDUE: "已逾期", RED: "红灯（含逾期）", YELLOW: "黄灯", GREEN: "绿灯"}


def light(due_on, day, rules):
    """The light of a deadline on `day` by the `FeedbackRules`: red from `red_within` days before it on, yellow from `yellow_within`."""
    left = (due_on - day).days
    return RED if left <= rules.red_within else YELLOW if left <= rules.yellow_within else GREEN


def days_left(due_on, day):
    """In words: how many calendar days are left, or by how many the deadline is over."""
    left = (due_on - day).days
    return "今天到期" if left == 0 else f"还有 {left} 天" if left > 0 else f"已逾期 {-left} 天"


class Lamps:
    """The lights of a list on a day, by the thresholds of each place in which a person has a post; no query of its own."""

    def __init__(self, access, day=None):
        self.day, self.rules = day or timezone.localdate(), access.rules_by_place(FeedbackRules)

    def of(self, due_on, place):
        """{"light", "words", "left"} of a deadline that runs in a place (its id); None where there is none."""
        if due_on is None:
            return None
        lit = light(due_on, self.day, self.rules.get(place) or FeedbackRules())
        return {"light": lit, "words": LIGHTS[lit], "left": days_left(due_on, self.day)}

    def condition(self, name, field):
        """The condition on rows of a place that a deadline `field` shows the light `name` of `CHOICES`, whatever else makes it run."""
        if name == OVERDUE:
            return Q(**{f"{field}__lt": self.day})
        each = (self._of_place(name, place, rules, field) for place, rules in self.rules.items())
        return reduce(or_, each, Q(pk__in=[]))

    def _of_place(self, name, place, rules, field):
        red, yellow = (self.day + timedelta(days) for days in (rules.red_within, rules.yellow_within))
        span = {RED: {"lte": red}, YELLOW: {"gt": red, "lte": yellow}, GREEN: {"gt": yellow}}[name]
        return Q(jurisdiction=place, **{f"{field}__{word}": end for word, end in span.items()})


class DayNumber(Func):
    """A day as a number, so that a list can go on from it."""

    template, output_field = "(%(expressions)s - DATE '1900-01-01')", IntegerField()


class LightFilter(django_filters.ChoiceFilter):
    """What runs and shows a light; the list then stands in the order of the deadlines (see `in_order`)."""

    def __init__(self, **kwargs):
        super().__init__(label="亮灯", choices=list(CHOICES.items()), empty_label="全部", **kwargs)


def in_order(filters, default=("-pk",)):
    """The order of a list's page: by its `due_day` once a light was asked for, the earliest first."""
    asked = filters.is_bound and filters.form.is_valid() and filters.form.cleaned_data.get("light")
    return ("due_day", "pk") if asked else default
