"""People, a row for each post. A row about a post that is held brings the person's facts up to date; any other row appoints."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from organizations import actions
from organizations.importing.register import Register, changed, chosen
from organizations.models import Membership, Person, Role, Sector, Unit
from organizations.permissions import PEOPLE_KEEPERS, may_keep_account
from organizations.tables import PERSON_COLUMNS
from tables.importing import ADDED, CHANGED, SAME

FACTS = ("title", "phone", "email")


class People(Register):
    columns, keepers = PERSON_COLUMNS, PEOPLE_KEEPERS

    def __init__(self, by):
        super().__init__(by)
        self.taken, self.entered = set(), {}

    def take(self, values, number):
        if not values["role"]:
            return self._without_post(values)
        place = self.place(values)
        role = chosen(values, "role", Role)
        unit = self._named(Unit, place, values, "unit", "单位")
        sector = self._named(Sector, place, values, "sector", "界别")
        post = self._post(place, role, unit, sector, values)
        if post:
            self.taken.add(post.pk)
            return (CHANGED if self._edit(post.person, values) else SAME), {}
        dates = {name: values[name] for name in ("starts_on", "ends_on")}
        person, warnings = self._person(place, values)
        actions.appoint(person, role, place, by=self.by, unit=unit, sector=sector, **dates)
        return ADDED, warnings

    @staticmethod
    def _named(model, place, values, key, word):
        """The unit or sector named in a column; None where it is empty."""
        if not values[key]:
            return None
        rows = model.objects.filter(jurisdiction=place, name=values[key])
        found = (rows.order_by("-ends_on") if model is Unit else rows).first()  # no end comes first
        if found is None:
            raise ValidationError({key: f"没有找到名为“{values[key]}”的{word}。"})
        return found

    def _post(self, place, role, unit, sector, values):
        """The post that a row is about: held today or for the same time, by somebody of this name; None for a new one."""
        same_time = Q(starts_on=values["starts_on"], ends_on=values["ends_on"])
        today = Membership.objects.on(timezone.localdate()).values("pk")
        posts = Membership.objects.filter(jurisdiction=place, role=role, unit=unit, sector=sector, person__name=values["name"])
        posts = posts.filter(Q(pk__in=today) | same_time).exclude(pk__in=self.taken).select_related("person").order_by("pk")
        found = [post for post in posts if not values["username"] or post.person.username in (None, values["username"])]
        found = [post for post in found if _same(post, values)] or found
        exact = [post for post in found if all(getattr(post.person, name) == values[name] for name in FACTS)]
        if len(exact or found) > 1 and not exact:
            raise ValidationError({"name": f"有 {len(found)} 位{values['name']}任这一职务，分不清是哪一位，请在人员页修改。"})
        post = next(iter(exact or found), None)
        if post and not _same(post, values):
            raise ValidationError({"starts_on": "任职的起止日期请在后台的任职页修改，导入不改。"})
        return post

    def _edit(self, person, values):
        """Bring the facts of a person up to date; returns whether anything was another. A username is given once and stays."""
        username = {"username": person.username or values["username"] or None}
        other = [changed(person, values, FACTS), changed(person, username, ("username",))]
        if not any(other):
            return False
        if not may_keep_account(self.by, person):
            raise ValidationError({"name": "这个人的账号不归您管理，不能通过导入修改。"})
        person.full_clean(exclude=["password", "public_id"])
        actions.edit_account(person, renamed=False)
        return True

    def _person(self, place, values):
        """(who gets the post: somebody known by his username or entered by this file, else somebody new; warnings)."""
        known = self._known(values)
        if known:
            self._edit(known, values)
            return known, {}
        namesake = Person.objects.filter(name=values["name"], memberships__jurisdiction=place).exists()
        warnings = {"name": f"已有同名的{values['name']}，这一行按另一个人登记；如是同一人，请改在人员页增加任职。"} if namesake else {}
        facts = {name: values[name] for name in ("name", *FACTS)}
        person = actions.enter_person(username=values["username"] or None, **facts)
        if values["phone"]:
            self.entered[values["name"], values["phone"]] = person
        return person, warnings

    def _known(self, values):
        if not values["username"]:
            return self.entered.get((values["name"], values["phone"]))
        person = Person.objects.filter(username=values["username"]).first()
        if person and person.name != values["name"]:
            raise ValidationError({"username": "这个用户名已有人使用。"})
        return person

    def _without_post(self, values):
        """Somebody who holds no post today: only shown, so that what was exported can be imported again."""
        former = Person.objects.filter(name=values["name"], memberships__jurisdiction__in=self.places.values())
        if not former.exclude(memberships__in=Membership.objects.on(timezone.localdate())).exists():
            raise ValidationError({"role": "请填写角色。"})
        return SAME, {"role": "现无任职，这一行不作改动。"}


def _same(post, values):
    return (post.starts_on, post.ends_on) == (values["starts_on"], values["ends_on"])
