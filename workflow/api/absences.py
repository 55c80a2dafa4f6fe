"""The endpoints of absences."""

from django.urls import path

from organizations.api.keeping import Kept, KeptList
from organizations.api.kept import acts
from organizations.endpoints import ListEndpoint
from organizations.permissions import PEOPLE_KEEPERS
from organizations.shapes import Shape
from workflow.absence_forms import AbsenceForm
from workflow.api.answers import once
from workflow.models import Absence

COLUMNS = """id=pk jurisdiction=jurisdiction__code person=person__public_id person_name=person__name deputy=deputy__public_id
deputy_name=deputy__name starts_on ends_on reason"""
KEPT = Kept("通知", "请假代办", Absence, AbsenceForm, AbsenceForm, PEOPLE_KEEPERS, PEOPLE_KEEPERS, fixed=("jurisdiction", "person"))


class Absences(KeptList, ListEndpoint):
    """One's own absences, those one stands in for, and all of the places whose people one keeps."""

    tag, label, shape, kept, once = "通知", "请假代办", Shape(Absence, COLUMNS), KEPT, staticmethod(once)


urlpatterns = [path("absences/", Absences.as_view()), *acts("absences/", KEPT, once)]
