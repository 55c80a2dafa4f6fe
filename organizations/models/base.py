"""What many tables share: the opaque id in addresses, and validity in time."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class PublicModel(models.Model):
    """A row that stands in an address: found by an opaque `public_id`, never by its row number."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class PlacedModel(models.Model):
    """A row of one jurisdiction: all rows it names lie there too.

    `belongs_to`: the relation that leads to the jurisdiction, where the row does not name it itself.
    """

    belongs_to = ""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        place = getattr(getattr(self, self.belongs_to, None) if self.belongs_to else self, "jurisdiction", None)
        relations = [field for field in self._meta.fields if place and field.is_relation and field.name != self.belongs_to]
        errors = {field.name: elsewhere(field.verbose_name, getattr(self, field.name, None), place) for field in relations}
        if any(errors.values()):
            raise ValidationError({name: sentence for name, sentence in errors.items() if sentence})


def elsewhere(label, row, place):
    """The sentence on a row chosen as `label` that lies in another place than `place`, "" where it does not."""
    return f"所选的“{label}”不属于{place}。" if getattr(row, "jurisdiction_id", place.pk) != place.pk else ""


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows in force on `day`: from `starts_on` to `ends_on`, both days included; an empty end is open."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class DatedModel(models.Model):
    """A row that holds from a day to a day (both included, empty = open)."""

    starts_on = models.DateField("自", null=True, blank=True)
    ends_on = models.DateField("至", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message="终止日期不能早于起始日期。",
            )
        ]
