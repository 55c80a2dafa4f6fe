"""Who may have a file: who sees the row it belongs to. There is no other way to it."""


def sees(person, row):
    """Whether the person sees `row`, the owner of an attachment or the subject of a paper."""
    return row is not None and type(row).objects.visible_to(person).filter(pk=row.pk).exists()
