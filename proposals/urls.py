"""Addresses of proposals."""

from django.urls import path

from proposals.views import acting, allocations, cases, dossiers, importing, opinions, returns, soliciting, unsaved

app_name = "proposals"
urlpatterns = [
    path("", cases.proposal_list, name="list"),
    path("new/", cases.proposal_create, name="create"),
    path("import/", importing.case_import, name="import"),
    path("catalogue/", importing.catalogue, name="catalogue"),
    path("new/unsaved/", unsaved.keep, name="unsaved-new"),
    path("new/unsaved/discard/", unsaved.discard, name="discard-new"),
    path("similar/", cases.proposal_similar, name="similar"),
    path("allocations/", allocations.allocation_list, name="allocations"),
    path("allocations/new/", allocations.allocation_create, name="allocation-create"),
    path("allocations/<uuid:public_id>/", allocations.allocation_detail, name="allocation"),
    path("allocations/<uuid:public_id>/act/<slug:move>/", allocations.allocation_act, name="allocation-act"),
    path("returns/", returns.returns, name="returns"),
    path("solicitation/", soliciting.solicitation, name="solicitation"),
    path("solicitation/new/<slug:kind>/", soliciting.begin, name="solicit"),
    path("calls/<uuid:public_id>/act/<slug:move>/", soliciting.call_act, name="call-act"),
    path("topics/<uuid:public_id>/", soliciting.topics, name="topics"),
    path("topics/<uuid:public_id>/act/<slug:move>/", soliciting.topics_act, name="topics-act"),
    path("<uuid:public_id>/", cases.proposal_detail, name="detail"),
    path("<uuid:public_id>/unsaved/", unsaved.keep, name="unsaved"),
    path("<uuid:public_id>/unsaved/discard/", unsaved.discard, name="discard"),
    path("<uuid:public_id>/dossier/", dossiers.download, name="dossier"),
    path("<uuid:public_id>/cosign/", acting.invitation, name="invitation"),
    path("<uuid:public_id>/act/<slug:move>/", acting.proposal_act, name="act"),
    path("handlings/<uuid:public_id>/act/<slug:move>/", acting.handling_act, name="handling-act"),
    path("replies/<uuid:public_id>/act/<slug:move>/", acting.reply_act, name="reply-act"),
    path("receipts/<uuid:public_id>/slip/", opinions.slip, name="slip"),
    path("opinion/<str:token>/", opinions.opinion, name="opinion"),
    path("receipts/<uuid:public_id>/act/<slug:move>/", acting.receipt_act, name="receipt-act"),
]
