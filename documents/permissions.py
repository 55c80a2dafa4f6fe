"""Who may have a file: who sees the row it belongs to. There is no other way to it."""

from django.http import Http404


def sees(person, row):
    """Whether the person sees `row`, the owner of an attachment or the subject of a paper."""
    return row is not None and type(row).objects.visible_to(person).filter(pk=row.pk).exists()


def find(queryset, owner, person, public_id):
    """The paper or attachment with this id whose row (its field `owner`) `person` sees; Http404 for any other."""
    row = queryset.filter(public_id=public_id).first()
    if row is None or not sees(person, getattr(row, owner)):
        raise Http404
    return row
