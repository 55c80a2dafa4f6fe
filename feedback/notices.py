"""Telling the people of a unit what has become of its assignment."""

from organizations.models import Person
from organizations.models.people import UNIT_ROLES
from workflow.notices import tell


def unit_people(unit, on):
    """Heads and handlers of a unit, or of the unit that has taken over its duties."""
    unit = unit.current(on)
    return list(Person.objects.holding(*UNIT_ROLES, jurisdiction=unit.jurisdiction, unit=unit, on=on))


def tell_unit(assignment, key, title, on, *, text="", linked=True, is_news=False):
    """Leave a notice for the people who work in its unit on the day `on`, unless it is closed history; `linked`: it leads there.

    `is_news`: it is of something that is done now, though the assignment itself is history.
    """
    if is_news or not assignment.is_history:
        link = assignment.get_absolute_url() if linked else ""
        tell(unit_people(assignment.unit, on), assignment.jurisdiction, key, title, text=text, link=link, about=assignment)
