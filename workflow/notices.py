"""Telling people, in-app."""

from workflow.models import Notice


def tell(people, jurisdiction, key, title, *, text="", link=""):
    """Leave a notice for each of `people` in the caller's transaction; who has had this `key` is not told again."""
    Notice.objects.bulk_create(
        [
            Notice(jurisdiction=jurisdiction, person=person, key=key, title=title[:120], text=text, link=link)
            for person in {person.pk: person for person in people}.values()
        ],
        ignore_conflicts=True,
    )
