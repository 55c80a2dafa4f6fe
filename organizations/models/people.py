"""People: posts with dates, the profile of members, leaders' portfolios, standing contacts between bodies."""

from functools import cached_property

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.crypto import salted_hmac

from organizations.access import Access
from organizations.models.base import DatedModel, DatedQuerySet, PlacedModel, PublicModel
from organizations.models.places import Jurisdiction, Sector
from organizations.models.rulesets import Ruleset
from organizations.models.units import Carried, Each, Unit, UnitKind


class Role(models.TextChoices):
    MEMBER = "member", "政协委员"
    CPPCC_LEADER = "cppcc_leader", "主席会议成员"
    OFFICE_STAFF = "office_staff", "三办工作人员"
    COMMITTEE_STAFF = "committee_staff", "专委会工作人员"
    SECRETARY = "secretary", "政协秘书"
    LIAISON = "liaison", "党派团体联络员"
    SECTOR_CONVENER = "sector_convener", "界别召集人"
    SUPERVISOR = "supervisor", "政府督查室"
    GOVERNMENT_LEADER = "government_leader", "政府领导"
    UNIT_HEAD = "unit_head", "责任单位负责人"
    UNIT_HANDLER = "unit_handler", "责任单位经办人"
    DISTRICT_CLERK = "district_clerk", "区县经办人"
    AUDITOR = "auditor", "审计员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


UNIT_ROLES = (Role.UNIT_HEAD, Role.UNIT_HANDLER)
IN_A_UNIT = (*UNIT_ROLES, Role.LIAISON, Role.OFFICE_STAFF, Role.COMMITTEE_STAFF)  # posts held in a unit
ADMIN_ROLES = (Role.SECRETARY, Role.OFFICE_STAFF, Role.SYSTEM_ADMIN, Role.AUDITOR)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, person):
        """People who hold or held a post in a jurisdiction of `person`."""
        return self.filter(pk__in=Membership.objects.filter(jurisdiction__in=person.access.jurisdiction_ids).values("person"))

    def holding(self, *roles, jurisdiction, on, unit=None):
        """People who on the day `on` hold one of `roles` in `jurisdiction` (for `unit`, where given) and may sign in."""
        posts = Membership.objects.on(on).filter(role__in=roles, jurisdiction=jurisdiction)
        if unit is not None:
            posts = posts.filter(unit=unit)
        return self.filter(is_active=True, username__isnull=False, pk__in=posts.values("person"))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def create_user(self, username, password=None, **fields):
        """A person with an account; without `password` he cannot sign in until one is set."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


@pghistory.track(exclude=["password", "last_login"])
class Person(AbstractBaseUser, PublicModel):
    """Somebody the system knows by name. Who has a `username` may sign in; a service account is a program's."""

    username = models.CharField(
        "用户名", max_length=60, unique=True, null=True, blank=True, error_messages={"unique": "这个用户名已有人使用。"}
    )
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("电话", max_length=30, blank=True)
    email = models.EmailField("邮箱", blank=True)
    title = models.CharField("职务", max_length=60, blank=True)
    is_active = models.BooleanField("在用", default=True)
    is_service = models.BooleanField("服务账号", default=False, help_text="供其他系统调用接口，不能登录网页。")
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    shut_out_at = models.DateTimeField("原有登录和密钥失效时间", null=True, blank=True, editable=False)
    feed_key = models.UUIDField("日历订阅密钥", null=True, blank=True, unique=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    get_short_name = get_full_name

    def _get_session_auth_hash(self, secret=None):
        """As Django's, by the password; a session from before `shut_out_at` ends also where the password stays."""
        mark = self.shut_out_at.isoformat() if self.shut_out_at else ""
        return salted_hmac("organizations.Person.session", f"{self.password} {mark}", secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def access(self):
        """The person's posts in force today (one query, kept for the life of this object)."""
        return Access.of(Membership.objects.filter(person=self).grants(timezone.localdate()))

    @property
    def is_staff(self):
        """Whether the admin lets the person in."""
        return self.is_active and not self.is_service and not self.access.roles.isdisjoint(ADMIN_ROLES)

    @property
    def is_superuser(self):
        """Nobody is above the permission rules."""
        return False

    def has_perm(self, perm, obj=None):
        """Django's own permission table is not used; the admin asks the rooms' permissions."""
        return False

    def has_module_perms(self, app_label):
        return self.is_staff


class MembershipQuerySet(DatedQuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)

    def grants(self, day):
        """What the posts in force on `day` give, each as a dict of the fields of a `Grant`."""
        rules = Subquery(Ruleset.objects.versions(OuterRef("jurisdiction"), day).values("overrides")[:1])
        given = JSONObject(role="role", jurisdiction_id="jurisdiction", unit_ids=Carried("unit", day), overrides=rules)
        return self.on(day).values_list(given, flat=True)


@pghistory.track()
class Membership(PlacedModel, DatedModel):
    """任职: a person's post with its dates. What the person may see and do follows from posts in force, from nothing else."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name="人员")
    role = models.CharField("角色", max_length=20, choices=Role)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="memberships", verbose_name="地区")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="单位")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="界别")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["person", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(role__in=[*UNIT_ROLES, Role.LIAISON, Role.OFFICE_STAFF, Role.COMMITTEE_STAFF])
                | models.Q(unit__isnull=False),
                name="membership_role_needs_unit",
                violation_error_message="这个角色必须填写所在单位。",
            ),
        ]

    def clean(self):
        super().clean()
        unit, start = self.unit, self.starts_on
        if unit and unit.is_group:
            raise ValidationError({"unit": f"“{unit}”是一类单位的统称，没有人员，请选具体的单位。"})
        if unit and self.role == Role.COMMITTEE_STAFF and unit.kind != UnitKind.SPECIAL_COMMITTEE:
            raise ValidationError({"unit": f"专委会工作人员的单位应是政协专委会，{unit}不是。"})
        if unit and unit.ends_on and start and start > unit.ends_on:
            raise ValidationError({"unit": f"{unit}已于 {unit.ends_on:%Y-%m-%d} 终止，此后不能任职，请选承接单位。"})

    def __str__(self):
        return f"{self.person} {self.get_role_display()}"


@pghistory.track()
class MemberProfile(PlacedModel):
    """委员档案: what a 委员 is in one term; goes with the post of role `member`."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="profile", verbose_name="任职")
    term = models.ForeignKey("organizations.Term", models.PROTECT, related_name="members", verbose_name="届")
    party = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党派")
    committee = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专委会")
    group = models.CharField("小组", max_length=40, blank=True)
    expertise = models.CharField("专长", max_length=100, blank=True)
    residence = models.CharField("住地", max_length=60, blank=True)
    is_standing = models.BooleanField("常委", default=False)

    belongs_to = "membership"

    class Meta:
        verbose_name = verbose_name_plural = "委员档案"

    def __str__(self):
        return f"{self.membership.person}（{self.term}）"


class PortfolioQuerySet(DatedQuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)

    def held_by(self, person):
        """Portfolios in force today that `person` holds, or stands in for, where he is a government leader."""
        places = person.access.where(Role.GOVERNMENT_LEADER)
        return self.on(timezone.localdate()).filter(Q(leader=person) | Q(alternate=person), jurisdiction__in=places)

    def by_unit(self, place_id, day, *fields):
        """[(unit id, *values of `fields`)] of what is in a leader's charge on `day`, with units whose duties have passed to another."""
        rows = self.on(day).filter(jurisdiction=place_id, units__isnull=False).order_by("pk")
        return [(unit, *values) for units, *values in rows.values_list(Carried("units", day), *fields) for unit in units]

    def units_held_by(self, person):
        """Ids of the units in the charge of `person` as a subquery, with those whose duties have passed to them."""
        held = self.held_by(person).filter(units__isnull=False)
        return held.order_by().values_list(Each(Carried("units", timezone.localdate())))


@pghistory.track()
class Portfolio(PlacedModel, DatedModel):
    """分管: which units and matters a leader is in charge of, and who stands in for him (AB角)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="portfolios", verbose_name="地区")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="portfolios", verbose_name="领导")
    alternate = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="AB角")
    units = models.ManyToManyField(Unit, blank=True, related_name="portfolios", verbose_name="分管单位")
    categories = models.CharField("分管领域", max_length=200, blank=True)

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导分工"
        ordering = ["jurisdiction", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(alternate__isnull=True) | ~models.Q(alternate=models.F("leader")),
                name="portfolio_alternate_is_another",
                violation_error_message="AB角不能是领导本人。",
            ),
        ]

    def __str__(self):
        return f"{self.leader}分管"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)
class PortfolioUnit(Portfolio.units.through):
    """A unit of a portfolio; named so that its coming and going leaves a trail."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "分管单位"


class CounterpartLinkQuerySet(DatedQuerySet):
    def visible_to(self, person):
        return self.filter(jurisdiction__in=person.access.jurisdiction_ids)


@pghistory.track()
class CounterpartLink(PlacedModel, DatedModel):
    """对口联系: a special committee and a department it keeps contact with, or a sector it links (联系界别)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="counterpart_links", verbose_name="地区")
    committee = models.ForeignKey(Unit, models.PROTECT, related_name="counterpart_links", verbose_name="专委会")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="committee_links", verbose_name="对口部门")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="committee_links", verbose_name="联系界别")

    objects = CounterpartLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对口联系"
        ordering = ["jurisdiction", "committee", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ models.Q(sector__isnull=False),
                name="counterpart_unit_or_sector",
                violation_error_message="对口部门和联系界别须填写且只填写一项。",
            ),
        ]

    def __str__(self):
        return f"{self.committee}—{self.unit or self.sector}"
