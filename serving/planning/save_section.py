"""Save one section of the next version; two editors never lose a word (M3, M8)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.planning.acting import Acting, Done, KeptApartError, NotOwnTeamError, carry_out
from serving.planning.sections import SECTIONS, checked, digest_of
from serving.planning.states import ActRefusedError, PlanAct, after
from serving.service.context import Service
from serving.service.editing import ChangedMeanwhileError, Seen

__all__ = ["NoSuchSectionError", "save_section"]


class NoSuchSectionError(Exception):
    """Plans have no section of this name."""

    def __init__(self) -> None:
        super().__init__("A plan has no such section. Its sections are: " + ", ".join(SECTIONS))


async def save_section(
    service: Service,
    officer: Officer,
    reference: str,
    section: str,
    content: Any,
    seen: Seen,
    reason: AccessReason,
    settles: Collection[int] = (),
) -> Done:
    """Save what the section says from now on in the version that is being written.

    If somebody else saved the section since, or the copy was sent for approval or the plan
    ended meanwhile, nothing is overwritten: what was sent is kept apart, beside what
    stands, until somebody chooses.

    Args:
        content: as JSON values; None or nothing empties the section.
        settles: numbers of texts kept apart about which this save decides.

    Raises:
        SectionFaultsError: the content breaks a rule; it says which line, and by how much.
        KeptApartError: kept apart, not saved. It is entered.
        NoSuchSectionError, NotOwnTeamError, ActRefusedError and others: see
            :func:`serving.planning.acting.carry_out`.
    """

    def work(acting: Acting) -> tuple[str, int | None]:
        plan = acting.plan
        if section not in SECTIONS:
            raise NoSuchSectionError
        if not plan.may_write(acting.officer):
            raise NotOwnTeamError(plan.owner_team)
        kept = checked(section, content)
        acting.facts["section"] = section
        is_same = kept == plan.content(section)
        base = digest_of(plan.written_down()[section])
        if is_same and not settles:
            return _save_again(acting, section, kept, base, seen)
        try:
            seen.check(plan.section_tag(section))
            if not is_same:
                after(plan.standing, PlanAct.SAVE)
        except (ChangedMeanwhileError, ActRefusedError):
            number = acting.add("kept_apart", section=section, content=kept, base=base)
            return "PLAN_TEXT_KEPT_APART", number
        _settle(acting, section, settles)
        if not is_same or section in plan.overtaken:
            acting.add("saved", section=section, content=kept, base=base)
        return "PLAN_SECTION_SAVED", None

    done = await carry_out(
        service, officer, Permission.PLAN_WRITE, reference, reason, work, section=section
    )
    if done.kept_apart is not None:
        raise KeptApartError(done.kept_apart)
    return done


def _save_again(acting: Acting, section: str, kept: Any, base: str, seen: Seen) -> tuple[str, None]:
    """What stands is saved once more: nothing can be lost by it, whatever was seen.

    Of a section that a newer version overtook it says that this is meant all the same,
    if that version was seen.
    """
    plan = acting.plan
    after(plan.standing, PlanAct.SAVE)
    if section in plan.overtaken:
        seen.check(plan.section_tag(section))
        acting.add("saved", section=section, content=kept, base=base)
    return "PLAN_SECTION_SAVED", None


def _settle(acting: Acting, section: str, settles: Collection[int]) -> None:
    """Raises ActRefusedError if one of them is no text kept apart of this section."""
    waiting = {s.row.number for s in acting.plan.copy.apart if s.row.section == section}
    if unknown := sorted(set(settles) - waiting):
        raise ActRefusedError(
            f"No text of this section is kept apart under the number {unknown[0]}, "
            "or somebody chose already. Read the section again."
        )
    for number in sorted(set(settles)):
        acting.add("chosen", section=section, settles=number)
