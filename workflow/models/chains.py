"""One signature of a chain, as replies and reports have them; a changed text voids those given: they stay, marked void."""

from django.db import models

from organizations.models import Person


class ChainStep(models.Model):
    """签批: whose turn it is follows from `order`. `agreed`: None until somebody has signed or sent back."""

    order = models.PositiveSmallIntegerField("顺序")
    kind = models.CharField("环节", max_length=20)
    label = models.CharField("名称", max_length=40)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签批人")
    signed_on = models.DateField("签批日期", null=True, blank=True)
    agreed = models.BooleanField("同意", null=True, blank=True)
    opinion = models.TextField("意见", blank=True)
    is_void = models.BooleanField("已失效", default=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.label} {self.signed_by or ''}".strip()

    def settle(self, *, by, on, agreed, opinion):
        """Enter what the person whose turn it is has said."""
        self.signed_by, self.signed_on, self.agreed, self.opinion = by, on, agreed, opinion
        self.save()


def pending(steps, subject):
    """Of `steps` (a queryset) those whose turn it is: unsigned ones before which no other of the same `subject` (a field) waits."""
    waiting = steps.model.objects.filter(is_void=False, agreed__isnull=True)
    earlier = waiting.filter(**{subject: models.OuterRef(subject)}, order__lt=models.OuterRef("order"))
    return steps.filter(is_void=False, agreed__isnull=True).exclude(models.Exists(earlier))
