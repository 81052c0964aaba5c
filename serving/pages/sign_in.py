"""The sign-in page: the force's own service, and in the demo who else can sign in and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from serving.pages.addresses import SIGN_IN
from serving.pages.frames import Frame

__all__ = ["DemoAccount", "FeaturedCase", "SignInView", "SignedInView"]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in to the demo. Never made outside it."""

    account: str
    password: str
    words: str


@dataclass(frozen=True, slots=True)
class FeaturedCase:
    """An invented child worth looking up, and what to look at."""

    search_for: str
    words: str


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page.

    Attributes:
        account: kept as typed; a password is never sent back.
        faults: field (``account``, ``password``, or ``force``) -> what to do.
        by_force: people can sign in through the force's own service. Outside the demo that
            is the one way.

    Raises:
        ValueError: demo accounts or cases are given for a page that is no demo.
    """

    frame: Frame
    account: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    demo_accounts: tuple[DemoAccount, ...] = ()
    featured: tuple[FeaturedCase, ...] = ()
    by_force: bool = False
    address: str = SIGN_IN

    def __post_init__(self) -> None:
        if not self.frame.is_demo and (self.demo_accounts or self.featured):
            raise ValueError("demo accounts and cases are shown in the demo alone")


@dataclass(frozen=True, slots=True)
class SignedInView:
    """What stands between the force's service and the first page: a browser that comes from
    there sends the session's cookie only once it goes on from a page of ours."""

    frame: Frame
    onward: str
    address: str = SIGN_IN
