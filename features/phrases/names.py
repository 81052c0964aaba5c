"""Words that many sentences share: windows, and what columns hold."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NAMES", "PAST"]

#: The windows as a sentence ends with them; a feature without one says nothing of it.
PAST: Mapping[int | None, str] = {
    28: " in the past 28 days",
    90: " in the past 90 days",
    365: " in the past year",
    None: "",
}

#: What columns hold, as it stands in a sentence; a value that isn't here is spelled out.
NAMES: Mapping[str, str] = {
    "childrens_home": "a children's home",
    "foster_home": "a foster home",
    "semi_independent": "semi-independent accommodation",
    "secure": "secure accommodation",
    "unknown_adults_home": "an unknown adult's home",
    "vehicle": "a vehicle",
    "hotel": "a hotel",
    "given_money_or_gifts": "being given money or gifts",
    "given_drugs_or_alcohol": "being given drugs or alcohol",
}
