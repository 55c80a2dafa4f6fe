"""People: the list and one person with his posts."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django_filters import ChoiceFilter

import tables
from organizations.filters import PersonFilter
from organizations.models import Membership, Person, Portfolio
from organizations.pages import KeysetPage, own
from organizations.permissions import DIRECTORY_READERS, PEOPLE_KEEPERS
from organizations.tables import person_table


def keeps(person, *jurisdiction_ids, roles=PEOPLE_KEEPERS):
    """Whether the person keeps a register, as one of `roles`, of one of these jurisdictions (of any, where none is named) in the admin."""
    places = person.access.where(*roles)
    return bool(places.intersection(jurisdiction_ids) if jurisdiction_ids else places)


def sees_contacts(person, *jurisdiction_ids):
    """Whether the person may read telephone numbers and addresses of people in one of these jurisdictions."""
    return not person.access.where(*DIRECTORY_READERS).isdisjoint(jurisdiction_ids)


class PersonPageFilter(PersonFilter):
    """As the API's, with the unit by its name, and whether a post is held today."""

    unit = None
    standing = ChoiceFilter(label="状态", method="by_standing", choices=[("now", "在任"), ("former", "曾任")], empty_label="全部")

    class Meta(PersonFilter.Meta):
        fields = ("q", "role", "standing")

    def by_standing(self, queryset, name, value):
        now = self._posts().on(timezone.localdate()).values("person")
        return queryset.filter(pk__in=now) if value == "now" else queryset.exclude(pk__in=now)


def person_list(request):
    """People who hold or held a post where the person does, with their posts of today."""
    viewer, today = request.user, timezone.localdate()
    posts = Membership.objects.visible_to(viewer).on(today).select_related("unit", "jurisdiction", "sector").order_by("pk")
    people = Person.objects.visible_to(viewer).prefetch_related(Prefetch("memberships", posts, to_attr="posts_today"))
    filters = PersonPageFilter(request.GET, people, request=request)
    if "format" in request.GET:
        return tables.response(person_table(filters.qs.order_by("pk"), viewer), request.GET["format"])
    page = KeysetPage(filters.qs, request.GET.get("after"), order=("pk",))
    for person in page.rows:
        person.shows_contacts = sees_contacts(viewer, *(post.jurisdiction_id for post in person.posts_today))
    context = {
        "rows": page.rows,
        "next": page.next,
        "form": filters.form,
        "formats": tables.FORMATS,
        "several_places": len(viewer.access.jurisdiction_ids) > 1,
        "may_keep": keeps(viewer),
        "may_import": keeps(viewer),
    }
    return render(request, "organizations/person_list.html", context)


def person_detail(request, public_id):
    """One person: posts through time, member profiles, portfolios; contacts for those who need them."""
    viewer, today = request.user, timezone.localdate()
    person = own(Person.objects.all(), viewer, public_id)
    related = ("unit", "jurisdiction", "sector", "profile__term__jurisdiction", "profile__party", "profile__committee")
    posts = list(Membership.objects.visible_to(viewer).filter(person=person).select_related(*related).order_by("-starts_on", "-pk"))
    in_force = [post for post in posts if (not post.starts_on or post.starts_on <= today) and (not post.ends_on or today <= post.ends_on)]
    places = [post.jurisdiction_id for post in posts]
    context = {
        "person": person,
        "posts": posts,
        "in_force": in_force,
        "profiles": [post.profile for post in posts if hasattr(post, "profile")],
        "portfolios": Portfolio.objects.visible_to(viewer).on(today).filter(leader=person).prefetch_related("units"),
        "sees_contacts": person.pk == viewer.pk or sees_contacts(viewer, *places),
        "may_keep": keeps(viewer, *places),
    }
    return render(request, "organizations/person_detail.html", context)
