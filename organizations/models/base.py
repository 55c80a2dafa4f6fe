"""What many tables share: the opaque id in addresses, and validity in time."""

import uuid

from django.db import models
from django.db.models import F, Q


class PublicModel(models.Model):
    """A row that stands in an address: found by an opaque `public_id`, never by its row number."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


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
