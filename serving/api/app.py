"""The application: routes, errors, shield. Made from a service, which tests make too."""

from __future__ import annotations

import logging
from functools import cache
from itertools import chain
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from serving.access.routes import check_routes
from serving.api import (
    account_pages,
    accounts,
    administration,
    administration_pages,
    audit,
    child_pages,
    children,
    disclosures,
    limit_pages,
    links,
    log_pages,
    log_proofs,
    model_pages,
    models,
    replay_pages,
    replays,
    restrictions,
    retention,
    retention_pages,
    sign_in_pages,
    team_looks,
    trust_pages,
)
from serving.api.access_schemas import ACCESS_SCHEMAS
from serving.api.account_schemas import ACCOUNT_SCHEMAS
from serving.api.administration_schemas import ADMINISTRATION_SCHEMAS
from serving.api.answer_schema import ANSWER_SCHEMA, SEARCH_SCHEMA
from serving.api.audit_schemas import AUDIT_SCHEMAS
from serving.api.child_links import CHILD_LINKS
from serving.api.document import document
from serving.api.faults import answer_faults
from serving.api.link_schemas import LINK_SCHEMAS
from serving.api.log_schemas import LOG_SCHEMAS
from serving.api.model_schemas import MODEL_SCHEMAS
from serving.api.replay_schemas import REPLAY_SCHEMAS
from serving.api.retention_schemas import RETENTION_SCHEMAS
from serving.case_audits import audit_pages, audits_api, case_pages
from serving.case_audits.audit_schemas import CASE_AUDIT_SCHEMAS
from serving.figures import api as figures_api
from serving.figures import figures_pages
from serving.figures.figures_schemas import FIGURE_SCHEMAS
from serving.linking import link_pages, person_pages
from serving.missing import acts_api as missing_acts_api
from serving.missing import api as missing_api
from serving.missing import opening_pages as missing_opening_pages
from serving.missing import report_pages as missing_report_pages
from serving.missing.report_shapes import MISSING_SCHEMAS
from serving.pages import addresses
from serving.pages.render import STATIC_FOLDER, Pages
from serving.planning import abduction_notice_pages, abduction_notices_api, plan_pages, plans_api
from serving.planning.plan_schemas import PLAN_SCHEMAS
from serving.referring import (
    conference_pages,
    form_pages,
    list_pages,
    referral_pages,
    referrals_api,
)
from serving.referring import (
    correction_pages as referring_corrections,
)
from serving.referring import lists_api as referring_lists
from serving.referring.referring_schemas import REFERRING_SCHEMAS
from serving.reviewing import api as reviewing_api
from serving.reviewing import (
    correction_pages,
    flagged_pages,
    judgement_pages,
    judgements_api,
    review_pages,
)
from serving.reviewing.reviewing_schemas import REVIEWING_SCHEMAS
from serving.service.context import Service
from serving.supervising import lists_api as supervising_lists
from serving.supervising import lists_pages as supervising_pages
from serving.supervising.supervising_schemas import SUPERVISING_SCHEMAS
from serving.telling import messages_api, notices_api, telling_pages
from serving.telling.telling_schemas import TELLING_SCHEMAS
from serving.web.bearers import Bearers
from serving.web.request_log import ONE_LINE
from serving.web.shield import Shield
from serving.web.strictness import strict

__all__ = ["ROUTERS", "make_app", "make_inner_app", "served_routes"]

#: Every router: the route tables of tests and documents are built from it.
ROUTERS = (
    figures_api.router,
    figures_pages.router,
    missing_api.router,
    missing_acts_api.router,
    missing_opening_pages.router,
    missing_report_pages.router,
    supervising_lists.router,
    supervising_pages.router,
    children.router,
    links.router,
    models.router,
    administration.router,
    administration_pages.router,
    accounts.router,
    account_pages.router,
    disclosures.router,
    restrictions.router,
    notices_api.router,
    messages_api.router,
    telling_pages.router,
    retention.router,
    retention_pages.router,
    reviewing_api.router,
    judgements_api.router,
    flagged_pages.router,
    review_pages.router,
    correction_pages.router,
    judgement_pages.router,
    team_looks.router,
    audit.router,
    replays.router,
    replay_pages.router,
    log_pages.router,
    log_proofs.router,
    trust_pages.router,
    sign_in_pages.router,
    child_pages.router,
    limit_pages.router,
    referring_lists.router,
    referrals_api.router,
    list_pages.router,
    referral_pages.router,
    referring_corrections.router,
    form_pages.router,
    conference_pages.router,
    link_pages.router,
    person_pages.router,
    audits_api.router,
    audit_pages.router,
    case_pages.router,
    model_pages.router,
    plans_api.router,
    abduction_notices_api.router,
    plan_pages.router,
    abduction_notice_pages.router,
)


#: Name in the OpenAPI document -> shape.
_SCHEMAS: dict[str, Any] = {
    "Answer": ANSWER_SCHEMA,
    "Search": SEARCH_SCHEMA,
    **LINK_SCHEMAS,
    **LOG_SCHEMAS,
    **MODEL_SCHEMAS,
    **ADMINISTRATION_SCHEMAS,
    **AUDIT_SCHEMAS,
    **ACCOUNT_SCHEMAS,
    **REPLAY_SCHEMAS,
    **ACCESS_SCHEMAS,
    **RETENTION_SCHEMAS,
    **SUPERVISING_SCHEMAS,
    **TELLING_SCHEMAS,
    **REVIEWING_SCHEMAS,
    **REFERRING_SCHEMAS,
    **CASE_AUDIT_SCHEMAS,
    **FIGURE_SCHEMAS,
    **MISSING_SCHEMAS,
    **PLAN_SCHEMAS,
}


def make_app(service: Service) -> ASGIApp:
    """The whole service as one ASGI application."""
    app = make_inner_app()
    app.state.service = service
    app.state.pages = Pages()
    app.state.child_links = CHILD_LINKS
    logging.getLogger("serving").addFilter(ONE_LINE)
    return Shield(Bearers(app, service), is_production=service.settings.is_production)


def make_inner_app() -> FastAPI:
    """Routes and errors without a service behind them: enough for the OpenAPI document.

    Raises:
        UnknownRouteError: a route has no row in the table of routes, or a row no route.
    """
    app = FastAPI(
        title="Missing children risk",
        version="1",
        summary="What the force knows about a missing child, in one answer. Advice, never a grade.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
        dependencies=[Depends(strict)],
    )
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/health/live", _live, include_in_schema=False)
    app.add_api_route("/health/ready", _ready, include_in_schema=False)
    check_routes(served_routes(app))
    app.mount(addresses.STATIC, GZipMiddleware(StaticFiles(directory=STATIC_FOLDER)))
    answer_faults(app)
    app.openapi = cache(lambda: document(app, _SCHEMAS))  # type: ignore[method-assign]  # FastAPI's own way
    return app


def served_routes(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path) of every route; HEAD is GET without a body, and mounts hold files alone."""
    return {
        (method, route.path)
        for route in chain(app.routes, *(router.routes for router in ROUTERS))
        if isinstance(route, Route)
        for method in route.methods or ()
        if method != "HEAD"
    }


async def _live() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"live": True})


async def _ready(request: Request) -> JSONResponse:
    """Looks can be logged just now; anything else is 503, so that no traffic comes. A log that
    can't be sealed stops no look, and is said beside."""
    service: Service = request.app.state.service
    ready = service.writer.is_healthy
    log = "sealed" if service.sealing.trouble is None else "not sealed"
    return JSONResponse({"ready": ready, "log": log}, 200 if ready else 503)
