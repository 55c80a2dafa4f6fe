"""The accounts of the demonstration: one per role and place, all with the same password."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from organizations.actions import appoint
from organizations.models import Person, Role

POSTS = {  # role → end of the username, end of the name, title
    Role.SECRETARY: ("secretary", "秘书", "市区政协工作人员"),
    Role.OFFICE_STAFF: ("office", "干事", "办公厅（室）工作人员"),
    Role.COMMITTEE_STAFF: ("committee", "专委会干事", "专委会工作人员"),
    Role.CPPCC_LEADER: ("leader", "主席", "政协主席"),
    Role.GOVERNMENT_LEADER: ("mayor", "副市长", "政府副职领导"),
    Role.UNIT_HEAD: ("head", "局长", "单位主要负责人"),
    Role.UNIT_HANDLER: ("handler", "科员", "经办人"),
    Role.MEMBER: ("member", "委员", "政协委员"),
    Role.LIAISON: ("liaison", "联络员", "党派团体联络员"),
    Role.SECTOR_CONVENER: ("convener", "召集人", "界别召集人"),
    Role.SUPERVISOR: ("supervisor", "督查员", "政府督查室工作人员"),
    Role.DISTRICT_CLERK: ("clerk", "区县科员", "区县经办人"),
    Role.AUDITOR: ("auditor", "审计员", "审计员"),
    Role.SYSTEM_ADMIN: ("admin", "管理员", "系统管理员"),
}
FIRST_LOGIN = "demo-first-login"


@dataclass(frozen=True)
class Accounts:
    """Makes accounts in one place; the password is hashed once for all of them."""

    prefix: str
    password: str

    def person(self, ending, name, title, **fields):
        """A person with the account `<prefix>-<ending>`."""
        return Person.objects.create(
            username=f"{self.prefix}-{ending}",
            name=name,
            title=title,
            phone="000-00000000",
            password=self.password,
            **{"must_change_password": False} | fields,
        )


def hashed_password():
    return make_password(settings.DEMO_PASSWORD)


def add_accounts(data, jurisdiction, units, sectors, password):
    """One person for each role of a place; returns {end of the username: person}."""
    accounts = Accounts(data["prefix"], password)
    people = {}
    for role, (ending, name, title) in POSTS.items():
        if role == Role.GOVERNMENT_LEADER and data["level"] == "district":
            name, title = "副区长", "副区长"
        people[ending] = accounts.person(ending, f"演示·{data['surname']}{name}", title)
        unit = units.get(data["posts"].get(role))
        sector = sectors[0] if role in (Role.MEMBER, Role.SECTOR_CONVENER) else None
        appoint(people[ending], role, jurisdiction, unit=unit, sector=sector)
    return people
