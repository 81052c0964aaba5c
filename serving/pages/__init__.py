"""The pages: typed view models in, whole HTML documents out.

Nothing here reads a store, a clock or a request. What a page shows of a child comes from
the answer alone, so the page and the API can't differ (N2). No page needs a script.
"""

from __future__ import annotations

from serving.pages.access import AccessReasonChoice, ReasonView
from serving.pages.child_view import ChildView, Receipt, child_view
from serving.pages.frames import SERVICE_NAME, Frame
from serving.pages.headers import PAGE_HEADERS, STATIC_HEADERS
from serving.pages.messages import MessageKind, MessageView
from serving.pages.models_in_use import ModelsView, models_view
from serving.pages.render import Pages
from serving.pages.searches import ResultCard, ResultsView, SearchForm, SearchView
from serving.pages.sign_in import DemoAccount, FeaturedCase, SignInView

__all__ = [
    "PAGE_HEADERS",
    "SERVICE_NAME",
    "STATIC_HEADERS",
    "AccessReasonChoice",
    "ChildView",
    "DemoAccount",
    "FeaturedCase",
    "Frame",
    "MessageKind",
    "MessageView",
    "ModelsView",
    "Pages",
    "ReasonView",
    "Receipt",
    "ResultCard",
    "ResultsView",
    "SearchForm",
    "SearchView",
    "SignInView",
    "child_view",
    "models_view",
]
