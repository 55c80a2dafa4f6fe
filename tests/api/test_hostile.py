"""What a hostile or broken program sends: an answer in words each time, never an error of ours, nothing stored."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultation.models import AnnualPlan, PlanItem
from documents.models import Attachment
from organizations import bodies
from tests.api.caller import Caller

DEEP = '{"goals":' + "[" * 1000 + "]" * 1000 + "}"
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"[]",
    "a number": b"7",
    "null": b"null",
    "latin-1": '{"title": "é"}'.encode("latin-1"),
    "UTF-16": '{"title": "甲"}'.encode("utf-16"),
    "NUL": b'{"title": "a\\u0000b"}',
    "NUL in a name": b'{"a\\u0000b": 1}',
    "NUL in a list": b'{"issuers": ["a\\u0000b"]}',
    "half a character": b'{"title": "\\ud800"}',
    "half a character in a name": b'{"\\ud800": 1}',
    "a huge number": b'{"version": 99999999999999999999999999}',
    "a number of 5000 digits": b'{"version": ' + b"9" * 5000 + b"}",
    "a number beyond all": b'{"year": 1e400}',
    "not a number": b'{"year": NaN}',
    "a fraction": b'{"year": 2026.5}',
    "the same key twice": b'{"title": "a", "title": "b"}',
    "a thousand levels": DEEP.encode(),
    "a hundred thousand levels": b"[" * 100_000,
    "a megabyte of text": json.dumps({"title": "长" * 1_000_000}).encode(),
    "objects as text": b'{"title": {"a": 1}}',
    "list of lists": b'{"issuers": [["a"]]}',
    "a list of nothing": b'{"issuers": [null]}',
    "text as a list": b'{"issuers": "a", "items": "b"}',
    "prototype": b'{"__proto__": {"a": 1}, "constructor": 1}',
    "true as a number": b'{"year": true}',
    "a year that is none": b'{"year": 99999, "title": "a"}',
    "an item that is none": b'{"year": 2031, "title": "a", "items": [5]}',
    "items beyond number": json.dumps({"year": 2031, "title": "a", "items": [{}] * 501}).encode(),
}


@pytest.mark.parametrize("path", ["plans/", "plans/{plan}/act/edit/", "plans/{plan}/items/", "read-notice/"])
def test_a_hostile_body_is_refused_in_words(world, secretary, path):
    plan, wrong = world.plan(), []
    for name, body in BODIES.items():
        answer = secretary.post(path.format(plan=plan.public_id), body)
        harmless = name == "nothing" and "edit" in path
        if answer.status_code != (200 if harmless else 400) or not answer.json():
            wrong.append(f"{name}: {answer.status_code} {answer.content[:200].decode()}")
    assert not wrong, "\n".join(wrong)
    assert (AnnualPlan.objects.get().title, PlanItem.objects.count()) == (plan.title, 2)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(secretary, monkeypatch):
    monkeypatch.setattr(bodies, "LIMIT", 1000)
    answer = secretary.post("plans/", {"title": "a" * 1000})
    assert (answer.status_code, "MB" in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_another_media_type_is_refused(secretary, media):
    assert secretary.post("plans/", "a=b", content_type=media).status_code == 415


def test_a_form_with_nul_or_too_many_fields_is_refused(world, secretary):
    item = world.plan().items.first()
    path = f"plan-items/{item.public_id}/act/edit/"
    assert secretary.upload(path, {"responsible": "市\x00局"}).status_code == 400
    assert secretary.upload(path, {f"a{n}": "1" for n in range(20_100)}).status_code == 400
    assert secretary.upload(path, {"title": SimpleUploadedFile("题.txt", b"a")}).json() == {"title": ["这里应为文字，不是文件。"]}
    assert secretary.post(path, b"--x\r\n", content_type="multipart/form-data").status_code == 400


FILES = [
    ("方案.exe", b"MZ"),
    ("方案.docx", b"no zip"),
    ("方案.pdf", b""),
    ("a" * 300 + ".txt", b"a"),
    ("..\\..\\方案.txt", b"\x00"),
    ("\u202etxt.exe", b"a"),
]
VALUES = [
    "x" * 9999,
    "' OR 1=1 --",
    "%",
    "_",
    "\u202e",
    "👩\u200d👧",
    "1" * 400,
    "-1",
    "1e9",
    "NaN",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
]
QUERIES = [
    "plan-items/?q={}",
    "plan-items/?year={}",
    "plans/?year={}",
    "units/?q={}",
    "units/?on={}",
    "assignments/?due_from={}",
    "memberships/?person={}",
    "events/?since={}",
    "calendar/count/?start=2026-01-01&unit=day&amount={}",
    "calendar/count/?start={}&unit=workday&amount=1",
    "plan-items/export/?format={}",
    "notices/?unread={}",
]


def test_a_hostile_file_is_refused_or_made_harmless(world, secretary):
    path = f"plan-items/{world.plan().items.first().public_id}/attachments/"
    found = [secretary.upload(path, {"files": SimpleUploadedFile(name, data)}).status_code for name, data in FILES]
    assert found == [409, 409, 400, 201, 409, 409]
    assert [len(name) <= 200 for name in Attachment.objects.values_list("name", flat=True)] == [True]


@pytest.mark.parametrize("path", QUERIES)
def test_a_hostile_query_is_answered_in_words(world, path):
    auditor = Caller(world.somebody("auditor"))
    for value in VALUES:
        answer = auditor.get(path.format(value))
        assert answer.status_code in (200, 400) and answer.json(), value


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x y", "Bearer \u00ff", "Basic YTpi", "bearer " + "x" * 10_000])
def test_a_hostile_login_is_nobody(world, header):
    nobody = Caller()
    nobody.headers = {"Authorization": header}
    assert nobody.get("plans/").status_code == 401
