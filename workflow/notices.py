"""Telling people: the one door through which notices come, in-app at once, by other channels soon after."""

from django.utils import timezone

from workflow.models import Notice, deputies_on
from workflow.models.notices import about_of


def tell(people, jurisdiction, key, title, *, text="", link="", about=None):
    """Leave a notice for each of `people` in the caller's transaction; who has had this `key` is not told again.

    `about`: the row (or its public id) that the notice is about, by which its deliveries are found again.
    """
    tell_each(jurisdiction, key, {person.pk: (title, text) for person in people}, link=link, about=about)


def tell_each(jurisdiction, key, words, *, link="", about=None):
    """As `tell`, each in his own words: `words` = {id of a person: (title, text)}. Everything that is told goes through here.

    Who is away is told all the same, and so is his deputy, unless he is told the very same anyway.
    """
    facts = {"jurisdiction": jurisdiction, "link": link, "about": about_of(about)}
    notices = [Notice(person_id=person, key=key, title=title[:120], text=text, **facts) for person, (title, text) in words.items()]
    for absent, (name, deputy) in deputies_on(words, timezone.localdate(), jurisdiction).items():
        title, text = words[absent]
        if words.get(deputy) != words[absent]:
            standing_in = {
                "person_id": deputy,
                "acting_for_id": absent,
                "key": f"{absent}@{key}"[:120],
                "title": f"代{name}：{title}"[:120],
            }
            notices.append(Notice(text=text, **standing_in, **facts))
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=2000)
