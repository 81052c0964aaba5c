"""What was truly to be expected: each child's probability of recorded harm, from the truth.

No model that sees the records alone can do better, on average, than one that knows what
adults were doing to each child; :func:`prospects_of` gives what that one would say.
"""

from __future__ import annotations

from synthetic_data.prospects.expecting import prospects_of
from synthetic_data.prospects.questions import questions_of

__all__ = ["prospects_of", "questions_of"]
