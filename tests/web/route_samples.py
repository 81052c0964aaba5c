"""One good request for every route: what the table of routes is tried with, over HTTP.

Whoever adds a route adds its row in :mod:`serving.access.routes` and its sample in the module
of its subject, ``samples_of_...``; here they are put together. The force behind the door is
:func:`tests.lib.link_review.doubtful_force`, and every sample may be sent again and again, by
each account that may.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.samples_of_access import CHILDREN, KEEPING, MANNERS_OF_ACCESS
from tests.web.samples_of_accounts import ADMINISTRATION, SERVICE, SIGNING_IN
from tests.web.samples_of_audits import CASE_AUDITS, FIGURES, GRADE
from tests.web.samples_of_desks import REFERRALS, REVIEWS, SUPERVISION
from tests.web.samples_of_links_and_log import LINKS, LOG, SCORECARDS
from tests.web.samples_of_plans import PLANS
from tests.web.samples_of_reports import REPORTS
from tests.web.sampling import Sample

__all__ = ["GRADE", "SAMPLES", "Sample"]

#: (method, path) -> a good request.
SAMPLES: Mapping[tuple[str, str], Sample] = {
    **CHILDREN,
    **REFERRALS,
    **PLANS,
    **CASE_AUDITS,
    **REVIEWS,
    **REPORTS,
    **LINKS,
    **SCORECARDS,
    **LOG,
    **MANNERS_OF_ACCESS,
    **KEEPING,
    **FIGURES,
    **SUPERVISION,
    **ADMINISTRATION,
    **SIGNING_IN,
    **SERVICE,
}
