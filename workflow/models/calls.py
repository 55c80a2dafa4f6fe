"""Calls of programs that carry an idempotency key: the same key acts once and answers the same."""

from django.db import models

from organizations.models import Person


class ApiCall(models.Model):
    """One call with its answer; kept a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口调用"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="api_call_once")]

    def __str__(self):
        return self.key
