"""What the endpoints of moving rows share."""

from django.urls import path

from organizations.api.kept import acts
from workflow.api import absences, deliveries, own, records
from workflow.api.answers import exception_handler, once
from workflow.api.moves import IF_MATCH, ONCE, ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved, posting

__all__ = [
    "IF_MATCH",
    "ONCE",
    "ActEndpoint",
    "HistoryEndpoint",
    "MovedDetail",
    "MovedEndpoint",
    "exception_handler",
    "moved",
    "once",
    "posting",
    "urlpatterns",
]
urlpatterns = [
    path("calendar/count/", records.Count.as_view()),
    path("calendar/years/", records.NewYear.as_view()),
    path("calendar/days/", records.NewDay.as_view()),
    *acts("calendar/years/", records.KEPT_YEAR, once),
    *acts("calendar/days/", records.KEPT_DAY, once),
    path("calendar/<int:year>/", records.Year.as_view()),
    *own.urlpatterns,
    *absences.urlpatterns,
    *deliveries.urlpatterns,
    path("notices/", records.NoticeList.as_view()),
    path("notices/read/", records.NoticeRead.as_view()),
    path("notices/<int:pk>/read/", records.NoticeRead.as_view()),
]
