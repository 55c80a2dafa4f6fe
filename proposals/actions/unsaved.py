"""Keeping what is typed into a draft before it is saved; no history, for it binds nobody."""

from django.utils import timezone

from proposals.actions.moves import FLOW
from proposals.models import Proposal, UnsavedText
from proposals.permissions import may_write
from workflow.refusals import Forbidden, Refused

MOST = 100_000  # characters


def keep_text(target, fields, *, by, version=None, now=None):
    """Keep `fields` ({name: [values]}) as typed into the draft `target`, or into a new proposal of the session `target`; returns the row.

    Raises Forbidden or Refused as saving the draft would.
    """
    is_draft = isinstance(target, Proposal)
    if is_draft:
        FLOW.require(target, "edit", by)
    elif not may_write(by, target.term.jurisdiction):
        raise Forbidden("您没有权限在本地区提出提案。")
    kept = {name: [value.replace("\0", "") for value in values] for name, values in fields.items()}
    if sum(len(value) for values in kept.values() for value in values) > MOST:
        raise Refused("内容太长，没有自动保存。")
    anchor = {"proposal": target} if is_draft else {"session": target}
    content = {"fields": kept, "version": version, "saved_at": now or timezone.now()}
    return UnsavedText.objects.update_or_create(person=by, **anchor, defaults=content)[0]


def drop_text(target, *, by):
    """Forget what the person has typed and not saved; returns whether there was anything."""
    kept = UnsavedText.objects.of(target, by)
    return kept is not None and kept.delete()[0] > 0
