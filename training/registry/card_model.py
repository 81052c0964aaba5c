"""The card as MLflow loads it: ``mlflow.pyfunc.load_model``, for analysts alone.

MLflow keeps this file beside the card's JSON and runs it (models from code), so nothing is
pickled. It scores by :mod:`scorecard.scoring`, as all else does. Serving never loads it:
what an officer is told comes from the JSON, checked against its hash.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from mlflow.models import set_model
from mlflow.pyfunc import PythonModel, PythonModelContext

from scorecard.card import Card
from scorecard.scoring_many import score_many

__all__ = ["CardModel"]


class CardModel(PythonModel):  # type: ignore[misc]  # mlflow comes without types
    """Rows of the card's features to points, band and calibrated probability."""

    def load_context(self, context: PythonModelContext) -> None:
        """Read the card; its bytes must be canonical, but no hash is known here."""
        self._card = Card.from_json(Path(context.artifacts["card"]).read_bytes())

    def predict(
        self,
        context: PythonModelContext,  # noqa: ARG002  # MLflow's own signature
        model_input: pd.DataFrame,
        params: dict[str, object] | None = None,  # noqa: ARG002  # as above
    ) -> pd.DataFrame:
        """One row each: ``points``; ``band`` (empty below the first); ``probability_ppm``,
        in millionths; ``points_base``, and ``points_`` and the name of each feature: they
        add up to ``points``.

        Args:
            model_input: whole numbers, one column for each of the card's features; a value
                that isn't known stands as its code (``metadata`` of the model names them).
        """
        card = self._card
        values = model_input[list(card.features)].to_numpy(dtype=np.int64)
        parts = score_many(card, card.features, values)
        totals = [int(total) for total in parts.sum(axis=1)]
        columns = {
            "points": totals,
            "band": [card.band_of(total) or "" for total in totals],
            "probability_ppm": [card.probability_ppm(total) for total in totals],
            "points_base": parts[:, 0],
        }
        shown = {f"points_{name}": parts[:, place] for place, name in enumerate(card.features, 1)}
        return pd.DataFrame({**columns, **shown})


set_model(CardModel())
