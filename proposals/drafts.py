"""Existing cases 已有提案 as a table tells of them, before they are stored."""

from dataclasses import dataclass, field
from datetime import date

from documents.models import Sensitivity
from organizations.models import Person, Sector, Unit
from workflow.calendar import Due

SILENT = "silent"


@dataclass(frozen=True)
class ProposerDraft:
    """Who put it forward: the name as printed, and the person where the place knows exactly one of that name.

    `label`: as the table writes it, with the username where it names one.
    """

    name: str
    person: Person | None = None
    label: str = field(default="", compare=False)


@dataclass(frozen=True)
class OpinionDraft:
    """One proposer's opinion of a reply: `place` in the order of proposers, from 0; `overall` a code of the scale, or `SILENT`.

    `ratings`: what was asked apart, ((code of the question, code of the answer), …).
    """

    place: int
    overall: str
    on: date | None = None
    text: str = ""
    ratings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReplyDraft:
    """An issued reply; `answers` = ((adoption, text), …) in the order of the suggestions, () where the table does not tell them."""

    issued_on: date
    result_class: str
    number: str
    signer: str = ""
    contact: str = ""
    phone: str = ""
    text: str = ""
    evidence: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    opinions: tuple[OpinionDraft, ...] = ()


@dataclass(frozen=True)
class RoundDraft:
    """A round 轮次 of one unit; `closed_on` where its opinions are all in. A supplementary one has no deadline."""

    number: int
    opened_on: date
    due: Due | None
    reply: ReplyDraft | None = None
    closed_on: date | None = None
    is_dissatisfied: bool = False
    is_supplementary: bool = False


@dataclass(frozen=True)
class HandlingDraft:
    """A unit that owes a reply, with its rounds in order; `state`: of one that has not replied in its last round."""

    unit: Unit
    unit_name: str
    state: str
    rounds: tuple[RoundDraft, ...]

    @property
    def last(self):
        """The last round that the case waited for; what was added after its closing reopens nothing."""
        return [each for each in self.rounds if not each.is_supplementary][-1]

    @property
    def is_concluded(self):
        return self.last.closed_on is not None


@dataclass(frozen=True)
class CoDraft:
    """A co-handler 会办单位, with the day of its opinion."""

    unit: Unit
    unit_name: str
    due: Due
    opinion_on: date | None = None


@dataclass(frozen=True)
class CaseDraft:
    """A filed case with all that is known of its handling. Its state follows from it.

    A proposal that was merged into a case (`merged_into`: its number) stands among the `followers` of that case, in the order in which
    their suggestions follow its own; it has a number and a day of filing only where it had been filed before.
    """

    case_no: str
    title: str
    kind: str
    proposers: tuple[ProposerDraft, ...]
    filed_on: date | None
    body: Unit | None = None
    sector: Sector | None = None
    in_session: bool | None = None
    category: str = ""
    background: str = ""
    problems: str = ""
    suggestions: tuple[str, ...] = ()
    publish_refusal: str = ""
    publication: str = "undecided"
    sensitivity: str = Sensitivity.OPEN
    submitted_on: date | None = None
    key_approved_by: str = ""
    is_key: bool = False
    track: str = ""
    mode: str = ""
    assigned_on: date | None = None
    handlings: tuple[HandlingDraft, ...] = ()
    cos: tuple[CoDraft, ...] = ()
    is_history: bool | None = False
    merged_into: str = ""
    followers: "tuple[CaseDraft, ...]" = ()

    @property
    def signers(self):
        """All who are asked for their opinion: its proposers, then those of what was merged into it."""
        return (*self.proposers, *(each for follower in self.followers for each in follower.proposers))

    @property
    def asked(self):
        """All suggestions that a reply answers, in the order of the ledger."""
        return (*self.suggestions, *(text for follower in self.followers for text in follower.suggestions))

    @property
    def state(self):
        """已立案, 办理中, 已答复, 重新办理 or 已办结; 已并案 of what was merged."""
        if self.merged_into:
            return "merged"
        lasts = [handling.last for handling in self.handlings]
        if not lasts:
            return "filed"
        if all(last.closed_on for last in lasts):
            return "concluded"
        if any(last.number > 1 and not last.reply for last in lasts):
            return "rehandling"
        return "replied" if all(last.reply for last in lasts) else "assigned"

    @property
    def concluded_on(self):
        return max(handling.last.closed_on for handling in self.handlings) if self.state == "concluded" else None
