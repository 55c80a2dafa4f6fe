"""The registers that programs keep: people, posts, meetings, terms, sessions, sectors, portfolios, standing contacts, facts of units."""

from django.db.models import DateField
from django.urls import path

from organizations import register_forms as forms
from organizations.api import registers
from organizations.api.keeping import EDIT, Kept, KeptList, RegisterAct
from organizations.endpoints import DetailEndpoint
from organizations.forms import ActivateForm, DeactivateForm
from organizations.models import CounterpartLink, Meeting, Membership, Person, Portfolio, Sector, Session, Term, Unit
from organizations.permissions import PEOPLE_KEEPERS, SECRETARIES, may_change_post, may_edit_person, may_keep_account


def _may_person(by, person, act):
    return may_edit_person(by, person) if act == EDIT else may_keep_account(by, person) and may_edit_person(by, person)


def _may_post(by, post, act):
    return may_change_post(by, post)


UNIT = Kept(registers.UNITS, "单位的其他信息", Unit, forms.UnitFactsForm, keepers=SECRETARIES)
PERSON = Kept(
    registers.PEOPLE,
    "人员",
    Person,
    forms.PersonFactsForm,
    forms.NewPersonForm,
    PEOPLE_KEEPERS,
    acts={"deactivate": ("停用账号", DeactivateForm), "activate": ("恢复账号", ActivateForm)},
    may=_may_person,
)
POST = Kept(registers.PEOPLE, "任职", Membership, forms.DatesOfPostForm, forms.PostForm, PEOPLE_KEEPERS, may=_may_post)
PORTFOLIO = Kept(registers.PEOPLE, "领导分工", Portfolio, forms.PortfolioForm, forms.PortfolioForm, SECRETARIES, SECRETARIES)
COUNTERPART = Kept(registers.UNITS, "对口联系", CounterpartLink, forms.CounterpartForm, forms.CounterpartForm, SECRETARIES, SECRETARIES)
SECTOR = Kept(registers.PLACES, "界别", Sector, forms.SectorForm, forms.SectorForm, SECRETARIES, SECRETARIES)
TERM = Kept(registers.MEETINGS, "届", Term, forms.TermForm, forms.TermForm, SECRETARIES)
SESSION = Kept(
    registers.MEETINGS, "次会议", Session, forms.SessionForm, forms.SessionForm, SECRETARIES, place="term__jurisdiction", fixed=("term",)
)
MEETING = Kept(registers.MEETINGS, "会议", Meeting, forms.MeetingForm, forms.MeetingForm, SECRETARIES)


class People(KeptList, registers.PersonList):
    kept = PERSON


class Posts(KeptList, registers.PostList):
    kept = POST


class PostDetail(DetailEndpoint):
    tag, label, shape = registers.PEOPLE, "一项任职", registers.POST


class Portfolios(KeptList, registers.PortfolioList):
    kept = PORTFOLIO


class Counterparts(KeptList, registers.CounterpartList):
    kept = COUNTERPART


class Sectors(KeptList, registers.SectorList):
    kept = SECTOR


class Terms(KeptList, registers.TermList):
    kept = TERM


class Sessions(KeptList, registers.SessionList):
    kept = SESSION


class Meetings(KeptList, registers.MeetingList):
    kept = MEETING


LISTS = {
    "people/": People,
    "memberships/": Posts,
    "portfolios/": Portfolios,
    "counterpart-links/": Counterparts,
    "sectors/": Sectors,
    "terms/": Terms,
    "sessions/": Sessions,
    "meetings/": Meetings,
}
ACTS = {
    "units/": UNIT,
    "people/": PERSON,
    "memberships/": POST,
    "portfolios/": PORTFOLIO,
    "counterpart-links/": COUNTERPART,
    "sectors/": SECTOR,
    "terms/": TERM,
    "sessions/": SESSION,
    "meetings/": MEETING,
}


def addresses(once):
    """The URL patterns of adding and acting; `once` is what answers a call at most once per idempotency key."""
    return [
        *(path(address, view.as_view(once=once)) for address, view in LISTS.items()),
        path("memberships/<int:pk>/", PostDetail.as_view()),
        *(act for address, kept in ACTS.items() for act in acts(address, kept, once)),
    ]


def acts(base, kept, once):
    """The URL patterns of all acts on the rows of a register."""
    row = "<uuid:public_id>" if kept.key == "public_id" else "<str:pk>" if isinstance(kept.model._meta.pk, DateField) else "<int:pk>"
    return [path(f"{base}{row}/act/{name}/", RegisterAct.as_view(once=once, kept=kept, move=name)) for name in kept.label_of]
