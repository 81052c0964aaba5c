"""One child's simulated years, event by event: states, absences, and what is done about them."""

from __future__ import annotations

from heapq import heappop, heappush

from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, YEAR, birthday_minute
from synthetic_data.parameters import Parameters
from synthetic_data.world.episodes import Absence, Absences
from synthetic_data.world.exposure import Beginnings
from synthetic_data.world.population import Span
from synthetic_data.world.recognition import Protection
from synthetic_data.world.responses import Circumstances, Responses
from synthetic_data.world.truth import (
    EXPLOITED,
    GROOMED,
    NONE,
    RECOVERING,
    CareSpan,
    Child,
    Circle,
    Episode,
    Harm,
    Life,
    NoticeLife,
    PlanLife,
    ProtectionSpan,
    Response,
    StateSpan,
)

__all__ = ["Lives"]

_SEXUAL = ("sexual_harm", "sexual_exploitation")


class Lives:
    """Follows children one by one through the span."""

    def __init__(self, span: Span, parameters: Parameters, dice: Dice) -> None:
        self.span, self.p, self.dice = span, parameters, dice
        self.absences = Absences(parameters, dice)
        self.responses = Responses(parameters, dice)
        self.protection = Protection(parameters, dice)

    def follow(
        self,
        child: Child,
        begin: Beginnings,
        care: tuple[CareSpan, ...],
        protection: tuple[ProtectionSpan, ...],
        circle: Circle,
    ) -> Life:
        """The child's life from the warm-up to the end of the span."""
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
        self.p, self.dice = lives.p, lives.dice
        self.horizon = min(lives.span.taken, birthday_minute(child.born, 18))
        self.queue: list[tuple[int, int, str, int]] = []
        self.order = self.token = 0
        self.state, self.since = NONE, lives.span.warm_up
        self.until = lives.span.taken
        self.spans: list[StateSpan] = []
        self.episodes: list[Episode] = []
        self.harms: list[Harm] = []
        self.plans: list[PlanLife] = []
        self.notices: list[NoticeLife] = []
        self.told: list[int] = []
        self.back = lives.span.warm_up - DAY
        self.branching = lives.p.table("missing.branching")
        # How often adults who exploit children choose this one, by sex.
        self.sought = lives.p.table("exploitation.rate_by_sex")[child.sex]
        self.by_age = lives.p.numbers("missing.care_rate_by_age")
        for minute in begin.missing:
            self.push(minute, "gone")
        if begin.groomed is not None:
            self.push(begin.groomed, "groomed")
        for span in care:
            self.in_care(span)

    def push(self, minute: int, what: str, token: int = 0) -> None:
        self.order += 1
        heappush(self.queue, (minute, self.order, what, token))

    def run(self, protection: tuple[ProtectionSpan, ...]) -> Life:
        while self.queue:
            minute, _, what, token = heappop(self.queue)
            if minute >= self.horizon:
                break
            if what == "gone":
                if token in (0, self.token):
                    self.goes_missing(minute)
            elif what == "groomed":
                self.is_groomed(minute)
            elif what == "referral":
                if token == self.token:
                    self.recognise(minute, mistaken=False)
            elif token == self.token:
                self.state_ends(minute)
        self.spans.append(StateSpan(self.state, self.since, self.until))
        return Life(
            child=self.child,
            care=self.care,
            protection=protection,
            states=tuple(self.spans),
            episodes=tuple(self.episodes),
            harms=tuple(sorted(self.harms, key=lambda harm: harm.at)),
            plans=tuple(self.plans),
            notices=tuple(self.notices),
            circle=self.circle if len(self.spans) > 1 or self.plans else None,
        )

    # --- what begins by itself -------------------------------------------------------

    def scatter(self, start: int, end: int, per_year: float, what: str) -> None:
        """Poisson events between two moments of the simulated years."""
        start, end = max(start, self.lives.span.warm_up), min(end, self.horizon)
        if end > start:
            for _ in range(self.dice.poisson(per_year * (end - start) / YEAR)):
                self.push(start + int(self.dice.uniform() * (end - start)), what, self.token)

    def in_care(self, span: CareSpan) -> None:
        """Going missing more often while looked after, by age and placement."""
        rates = self.p.table("missing.care_placement_factor")
        ends = [placement.start for placement in span.placements[1:]] + [span.end]
        onset = self.p.table("exploitation.onset_by_placement")
        for placement, end in zip(span.placements, ends, strict=True):
            factor = rates.get(placement.kind, 1.0)
            start = max(placement.start, self.lives.span.warm_up)
            while start < min(end, self.horizon):
                age = max((start - birthday_minute(self.child.born, 0)) // YEAR, 0)
                stop = min(end, start + YEAR // 4)
                rate = self.by_age[min(age, 17)] * factor
                self.scatter(start, stop, rate, "gone")
                if age >= 11:
                    rate = onset.get(placement.kind, 0.0) * self.sought
                    self.scatter(start, stop, rate, "groomed")
                start = stop

    # --- the latent state --------------------------------------------------------------

    def is_groomed(self, minute: int) -> None:
        if self.state in (NONE, RECOVERING):
            self.enter(minute, GROOMED, "exploitation.groomed_days")

    def enter(self, minute: int, state: str, mean_days: str) -> None:
        self.spans.append(StateSpan(self.state, self.since, minute))
        self.token += 1
        self.state, self.since = state, minute
        self.until = minute + int((7 + self.dice.exponential(self.p.number(mean_days))) * DAY)
        self.push(self.until, "state", self.token)
        rate = self.p.table("missing.rate_by_state").get(state, 0.0) * self.child.liability
        self.scatter(minute, self.until, rate, "gone")
        if state == EXPLOITED:
            harm = self.p.number("harm.sexual_outside_per_year")
            for _ in range(self.dice.poisson(harm * (self.until - minute) / YEAR)):
                at = minute + int(self.dice.uniform() * (self.until - minute))
                if at < self.horizon:
                    self.harms.append(Harm(at, "sexual", False, None))
            factor = self.lives.responses.recognised(self.child)
            rate = self.p.number("recognition.other_routes_per_year") * factor
            self.scatter(minute, self.until, rate, "referral")

    def state_ends(self, minute: int) -> None:
        worse = self.p.table("exploitation.goes_on")
        if self.state == GROOMED and self.dice.chance(worse["groomed_to_exploited"]):
            self.enter(minute, EXPLOITED, "exploitation.exploited_days")
        elif self.state == EXPLOITED:
            self.enter(minute, RECOVERING, "exploitation.recovering_days")
        elif self.state == RECOVERING and self.dice.chance(worse["recovering_to_exploited"]):
            self.enter(minute, EXPLOITED, "exploitation.exploited_days")
        else:
            self.spans.append(StateSpan(self.state, self.since, minute))
            self.token += 1
            self.state, self.since, self.until = NONE, minute, self.lives.span.taken

    def shorten(self, minute: int) -> None:
        """A plan in force brings exploitation to an end sooner."""
        if self.state in (GROOMED, EXPLOITED) and self.until > minute:
            left = (self.until - minute) * self.p.number("plans.time_left_factor")
            self.until = minute + int(left)
            self.push(self.until, "state", self.token)
            self.harms = [h for h in self.harms if h.while_missing or h.at < self.until]

    # --- one absence ---------------------------------------------------------------------

    def goes_missing(self, minute: int) -> None:
        if minute <= self.back:
            return
        start = self.lives.absences.begins(minute, self.back)
        if start >= self.horizon:
            return
        placement = self.placement(start)
        absence = self.lives.absences.absence(
            start,
            self.state,
            placement,
            plan_live=self.has_live_plan(start),
            notice_in_force=self.has_notice(start),
        )
        self.back = absence.end
        response = self.respond(absence, placement)
        self.episodes.append(
            Episode(
                start=absence.start,
                end=absence.end,
                state=self.state,
                missing_from=absence.missing_from,
                with_adult=absence.with_adult,
                harm=absence.harm,
                response=response,
            )
        )
        if absence.harm:
            at = start + (absence.end - start) // 2
            known = self.harm_known(absence, response)
            self.harms.append(Harm(at, absence.harm, True, known))
        if response:
            self.follow_up(absence, response)
        self.go_again(absence, placement)

    def respond(self, absence: Absence, placement: str | None) -> Response | None:
        in_care = placement is not None
        responses = self.lives.responses
        if not responses.is_reported(self.child, absence, in_care=in_care):
            return None
        start = absence.start
        recent = sum(
            1 for e in self.episodes if e.response is not None and e.start > start - 90 * DAY
        )
        about = Circumstances(
            state=self.state,
            age=(start - birthday_minute(self.child.born, 0)) // YEAR,
            in_care=in_care,
            recent_reports=recent,
            plan_live=self.has_live_plan(start),
            told_before=any(at < start for at in self.told),
            untold_harm=any(
                harm.kind == "sexual"
                and harm.recorded is None
                and start - 180 * DAY < harm.at < start
                for harm in self.harms
            ),
        )
        return responses.response(self.child, absence, about)

    def harm_known(self, absence: Absence, response: Response | None) -> int | None:
        """When the harm of this absence became known, if it did."""
        if response is None:
            return None
        known = [absence.end] if response.harm_found == absence.harm else []
        if absence.harm == "sexual":
            known += [i.at for i in response.interviews if i.disclosure in _SEXUAL]
        return min(known, default=None)

    def follow_up(self, absence: Absence, response: Response) -> None:
        """What people learn from the absence, and do about exploitation."""
        told = [i.at for i in response.interviews if i.disclosure in _SEXUAL]
        if told and absence.harm != "sexual":
            self.earlier_harm_told(min(told))
        self.told += told + ([absence.end] if response.harm_found == "sexual" else [])
        exploited = self.state in (GROOMED, EXPLOITED)
        factor = self.lives.responses.recognised(self.child)
        if self.lives.protection.is_recognised(response, factor, exploited=exploited):
            self.recognise(absence.end, mistaken=not exploited)

    def earlier_harm_told(self, minute: int) -> None:
        for place in range(len(self.harms) - 1, -1, -1):
            harm = self.harms[place]
            if harm.kind == "sexual" and harm.recorded is None and harm.at < minute:
                self.harms[place] = Harm(harm.at, harm.kind, harm.while_missing, minute)
                return

    def go_again(self, absence: Absence, placement: str | None) -> None:
        """One absence leads to others, most of them within weeks; an adult met may groom."""
        setting = placement if placement == "childrens_home" else "care" if placement else "home"
        mean = self.branching[setting] + self.branching.get(self.state, 0.0)
        mean *= self.child.susceptibility
        if self.has_live_plan(absence.end):
            mean *= self.p.number("plans.missing_factor")
        mean = min(mean, self.branching["most"])
        # Nobody can go missing ever more often: most days of the week is all there is.
        season = sum(1 for e in self.episodes if e.start > absence.end - 90 * DAY)
        mean /= 1 + season / self.branching["crowding"]
        soon = self.p.number("missing.again_soon")
        days = self.p.table("missing.days_to_again")
        for _ in range(self.dice.poisson(mean)):
            wait = days["soon"] if self.dice.chance(soon) else days["later"]
            self.push(absence.end + int((0.3 + self.dice.exponential(wait)) * DAY), "gone")
        age = (absence.start - birthday_minute(self.child.born, 0)) // YEAR
        met = self.p.number("exploitation.met_while_missing") * self.sought
        if age >= 11 and self.state in (NONE, RECOVERING) and self.dice.chance(met):
            self.push(absence.end + int(self.dice.exponential(10) * DAY), "groomed")

    # --- what is in place ------------------------------------------------------------------

    def placement(self, minute: int) -> str | None:
        for span in self.care:
            if span.start <= minute < span.end:
                return span.placement_at(minute).kind
        return None

    def has_live_plan(self, minute: int) -> bool:
        for plan in self.plans:
            begun = [step for step in plan.steps if step.at <= minute]
            if begun and begun[-1].state == "live":
                return True
        return False

    def has_notice(self, minute: int) -> bool:
        return any(n.served <= minute < n.served + 365 * DAY for n in self.notices)

    def recognise(self, minute: int, *, mistaken: bool) -> None:
        """People think that the child is exploited: a plan, and perhaps a notice, follow."""
        if any(
            plan.steps[-1].state != "ended" or plan.steps[-1].at > minute for plan in self.plans
        ):
            return
        protection, taken = self.lives.protection, self.lives.span.taken
        ends = minute + 60 * DAY if mistaken else self.until
        plan = protection.plan(self.child, minute, ends, taken)
        if plan is None:
            return
        self.plans.append(PlanLife(plan.steps, mistaken))
        live = [step.at for step in plan.steps if step.state == "live"]
        if live:
            self.shorten(live[0])
        if mistaken:
            return
        in_care = self.placement(minute) is not None
        notice = protection.notice(self.child, self.circle, minute, taken, in_care=in_care)
        if notice:
            self.notices.append(notice)
