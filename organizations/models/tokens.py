"""API tokens: a person's or a program's key, scoped, expiring, revocable; only its digest is stored."""

import hashlib
import secrets

import pghistory
from django.db import models
from django.utils import timezone

from organizations.models.people import Membership, Person


class Scope(models.TextChoices):
    READ = "read", "只读"
    WRITE = "write", "读写"


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A person's own tokens."""
        return self.filter(person=person)

    def of_services(self, places):
        """Tokens of the service accounts that hold a post in one of `places` (ids of jurisdictions)."""
        return self.filter(person__is_service=True, person__in=Membership.objects.filter(jurisdiction__in=places).values("person"))

    def valid(self, now):
        """Tokens that open the door at the moment `now`."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, person__is_active=True)


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiToken(models.Model):
    """访问令牌. The key itself is shown once, when it is made; neither it nor its digest is in the history."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens", verbose_name="所属账号")
    name = models.CharField("用途", max_length=60)
    scope = models.CharField("权限", max_length=10, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_at = models.DateTimeField("到期时间")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "访问令牌"
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    @staticmethod
    def digest_of(key):
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def issue(cls, person, *, name, scope, expires_at):
        """Make a token; returns (token, key). The key is not stored and cannot be shown again."""
        key = "zx_" + secrets.token_urlsafe(32)
        return cls.objects.create(person=person, name=name, scope=scope, expires_at=expires_at, digest=cls.digest_of(key)), key

    def revoke(self):
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
