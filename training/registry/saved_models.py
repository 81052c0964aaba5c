"""The folder that ``mlflow.pyfunc.load_model`` loads: the card, and the code that reads it."""

from __future__ import annotations

import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

from records.unknown import UNKNOWN_CODES
from scorecard.bins import Bin, CardLine
from scorecard.card import Card

__all__ = ["example_rows", "save_model"]

_CODE = Path(__file__).with_name("card_model.py")
_DISTRIBUTION = "missing-children-risk"


def save_model(card: Card, card_file: Path, folder: Path) -> None:
    """Write the folder: signature, input example, the card's file, requirements; no pickle.

    It loads without a network wherever this distribution is installed in this version.

    Args:
        folder: is made; must not be there.
    """
    import pandas as pd

    example = pd.DataFrame(example_rows(card), columns=list(card.features), dtype="int64")
    with warnings.catch_warnings():
        # It warns of its own type hints, and that it would like ours; the signature is given.
        warnings.simplefilter("ignore", UserWarning)
        from mlflow.pyfunc import save_model as save

        save(
            folder,
            python_model=str(_CODE),
            artifacts={"card": str(card_file)},
            signature=_signature(card),
            input_example=example,
            pip_requirements=[f"{_DISTRIBUTION}=={version(_DISTRIBUTION)}"],
            metadata={
                "card_hash": card.content_hash,
                "unknown_codes": {kind.value: code for kind, code in UNKNOWN_CODES.items()},
                "unknown_codes_meaning": "a value that is not known stands as the code of its "
                "kind, and not knowing never gives fewer points than the average child has; "
                "not_applicable is known: the question does not arise",
            },
        )


def example_rows(card: Card) -> list[list[int]]:
    """Rows to try the card with: each line at its lowest and at its highest bin, then
    everything unknown in each way.

    They are made of the card's own edges: no child's values are kept with a model.
    """
    known = [[_value(line, place) for line in card.lines] for place in (0, -1)]
    return known + [[code] * len(card.lines) for code in UNKNOWN_CODES.values()]


def _value(line: CardLine, place: int) -> int:
    bin_: Bin = line.bins[place]
    if bin_.low is not None:
        return bin_.low
    return bin_.high - 1 if bin_.high is not None else 0


def _signature(card: Card) -> Any:
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema

    shown = [ColSpec("long", f"points_{name}") for name in card.features]
    outputs = [
        ColSpec("long", "points"),
        ColSpec("string", "band"),
        ColSpec("long", "probability_ppm"),
        ColSpec("long", "points_base"),
        *shown,
    ]
    inputs = [ColSpec("long", name) for name in card.features]
    return ModelSignature(Schema(inputs), Schema(outputs))
