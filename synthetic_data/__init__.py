"""An invented force whose truth is known: its children, and how its systems write them down.

``world`` is what really happens; ``recording`` is what each system notices of it, late
and sometimes wrongly. The package imports ``records`` alone, so that nothing judged on
the force can have been written into it.
"""

from __future__ import annotations

from synthetic_data.force import ForceError, Made, synthesise

__all__ = ["ForceError", "Made", "synthesise"]
