"""Telling people, in-app."""

from workflow.models import Notice


def tell(people, jurisdiction, key, title, *, text="", link=""):
    """Leave a notice for each of `people` in the caller's transaction; who has had this `key` is not told again."""
    tell_each(jurisdiction, key, {person.pk: (title, text) for person in people}, link=link)


def tell_each(jurisdiction, key, words, *, link=""):
    """As `tell`, each in his own words: `words` = {id of a person: (title, text)}. Everything that is told goes through here."""
    notices = [
        Notice(jurisdiction=jurisdiction, person_id=person, key=key, title=title[:120], text=text, link=link)
        for person, (title, text) in words.items()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=2000)
