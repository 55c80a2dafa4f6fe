"""How often the pages of proposals ask the database, and that rows read along by one statement are the rows themselves."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, transaction
from django.db.models import OuterRef
from django.urls import reverse

from documents.models import Attachment
from feedback.models import Assignment
from organizations.models import Ruleset, Session, Unit
from organizations.nested import Part, settled, with_parts
from proposals import actions
from proposals.models import Handling, Proposal, Reply
from tests.pages import browser, quiet
from tests.proposals.world import DAY

pytestmark = pytest.mark.django_db
LIST = reverse("proposals:list")


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_asks_five_queries(world, django_assert_num_queries, cases):
    for number in range(cases):
        world.assigned(mode="separate", title=f"关于第{number}件事情的建议")
    quiet(django_assert_num_queries, 5, world.secretary, LIST)


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_as_a_file_asks_four_queries_and_one_more_for_a_session(world, django_assert_num_queries, cases):
    for number in range(cases):
        world.session = Session.objects.create(term=world.term, number=10 + number)
        world.assigned(title=f"关于第{number}件事情的建议")
    quiet(django_assert_num_queries, 4, world.secretary, f"{LIST}?format=csv")
    quiet(django_assert_num_queries, 5, world.secretary, f"{LIST}?format=csv&session={world.session.pk}")


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_of_a_case_asks_seven_queries(world, django_assert_num_queries, units):
    case = world.assigned(mode="separate" if units > 1 else "sole", units=[world.finance, world.education, world.committee][:units])
    quiet(django_assert_num_queries, 7, world.secretary, case.get_absolute_url())
    quiet(django_assert_num_queries, 7, world.handler, case.get_absolute_url())
    quiet(django_assert_num_queries, 6, world.member, case.get_absolute_url())


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_of_an_answered_case_asks_seven_queries(world, django_assert_num_queries, rounds):
    reply = world.issued()
    for _ in range(rounds - 1):
        actions.give_receipt(reply.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决", on=DAY)
        reply = world.again(reply)
    address = reply.round.handling.get_absolute_url()
    quiet(django_assert_num_queries, 7, world.secretary, address)
    quiet(django_assert_num_queries, 7, world.handler, address)
    quiet(django_assert_num_queries, 6, world.member, address)


def test_the_page_asks_little_before_filing_and_while_a_reply_is_written_and_signed(world, django_assert_num_queries):
    for case in (world.submitted(), world.reviewed(), world.filed()):
        quiet(django_assert_num_queries, 8 if case.state == "filed" else 7, world.secretary, case.get_absolute_url())
    reply = world.drafted()
    address = reply.round.handling.get_absolute_url()
    quiet(django_assert_num_queries, 8, world.handler, address)
    actions.submit_reply(reply, by=world.handler, on=DAY)
    quiet(django_assert_num_queries, 12, world.head, address)
    quiet(django_assert_num_queries, 9, world.secretary, address)


def plain(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_read_along_are_the_rows_themselves(world, django_assert_num_queries):
    """Every relation of a case of two rounds, each column of each row, as Django reads it one by one."""
    reply = world.issued()
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="dissatisfied", text="没有解决", on=DAY)
    case = Proposal.objects.get()
    case.wished_units.add(world.finance, world.education)
    parts = (
        Part("proposers", Part("person")),
        Part("wished_units", rows=Unit.objects.order_by("pk")),
        Part("reviews", Part("by")),
        Part("ledger_links", Part("suggestion")),
        Part("merged_into"),
    )
    with django_assert_num_queries(1):
        read = settled(with_parts(Proposal.objects.all(), parts).get(), parts)
        found = {part.name: list(getattr(read, part.name).all()) for part in parts[:4]}
        people = [each.person for each in found["proposers"]] + [each.by for each in found["reviews"]]
        assert read.merged_into is None and all(each.proposal is read for each in found["proposers"])
    assert [plain(each) for each in people] == [plain(world.member), *[plain(type(world.secretary).objects.get(pk=world.secretary.pk))] * 3]
    for name, rows in found.items():
        assert [plain(row) for row in rows] == [plain(row) for row in getattr(case, name).order_by("pk")] != []
    rounds = (Part("rounds", Part("reply", Part("steps", Part("leader")), Part("receipts", Part("proposer")))),)
    with django_assert_num_queries(1):
        handling = settled(with_parts(Handling.objects.all(), rounds).get(), rounds)
        first, second = handling.rounds.all()
        assert not hasattr(second, "reply") and first.reply.round is first and first.handling is handling
        steps, receipts = list(first.reply.steps.all()), list(first.reply.receipts.all())
        assert receipts[0].proposer.name
    assert plain(first.reply) == plain(Reply.objects.get())
    assert [plain(each) for each in steps] == [plain(each) for each in reply.steps.order_by("pk")] != []
    assert [plain(each) for each in receipts] == [plain(each) for each in reply.receipts.all()] != []


def test_rows_that_name_the_row_themselves_are_a_list_with_what_is_noted(world):
    case = world.draft_proposal()
    given = {"owner_type": ContentType.objects.get_for_model(Proposal)}
    Attachment.objects.create(
        jurisdiction=world.place, owner_id=case.pk, name="图.png", size=3, content_type="image/png", digest="a" * 64,
        uploaded_by=world.member, **given,
    )  # fmt: skip
    parts = (Part("files", Part("uploaded_by"), rows=Attachment.objects.filter(owner_id=OuterRef("pk"), **given)),)
    read = settled(with_parts(Proposal.objects.all(), parts).get(), parts)
    assert [(each.name, each.uploaded_by) for each in read.files] == [("图.png", world.member)]
    page = browser(world.member).get(case.get_absolute_url()).content.decode()
    assert reverse("documents:attachment", args=[read.files[0].public_id]) in page


def test_each_session_is_exported_by_its_own_rules(world):
    """A session that pins rules, one that goes by those in force on its day, one by the defaults."""
    scale = {"proposals": {"scale": [["satisfied", "很好"], ["basically", "还行"], ["dissatisfied", "不行"]]}}
    pinned = Ruleset.objects.create(jurisdiction=world.place, version=1, name="一", overrides=scale, effective_on="2030-01-01")
    reply = world.issued()
    actions.give_receipt(reply.receipts.get(), by=world.member, overall="satisfied", text="", on=DAY)
    export = lambda: browser(world.secretary).get(f"{LIST}?format=csv").content.decode()  # noqa: E731
    assert "满意" in export() and "很好" not in export()
    Session.objects.filter(pk=world.session.pk).update(ruleset=pinned)
    assert "很好" in export()
    Session.objects.filter(pk=world.session.pk).update(ruleset=None)
    Ruleset.objects.filter(pk=pinned.pk).update(effective_on="2026-01-01")
    assert "很好" in export()


def test_a_units_people_see_its_cases_and_what_they_wrote_before(world):
    """Who only handles is asked for by the unit; who wrote one as a member, and has left that post, still sees it too."""
    case = world.assigned()
    handling = Handling.objects.get()
    assert handling.keeper_id == handling.unit_id == world.finance.pk
    assert list(Proposal.objects.visible_to(world.handler)) == [case]
    own = world.draft_proposal(title="关于另一件事情的建议")
    Proposal.objects.filter(pk=own.pk).update(author=world.handler)
    again = type(world.handler).objects.get(pk=world.handler.pk)
    assert list(Proposal.objects.visible_to(again)) == [own, case]
    assert not Proposal.objects.visible_to(world.other_handler).exists()


def test_the_unit_of_an_assignment_stays(world):
    world.assigned()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Assignment.objects.update(unit=world.education)
    assert Handling.objects.get().keeper == world.finance
    Handling.objects.update(keeper=None)
    assert Handling.objects.get().keeper == world.finance
