"""Idempotency keys: the same call acts once and answers the same, however often and however parallel it is sent."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from documents.models import Attachment
from feedback.models import Assignment, ProgressEntry
from tests.api.caller import Caller
from tests.world import World
from workflow.api import answers
from workflow.models import ApiCall, Event

RIVALS = 16
ENTRY = {"kind": "progress", "on": "2026-03-05", "text": "已调研"}


@pytest.fixture
def duty(world, handler):
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    handler.post(f"assignments/{duty.public_id}/act/acknowledge/")
    return duty


def send(caller, duty, body=ENTRY, key="k1"):
    return caller.post(f"assignments/{duty.public_id}/act/add_entry/", body, headers={"Idempotency-Key": key} if key else {})


def test_a_repeated_call_answers_the_same_and_acts_once(duty, handler):
    first, second = send(handler, duty), send(handler, duty)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.status_code == 200 and ProgressEntry.objects.count() == 1


def test_without_a_key_each_call_acts(duty, handler):
    send(handler, duty, key="")
    send(handler, duty, key="")
    assert ProgressEntry.objects.count() == 2


def test_the_same_key_with_another_body_is_refused(duty, handler):
    send(handler, duty)
    other = send(handler, duty, ENTRY | {"text": "别的"})
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["detail"]
    elsewhere = handler.post(f"assignments/{duty.public_id}/act/name_team/", ENTRY, headers={"Idempotency-Key": "k1"})
    assert elsewhere.status_code == 422
    assert ProgressEntry.objects.count() == 1


def test_another_person_may_use_the_same_key(duty, handler, world):
    send(handler, duty)
    assert send(Caller(world.head), duty).status_code == 200
    assert ProgressEntry.objects.count() == 2


def test_a_refused_call_does_not_use_up_its_key(duty, handler):
    assert send(handler, duty, ENTRY | {"version": 99}).status_code == 409
    assert send(handler, duty, {}).status_code == 400
    assert not ApiCall.objects.exists()
    assert send(handler, duty).status_code == 200


def test_files_are_part_of_what_was_sent(duty, handler):
    def upload(text):
        files = {"files": SimpleUploadedFile("照片.txt", text.encode())}
        return handler.upload(f"assignments/{duty.public_id}/act/add_entry/", ENTRY | files, headers={"Idempotency-Key": "f"})

    assert [upload("一").status_code, upload("一").status_code, upload("二").status_code] == [200, 200, 422]
    assert Attachment.objects.get().read().decode() == "一"


@pytest.mark.parametrize("key", ["x" * 101, "a\x01b"])
def test_a_key_that_is_no_key_is_refused(duty, handler, key):
    assert send(handler, duty, key=key).status_code == 400


def test_a_removed_item_answers_the_repetition_too(world, secretary):
    item = world.plan().items.first()
    calls = [secretary.post(f"plan-items/{item.public_id}/", method="delete", headers={"Idempotency-Key": "d"}) for _ in range(2)]
    assert [call.status_code for call in calls] == [204, 204]


def race(duty, person, **more):
    """The answers of sixteen equal calls that start together."""
    gate, found = threading.Barrier(RIVALS), []
    callers = [Caller(person) for _ in range(RIVALS)]

    def run(caller):
        try:
            gate.wait()
            answer = send(caller, duty, **more)
            found.append((answer.status_code, answer.content))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def started(transactional_db):
    world = World()
    world.issued_plan()
    duty = Assignment.objects.get(unit=world.finance)
    Caller(world.handler).post(f"assignments/{duty.public_id}/act/acknowledge/")
    return world, duty


def test_sixteen_at_once_act_once_and_answer_the_same(started):
    world, duty = started
    found = race(duty, world.handler)
    assert len(found) == RIVALS and len(set(found)) == 1 and found[0][0] == 200
    assert ProgressEntry.objects.count() == 1
    assert Event.objects.filter(move="add_entry").count() == 1


def test_without_the_lock_several_would_act(started, monkeypatch):
    """The control: where the key is neither taken first nor locked, sixteen calls act more than once."""
    world, duty = started
    read = threading.Barrier(RIVALS, timeout=20)
    digest_of = answers.digest_of

    def together(request):
        read.wait()
        return digest_of(request)

    def unlocked(person, key, digest):
        return ApiCall.objects.filter(person=person, key=key).first() or ApiCall(person=person, key=key, digest=digest)

    monkeypatch.setattr(answers, "digest_of", together)
    monkeypatch.setattr(answers, "taken", unlocked)
    monkeypatch.setattr(ApiCall, "save", lambda self, **_: None)
    race(duty, world.handler)
    assert ProgressEntry.objects.count() > 1
