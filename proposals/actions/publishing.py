"""Publication 公开: decided with the texts that are published, both reviewed together; changed later with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction

from proposals.actions.moves import FLOW
from proposals.models import Publication, PublishedText, Reply, ReplyState
from workflow.refusals import Refused

SHOWN = (Publication.FULL, Publication.SUMMARY)


def published_parts(proposal):
    """What of a case can be published, in order: (None for the proposal itself or an issued reply, title, original text)."""
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(proposal.suggestions, 1))
    headed = (("背景", proposal.background), ("存在的问题", proposal.problems), ("建议", numbered))
    parts = [(None, proposal.title, "\n".join(f"{head}\n{text}" for head, text in headed if text))]
    replies = Reply.objects.filter(round__handling__proposal=proposal, state=ReplyState.ISSUED)
    for reply in replies.select_related("round__handling").order_by("pk"):
        handling = reply.round.handling
        parts.append((reply, f"{handling.unit_name}的答复（{reply.round.name}）", "\n".join(filter(None, (reply.text, reply.answered)))))
    return parts


def decide_publication(proposal, *, by, publication, texts=(), reason="", on=None, version=None):
    """决定公开: 全文, 摘要 or 不公开, with `texts` = [(None or reply, title, text)] as they are published; returns the case.

    A proposer who did not consent is not overruled; the originals are left as they are.
    """
    return _decide("decide_publication", proposal, publication, texts, by=by, reason=reason, on=on, version=version)


def change_publication(proposal, *, by, publication, reason, texts=(), on=None, version=None):
    """更改公开决定: decide anew, with the reason; what was published before stays in the history."""
    return _decide("change_publication", proposal, publication, texts, by=by, reason=reason, on=on, version=version)


@transaction.atomic
def _decide(move, proposal, publication, texts, **facts):
    FLOW.require(proposal, move, facts["by"])
    _check(proposal, publication, texts, facts["reason"])
    before = {row.title: row.text for row in proposal.published.all()}
    after = {title: text for _, title, text in texts} if publication in SHOWN else {}
    proposal = FLOW.apply(proposal, move, publication=publication, noted=({"公开文本": before}, {"公开文本": after}), **facts)
    proposal.published.all().delete()
    if publication in SHOWN:
        for reply, title, text in texts:
            row = PublishedText(proposal=proposal, reply=reply, title=title, text=text)
            row.full_clean()
            row.save()
    return proposal


def _check(proposal, publication, texts, reason):
    if publication not in (*SHOWN, Publication.NONE):
        raise Refused("请选择全文公开、摘要公开或不公开。")
    if publication == Publication.NONE:
        if proposal.may_publish and not reason.strip():
            raise ValidationError({"reason": "提案人同意公开，不公开的请写明理由。"})
        return
    if not proposal.may_publish:
        raise Refused(f"提案人不同意公开（{proposal.publish_refusal}），只能选择不公开。")
    if sentence := proposal.publication_refusal(publication):
        raise Refused(sentence)
    given = {reply and reply.pk: title.strip() and text.strip() for reply, title, text in texts}
    known = {reply and reply.pk: title for reply, title, _ in published_parts(proposal)}
    if set(given) - set(known):
        raise Refused("公开文本里有不属于本件的答复。")
    if lacking := [title for key, title in known.items() if not given.get(key)]:
        raise Refused(f"公开的，提案和答复的公开文本要一并审定，还缺：{'、'.join(lacking)}。")
