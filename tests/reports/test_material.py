"""成效素材: handed in with sourced numbers, verified or returned with a word, corrected in the open, marked wherever it is not verified."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.urls import reverse

from documents.models import Attachment
from organizations.models import Role
from proposals.models import Handling
from reports import actions
from reports.material import numbers_in, told, unlisted
from reports.models import Material
from tests.api.caller import Caller
from tests.pages import enter, look
from tests.proposals.world import ProposalWorld
from tests.world import person
from workflow.models import Event, Notice
from workflow.pages import move_links
from workflow.refusals import Forbidden, Refused

TEXT = "新增停车位120个，群众出行更方便。"
SPACES = {"what": "新增停车位", "value": "120", "measure": "个", "source": "停车设施台账", "on": "2026-03-01"}
LAMPS = {"what": "更换路灯", "value": "3.5", "measure": "万盏", "source": "验收单", "on": "2026-02-01"}


@pytest.fixture
def world(db):
    world = ProposalWorld()
    world.reply = world.issued(case_no="084")
    world.handling = Handling.objects.get(unit=world.finance)
    return world


def handed_in(world, **fields):
    return actions.submit_material(world.handling, by=world.handler, **({"text": TEXT, "numbers": [SPACES]} | fields))


def test_what_a_unit_hands_in_waits_for_verification_and_is_told_to_those_who_verify(world):
    material = handed_in(world)
    assert material.state == "submitted" and material.numbers == [SPACES | {"verified": False}]
    assert [each["checked"] for each in material.told_numbers] == [False]
    told_to = set(Notice.objects.filter(title__contains="请核实成效素材").values_list("person", flat=True))
    assert {world.secretary.pk, world.supervisor.pk} <= told_to and world.handler.pk not in told_to


def test_only_the_unit_of_the_case_hands_in(world):
    with pytest.raises(Forbidden):
        actions.submit_material(world.handling, by=world.other_head, text="办好了。")
    Handling.objects.filter(pk=world.handling.pk).update(assignment_ptr=world.handling.pk)
    with pytest.raises(Forbidden):
        actions.submit_material(world.handling, by=world.secretary, text="办好了。")


def test_a_number_of_the_text_without_a_source_is_refused(world):
    with pytest.raises(Refused, match="“120”没有列入数据"):
        handed_in(world, numbers=[])
    assert not Material.objects.exists()
    handed_in(world, text="2026年3月5日第2批工程竣工，更换路灯3.5万盏。", numbers=[LAMPS])


def test_numbers_of_a_text_but_no_dates_and_ordinals():
    text = "2026年3月1日第3期，渝府发〔2026〕8号，完成1,200户、3.5万盏、85%，又建三十个"
    assert [str(value) for _, _, value in numbers_in(text)] == ["1200", "35000.0", "85", "30"]
    assert unlisted("更换路灯3.5万盏", [LAMPS]) == [] and unlisted("更换路灯3.6万盏", [LAMPS]) == ["3.6万"]


def test_verified_with_a_word_and_then_frozen(world):
    material = actions.verify_material(handed_in(world), by=world.supervisor, opinion="已与台账核对")
    assert material.state == "verified" and material.opinion == "已与台账核对" and material.told_numbers[0]["checked"]
    with pytest.raises(Refused, match="当前状态是“已核实”"):
        actions.edit_material(material, by=world.handler, text="改了。")
    with pytest.raises(InternalError), transaction.atomic():
        Material.objects.filter(pk=material.pk).update(text="改了。")
    with pytest.raises(InternalError), transaction.atomic():
        material.delete()


def test_verification_and_return_need_a_word_and_the_right_person(world):
    material = handed_in(world)
    for move in (actions.verify_material, actions.send_back_material):
        word = "opinion" if move is actions.verify_material else "reason"
        with pytest.raises(Refused, match="理由"):
            move(material, by=world.secretary, **{word: " "})
        with pytest.raises(Forbidden):
            move(material, by=world.handler, **{word: "对"})
    material = actions.send_back_material(material, by=world.secretary, reason="请写明范围")
    assert material.state == "returned" and Notice.objects.filter(person=world.handler, title__contains="被退回").exists()
    assert actions.edit_material(material, by=world.handler, text=TEXT, numbers=[SPACES]).state == "submitted"


def test_a_number_that_could_not_be_verified_stays_marked(world):
    material = handed_in(world, numbers=[SPACES, LAMPS])
    with pytest.raises(Refused, match="只有 2 个数"):
        actions.verify_material(material, by=world.secretary, opinion="核对", unverified=[3])
    material = actions.verify_material(material, by=world.secretary, opinion="路灯数待查", unverified=[2])
    assert [each["checked"] for each in material.told_numbers] == [True, False]
    assert told(material, date(2026, 4, 1)) == "新增停车位120个，群众出行更方便。更换路灯3.5万盏（未核实）。"
    assert told(material, date(2026, 2, 10)) == "新增停车位120个（截至2026年3月1日），群众出行更方便。更换路灯3.5万盏（未核实）。"


def test_a_correction_leaves_what_was_verified_in_the_history_and_must_be_verified_anew(world):
    material = actions.verify_material(handed_in(world), by=world.supervisor, opinion="已核对")
    with pytest.raises(Refused, match="理由"):
        actions.correct_material(material, by=world.handler, text=TEXT, numbers=[SPACES], reason="")
    more = SPACES | {"value": "118"}
    facts = {"text": TEXT.replace("120", "118"), "numbers": [more], "reason": "复核少两个"}
    material = actions.correct_material(material, by=world.handler, **facts)
    assert material.state == "submitted" and material.verified_by is None and not material.told_numbers[0]["checked"]
    event = Event.objects.of(material).get(move="correct")
    assert "120" in event.before["text"] and "118" in event.after["text"] and event.reason == "复核少两个"
    material = actions.verify_material(material, by=world.supervisor, opinion="已核对")
    material = actions.revoke_material(material, by=world.secretary, reason="台账有误")
    assert not material.numbers[0]["verified"] and material.opinion == "台账有误"
    assert actions.withdraw_material(material, by=world.handler, reason="重报").state == "withdrawn"


def test_who_sees_material(client, world):
    material = handed_in(world)
    for stranger in (world.member, world.other_head, person(world.place, Role.UNIT_HANDLER, world.education)):
        assert not Material.objects.visible_to(stranger)
        enter(client, stranger)
        assert client.get(material.get_absolute_url()).status_code == 404
    enter(client, world.member)
    assert client.get(reverse("reports:materials")).status_code == 404
    assert client.get(reverse("reports:material-submit")).status_code == 404
    for insider in (world.handler, world.head, world.secretary, world.supervisor, world.leader):
        assert Material.objects.visible_to(insider).get() == material


def test_it_is_handed_in_verified_and_exported_on_its_pages(client, world):
    enter(client, world.handler)
    assert "还没有报送成效素材" in look(client, reverse("reports:materials"))[0]
    address = reverse("reports:material-submit")
    assert client.get(f"{address}?handling=nonsense").status_code == 404
    assert f'value="{world.handling.public_id}" selected' in look(client, f"{address}?handling={world.handling.public_id}")[0]
    rows = {f"numbers-0-{part}": value for part, value in SPACES.items()}
    facts = {"handling": str(world.handling.public_id), "text": TEXT} | rows
    refused = client.post(address, facts | {"numbers-0-on": "2099-01-01"})
    assert refused.status_code == 400 and "还没有到" in refused.content.decode() and not Material.objects.exists()
    assert client.post(address, facts).status_code == 302
    material = Material.objects.get()
    assert "未核实" in look(client, material.get_absolute_url())[0]
    enter(client, world.supervisor)
    act = reverse("reports:material-act", args=[material.public_id, "verify"])
    assert "新增停车位120个（来源：停车设施台账，2026-03-01）" in look(client, act)[0]
    assert client.post(act, {"opinion": "已核对", "unverified": ["1"]}).status_code == 302
    text, _ = look(client, reverse("reports:materials") + "?q=084&state=verified")
    assert "已核实" in text and "（未核实）" in text
    data = client.get(reverse("reports:materials") + "?format=csv").getvalue().decode()
    assert "停车设施台账，2026-03-01，未核实" in data
    assert "reports/materials/?handling=" in look(client, world.handling.proposal.get_absolute_url())[0]


def test_a_program_changes_the_words_and_leaves_the_numbers(world, client):
    material = handed_in(world)
    enter(client, world.handler)
    page, _ = look(client, reverse("reports:material-act", args=[material.public_id, "edit"]))
    assert 'value="停车设施台账"' in page
    caller = Caller(world.handler, token="write")
    answer = caller.post(f"/api/v1/materials/{material.public_id}/act/edit/", {"text": "新增车位120个。"})
    material.refresh_from_db()
    assert answer.status_code == 200 and material.text == "新增车位120个。" and material.numbers == [SPACES | {"verified": False}]


def test_evidence_is_kept_with_it_and_seen_by_who_sees_it(world, client):
    photo = SimpleUploadedFile("验收单.txt", "竣工验收合格".encode())
    material = handed_in(world, files=[photo])
    (kept,) = Attachment.objects.of(material)
    assert (kept.name, kept.purpose) == ("验收单.txt", "佐证材料")
    enter(client, world.supervisor)
    assert f'href="{kept.get_absolute_url()}">验收单.txt' in client.get(material.get_absolute_url()).content.decode()
    assert client.get(kept.get_absolute_url()).status_code == 200
    enter(client, world.other_head)
    assert client.get(kept.get_absolute_url()).status_code == 404
    address = f"materials/{material.public_id}/attachments/"
    assert Caller(world.other_head).get(address).status_code == 404
    more = SimpleUploadedFile("台账.txt", b"120")
    assert Caller(world.handler).upload(address, {"files": more}).status_code == 201
    actions.verify_material(material, by=world.supervisor, opinion="已与台账核对")
    assert Caller(world.handler).upload(address, {"files": SimpleUploadedFile("a.txt", b"1")}).status_code == 403
    assert len(Caller(world.supervisor).json(address)["results"]) == 2


def test_evidence_that_is_not_allowed_leaves_nothing(world):
    with pytest.raises(Refused, match="只接受"), transaction.atomic():
        handed_in(world, files=[SimpleUploadedFile("a.exe", b"MZ")])
    assert not Material.objects.exists() and not Attachment.objects.exists()


def test_the_form_takes_evidence_and_a_correction_adds_to_it(world, client):
    enter(client, world.handler)
    answer = client.post(
        reverse("reports:material-submit"),
        {"handling": world.handling.public_id, "text": "已办好。", "files": SimpleUploadedFile("照片.txt", b"x")},
    )
    assert answer.status_code == 302
    material = Material.objects.get()
    actions.verify_material(material, by=world.supervisor, opinion="属实")
    fields = {"text": "已全部办好。", "reason": "补充", "files": [SimpleUploadedFile("补充.txt", b"y")]}
    actions.correct_material(material, by=world.handler, **fields)
    assert [each.name for each in Attachment.objects.of(material).order_by("pk")] == ["照片.txt", "补充.txt"]


def test_verifying_stands_before_sending_back(world):
    offered = move_links(actions.MATERIAL_FLOW, handed_in(world), world.supervisor, "reports:material-act")
    assert [each["label"] for each in offered] == ["核实", "退回"]
