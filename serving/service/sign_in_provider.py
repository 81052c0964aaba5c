"""The force's sign-in service from the settings, and what production demands of it."""

from __future__ import annotations

from serving.service.demo_accounts import has_demo_accounts
from serving.settings import Settings
from serving.sign_in.issuers import IssuerError
from serving.sign_in.provider import Provider
from serving.sign_in.reading import read_issuer
from serving.store.opening import Store

__all__ = ["DemoAccountsError", "provider_of", "refuse_demo_accounts"]


class DemoAccountsError(Exception):
    """The store holds demo accounts, and the service is configured for production."""


def refuse_demo_accounts(store: Store, settings: Settings) -> None:
    """Raises :class:`DemoAccountsError` rather than serve demo accounts in production."""
    if settings.is_production and has_demo_accounts(store):
        raise DemoAccountsError(
            "the store holds demo accounts, whose passwords anyone can read; "
            "use a store without them, or set MISSING_RISK_ENVIRONMENT=demo"
        )


def provider_of(settings: Settings) -> Provider | None:
    """The sign-in service that is configured; None in a demo without one. It is not asked yet.

    Raises:
        IssuerError: it can't be used as configured, or production has none.
    """
    if settings.sign_in is None:
        if settings.is_production:
            raise IssuerError(
                "in production people sign in through the force's own service alone; "
                "set MISSING_RISK_SIGN_IN to the file that describes it"
            )
        return None
    issuer = read_issuer(settings.sign_in)
    if settings.is_production and not issuer.is_fit_for_production:
        raise IssuerError("in production issuer and service must both have https addresses")
    return Provider.over_http(issuer)
