"""The nouns of the world: what is really so. Times are minutes of :mod:`synthetic_data.minutes`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.formats.vocabulary import SEXUAL_DISCLOSURES as SEXUAL
from synthetic_data.world.adults import Address, Adult, Circle
from synthetic_data.world.protections import NoticeLife, PlanLife, PowerUse, Telling

__all__ = [
    "EXPLOITED",
    "GROOMED",
    "NONE",
    "RECOVERING",
    "SEXUAL",
    "STATES",
    "CareSpan",
    "Child",
    "Episode",
    "Harm",
    "Interview",
    "Life",
    "Placement",
    "ProtectionSpan",
    "Response",
    "StateSpan",
]

NONE, GROOMED, EXPLOITED, RECOVERING = "none", "groomed", "exploited", "recovering"
#: A child's latent states: what adults are doing to the child, whoever knows of it.
STATES = (NONE, GROOMED, EXPLOITED, RECOVERING)


@dataclass(frozen=True, slots=True)
class Child:
    """One real child.

    Attributes:
        key: unique in the force, e.g. ``T003-01234``.
        nickname: what friends call the child, if anything.
        former_surname: borne until ``surname_changed``.
        former_home: lived in until ``moved``.
        willing: the household reports the child missing when the child is.
        susceptibility: how strongly one time missing leads to another; 1 on average.
        liability: how often exploitation leads to going missing; 1 on average.
        openness: how readily the child tells people what was done; 1 on average.
        adversity: what makes hard things likelier in this home and for this child; 1 on average.
    """

    key: str
    household: str
    born: date
    sex: str
    ethnicity: str
    forename: str
    surname: str
    home: Address
    authority: str
    team: str
    nickname: str | None = None
    former_surname: str | None = None
    surname_changed: int | None = None
    former_home: Address | None = None
    moved: int | None = None
    learning_disability: bool = False
    is_twin: bool = False
    willing: bool = True
    susceptibility: float = 1.0
    liability: float = 1.0
    openness: float = 1.0
    adversity: float = 1.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a looked-after child lives from ``start`` on."""

    start: int
    kind: str
    address: Address
    out_of_area: bool = False


@dataclass(frozen=True, slots=True)
class CareSpan:
    """Looked after from ``start`` to ``end``, in one placement after another."""

    start: int
    end: int
    placements: tuple[Placement, ...]

    def placement_at(self, minute: int) -> Placement:
        """The placement in which the child lives then."""
        begun = [placement for placement in self.placements if placement.start <= minute]
        return begun[-1] if begun else self.placements[0]


@dataclass(frozen=True, slots=True)
class ProtectionSpan:
    """A child protection plan in force."""

    start: int
    end: int
    category: str


@dataclass(frozen=True, slots=True)
class StateSpan:
    """One stay in one latent state; ``end`` may lie beyond what was simulated."""

    state: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview after one return: held or not, and what was told."""

    kind: str
    at: int
    outcome: str
    disclosure: str | None
    told_to: str | None


@dataclass(frozen=True, slots=True)
class Response:
    """What police and partners did about a missing episode that was reported.

    Attributes:
        at: when police were told.
        harm_found: what they noticed, which may be less than happened.
        found_adult: the adult with whom the child was found, if officers have a name.
        found_at: where, if they wrote it down.
        reviews: (when, rank) of each supervisory review that was held.
    """

    at: int
    grade: str
    how_ended: str
    found_place: str | None
    found_with: str | None
    found_adult: Adult | None
    found_at: Address | None
    harm_found: str | None
    interviews: tuple[Interview, ...]
    reviews: tuple[tuple[int, str], ...]
    meeting: int | None

    def harm_known(self, harm: str | None, end: int) -> int | None:
        """When harm of this kind, done in the absence that ended at ``end``, became known."""
        known = [end] if harm is not None and self.harm_found == harm else []
        if harm == "sexual":
            known += [i.at for i in self.interviews if i.disclosure in SEXUAL]
        return min(known, default=None)


@dataclass(frozen=True, slots=True)
class Episode:
    """One time missing, reported or not.

    ``leads_to`` is how many more were to be expected to follow from it.
    """

    start: int
    end: int
    state: str
    missing_from: str
    with_adult: bool
    harm: str | None
    response: Response | None
    leads_to: float = 0.0


@dataclass(frozen=True, slots=True)
class Harm:
    """Harm that was done to the child, and when anybody recorded it first."""

    at: int
    kind: str
    while_missing: bool
    recorded: int | None


@dataclass(frozen=True, slots=True)
class Life:
    """Everything true of one child in the simulated years."""

    child: Child
    care: tuple[CareSpan, ...]
    protection: tuple[ProtectionSpan, ...]
    states: tuple[StateSpan, ...]
    episodes: tuple[Episode, ...]
    harms: tuple[Harm, ...]
    plans: tuple[PlanLife, ...]
    notices: tuple[NoticeLife, ...]
    tellings: tuple[Telling, ...]
    powers: tuple[PowerUse, ...]
    circle: Circle | None
