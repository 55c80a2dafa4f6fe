"""The clock's sign of life."""

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """When a part of the house last showed that it lives: `clock` is written by the worker each time the clock asks it to."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "运行状况"

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, name):
        """Write the sign of life of `name`."""
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})
