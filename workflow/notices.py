"""Telling people: the one door through which notices come, in-app at once, by other channels soon after."""

from workflow.models import Notice
from workflow.models.notices import about_of


def tell(people, jurisdiction, key, title, *, text="", link="", about=None):
    """Leave a notice for each of `people` in the caller's transaction; who has had this `key` is not told again.

    `about`: the row (or its public id) that the notice is about, by which its deliveries are found again.
    """
    tell_each(jurisdiction, key, {person.pk: (title, text) for person in people}, link=link, about=about)


def tell_each(jurisdiction, key, words, *, link="", about=None):
    """As `tell`, each in his own words: `words` = {id of a person: (title, text)}. Everything that is told goes through here."""
    facts = {"jurisdiction": jurisdiction, "key": key, "link": link, "about": about_of(about)}
    notices = [Notice(person_id=person, title=title[:120], text=text, **facts) for person, (title, text) in words.items()]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=2000)
