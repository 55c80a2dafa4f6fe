"""The schema: valid, complete, and true of what the endpoints answer when random programs call them."""

import itertools
import os

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup

from consultation.filters import PlanItemFilter
from consultation.forms import ITEM_FORMS, PLAN_FORMS
from feedback.forms import FORMS, WORK_PLAN_FORMS
from tests.api.caller import Caller
from tests.api.test_matrix import METHODS, endpoints, key, rows_of_world  # noqa: F401

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))  # per operation, person and mode
NAMES = {"plans": "plan", "plan-items": "item", "assignments": "duty", "work-plans": "work_plan", "progress-entries": "entry"} | {
    "jurisdictions": "place", "units": "unit", "people": "person", "meetings": "meeting", "papers": "paper", "attachments": "file",
    "rulesets": "ruleset", "notices": "notice", "tokens": "token", "paper-templates": "template",
    "memberships": "post", "portfolios": "portfolio", "counterpart-links": "counterpart", "sectors": "sector", "terms": "term",
    "sessions": "session", "calendar/years": "year", "calendar/days": "day",
    "proposals": "case", "handlings": "handling", "replies": "reply", "receipts": "receipt", "allocations": "allocation", "calls": "call",
    "topic-editions": "topics", "suggestions": "suggestion", "cards": "card",
    "key-proposals": "key", "key-tasks": "key_task", "campaigns": "campaign", "campaign-cases": "campaign_case", "scores": "unit",
    "awards": "award", "award-candidates": "candidate", "award-votes": "vote", "award-objections": "objection",
    "appraisals": "appraisal", "rated-units": "rated", "score-sheets": "sheet", "appraisal-faults": "fault",
    "channels": "channel", "deliveries": "delivery", "absences": "absence", "absences/own": "absence",
    "commitments": "commitment", "reports": "report", "materials": "material",
}  # fmt: skip


@pytest.fixture(scope="module")
def document():
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_schema_is_valid_and_generated_without_a_warning(document):
    validate_schema(document)
    assert (list(GENERATOR_STATS._warn_cache), list(GENERATOR_STATS._error_cache)) == ([], [])


def test_every_operation_is_described_in_chinese(document):
    operations = [each for path in document["paths"].values() for method, each in path.items() if method in METHODS]
    described = {(each["tags"][0], each["summary"]) for each in operations}
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for pair in described for text in pair)
    assert len(operations) == len(endpoints()) - 2  # the schema and its page


def test_describing_a_filter_does_not_fix_its_choices(document):
    """A place's own kinds stay choosable after the schema was asked for: the filters keep no field of it."""
    assert not hasattr(PlanItemFilter.base_filters["kind"], "_field")


@pytest.mark.parametrize(
    ("base", "forms"), [("plans", PLAN_FORMS), ("plan-items", ITEM_FORMS), ("assignments", FORMS), ("work-plans", WORK_PLAN_FORMS)]
)
def test_a_move_documents_exactly_the_fields_of_its_form(document, base, forms):
    for name, form in forms.items():
        operation = document["paths"][f"/api/v1/{base}/{{public_id}}/act/{name}/"]["post"]
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        assert set(body["properties"]) == set(form.base_fields)
        assert set(body.get("required", ())) == {each for each, field in form.base_fields.items() if field.required}
        assert body["additionalProperties"] is False


@pytest.fixture
def one_connection():
    """Requests through WSGI stay in the transaction of the test: they do not close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", ["secretary", "handler"])
def test_random_calls_never_break_anything(world, rows_of_world, one_connection, who):  # noqa: F811
    caller = Caller(getattr(world, who), token="write")
    caller.headers["Accept-Encoding"] = "identity"
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application(), headers=caller.headers)
    checks = [each for each in CHECKS.get_all() if each.__name__ in WANTED]
    operations = [found.ok() for found in schema.get_all_operations()]
    wrong = []
    for operation, mode in itertools.product(operations, GenerationMode):
        try:
            walk(operation, checks, caller, rows_of_world, mode, examples=EXAMPLES)
        except FailureGroup as group:
            wrong += [f"{operation.label}: {each}" for each in group.exceptions]
    assert not wrong, "\n".join(wrong)


WANTED = {"not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"}


def walk(operation, checks, caller, rows, mode, *, examples):
    """Call one operation on rows that are there with random input, right or wrong by `mode`; everything is rolled back."""

    @hypothesis.settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        parts = operation.path.split("/")
        row = rows.get(NAMES.get(parts[3]) or NAMES.get("/".join(parts[3:5])))
        for name in ("public_id", "id"):
            if name in case.path_parameters:
                case.path_parameters[name] = key(row)
        with transaction.atomic():
            case.call_and_validate(headers=caller.headers, checks=checks)
            transaction.set_rollback(True)

    run()
