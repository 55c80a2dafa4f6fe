"""Who keeps which register, and who may give which post: accounts, business and audit lie in different hands (三员分立)."""

from django.utils import timezone

from organizations.models import Membership, Role

READERS = (Role.SECRETARY, Role.OFFICE_STAFF)
SECRETARIES = (Role.SECRETARY,)
SYSTEM = (Role.SYSTEM_ADMIN,)
DIRECTORY_READERS = (*READERS, Role.SYSTEM_ADMIN)
PEOPLE_KEEPERS = (Role.SECRETARY, Role.SYSTEM_ADMIN)
RESERVED = (Role.SYSTEM_ADMIN, Role.AUDITOR)
APART = {
    Role.AUDITOR: (Role.SYSTEM_ADMIN, Role.SECRETARY),
    Role.SYSTEM_ADMIN: (Role.AUDITOR,),
    Role.SECRETARY: (Role.AUDITOR,),
}


def may_keep_account(by, person):
    """Whether `by` may edit, lock or reset the account of `person`: all its posts in force lie in his hands, and none is reserved.

    A secretary keeps the accounts of his committee but never those of system administrators and auditors.
    """
    posts = list(Membership.objects.on(timezone.localdate()).filter(person=person).values_list("jurisdiction", "role"))
    if not posts:
        posts = [(place, "") for place in person.memberships.values_list("jurisdiction", flat=True)]
    return by.pk != person.pk and all(may_grant(by, role, place) for place, role in posts)


def may_grant(by, role, jurisdiction_id):
    """Whether `by` may give, change or end a post of `role` in a jurisdiction."""
    keepers = SYSTEM if role in RESERVED else PEOPLE_KEEPERS
    return by.access.holds(jurisdiction_id, *keepers)


def may_change_post(by, post):
    """Whether `by` may date or end a stored post: never his own, and one that he may give."""
    return post.person_id != by.pk and may_grant(by, post.role, post.jurisdiction_id)


def may_edit_person(by, person):
    """Whether `by` may edit the facts of a person: somebody of the places whose people he keeps, himself or an account in his hands."""
    places = by.access.where(*PEOPLE_KEEPERS)
    known = bool(places) and person.memberships.filter(jurisdiction__in=places).exists()
    return known and (person.pk == by.pk or may_keep_account(by, person))


def grant_refusal(by, person, role, jurisdiction, *, starts_on=None, ends_on=None, leaving_out=None):
    """Why `by` may not give `person` this post for this time, as a sentence; "" where he may. `by` None: the system itself.

    `leaving_out`: the row number of the post that is being changed.
    """
    label = Role(role).label
    if by is not None and by.pk == person.pk:
        return "不能给自己任职或改动自己的任职，请由另一位管理员办理。"
    if by is not None and not may_grant(by, role, jurisdiction.pk):
        return f"您没有权限任免“{label}”。" + ("系统管理员和审计员只能由系统管理员任免。" if role in RESERVED else "")
    if by is not None and not _known_to(by, person):
        return f"{person}不是您所管地区的人员，请由其所在地区的管理员办理。"
    held = person.memberships.filter(role__in=APART.get(role, ())).exclude(pk=leaving_out) if person.pk else ()
    for post in held:
        if _overlap(post.starts_on, post.ends_on, starts_on, ends_on):
            return f"{person}已是{post.get_role_display()}，同一人不能又任{label}：审计、系统管理和业务须由不同的人承担。"
    return ""


def _known_to(by, person):
    """Whether the person is new, or holds or held a post where `by` keeps the people."""
    places = set(person.memberships.values_list("jurisdiction", flat=True)) if person.pk else set()
    return not places or not places.isdisjoint(by.access.where(*PEOPLE_KEEPERS))


def _overlap(start, end, other_start, other_end):
    return (not end or not other_start or end >= other_start) and (not other_end or not start or other_end >= start)
