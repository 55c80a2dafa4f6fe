"""通报 of the invented city: one issued, one in its signing chain; the yearly summaries of two units, one issued, one with its head."""

from dashboard.demo.timeline import Timeline
from reports import actions

OCCASION, SPEAKER = "市政府常务会议", "演示·王督查员"
NUMBER = "演示督发〔{}〕1号"
UNITS = ("市教育局", "市住建局")  # the last one's is issued


def load_reports(work, today):
    """As of `today`, after everything that is counted: `work` is the `Casework` of the running session. Nothing before it has begun."""
    session, people, clock = work.session, work.people, Timeline(today)
    if today < session.starts_on:
        return
    days = [max(session.starts_on, clock.past(days)) for days in (12, 10, 8, 4, 2)]
    counted, begun, issued, lately, handed_in = days
    keeper, leader, handlers = people["supervisor"], people["mayor"], people["handlers"]
    told = actions.begin(session, "supervision", by=keeper, as_of=counted, occasion=OCCASION, speaker=SPEAKER, on=begun)
    told = actions.sign(actions.submit(told, by=keeper, on=begun), by=leader, opinion="同意。", on=issued)
    actions.issue(told, by=keeper, number=NUMBER.format(issued.year), on=issued)
    waiting = actions.begin(session, "progress", by=keeper, as_of=lately, on=lately)
    actions.submit(waiting, by=keeper, on=handed_in)
    for unit in UNITS:
        own = actions.begin(session, "unit", by=handlers[unit], as_of=lately, unit=work.place.units[unit], on=lately)
        own = actions.submit(own, by=handlers[unit], on=handed_in)
    head = people["heads"][UNITS[-1]]
    actions.issue(actions.sign(own, by=head, on=handed_in), by=head, on=handed_in)
