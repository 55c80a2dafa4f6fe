"""The page of one move on a plan or an item."""

from consultation.views.moves import DANGEROUS, history_of
from workflow import pages
from workflow.refusals import Forbidden, Refused


def act_page(request, obj, *, flow, forms, move, states, back, about, crumbs):
    """Show and make the move `move` of `flow` on `obj`; `about` are facts shown beside the form, `crumbs` pairs of address and words.

    Who may not, or comes in the wrong state, gets the sentence at once and not after filling in a form.
    """
    form_class, label = pages.form_of(forms, move, flow)
    row = flow.moves[move]
    if not row.by(request.user, obj):
        raise Forbidden(f"您没有权限进行“{label}”。")
    if obj.state not in row.sources:
        raise Refused(f"当前状态是“{obj.get_state_display()}”，不能进行“{label}”。")
    if sentence := row.unfit(obj):
        raise Refused(sentence)
    context = {
        "about": about,
        "crumbs": crumbs,
        "blocked": row.missing(obj),
        "danger": move in DANGEROUS,
        "next_state": dict(states.choices).get(row.target, ""),
        "recent": history_of(obj)[:3],
    }
    return pages.act(request, obj, form_class, label=label, back=back, context=context)
