"""Attachments carry a label and what the virus scanner said; an infected one neither comes in nor goes out."""

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Attachment, ScanState, Sensitivity
from documents.scanning import scan_waiting
from documents.uploads import attach
from feedback.models import Assignment
from organizations.models import Role
from tests.api.caller import Caller
from tests.pages import enter, look
from tests.world import World
from workflow.models import Event
from workflow.refusals import Refused

pytestmark = pytest.mark.django_db
SCANNER = [sys.executable, "-c", "import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())"]


@pytest.fixture
def world(settings, tmp_path):
    settings.STORE_ROOT = tmp_path
    return World()


@pytest.fixture
def item(world):
    return world.issued_plan().items.get(number=1)


def upload(text="材料", name="材料.txt"):
    return SimpleUploadedFile(name, text.encode())


def test_materials_are_labelled_as_chosen_and_shown_so(client, world, item):
    enter(client, world.secretary)
    address = f"/plans/items/{item.public_id}/materials/"
    assert "文件标识" in look(client, address)[0]
    assert client.post(address, {"sensitivity": "closed", "files": upload()}).status_code == 302
    page, _ = look(client, f"/plans/items/{item.public_id}/")
    assert "不公开" in page and "未查毒" in page
    assert Event.objects.filter(move="attach").latest("pk").after["sensitivity"] == "不公开"
    assert client.post(address, {"sensitivity": "secret", "files": upload()}).status_code == 400


def test_a_file_without_a_label_is_internal(client, world, item):
    duty = Assignment.objects.get(unit=world.finance)
    enter(client, world.handler)
    client.post(f"/assignments/{duty.public_id}/act/acknowledge/")
    body = {"kind": "progress", "on": "2026-03-05", "text": "已调研", "files": upload()}
    answer = client.post(f"/assignments/{duty.public_id}/act/add_entry/", body)
    assert answer.status_code == 302
    assert Attachment.objects.get().sensitivity == Sensitivity.INTERNAL


def test_uploader_and_secretary_change_a_label_and_nobody_else(client, world, item):
    duty = Assignment.objects.get(unit=world.finance)
    row = attach(duty, upload(), by=world.handler)
    address = f"/documents/attachments/{row.public_id}/label/"
    enter(client, world.handler)
    assert f"{address}?back=" in look(client, f"/assignments/{duty.public_id}/")[0]
    back = f"/assignments/{duty.public_id}/"
    assert client.post(f"{address}?back={back}", {"sensitivity": "open"}).url == back
    assert client.post(f"{address}?back=https://example.com/", {"sensitivity": "closed"}).url == "/"
    assert client.post(address, {"sensitivity": "x"}).status_code == 400
    row.refresh_from_db()
    assert row.sensitivity == Sensitivity.CLOSED
    event = Event.objects.filter(move="relabel").latest("pk")
    assert (event.before["sensitivity"], event.after["sensitivity"], event.by_name) == ("公开", "不公开", world.handler.name)
    assert enter(client, world.secretary).post(address, {"sensitivity": "open"}).status_code == 302
    assert enter(client, world.somebody(Role.SUPERVISOR)).get(address).status_code == 403
    assert address not in look(client, f"/assignments/{duty.public_id}/")[0]
    assert enter(client, world.other_handler).get(address).status_code == 404


def test_programs_label_and_read_labels(world, item):
    secretary = Caller(world.secretary)
    made = secretary.upload(f"plan-items/{item.public_id}/attachments/", {"files": upload(), "sensitivity": "open"}).json()
    path = f"attachments/{made['created'][0]}/"
    row = secretary.json(path)
    assert (row["sensitivity"], row["sensitivity_label"], row["scan_label"]) == ("open", "公开", "未查毒")
    assert secretary.post(f"{path}act/label/", {"sensitivity": "internal"}).json()["sensitivity"] == "internal"
    assert secretary.post(f"{path}act/label/", {"sensitivity": "x"}).status_code == 400
    assert Caller(world.somebody(Role.MEMBER)).post(f"{path}act/label/", {"sensitivity": "open"}).status_code == 403


def test_an_infected_file_does_not_come_in(world, item, settings):
    settings.SCAN_COMMAND = SCANNER
    assert attach(item, upload(), by=world.secretary).scan == ScanState.CLEAN
    with pytest.raises(Refused, match="“材料.txt”查出病毒，不能上传"):
        attach(item, upload("EICAR"), by=world.secretary)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("command", [["/nowhere/scanner"], [sys.executable, "-c", "import sys; sys.exit(2)"]])
def test_a_scanner_that_does_not_answer_leaves_the_file_to_be_scanned(world, item, settings, command):
    settings.SCAN_COMMAND = command
    row = attach(item, upload(), by=world.secretary)
    assert (row.scan, scan_waiting()) == (ScanState.UNSCANNED, 0)
    settings.SCAN_COMMAND = SCANNER
    assert (scan_waiting(), scan_waiting()) == (1, 0)
    row.refresh_from_db()
    assert row.scan == ScanState.CLEAN


def test_an_infected_file_found_later_is_not_handed_out(client, world, item, settings):
    row = attach(item, upload("EICAR"), by=world.secretary)
    address = f"/documents/attachments/{row.public_id}/"
    assert enter(client, world.secretary).get(address).status_code == 200
    assert scan_waiting() == 0
    settings.SCAN_COMMAND = SCANNER
    assert scan_waiting() == 1
    refused = client.get(address)
    assert refused.status_code == 409 and "查出病毒" in refused.content.decode()
    assert Caller(world.secretary).get(f"attachments/{row.public_id}/file/").status_code == 409
    assert Event.objects.filter(move="scan").count() == 1
