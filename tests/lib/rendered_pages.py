"""Every page in every state, rendered once: name -> document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from serving.access.permissions import ROLES
from serving.pages import (
    AccessReasonChoice,
    DemoAccount,
    FeaturedCase,
    Frame,
    MessageKind,
    MessageView,
    Pages,
    ReasonView,
    Receipt,
    ResultCard,
    ResultsView,
    SearchForm,
    SearchView,
    SignInView,
    child_view,
    models_view,
)
from serving.pages.access import LimitedView
from serving.pages.administration import quarantine_view, roles_view, settings_view
from serving.pages.frames import tabs_for
from serving.pages.replays import ReplayReasonView, replay_view
from serving.pages.trust import trust_view
from serving.pages.vantage import source_lines
from tests.lib.account_pages import account_pages
from tests.lib.answer_extremes import EVERY_ANSWER
from tests.lib.answer_parts import sources
from tests.lib.case_audit_rendered import case_audit_pages
from tests.lib.figures_rendered import figures_pages
from tests.lib.log_pages import log_pages
from tests.lib.manners_pages import limited_card, manners_pages
from tests.lib.missing_rendered import missing_pages
from tests.lib.plan_rendered import plan_pages
from tests.lib.referring_rendered import referring_pages
from tests.lib.registered import models_answer, no_models
from tests.lib.replayed import replays
from tests.lib.retention_rendered import retention_pages
from tests.lib.reviewing_rendered import reviewing_pages
from tests.lib.supervising_rendered import supervising_pages
from tests.lib.telling_rendered import telling_pages
from tests.lib.told_values import no_quarantine, told_quarantine, told_settings
from tests.lib.trusted import nothing_sealed, trust_values

__all__ = [
    "CHOICES",
    "FRAME",
    "NOBODY",
    "a_card",
    "all_pages",
    "child_html",
    "pages",
]

NOW = "2026-11-22T02:04:00.000000Z"
FRAME = Frame(
    NOW,
    "token-1",
    "PC Sam Example",
    is_demo=True,
    control_room="0115 496 0999",
    tabs=tabs_for(ROLES["officer"].permissions.__contains__),
)
ANALYST = Frame(
    NOW,
    "token-1",
    "Ash Example",
    is_demo=True,
    tabs=tabs_for(ROLES["analyst"].permissions.__contains__),
)
ADMINISTRATOR = Frame(
    NOW,
    "token-1",
    "Robin Example",
    is_demo=True,
    tabs=tabs_for(ROLES["administrator"].permissions.__contains__),
)
AUDITOR = Frame(
    NOW,
    "token-1",
    "Wren Example",
    is_demo=True,
    tabs=tabs_for(ROLES["auditor"].permissions.__contains__),
)
NOBODY = Frame(NOW, "token-1", is_demo=True, control_room="0115 496 0999")
CHOICES = (
    AccessReasonChoice("missing_report", "A missing report is open or being made"),
    AccessReasonChoice("found", "The child has been found"),
    AccessReasonChoice("other", "Another reason (say which)", needs_note=True),
)


@cache
def pages() -> Pages:
    """The one renderer of the tests."""
    return Pages()


def child_html(state: str, *, scheme: str = "system") -> str:
    """The child page of one of :data:`~tests.lib.answer_extremes.EVERY_ANSWER`."""
    frame = Frame(NOW, "token-1", "PC Sam Example", is_demo=True, colour_scheme=scheme)
    return pages().child_page(child_view(EVERY_ANSWER[state](), frame, Receipt("42", "b7" * 32)))


def a_card(number: int = 1, **changes: Any) -> ResultCard:
    """A result, changed as told."""
    values: dict[str, Any] = {
        "child_id": f"C-{number:010}",
        "name": "Kayleigh Smith",
        "other_names": ("Kay Smith",),
        "birth_date": "2010-05-03",
        "age": 16,
        "home": "Elm House, NG7 2AB",
        "missing_since": datetime(2026, 11, 21, 22, 48, tzinfo=UTC),
        "plan": "linked",
        "protection": True,
        "why": ("Surname differs by one letter.", "Birth date the same."),
        "agrees": ("birth date",),
    }
    return ResultCard(**(values | changes))


@cache
def all_pages() -> Mapping[str, str]:
    """Every page and state; ``child-`` names carry an answer of the same name."""
    lines = source_lines(sources(stale=("S10",)))
    asked = SearchForm("Kayleigh Smyth", "3", "5", "2010")
    wrong = SearchForm("x", age="99", faults={"name": _NAME, "birth_date": _BORN, "age": _AGE})
    no_words = {"reason": "Choose a reason.", "note": "Say in a few words why you look."}
    out, html = pages(), {f"child-{state}": child_html(state) for state in EVERY_ANSWER}
    twins = (a_card(1), a_card(2, home=None, missing_since=None, birth_date=None, age=None))
    html |= {
        "search": out.search_page(SearchView(FRAME, lines)),
        "search-faults": out.search_page(SearchView(FRAME, lines, wrong)),
        "search-unconnected": out.search_page(SearchView(FRAME, ())),
        "results": out.results_page(ResultsView(FRAME, asked, 24, twins, lines, alike=2)),
        "results-empty": out.results_page(ResultsView(FRAME, asked, 0, (), lines)),
        "reason": out.reason_page(ReasonView(FRAME, "C-0000000001", CHOICES)),
        "reason-drawn": out.reason_page(
            ReasonView(FRAME, "C-0000000001", CHOICES, asks_note=True, faults=no_words)
        ),
        "reason-limited": out.limited_page(LimitedView(FRAME, "C-0000000001", "found")),
        "reason-limited-faults": out.limited_page(
            LimitedView(FRAME, "C-0000000001", "found", "x", {"note": no_words["note"]})
        ),
        "results-limited": out.results_page(ResultsView(FRAME, asked, 1, (limited_card(),), lines)),
        **manners_pages(out, FRAME),
        "models": out.models_page(models_view(models_answer(), ANALYST)),
        **_replays(out),
        **log_pages(out, AUDITOR),
        "models-empty": out.models_page(models_view(no_models(), ANALYST)),
        "settings": out.told_page(settings_view(told_settings(), ADMINISTRATOR)),
        "quarantine": out.told_page(quarantine_view(told_quarantine(), ADMINISTRATOR)),
        "quarantine-empty": out.told_page(quarantine_view(no_quarantine(), ADMINISTRATOR)),
        "roles": out.told_page(roles_view(FRAME)),
        "trust": out.trust_page(trust_view(trust_values(), FRAME)),
        "trust-nothing-sealed": out.trust_page(trust_view(nothing_sealed(), NOBODY)),
        **account_pages(out),
        **retention_pages(out, FRAME),
        **case_audit_pages(out, FRAME),
        **plan_pages(out, FRAME),
        **missing_pages(out, FRAME),
        **reviewing_pages(out, FRAME),
        **figures_pages(out, FRAME),
        **referring_pages(out, FRAME),
        **supervising_pages(out, FRAME),
        **telling_pages(out, FRAME),
        "sign-in": out.sign_in_page(
            SignInView(
                NOBODY,
                demo_accounts=(DemoAccount("officer", "invented", "Response officer"),),
                featured=(FeaturedCase("Maya Okonkwo-Reid", "Six reports, no plan."),),
            )
        ),
        "sign-in-faults": out.sign_in_page(
            SignInView(NOBODY, "officer", {"password": "Enter your password."})
        ),
    }
    for kind in MessageKind:
        frame = NOBODY if kind is MessageKind.SIGNED_OUT else FRAME
        html[f"message-{kind.name.lower()}"] = out.error_page(MessageView(frame, kind, "req-1"))
    return html


def _replays(out: Pages) -> dict[str, str]:
    """A past answer in each of the ways that it can come again."""
    frame = Frame(NOW, "token-1", "Ash Example", is_demo=True)
    asked = ReplayReasonView(frame, "01a2004b8900-0001", CHOICES)
    faulty = replace(asked, faults={"reason": "Choose a reason."})
    pages_ = {
        "replay-reason": out.replay_reason_page(asked),
        "replay-reason-faults": out.replay_reason_page(faulty),
    }
    for verdict, values in replays().items():
        view = replay_view(values, "officer", frame, Receipt("01a2004b8901-0002", "b7" * 32))
        pages_[f"replay-{verdict}"] = out.replay_page(view)
    return pages_


_NAME = "Enter at least 2 letters of a name."
_BORN = "Enter a real birth date: day, month and year."
_AGE = "Enter an age from 0 to 25."
