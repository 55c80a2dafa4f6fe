"""成效素材: handed in by the unit of a case, verified or returned with a word, corrected in the open."""

from django.db import transaction
from django.utils import timezone

from documents.uploads import attach
from feedback.notices import unit_people
from feedback.permissions import is_verifier, of_unit
from organizations.models import Person
from proposals.models.handling import LEFT
from reports.material import checked_again, unlisted
from reports.models import Material
from reports.models import MaterialState as State
from reports.permissions import KEEPERS
from workflow.flow import Flow, Move
from workflow.notices import tell
from workflow.refusals import Forbidden, Refused
from workflow.trail import record


def _in_hand(material):
    """本单位仍在承办这件提案。"""
    return "本单位已不再承办这件提案。" if material.handling.state == LEFT else ""


CLEARED = {"opinion": "", "verified_by": None, "verified_on": None}
MATERIAL_FLOW = Flow(
    Material,
    [
        Move("edit", "修改", (State.SUBMITTED, State.RETURNED), State.SUBMITTED, of_unit, _in_hand),
        Move("verify", "核实", (State.SUBMITTED,), State.VERIFIED, is_verifier, _in_hand, reason=True),
        Move("send_back", "退回", (State.SUBMITTED,), State.RETURNED, is_verifier, reason=True),
        Move("correct", "更正", (State.VERIFIED,), State.SUBMITTED, of_unit, _in_hand, reason=True),
        Move("revoke", "撤销核实", (State.VERIFIED,), State.SUBMITTED, is_verifier, reason=True, danger=True),
        Move("withdraw", "撤回", (State.SUBMITTED, State.RETURNED), State.WITHDRAWN, of_unit, reason=True, danger=True),
    ],
)


@transaction.atomic
def submit_material(handling, *, by, text, numbers=(), files=(), sensitivity="", on=None):
    """报送成效素材 about a case by a unit that handles it; returns it, not verified. `numbers` as in `Material`, without `verified`;
    `files`: uploads that prove it.

    Raises Forbidden, or Refused where the unit no longer handles the case or a number of the text is not listed.
    """
    on = on or timezone.localdate()
    if not of_unit(by, handling):
        raise Forbidden("您没有权限报送这件提案的成效素材。")
    material = Material(
        jurisdiction=handling.jurisdiction, handling=handling, unit=handling.unit, submitted_on=on, **_content(text, numbers)
    )
    if sentence := _in_hand(material):
        raise Refused(sentence)
    material.full_clean()
    material.save()
    record(material, "submit", "报送成效素材", by=by, on=on, to_state=material.state)
    _keep(material, files, sensitivity, by)
    _tell_verifiers(material, f"请核实成效素材：{material}", on)
    return material


def _keep(material, files, sensitivity, by):
    for upload in files:
        attach(material, upload, by=by, purpose="佐证材料", sensitivity=sensitivity)


def _content(text, numbers):
    """The fields of what a unit says, nothing of it verified. Raises Refused for a number of the text that is not listed."""
    if missing := unlisted(text, numbers):
        raise Refused(f"正文里的“{'”“'.join(missing[:5])}”没有列入数据，请逐个写明数的是什么、来源和日期。")
    return {"text": text, "numbers": [each | {"verified": False} for each in numbers]}


def _tell_verifiers(material, title, on, text=""):
    people = Person.objects.holding(*KEEPERS, jurisdiction=material.jurisdiction, on=on)
    _tell(material, people, title, text)


def _tell(material, people, title, text=""):
    if not material.handling.is_history:
        key = f"material:{material.pk}:{material.version}"
        tell(people, material.jurisdiction, key, title, text=text, link=material.get_absolute_url(), about=material)


@transaction.atomic
def edit_material(material, *, by, text, numbers=(), files=(), sensitivity="", on=None, version=None):
    """修改 before it is verified, or after it was returned; it waits for verification. Returns it."""
    on = on or timezone.localdate()
    fields = _content(text, numbers) | CLEARED
    material = MATERIAL_FLOW.apply(material, "edit", by=by, on=on, version=version, **fields)
    _keep(material, files, sensitivity, by)
    _tell_verifiers(material, f"成效素材已修改，请核实：{material}", on)
    return material


@transaction.atomic
def correct_material(material, *, by, text, reason, numbers=(), files=(), sensitivity="", on=None, version=None):
    """更正 what was verified, with the reason: it is not verified any more, what stood there stays in the history. Returns it."""
    on = on or timezone.localdate()
    fields = _content(text, numbers) | CLEARED
    material = MATERIAL_FLOW.apply(material, "correct", by=by, on=on, version=version, reason=reason, **fields)
    _keep(material, files, sensitivity, by)
    _tell_verifiers(material, f"已核实的成效素材有更正，请重新核实：{material}", on, reason)
    return material


@transaction.atomic
def verify_material(material, *, by, opinion, unverified=(), on=None, version=None):
    """核实 with a sentence on how; `unverified`: the places (from 1) of numbers that could not be verified and stay marked. Returns it.

    Raises Refused for a place where there is no number.
    """
    on = on or timezone.localdate()
    fields = {"opinion": opinion.strip(), "verified_by": by, "verified_on": on, "numbers": checked_again(material.numbers, unverified)}
    material = MATERIAL_FLOW.apply(material, "verify", by=by, on=on, version=version or material.version, reason=opinion, **fields)
    _tell(material, unit_people(material.unit, on), f"成效素材已核实：{material}", opinion)
    return material


@transaction.atomic
def send_back_material(material, *, by, reason, on=None, version=None):
    """退回 with what is to be mended; the unit is told. Returns it."""
    return _undone(material, "send_back", "成效素材被退回", by=by, reason=reason, on=on, version=version)


@transaction.atomic
def revoke_material(material, *, by, reason, on=None, version=None):
    """撤销核实 of what turns out doubtful, with the reason; the unit is told. Returns it."""
    return _undone(material, "revoke", "成效素材的核实已撤销", by=by, reason=reason, on=on, version=version)


def _undone(material, move, words, *, by, reason, on, version):
    on = on or timezone.localdate()
    fields = CLEARED | {"opinion": reason, "numbers": checked_again(material.numbers, range(1, len(material.numbers) + 1))}
    material = MATERIAL_FLOW.apply(material, move, by=by, on=on, version=version or material.version, reason=reason, **fields)
    _tell(material, unit_people(material.unit, on), f"{words}：{material}", reason)
    return material


def withdraw_material(material, *, by, reason, on=None, version=None):
    """撤回 by the unit; it is used nowhere any more. Returns it."""
    return MATERIAL_FLOW.apply(material, "withdraw", by=by, on=on, version=version, reason=reason)
