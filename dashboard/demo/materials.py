"""成效素材 of the invented city: one verified, one with a number that could not be verified, one that waits."""

from dashboard.demo.data import read
from dashboard.demo.timeline import Timeline
from proposals.models import Handling
from reports import actions


def load_materials(work, today):
    """As of `today`, after the proposals: `work` is the `Casework` of the running session."""
    clock, supervisor = Timeline(today), work.people["supervisor"]
    for entry in read("proposals")["materials"]:
        handling = Handling.objects.get(proposal__session=work.session, proposal__title=entry["title"])
        numbers = [each | {"on": f"{clock.past(9):%Y-%m-%d}"} for each in entry["numbers"]]
        by = work.people["handlers"][handling.unit.name]
        material = actions.submit_material(handling, by=by, text=entry["text"], numbers=numbers, on=clock.past(5))
        if entry["opinion"]:
            doubtful = entry["unverified"]
            actions.verify_material(material, by=supervisor, opinion=entry["opinion"], unverified=doubtful, on=clock.past(3))
