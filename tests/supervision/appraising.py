"""An appraisal of the finance bureau, brought to any point of its way."""

from datetime import timedelta

from django.utils import timezone

from organizations.models import Role
from supervision import actions
from supervision.models import ScoreSheet
from tests.world import person

SEED = "03-11-17-20-25-31+07"
MARKS = {"leadership": 90, "mechanism": 80, "contact": 70, "effect": 100, "form": 60}


def drawn_up(world, **fields):
    """A round over the finance bureau, which has answered a case; three members can score."""
    world.issued(title="关于修缮社区书屋的建议")
    person(world.place, Role.MEMBER)
    facts = {"title": "年度民主评议", "units": [world.finance], "demands": "按项目评分", "case_count": 5, "scorer_count": 30}
    facts |= {"ends_on": timezone.localdate() + timedelta(20)} | fields
    return actions.begin_appraisal(world.session, by=world.secretary, **facts)


def announced(world, **fields):
    return actions.announce(drawn_up(world, **fields), by=world.secretary, seed_source="下周六的开奖号码")


def scoring(world, **fields):
    return actions.draw_sample(announced(world, **fields), by=world.secretary, seed=SEED)


def score_all(appraisal, *sheets):
    """Each sheet of the round given, by `sheets` (dicts of what differs from MARKS) in turn."""
    rows = ScoreSheet.objects.filter(rated__appraisal=appraisal).select_related("person").order_by("pk")
    for number, sheet in enumerate(rows):
        marks = MARKS | (sheets[number % len(sheets)] if sheets else {})
        actions.score(sheet, by=sheet.person, marks=marks, remark=f"意见{number}")


def closed(world, *sheets, **fields):
    appraisal = scoring(world, **fields)
    score_all(appraisal, *sheets)
    return actions.close_appraisal(appraisal, by=world.secretary, summary="总体良好")


def sent(world):
    """The finance bureau's result, with a fault, in its hands."""
    rated = closed(world).units.get()
    actions.list_fault(rated, by=world.secretary, problem="没有当面沟通", measure="办前办后都要面商")
    return actions.send_result(rated, by=world.secretary, opinion="办理认真，沟通不够")
