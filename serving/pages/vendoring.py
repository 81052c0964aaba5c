"""Makes the stylesheet that is served out of govuk-frontend's own.

Run once for each new version, on the unpacked package of the registry::

    python -m serving.pages.vendoring package/ serving/static/

The transport font may be used on GOV.UK domains alone and the crest is the Crown's, so
neither may reach a browser from here.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

__all__ = ["STYLESHEET", "VERSION", "own_stylesheet", "vendor"]

#: The version that govuk-frontend-jinja 4.1.0 was ported from.
VERSION = "6.3.0"
STYLESHEET = f"govuk-frontend-{VERSION}.min.css"

_FONT_FACE = re.compile(r"(?:/\*![^*]*Margaret Calvert[^*]*\*/)?@font-face\{[^}]*\}")
_CREST = re.compile(
    r"@supports[^{]*\{\.govuk-footer__copyright-logo:before\{[^}]*\}\}"
    r"|\.govuk-footer__copyright-logo:before\{[^}]*\}"
    r"|@media[^{]*\{\.govuk-footer__copyright-logo:before\{[^}]*\}\}"
)
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/\s*")
_FONT = "GDS Transport,arial,sans-serif"
_LEFT_OVER = ("GDS", "@font-face", "url(", "sourceMappingURL", "crest")


def own_stylesheet(published: str) -> str:
    """The published stylesheet in Arial, with no font, crest, image or source map named.

    Raises:
        ValueError: something of these is left, so the published file has changed shape.
    """
    text = _FONT_FACE.sub("", published)
    text = _CREST.sub("", text)
    text = _SOURCE_MAP.sub("", text)
    text = text.replace(_FONT, "Arial,Helvetica,sans-serif")
    left = [trace for trace in _LEFT_OVER if trace in text]
    if left:
        raise ValueError(f"the stylesheet still holds {', '.join(left)}: mend the text step")
    return text.rstrip() + "\n"


def vendor(package: Path, target: Path) -> Path:
    """Write the served stylesheet of an unpacked govuk-frontend into ``target``.

    Raises:
        ValueError: the package is not of the pinned version.
    """
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != VERSION:
        raise ValueError(f"govuk-frontend {found} was given; the macros need {VERSION}")
    published = (package / "dist/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
    written = target / STYLESHEET
    written.write_text(own_stylesheet(published), encoding="utf-8")
    return written


if __name__ == "__main__":
    vendor(Path(sys.argv[1]), Path(sys.argv[2]))
