"""Every register × every role: what the list, the object's pages and a change answer."""

import pytest
from django.contrib import admin

from tests.admin.objects import MAKERS, sample

ROLES = ("secretary", "office", "system", "auditor", "supervisor", "member", "handler", "foreign", "foreign system", "nobody")
PAGES = ("list", "add", "object", "history", "save", "delete")

# list · add · object · history · save · delete
CLOSED = "403 403 404 404 404 404"  # the register is not his, the object does not exist for him
READ = "200 403 200 200 403 403"
KEEP = "200 200 200 200 200 403"
DROP = "200 200 200 200 200 200"
SAVED = "200 200 200 200 302 403"  # no field of its form is required
DAY = "200 200 200 200 302 200"
ELSEWHERE = "200 200 404 404 404 404"
OUT = "403 403 403 403 403 403"
NOBODY = "302 302 302 302 302 302"
MOVE = "200 200 200 200 403 403"  # changed by its buttons alone

SEALED = "200 403 404 404 404 404"  # the register is his, the object does not exist for him
BUSINESS = {"secretary": READ, "office": READ, "foreign": "200 403 404 404 404 404"}
PLANS = {"secretary": MOVE, "office": READ, "foreign": ELSEWHERE}
REGISTER = {"secretary": KEEP, "office": READ, "foreign": ELSEWHERE}
DIRECTORY = {**REGISTER, "system": READ, "foreign system": "200 403 404 404 404 404"}
PEOPLE = {**DIRECTORY, "system": KEEP, "foreign system": ELSEWHERE}
CALENDAR = {"secretary": READ, "office": READ, "system": KEEP, "foreign": READ, "foreign system": KEEP}

EXPECTED = {
    "workflow.absence": {"secretary": DROP, "system": DROP, "foreign": ELSEWHERE, "foreign system": ELSEWHERE},
    "workflow.channel": {"system": KEEP, "foreign system": ELSEWHERE},
    "workflow.delivery": {"system": READ, "foreign system": "200 403 404 404 404 404"},
    "reports.report": BUSINESS,
    "reports.material": BUSINESS,
    "supervision.award": BUSINESS,
    "supervision.candidate": BUSINESS,
    "supervision.objection": BUSINESS,
    "supervision.appraisal": BUSINESS,
    "supervision.ratedunit": BUSINESS,
    "supervision.fault": BUSINESS,
    "supervision.card": BUSINESS,
    "supervision.campaign": BUSINESS,
    "supervision.campaigncase": BUSINESS,
    "supervision.keyproposal": BUSINESS,
    "supervision.keytask": BUSINESS,
    "supervision.reminder": BUSINESS,
    "consultation.annualplan": PLANS,
    "consultation.planitem": PLANS,
    "proposals.proposal": BUSINESS,
    "proposals.handling": BUSINESS,
    "proposals.reply": BUSINESS,
    "proposals.receipt": {"secretary": READ, "office": SEALED, "foreign": SEALED},
    "proposals.allocation": BUSINESS,
    "proposals.call": {"secretary": READ, "office": SEALED, "foreign": SEALED},
    "proposals.topicedition": {"secretary": READ, "office": SEALED, "foreign": SEALED},
    "feedback.assignment": BUSINESS,
    "feedback.workplan": BUSINESS,
    "feedback.progressentry": BUSINESS,
    "feedback.suggestion": BUSINESS,
    "feedback.commitment": BUSINESS,
    "organizations.unit": DIRECTORY,
    "organizations.person": PEOPLE,
    "organizations.membership": {**PEOPLE, "secretary": SAVED, "system": SAVED},
    "organizations.memberprofile": REGISTER,
    "organizations.sector": {**DIRECTORY, "secretary": DROP},
    "organizations.portfolio": {**REGISTER, "secretary": DROP},
    "organizations.counterpartlink": {**REGISTER, "secretary": DROP},
    "organizations.term": REGISTER,
    "organizations.session": REGISTER,
    "organizations.meeting": REGISTER,
    "organizations.ruleset": {**REGISTER, "system": KEEP, "foreign system": ELSEWHERE},
    "organizations.jurisdiction": {
        "secretary": READ,
        "office": READ,
        "system": KEEP,
        "foreign": "200 403 404 404 404 404",
        "foreign system": ELSEWHERE,
    },
    "organizations.apitoken": {"system": READ, "foreign system": "200 403 404 404 404 404"},
    "documents.papertemplate": REGISTER,
    "documents.numberseries": PLANS,
    "workflow.calendaryear": CALENDAR,
    "workflow.calendarday": {**CALENDAR, "system": DAY, "foreign system": DAY},
    "workflow.event": {"auditor": READ},
}
OUTSIDERS = {**dict.fromkeys(("supervisor", "member", "handler"), OUT), "nobody": NOBODY}


def answers(client, label, pk):
    """The status of each page in the order of PAGES; a save that is let through may show the form again."""
    base = f"/admin/{label.replace('.', '/')}/"
    urls = [base, f"{base}add/", f"{base}{pk}/change/", f"{base}{pk}/history/"]
    codes = [client.get(url).status_code for url in urls]
    codes.append(client.post(f"{base}{pk}/change/", {"state": "issued"}).status_code)
    codes.append(client.get(f"{base}{pk}/delete/").status_code)
    return " ".join(map(str, codes))


def test_every_register_stands_in_the_table():
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered == set(EXPECTED) == set(MAKERS)


@pytest.mark.parametrize("label", EXPECTED)
def test_a_register_answers_each_role(office, label):
    pk = sample(label, office.world).pk
    found = {role: answers(office.client(role), label, pk) for role in ROLES}
    expected = {role: EXPECTED[label].get(role, OUTSIDERS.get(role, CLOSED)) for role in ROLES}
    assert found == expected
