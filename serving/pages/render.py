"""Turns a view model into a whole HTML document."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
)

from serving.pages import addresses
from serving.pages.access import LimitedView, ReasonView
from serving.pages.accounts import AccountsView, AccountView
from serving.pages.administration import ToldView
from serving.pages.child_view import ChildView
from serving.pages.frames import COLOUR_SCHEMES, SERVICE_NAME
from serving.pages.limits import LimitsView
from serving.pages.log_entries import EntryView
from serving.pages.log_reports import FiguresView, UnusualView
from serving.pages.log_searches import LogSearchView
from serving.pages.messages import MessageView
from serving.pages.models_in_use import ModelsView
from serving.pages.printed import PrintedView, PrintFormView
from serving.pages.replays import ReplayReasonView, ReplayView
from serving.pages.retention import RetentionView
from serving.pages.searches import ResultsView, SearchView
from serving.pages.sign_in import SignedInView, SignInView
from serving.pages.team_looks import TeamLooksView
from serving.pages.trust import TrustView
from serving.pages.vendoring import STYLESHEET

__all__ = ["STATIC_FOLDER", "Pages"]

#: What must be served under :data:`serving.pages.addresses.STATIC`.
STATIC_FOLDER = Path(__file__).parents[1] / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_MACROS = {
    "button": "govukButton",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "error-summary": "govukErrorSummary",
    "input": "govukInput",
    "inset-text": "govukInsetText",
    "radios": "govukRadios",
    "skip-link": "govukSkipLink",
    "textarea": "govukTextarea",
    "warning-text": "govukWarningText",
}


class Pages:
    """Renders every page. Made once; its methods may be called from many threads.

    A template that names something its view lacks raises; it never prints nothing.
    """

    def __init__(self) -> None:
        self._environment = _environment(FileSystemLoader(_TEMPLATES), StrictUndefined)
        self._environment.globals |= _govuk_macros() | {
            "addresses": addresses,
            "colour_schemes": COLOUR_SCHEMES,
            "service_name": SERVICE_NAME,
            "stylesheets": tuple(_static_address(name) for name in (STYLESHEET, "pages.css")),
            "icon": _static_address("icon.svg"),
        }

    def render(self, template: str, view: object) -> str:
        """A page of the daily work from its template; ``view`` has the template's names."""
        return self._render(template, view)

    def sign_in_page(self, view: SignInView) -> str:
        """The sign-in form; in the demo, who can sign in and which cases to open."""
        return self._render("sign_in.html", view)

    def search_page(self, view: SearchView) -> str:
        """The search form, with its faults if it has any."""
        return self._render("search.html", view)

    def results_page(self, view: ResultsView) -> str:
        """What was found, why each is there, what was searched."""
        return self._render("results.html", view)

    def reason_page(self, view: ReasonView) -> str:
        """Why are you looking?"""
        return self._render("reason.html", view)

    def limited_page(self, view: LimitedView) -> str:
        """That the record is limited to a named team, and the way in in an emergency."""
        return self._render("limited.html", view)

    def limits_page(self, view: LimitsView) -> str:
        """Which records are limited to which team."""
        return self._render("limits.html", view)

    def team_looks_page(self, view: TeamLooksView) -> str:
        """Who looked at the children whose plans the team holds."""
        return self._render("team_looks.html", view)

    def retention_page(self, view: RetentionView) -> str:
        """What is due for review, and erasures."""
        return self._render("retention.html", view)

    def print_form_page(self, view: PrintFormView) -> str:
        """For whom it is printed, asked again after a fault."""
        return self._render("print_form.html", view)

    def printed_page(self, view: PrintedView) -> str:
        """One side about a child, to be printed."""
        return self._render("printed.html", view)

    def child_page(self, view: ChildView) -> str:
        """Everything that the answer holds about one child."""
        return self._render("child.html", view)

    def models_page(self, view: ModelsView) -> str:
        """Which scorecards are in use."""
        return self._render("models.html", view)

    def log_search_page(self, view: LogSearchView) -> str:
        """The search of the access log, and what was found."""
        return self._render("log_search.html", view)

    def log_entry_page(self, view: EntryView) -> str:
        """One entry of the access log."""
        return self._render("log_entry.html", view)

    def log_unusual_page(self, view: UnusualView) -> str:
        """What in the log is worth a question."""
        return self._render("log_unusual.html", view)

    def log_figures_page(self, view: FiguresView) -> str:
        """Counts of the log, nobody named."""
        return self._render("log_figures.html", view)

    def replay_reason_page(self, view: ReplayReasonView) -> str:
        """Why is a past answer given again?"""
        return self._render("replay_reason.html", view)

    def replay_page(self, view: ReplayView) -> str:
        """A past answer as it was shown, and how it compares with itself worked out anew."""
        if view.child is None:
            return self._render("replay.html", view, past=view.past)
        return self._render("replay_child.html", view.child, past=view.past)

    def accounts_page(self, view: AccountsView) -> str:
        """Who may sign in, and a form to make an account."""
        return self._render("accounts.html", view)

    def account_page(self, view: AccountView) -> str:
        """One account, and what can be changed of it."""
        return self._render("account.html", view)

    def signed_in_page(self, view: SignedInView) -> str:
        """You are signed in: on to the first page."""
        return self._render("signed_in.html", view)

    def trust_page(self, view: TrustView) -> str:
        """What is promised, and how far the log is sealed."""
        return self._render("trust.html", view)

    def told_page(self, view: ToldView) -> str:
        """A page that only tells: settings, rows held back, who may do what."""
        return self._render("told.html", view)

    def error_page(self, view: MessageView) -> str:
        """What happened, what to do now, what was kept; also the signed-out page."""
        return self._render("message.html", view)

    def _render(self, template: str, view: Any, **beside: Any) -> str:
        named = self._environment.get_template(template)
        return named.render(view=view, frame=view.frame, **beside)


def _environment(loader: Any, undefined: type[Undefined]) -> Environment:
    return Environment(
        autoescape=True,
        auto_reload=False,
        loader=loader,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=undefined,
    )


def _govuk_macros() -> dict[str, Any]:
    """The macros, from an environment of their own: they can't live with strict undefineds."""
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    environment = _environment(loader, ChainableUndefined)
    folder = "govuk_frontend_jinja/components"
    return {
        macro: getattr(environment.get_template(f"{folder}/{name}/macro.html").module, macro)
        for name, macro in _MACROS.items()
    }


def _static_address(name: str) -> str:
    digest = hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()
    return f"{addresses.STATIC}/{name}?{digest[:16]}"
