"""Every route: who may use it, and which entry it leaves in the log. Published, and tested.

The application refuses to be made with a route that has no row here: what nobody thought
about is open to nobody. The use-case behind a route checks the permission; a test asks
every route as every role and compares with this table.
"""

from __future__ import annotations

from collections.abc import Iterable

from serving.access.permissions import Permission
from serving.access.route_rules import API, FORM, HASHES, NO_DATA, ON_THE_WAY, Open, RouteRule
from serving.access.routes_of_children import ROUTES_OF_CHILDREN
from serving.access.routes_of_lists import ROUTES_OF_LISTS

__all__ = ["ROUTES", "Open", "RouteRule", "UnknownRouteError", "check_routes"]


class UnknownRouteError(Exception):
    """A route has no row in the table, or a row no route. The message names them."""


ROUTES: tuple[RouteRule, ...] = (
    # ---------------------------------------------------------------- children
    RouteRule(
        "POST", f"{API}/children/search", Permission.CHILD_SEARCH, ("CHILDREN_SEARCHED",)
    ),
    RouteRule(
        "GET",
        f"{API}/children/{{child_id}}/risk",
        Permission.CHILD_VIEW,
        ("CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY"),
    ),
    RouteRule("GET", "/", Permission.CHILD_SEARCH, why_none=FORM),
    RouteRule("POST", "/search", Permission.CHILD_SEARCH, ("CHILDREN_SEARCHED",)),
    RouteRule("GET", "/children/{child_id}", Permission.CHILD_VIEW, why_none=FORM),
    RouteRule(
        "POST",
        "/children/{child_id}",
        Permission.CHILD_VIEW,
        ("CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY"),
    ),
    *ROUTES_OF_CHILDREN,
    *ROUTES_OF_LISTS,
    # ---------------------------------------------------------------- links
    RouteRule(
        "GET", f"{API}/links/doubtful", Permission.LINKS_VIEW, ("DOUBTFUL_LINKS_LISTED",)
    ),
    RouteRule(
        "GET", f"{API}/links/doubtful/{{link_id}}", Permission.LINKS_VIEW,
        ("DOUBTFUL_LINK_VIEWED",),
    ),
    RouteRule(
        "POST", f"{API}/links/doubtful/{{link_id}}/judgement", Permission.LINKS_JUDGE,
        ("LINK_JUDGED",),
    ),
    RouteRule(
        "POST", f"{API}/links/judgements/{{act_id}}/undo", Permission.LINKS_JUDGE,
        ("JUDGEMENT_UNDONE",),
    ),
    RouteRule(
        "GET", f"{API}/links/people/{{person_id}}/records", Permission.LINKS_VIEW,
        ("PERSON_RECORDS_VIEWED",),
    ),
    RouteRule(
        "POST", f"{API}/links/people/{{person_id}}/split", Permission.LINKS_JUDGE,
        ("CHILD_SPLIT",),
    ),
    RouteRule(
        "GET", f"{API}/links/agreement", Permission.AGREEMENT_VIEW, ("AGREEMENT_MEASURED",)
    ),
    RouteRule("GET", "/links", Permission.LINKS_VIEW, ("DOUBTFUL_LINKS_LISTED",)),
    RouteRule("GET", "/links/agreement", Permission.AGREEMENT_VIEW, ("AGREEMENT_MEASURED",)),
    RouteRule("GET", "/links/{link_id}", Permission.LINKS_VIEW, ("DOUBTFUL_LINK_VIEWED",)),
    RouteRule(
        "POST", "/links/{link_id}", Permission.LINKS_JUDGE,
        ("LINK_JUDGED", "DOUBTFUL_LINK_VIEWED", "LOOK_REFUSED"),
    ),
    RouteRule(
        "POST", "/links/judgements/{act_id}/undo", Permission.LINKS_JUDGE,
        ("JUDGEMENT_UNDONE", "DOUBTFUL_LINK_VIEWED", "LOOK_REFUSED"),
    ),
    RouteRule(
        "GET", "/links/people/{person_id}", Permission.LINKS_VIEW, ("PERSON_RECORDS_VIEWED",)
    ),
    RouteRule(
        "POST", "/links/people/{person_id}", Permission.LINKS_JUDGE,
        ("CHILD_SPLIT", "PERSON_RECORDS_VIEWED", "LOOK_REFUSED"),
    ),
    # ---------------------------------------------------------------- scorecards
    RouteRule("GET", f"{API}/models", Permission.MODELS_VIEW, ("MODELS_SHOWN",)),
    RouteRule("GET", f"{API}/models/shadow", Permission.SHADOW_VIEW, ("SHADOW_MEASURED",)),
    RouteRule("GET", "/models", Permission.MODELS_VIEW, ("MODELS_SHOWN",)),
    # ---------------------------------------------------------------- the log
    RouteRule("GET", f"{API}/log/checkpoint", Open.TO_ALL, why_none=HASHES),
    RouteRule("GET", f"{API}/log/keys", Open.TO_ALL, why_none=HASHES),
    RouteRule("GET", f"{API}/log/tile/{{level}}/{{position}}", Open.TO_ALL, why_none=HASHES),
    RouteRule(
        "GET", f"{API}/log/entries/{{entry_id}}/proof", Permission.LOG_VERIFY, ("LOG_PROVED",)
    ),
    RouteRule("GET", "/trust", Open.TO_ALL, why_none=HASHES),
    RouteRule(
        "GET", f"{API}/audit/{{entry_id}}/replay", Permission.LOG_REPLAY, ("ANSWER_REPLAYED",)
    ),
    RouteRule(
        "POST", "/log/entries/{entry_id}/replay", Permission.LOG_REPLAY, ("ANSWER_REPLAYED",)
    ),
    RouteRule("POST", f"{API}/audit/search", Permission.LOG_SEARCH, ("LOG_SEARCHED",)),
    RouteRule(
        "GET", f"{API}/audit/unusual", Permission.LOG_UNUSUAL, ("UNUSUAL_ACCESS_REPORTED",)
    ),
    RouteRule("GET", f"{API}/audit/figures", Permission.LOG_FIGURES, ("LOG_FIGURES_SHOWN",)),
    RouteRule(
        "GET", f"{API}/audit/{{entry_id}}", Permission.LOG_SEARCH, ("LOG_ENTRY_VIEWED",)
    ),
    RouteRule("GET", "/log", Permission.LOG_SEARCH, why_none=FORM),
    RouteRule("POST", "/log", Permission.LOG_SEARCH, ("LOG_SEARCHED",)),
    RouteRule("GET", "/log/unusual", Permission.LOG_UNUSUAL, ("UNUSUAL_ACCESS_REPORTED",)),
    RouteRule("GET", "/log/figures", Permission.LOG_FIGURES, ("LOG_FIGURES_SHOWN",)),
    RouteRule("GET", "/log/entries/{entry_id}", Permission.LOG_SEARCH, ("LOG_ENTRY_VIEWED",)),
    # ---------------------------------------------------------------- manners of access
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/disclosures", Permission.CHILD_DISCLOSE,
        ("CHILD_DISCLOSED",),
    ),
    RouteRule(
        "PUT", f"{API}/children/{{child_id}}/restriction", Permission.CHILD_RESTRICT,
        ("CHILD_RESTRICTED",),
    ),
    RouteRule(
        "DELETE", f"{API}/children/{{child_id}}/restriction", Permission.CHILD_RESTRICT,
        ("RESTRICTION_LIFTED",),
    ),
    RouteRule(
        "GET", f"{API}/restrictions", Permission.CHILD_RESTRICT, ("RESTRICTIONS_LISTED",)
    ),
    RouteRule(
        "POST", "/children/{child_id}/print", Permission.CHILD_DISCLOSE, ("CHILD_DISCLOSED",)
    ),
    RouteRule("GET", "/restrictions", Permission.CHILD_RESTRICT, ("RESTRICTIONS_LISTED",)),
    RouteRule(
        "POST", "/restrictions", Permission.CHILD_RESTRICT,
        ("CHILD_RESTRICTED", "RESTRICTION_LIFTED"),
    ),
    RouteRule(
        "GET", f"{API}/teams/looks", Permission.TEAM_LOOKS_VIEW, ("TEAM_LOOKS_LISTED",)
    ),
    RouteRule("GET", "/team/looks", Permission.TEAM_LOOKS_VIEW, ("TEAM_LOOKS_LISTED",)),
    RouteRule("GET", "/notices", Permission.NOTICES_VIEW, ("NOTICES_LISTED",)),
    RouteRule("POST", "/notices", Permission.NOTICES_VIEW, ("NOTICE_ACKNOWLEDGED",)),
    RouteRule("GET", f"{API}/notices", Permission.NOTICES_VIEW, ("NOTICES_LISTED",)),
    RouteRule(
        "POST", f"{API}/notices/{{notice_id}}/acknowledgement", Permission.NOTICES_VIEW,
        ("NOTICE_ACKNOWLEDGED",),
    ),
    # ---------------------------------------------------------------- keeping and erasing
    RouteRule(
        "GET", f"{API}/retention/due", Permission.RETENTION_REVIEW, ("RETENTION_LISTED",)
    ),
    RouteRule(
        "POST", f"{API}/retention/{{child_id}}/decision", Permission.RETENTION_REVIEW,
        ("RETENTION_DECIDED",),
    ),
    RouteRule("GET", f"{API}/erasures", Permission.RETENTION_REVIEW, ("RETENTION_LISTED",)),
    RouteRule("POST", f"{API}/erasures", Permission.ERASURE_ASK, ("ERASURE_ASKED",)),
    RouteRule(
        "POST", f"{API}/erasures/{{erasure_id}}/approval", Permission.ERASURE_APPROVE,
        ("CHILD_ERASED",),
    ),
    RouteRule("GET", "/retention", Permission.RETENTION_REVIEW, ("RETENTION_LISTED",)),
    RouteRule(
        "POST", "/retention", Permission.RETENTION_REVIEW,
        ("RETENTION_DECIDED", "ERASURE_ASKED", "CHILD_ERASED", "RETENTION_LISTED"),
    ),
    # ---------------------------------------------------------------- administration
    RouteRule("GET", f"{API}/settings", Permission.SETTINGS_VIEW, ("SETTINGS_SHOWN",)),
    RouteRule("GET", f"{API}/quarantine", Permission.QUARANTINE_VIEW, ("QUARANTINE_LISTED",)),
    RouteRule("GET", "/settings", Permission.SETTINGS_VIEW, ("SETTINGS_SHOWN",)),
    RouteRule("GET", "/quarantine", Permission.QUARANTINE_VIEW, ("QUARANTINE_LISTED",)),
    RouteRule("GET", "/roles", Open.TO_SIGNED_IN, why_none=NO_DATA),
    RouteRule("GET", f"{API}/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)),
    RouteRule("POST", f"{API}/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED",)),
    RouteRule(
        "GET", f"{API}/accounts/{{account}}", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)
    ),
    RouteRule(
        "PUT", f"{API}/accounts/{{account}}", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED",)
    ),
    RouteRule("GET", "/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)),
    RouteRule(
        "POST", "/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED", "ACCOUNTS_LISTED")
    ),
    RouteRule("GET", "/accounts/{account}", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)),
    RouteRule("POST", "/accounts/{account}", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED",)),
    # ---------------------------------------------------------------- signing in
    RouteRule("GET", "/sign-in", Open.TO_ALL, why_none=FORM),
    RouteRule("POST", "/sign-in", Open.TO_ALL, ("SIGNED_IN", "SIGN_IN_REFUSED")),
    RouteRule("GET", "/sign-in/force", Open.TO_ALL, why_none=ON_THE_WAY),
    RouteRule("GET", "/sign-in/callback", Open.TO_ALL, ("SIGNED_IN", "SIGN_IN_REFUSED")),
    RouteRule("POST", "/sign-out", Open.TO_SIGNED_IN, ("SIGNED_OUT",)),
    RouteRule("POST", "/colours", Open.TO_ALL, why_none=NO_DATA),
    # ---------------------------------------------------------------- the service itself
    RouteRule("GET", f"{API}/openapi.json", Open.TO_ALL, why_none=NO_DATA),
    RouteRule("GET", "/health/live", Open.TO_ALL, why_none=NO_DATA),
    RouteRule("GET", "/health/ready", Open.TO_ALL, why_none=NO_DATA),
)  # fmt: skip


def check_routes(served: Iterable[tuple[str, str]]) -> None:
    """Refuse to serve what the table doesn't name.

    Args:
        served: (method, path) of every route of the application, HEAD left out.

    Raises:
        UnknownRouteError: naming every route without a row and every row without a route.
    """
    known, found = {(rule.method, rule.path) for rule in ROUTES}, set(served)
    faults = [f"{method} {path} has no row" for method, path in sorted(found - known)]
    faults += [f"{method} {path} is served by nothing" for method, path in sorted(known - found)]
    if faults:
        raise UnknownRouteError("serving/access: " + "; ".join(faults))
