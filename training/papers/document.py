"""The frame of every paper: one HTML file that needs nothing from outside and runs no script."""

from __future__ import annotations

from training.papers.markup import Html, bullets, element, join, paragraph, words_of
from training.papers.material import Material

__all__ = ["contents", "document", "frame", "picture"]

#: Black on white, since papers are printed; the rest is for screens.
_STYLE = """\
:root{color-scheme:light}
*{box-sizing:border-box}
body{font:1rem/1.5 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff;margin:0}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
.skip{position:absolute;left:-999rem}.skip:focus{left:0;top:0;background:#fd0;padding:.5rem}
.about{max-width:none;margin:.5rem 0;padding:.3rem .6rem;border:2px solid #0b0c0c;font-size:.9rem}
h1{font-size:1.5rem;line-height:1.2;margin:.6rem 0}
h2{font-size:1.3rem;border-top:3px solid #0b0c0c;padding-top:.5rem;margin:2.2rem 0 .6rem}
h3{font-size:1.15rem;margin:1.4rem 0 .4rem}
h4{font-size:1rem;margin:.9rem 0 .1rem}h4+p{margin-top:.1rem}
p,li,dd{max-width:46rem}p{margin:.5rem 0}ul{padding-left:1.2rem;margin:.5rem 0}li{margin:.2rem 0}
a{color:#1d4f91}
a:focus,summary:focus,.scroll:focus{outline:3px solid #0b0c0c;outline-offset:2px}
.verdict{border:3px solid #0b0c0c;border-left-width:1rem;padding:.5rem .8rem;margin:.6rem 0}
.verdict p{margin:.2rem 0}
.verdict .said{font-size:1.3rem;font-weight:bold;line-height:1.25}
.no{border-color:#942514}
.open{border-color:#7a5200;border-style:dashed dashed dashed solid}
.yes{border-color:#0b0c0c}
.scroll{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;font-size:.92rem;min-width:18rem}
caption{text-align:left;font-weight:bold;padding-bottom:.3rem}
th,td{border-bottom:1px solid #b1b4b6;padding:.25rem .9rem .25rem 0;text-align:left;
vertical-align:top}
tbody th{font-weight:normal;min-width:7.5rem}th .mark{display:block;min-width:13rem}
.mark{font-weight:normal;font-size:.8rem;color:#505a5f}
dl{margin:.5rem 0}dl div{padding:.25rem 0;border-bottom:1px solid #b1b4b6}
dt{font-weight:bold}dd{margin:0}
@media (min-width:40rem){dl div{display:grid;grid-template-columns:13rem 1fr;gap:1rem}}
figure{margin:1rem 0}figure svg{display:block;width:100%;max-width:30rem;height:auto}
.shapes{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:0 1rem}
.shapes svg{align-self:start}figcaption{max-width:46rem;font-size:.92rem}
details{margin:.8rem 0}summary{cursor:pointer;font-weight:bold;padding:.3rem 0}
code{overflow-wrap:anywhere;font-size:.9em}
nav ul{list-style:none;padding:0;columns:2 14rem}
nav li{margin:0}nav a{display:inline-block;padding:.15rem 0}
footer{margin-top:2rem;border-top:1px solid #b1b4b6;padding-bottom:2rem;font-size:.85rem}
@media (max-width:30rem){h1{font-size:1.2rem}.verdict .said{font-size:1.15rem}
.about{font-size:.85rem}}
@media print{html{font-size:9.5pt}header,main,footer{max-width:none;padding:0}
nav,.skip{display:none}a{color:inherit}p,li,dd,figcaption{max-width:none}h2,h3,caption{break-after:avoid}
figure,tr,.verdict{break-inside:avoid}figure svg{max-width:9cm}
.shapes{grid-template-columns:repeat(3,1fr)}.scroll{overflow:visible}
details::details-content{content-visibility:visible;height:auto}}
"""
_INVENTED = (
    "Trained and tested on an invented force. Not validated on real children. "
    "No decision about a real child may rest on it."
)


def document(material: Material, title: str, *parts: object, style: str = "") -> str:
    """A paper's whole file: what it is about, the parts, and what it was written from."""
    about = _INVENTED if material.organisation.is_invented else material.policy.note
    return frame(title, *parts, about=about, footer=_written_from(material), style=style)


def frame(
    title: str,
    *parts: object,
    about: str | None = None,
    footer: Html | None = None,
    style: str = "",
) -> str:
    """A whole file around the parts. ``about`` stands above the title, boxed."""
    head = element(
        "head",
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="referrer" content="no-referrer">'),
        element("title", title),
        Html(f"<style>{_STYLE}{style}</style>"),
    )
    body = element(
        "body",
        element("a", "Skip to the paper", class_="skip", href="#paper"),
        element("header", paragraph(about, class_="about")) if about else None,
        element("main", element("h1", title), *parts, id="paper"),
        element("footer", footer) if footer else None,
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en-GB')}\n"


def picture(material: Material, name: str, caption: str) -> Html | None:
    """A picture with what it shows; None if it couldn't be drawn.

    One that is drawn in parts (``shapes_1.svg``, ``shapes_2.svg``) stands side by side.
    """
    mark = element("span", " ", material.mark, class_="mark")
    told = element("figcaption", caption, mark)
    parts = [
        Html(svg)
        for file, svg in material.pictures.items()
        if file.startswith(f"{name}_") or file == f"{name}.svg"
    ]
    if not parts:
        return None
    inner = parts[0] if len(parts) == 1 else element("div", *parts, class_="shapes")
    return element("figure", inner, told)


def _written_from(material: Material) -> Html:
    judgement, registration = material.judgement, material.registration
    rows: list[object] = [
        join("Card ", element("code", material.card.content_hash)),
        join("Snapshot ", element("code", judgement.snapshot)),
        f"Code {judgement.code}, policy {material.policy.version}",
    ]
    if registration is not None:
        rows.insert(
            0,
            join(
                f"{registration.model}, {material.version}, run ",
                element("code", registration.run_id),
            ),
        )
    return join(paragraph("Written by the program from:"), bullets(rows))


def contents(headings: list[str], ids: list[str]) -> Html:
    """Links to the sections."""
    links = (element("a", words_of(h), href=f"#{i}") for h, i in zip(headings, ids, strict=True))
    return element("nav", bullets(links), aria_label="Contents")
