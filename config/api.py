"""The REST API: the endpoints of all rooms, their schema and the documentation page."""

from django.contrib.auth.decorators import login_required
from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny

from consultation.api import urlpatterns as consultation
from dashboard.api import urlpatterns as dashboard
from documents.api import urlpatterns as documents
from feedback.api import urlpatterns as feedback
from organizations.api import addresses
from organizations.endpoints import Endpoint
from proposals.api import urlpatterns as proposals
from reports.api import urlpatterns as reports
from supervision.api import urlpatterns as supervision
from workflow.api import once
from workflow.api import urlpatterns as workflow


class Nowhere(Endpoint):
    """Any other address: a JSON 404 rather than a page."""

    schema = None
    permission_classes = [AllowAny]

    def initial(self, request, *args, **kwargs):
        raise NotFound("没有这个地址，请查阅 /api/v1/docs/。")


docs = SpectacularSwaggerSplitView.as_view(
    url_name="api-schema", title="接口文档", template_name="api_docs.html", permission_classes=[AllowAny]
)
urlpatterns = [
    *consultation,
    *feedback,
    *proposals,
    *supervision,
    *reports,
    *documents,
    *workflow,
    *dashboard,
    *addresses(once),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", login_required(docs), name="api-docs"),
    re_path(r"^(?:.*/)?$", Nowhere.as_view()),
]
