"""The endpoints of campaigns 专项督查, 回头看 and of the cases they look at."""

from django.urls import path

from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.exports import Export
from organizations.shapes import Shape
from supervision import actions
from supervision.api.inside import InsideHistory
from supervision.campaign_forms import CAMPAIGN_FORMS, CASE_FORMS, NewCampaignForm
from supervision.filters import CampaignFilter, CaseFilter
from supervision.models import Campaign, CampaignCase
from supervision.permissions import CAMPAIGNERS
from supervision.tables import case_table
from workflow.api import ActEndpoint, MovedDetail, MovedEndpoint, moved, once

CAMPAIGNS = "专项督查和回头看"
CAMPAIGN_COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code term=session__term__number session=session__number kind title conditions classes demands
    ends_on state version started_on summary closed_on
"""
CASE = Shape(
    CampaignCase,
    """id=public_id jurisdiction=jurisdiction__code campaign=campaign__public_id handling=handling__public_id
    proposal=handling__proposal__public_id case_no=handling__proposal__case_no title=handling__proposal__title unit=unit__public_id
    unit_name result_class state version verdict finding checked_on checked_by=checked_by__name measure due_on class_demanded report
    reported_on ruling settled_on class_after""",
)


class CampaignList(ListEndpoint):
    tag, label, shape, filters = CAMPAIGNS, "专项督查和回头看列表", Shape(Campaign, CAMPAIGN_COLUMNS), CampaignFilter


class Campaigns(Adding, CampaignList):
    form, keepers, add_label = NewCampaignForm, CAMPAIGNERS, "拟定一次专项督查或回头看"
    made = {"id": ("public_id", UUID), "state": ("state", {"type": "string"}), "version": ("version", {"type": "integer"})}


class OfCampaign(MovedEndpoint):
    tag, base, flow, forms = CAMPAIGNS, "campaigns", actions.CAMPAIGN_FLOW, CAMPAIGN_FORMS
    related = ("jurisdiction", "session__term__jurisdiction", "session__ruleset")


class CampaignDetail(OfCampaign, MovedDetail):
    label, shape = "一次专项督查或回头看", Shape(Campaign, CAMPAIGN_COLUMNS)


class CampaignAct(OfCampaign, ActEndpoint):
    pass


class CampaignHistory(InsideHistory):
    tag, label, model = CAMPAIGNS, "一次督查的办理记录，给督办、领导和审计人员", Campaign


class CaseList(ListEndpoint):
    tag, label, shape, filters = CAMPAIGNS, "督查的提案列表", CASE, CaseFilter


class CaseExport(Export):
    tag, label, shape, filters, table = CAMPAIGNS, "督查的提案，作为文件", CASE, CaseFilter, case_table


class OfCase(MovedEndpoint):
    tag, base, flow, forms = CAMPAIGNS, "campaign-cases", actions.CASE_FLOW, CASE_FORMS
    related = ("jurisdiction", "campaign", "handling__proposal__session__ruleset", "handling__proposal__jurisdiction", "unit")


class CaseDetail(OfCase, MovedDetail):
    label, shape = "督查的一件提案", CASE


class CaseAct(OfCase, ActEndpoint):
    pass


class CaseHistory(InsideHistory):
    tag, label, model = CAMPAIGNS, "督查的一件提案的办理记录，给督办、领导和审计人员", CampaignCase


urlpatterns = [
    *moved("campaigns", Campaigns, CampaignDetail, CampaignAct, CAMPAIGN_FORMS, once=once),
    path("campaigns/<uuid:public_id>/history/", CampaignHistory.as_view()),
    path("campaign-cases/export/", CaseExport.as_view()),
    *moved("campaign-cases", CaseList, CaseDetail, CaseAct, CASE_FORMS),
    path("campaign-cases/<uuid:public_id>/history/", CaseHistory.as_view()),
]
