"""What a CSE plan says, section by section: in words that name the adult's act, not the child's.

Nothing here describes harm in detail, and every line keeps the format's length.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from synthetic_data.dice import Dice
from synthetic_data.recording.drafts import Later
from synthetic_data.world.adults import Circle
from synthetic_data.world.people import load_places
from synthetic_data.world.truth import Child

__all__ = ["PlanOwner", "owner_of", "plan_sections"]

_CHILDS_WORDS = (
    "I want people to ask me, not just put me in the car.",
    "I like it when the same person comes.",
    "I don't want to talk at home.",
    "They said I owed them. I didn't know how to say no.",
    "I want to go back to my old school.",
    "If I don't answer my phone it's because someone else has it.",
)


@dataclass(frozen=True, slots=True)
class PlanOwner:
    """The officer who owns a plan, and the out-of-hours number."""

    name: str
    team: str
    phone: str


def owner_of(child: Child, dice: Dice) -> PlanOwner:
    """One of the officers of the child's neighbourhood team."""
    names = load_places()["officers"]
    rank = "PS" if dice.chance(0.2) else "PC"
    name = f"{rank} {dice.choose(names['forename'])} {dice.choose(names['surname'])}"
    return PlanOwner(name, f"{child.team} neighbourhood team", _phone(100, 699, dice))


def _phone(low: int, high: int, dice: Dice) -> str:
    # 0115 496 0000 to 0999 is set aside for drama: it rings nowhere.
    return f"0115 496 0{dice.between(low, high):03d}"


def plan_sections(
    child: Child,
    circle: Circle | None,
    notice_of: dict[str, str],
    said: date,
    owner: PlanOwner,
    dice: Dice,
) -> dict[str, Any]:
    """The plan's sections. Without a circle, nobody is known to exploit the child.

    ``notice_of`` gives the key of the notice on an adult, by the adult's key.
    """
    them = {"female": "her", "male": "him"}.get(child.sex, "them")
    their = {"female": "her", "male": "his"}.get(child.sex, "their")
    city = child.authority.endswith("City")
    duty = "0115 496 0011" if city else "0115 496 0022"
    sections = {
        "contacts": (
            {"role": "Duty social work team", "phone": duty, "hours": "all hours"},
            {"role": "Plan owner", "name": owner.name, "phone": owner.phone, "hours": "7 to 22"},
            {"role": "Missing coordinator", "phone": "0115 496 0033", "hours": "weekdays"},
        ),
        "protection": "Reviewed at the monthly multi-agency meeting with social care.",
    }
    if dice.chance(0.5):
        sections["childs_words"] = ({"said_on": said, "words": dice.choose(_CHILDS_WORDS)},)
    if circle is None:
        return sections | _worried(them, their, duty, dice)
    return sections | _exploited(child, circle, notice_of, them, their, duty, dice)


def _worried(them: str, their: str, duty: str, dice: Dice) -> dict[str, Any]:
    place = dice.choose(load_places()["public"])
    return {
        "read_first": (
            f"People are worried that adults may be grooming {them}. Nobody is named yet.",
            f"Look at {place} first. Ask {their} friends who is with {them}.",
            f"Ring the duty social work team: {duty}.",
        ),
        "first_hour": (
            {
                "action": f"Send a unit to {place}",
                "role": "Response sergeant",
                "within_minutes": 40,
            },
            {
                "action": "Tell the duty social work team",
                "role": "Controller",
                "within_minutes": 30,
            },
        ),
        "places": ({"place": place, "why": f"friends meet {them} there"},),
    }


def _exploited(
    child: Child,
    circle: Circle,
    notice_of: dict[str, str],
    them: str,
    their: str,
    duty: str,
    dice: Dice,
) -> dict[str, Any]:
    house, place = circle.houses[0], dice.choose(circle.places)
    named = circle.adults[: dice.between(1, len(circle.adults))]
    return {
        "read_first": (
            dice.choose(
                (
                    f"Adults have sexually exploited {them} and may have {them} with them now.",
                    f"Adults who exploit {them} collect {them} by car in the evening.",
                    f"An older adult controls where {them} goes.".replace(
                        f"where {them} goes", f"{their} movements and {their} phone"
                    ),
                )
            ),
            f"Send a unit to {house.line} first. Do not ring {their} phone.",
            f"Ring the duty social work team: {duty}.",
        ),
        "first_hour": (
            {"action": "Tell the inspector on duty", "role": "Controller", "within_minutes": 10},
            {
                "action": f"Send a unit to {house.line}",
                "role": "Response sergeant",
                "within_minutes": 20,
            },
            {
                "action": "Ring the duty social work team",
                "role": "Controller",
                "within_minutes": 30,
            },
            {
                "action": f"Check {place} and nearby hotels",
                "role": "Response officers",
                "within_minutes": 60,
            },
        ),
        "later_hours": (
            {
                "action": "Hold a strategy meeting with social care",
                "role": "Detective inspector",
                "within_minutes": 24 * 60,
            },
        ),
        "pattern": dice.choose(
            (
                "Leaves after tea, often on a Thursday. Comes back in the morning by taxi.",
                "A car waits at the end of the road. Back within a day; says little at first.",
                "Missing after contact with family. Adults message a second phone.",
            )
        ),
        "people": tuple(_person(adult_name, key, notice_of) for adult_name, key in _named(named)),
        "places": (
            {"place": f"{house.line}, {house.postcode}", "why": "adults take children there"},
            {"place": place, "why": f"adults meet {them} there"},
        ),
        "vehicles": circle.vehicles,
        "phones": circle.phones,
        "on_finding": (
            f"One officer {child.forename} knows speaks to {them}. Believe what is told.",
            "Consider police protection. Keep clothing and phone for forensic recovery.",
        ),
        "disruption": ("Serve notices on adults named here.", "Visit the hotels named here."),
        "other_children": ("Other children are exposed to the same adults. See the owner.",),
    }


def _named(adults: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(f"{adult.forename} {adult.surname}", adult.key) for adult in adults]


def _person(name: str, key: str, notice_of: dict[str, str]) -> dict[str, Any]:
    person: dict[str, Any] = {
        "name": name,
        "relationship": "older adult, not family",
        "concern": "exploits children, or is believed to",
    }
    if key in notice_of:
        person["notice_ref"] = Later("record:" + notice_of[key])
    return person
