"""What the registry calls things. Serving reads some of these names too, so they don't change."""

from __future__ import annotations

__all__ = [
    "CARD_FILE",
    "CARD_TAG",
    "CHALLENGER",
    "CHAMPION",
    "JUDGEMENT_FILE",
    "JUDGEMENT_TAG",
    "MODEL_FOLDER",
    "PREVIOUS",
    "REFERENCE_FILE",
    "REFERENCE_TAG",
    "STOPPED_TAG",
    "model_name",
]

#: The version that serving loads by, the one that it replaced, and the newest one that may
#: be promoted. There is no "latest": the newest is not the best.
CHAMPION, PREVIOUS, CHALLENGER = "champion", "previous", "challenger"
#: The files of a run that are read again, each beside the version's tag with its digest.
CARD_FILE, CARD_TAG = "card.json", "card_hash"
JUDGEMENT_FILE, JUDGEMENT_TAG = "judgement.json", "judgement_hash"
REFERENCE_FILE, REFERENCE_TAG = "reference.json", "reference_hash"
#: The folder of a run's artifacts that ``mlflow.pyfunc.load_model`` loads.
MODEL_FOLDER = "model"
#: The probes that stopped a version: it never becomes the challenger.
STOPPED_TAG = "stopped_by"


def model_name(card: str) -> str:
    """The registered model, and the experiment, of the card of this name."""
    return f"missing-children-{card}"
