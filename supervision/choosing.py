"""Which cases a campaign looks at: the filter of cases and the classes of their last replies, asked of the rows as they stand."""

from django.db.models import Q

from organizations.models import Unit
from proposals.filters import ProposalFilter, with_last_class
from proposals.models import Handling, Proposal
from proposals.models.handling import LEFT, REPLYING
from supervision.models.campaigns import CampaignKind

FIELDS = ("q", "state", "category", "unit", "key", "tracked", "overdue")  # of `ProposalFilter`, those by which a campaign chooses


def chosen(campaign):
    """The handlings that a campaign's conditions choose now, each with `last` (the class of its last issued reply); never history.

    A look-back looks at what was answered; other campaigns also at what still runs.
    """
    cases = ProposalFilter(campaign.conditions, Proposal.objects.filed().filter(session=campaign.session, is_history=False)).qs
    found = Handling.objects.filter(proposal__in=cases.order_by().values("pk"), part__in=REPLYING, is_history=False).exclude(state=LEFT)
    if name := campaign.conditions.get("unit"):
        found = found.filter(Q(unit_name__contains=name) | Q(unit__in=Unit.objects.search(name)))
    found = with_last_class(found)
    if campaign.kind == CampaignKind.LOOK_BACK:
        found = found.filter(last__isnull=False)
    return found.filter(last__in=campaign.classes) if campaign.classes else found


def last_class(handling):
    """The class of the last reply a unit issued for a case; "" where there is none."""
    return with_last_class(Handling.objects.filter(pk=handling.pk)).values_list("last", flat=True).first() or ""


def in_words(campaign):
    """The conditions as [(label, value)] to be read."""
    form = ProposalFilter(campaign.conditions, Proposal.objects.none()).form
    said = []
    for name in FIELDS:
        if value := campaign.conditions.get(name):
            choices = dict(getattr(form.fields[name], "choices", ()))
            said.append((str(form.fields[name].label), str(choices.get(value, value))))
    if campaign.classes:
        said.append(("结果分类", "、".join(f"{each} 类" for each in campaign.classes)))
    return said
