"""One child's simulated years, event by event: absences, what leads to them, what follows."""

from __future__ import annotations

from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, YEAR, birthday_minute
from synthetic_data.parameters import Parameters
from synthetic_data.world.adults import Circle
from synthetic_data.world.agenda import (
    GOES_MISSING,
    IS_GROOMED,
    REFERRED,
    STATE_ENDS,
    TELLS,
    Agenda,
)
from synthetic_data.world.episodes import Absence, Absences, Circumstances
from synthetic_data.world.exploitation import Exploitation
from synthetic_data.world.exposure import Beginnings
from synthetic_data.world.population import Span
from synthetic_data.world.pressures import Pressures
from synthetic_data.world.protections import NoticeLife, PlanLife, PowerUse, Telling
from synthetic_data.world.recognition import Protection
from synthetic_data.world.responses import Responses
from synthetic_data.world.truth import (
    SEXUAL,
    CareSpan,
    Child,
    Episode,
    Harm,
    Life,
    ProtectionSpan,
    Response,
)

__all__ = ["Lives"]


class Lives:
    """Follows children one by one through the span."""

    def __init__(self, span: Span, parameters: Parameters, dice: Dice) -> None:
        self.span, self.parameters, self.dice = span, parameters, dice
        self.absences = Absences(parameters, dice)
        self.responses = Responses(parameters, dice)
        self.protection = Protection(parameters, dice)
        self.pressures = Pressures(parameters)

    def follow(
        self,
        child: Child,
        begin: Beginnings,
        care: tuple[CareSpan, ...],
        protection: tuple[ProtectionSpan, ...],
        circle: Circle,
    ) -> Life:
        """The child's life from the warm-up to the end of the span, or the 18th birthday.

        ``circle`` are the adults who exploit the child, if anyone does.
        """
        return _OneLife(self, child, begin, care, circle).run(protection)


class _OneLife:
    """The moving parts while one child is followed."""

    def __init__(
        self,
        lives: Lives,
        child: Child,
        begin: Beginnings,
        care: tuple[CareSpan, ...],
        circle: Circle,
    ) -> None:
        self.lives, self.child, self.care, self.circle = lives, child, care, circle
        self.p, self.dice, span = lives.parameters, lives.dice, lives.span
        end = min(span.taken, birthday_minute(child.born, 18))
        self.agenda = Agenda(span.warm_up, end, lives.dice)
        self.exploitation = Exploitation(child, self.agenda, span.taken, self.p, lives.dice)
        self.recognised = lives.responses.recognised(child)
        #: How often adults who exploit children seek out this one, by sex.
        self.sought = self.p.table("exploitation.rate_by_sex")[child.sex]
        self.episodes: list[Episode] = []
        self.plans: list[PlanLife] = []
        self.notices: list[NoticeLife] = []
        self.told: list[int] = []
        self.tellings: list[Telling] = []
        self.powers: list[PowerUse] = []
        self.back = span.warm_up - DAY
        lives.pressures.put(self.agenda, child, begin, care)

    def run(self, protection: tuple[ProtectionSpan, ...]) -> Life:
        while (event := self.agenda.next()) is not None:
            minute, what = event
            if what == GOES_MISSING:
                self.goes_missing(minute)
            elif what == IS_GROOMED:
                self.exploitation.begin(minute, self.recognised)
            elif what == REFERRED:
                self.recognise(minute, mistaken=False)
            elif what == TELLS:
                self.tells(minute)
            elif what == STATE_ENDS:
                self.exploitation.go_on(minute, self.recognised)
        states = self.exploitation.spans()
        return Life(
            child=self.child,
            care=self.care,
            protection=protection,
            states=states,
            episodes=tuple(self.episodes),
            harms=tuple(sorted(self.exploitation.harms, key=lambda harm: harm.at)),
            plans=tuple(self.plans),
            notices=tuple(self.notices),
            tellings=tuple(self.tellings),
            powers=tuple(self.powers),
            circle=self.circle if len(states) > 1 or self.plans else None,
        )

    def age(self, minute: int) -> int:
        return max((minute - birthday_minute(self.child.born, 0)) // YEAR, 0)

    def goes_missing(self, minute: int) -> None:
        """One absence, unless the child is missing already."""
        if minute <= self.back:
            return
        start = self.lives.absences.begins(minute, self.back)
        if start >= self.agenda.end:
            return
        placement, state = self.placement(start), self.exploitation.state
        absence = self.lives.absences.absence(
            start,
            state,
            placement,
            plan_live=self.has_live_plan(start),
            notice_in_force=self.has_notice(start),
        )
        self.back = absence.end
        response = self.response(absence, placement)
        leads_to = self.to_follow(absence, placement)
        self.episodes.append(
            Episode(
                start=absence.start,
                end=absence.end,
                state=state,
                missing_from=absence.missing_from,
                with_adult=absence.with_adult,
                harm=absence.harm,
                response=response,
                leads_to=leads_to,
            )
        )
        if absence.harm:
            at = start + (absence.end - start) // 2
            known = None if response is None else response.harm_known(absence.harm, absence.end)
            self.exploitation.harms.append(Harm(at, absence.harm, True, known))
        if response is not None:
            self.learn(absence, response)
        self.go_again(absence, leads_to)

    def response(self, absence: Absence, placement: str | None) -> Response | None:
        """What is done about it; None if nobody tells the police."""
        in_care, start = placement is not None, absence.start
        if not self.lives.responses.is_reported(self.child, absence, in_care=in_care):
            return None
        about = Circumstances(
            state=self.exploitation.state,
            age=self.age(start),
            in_care=in_care,
            recent_reports=sum(
                1 for e in self.episodes if e.response is not None and e.start > start - 90 * DAY
            ),
            plan_live=self.has_live_plan(start),
            told_before=any(at < start for at in self.told),
            untold_harm=self.exploitation.has_untold_harm(start),
        )
        return self.lives.responses.response(self.child, absence, about, self.circle)

    def learn(self, absence: Absence, response: Response) -> None:
        """What people learn from the absence, and do about exploitation."""
        told = [i.at for i in response.interviews if i.disclosure in SEXUAL]
        if told and absence.harm != "sexual":
            self.exploitation.earlier_harm_told(min(told))
        self.told += told + ([absence.end] if response.harm_found == "sexual" else [])
        exploited = self.exploitation.is_under_way
        if self.lives.protection.is_recognised(response, self.recognised, exploited=exploited):
            self.recognise(absence.end, mistaken=not exploited)
        if (power := self.lives.protection.power(absence.end, response)) is not None:
            self.powers.append(power)

    def tells(self, minute: int) -> None:
        """The child tells somebody of harm that nobody knew of: a teacher, a nurse, a friend."""
        if not self.exploitation.has_untold_harm(minute):
            return
        self.exploitation.earlier_harm_told(minute)
        self.told.append(minute)
        route = self.dice.weighted(self.p.weighted("telling.route"))
        self.tellings.append(Telling(minute, route))
        if self.dice.chance(self.p.table("recognition.per_report")["sexual_harm_known"]):
            self.recognise(minute, mistaken=False)

    def to_follow(self, absence: Absence, placement: str | None) -> float:
        """How many more absences are to be expected to follow from this one."""
        rates = self.p.table("missing.branching")
        setting = placement if placement == "childrens_home" else "care" if placement else "home"
        mean = rates[setting] + rates.get(self.exploitation.state, 0.0)
        mean *= self.child.susceptibility
        if self.has_live_plan(absence.end):
            mean *= self.p.number("plans.missing_factor")
        protected = self.p.number("powers.missing_factor")
        if self.powers and self.powers[-1].at > absence.end - 60 * DAY:
            mean *= protected
        # Nobody goes missing ever more often: the more of late, the less each one adds.
        season = 1 + sum(1 for e in self.episodes if e.start > absence.end - 90 * DAY)
        return min(mean, rates["most"]) / (1 + season / rates["crowding"])

    def go_again(self, absence: Absence, mean: float) -> None:
        """One absence leads to others, most of them within weeks; an adult met may groom."""
        soon = self.p.number("missing.again_soon")
        days = self.p.table("missing.days_to_again")
        for _ in range(self.dice.poisson(mean)):
            wait = days["soon"] if self.dice.chance(soon) else days["later"]
            at = absence.end + int((days["first"] + self.dice.exponential(wait)) * DAY)
            self.agenda.put(at, GOES_MISSING)
        met = self.p.number("exploitation.met_while_missing") * self.sought
        if self.age(absence.start) >= self.p.number(
            "exploitation.youngest_sought"
        ) and self.dice.chance(met):
            wait = self.dice.exponential(self.p.number("exploitation.days_from_meeting"))
            self.agenda.put(absence.end + int(wait * DAY), IS_GROOMED)

    def placement(self, minute: int) -> str | None:
        """The kind of placement the child lives in; None at home."""
        for span in self.care:
            if span.start <= minute < span.end:
                return span.placement_at(minute).kind
        return None

    def has_live_plan(self, minute: int) -> bool:
        return any(plan.state_at(minute) == "live" for plan in self.plans)

    def has_notice(self, minute: int) -> bool:
        return any(notice.is_in_force(minute) for notice in self.notices)

    def recognise(self, minute: int, *, mistaken: bool) -> None:
        """People think that the child is exploited: a plan, and perhaps a notice, follow."""
        if any(plan.runs_on_at(minute) for plan in self.plans):
            return
        protection, taken = self.lives.protection, self.lives.span.taken
        ends = minute + 60 * DAY if mistaken else self.exploitation.until
        plan = protection.plan(self.child, minute, ends, taken, mistaken=mistaken)
        if plan is None:
            return
        self.plans.append(plan)
        live = next((step.at for step in plan.steps if step.state == "live"), None)
        if live is not None:
            self.exploitation.shorten(live)
        if not mistaken:
            in_care = self.placement(minute) is not None
            notice = protection.notice(self.child, self.circle, minute, taken, in_care=in_care)
            self.notices += [notice] if notice else []
