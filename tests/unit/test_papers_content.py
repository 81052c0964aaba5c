"""The papers' contents: headings, figures with intervals, what is withheld and what is not said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from importlib import resources
from pathlib import Path

import pytest

from docs.writers.model_page import model_page
from scorecard import load_policy
from tests.lib.cards import a_card
from tests.lib.judgements import (
    a_judgement,
    a_registration,
    a_sparse_judgement,
    an_estimate,
)
from tests.lib.page_text import Page, text_of
from training.intervals import Estimate
from training.judging.judgement import Judgement
from training.judging.rows import Gate, GroupRow
from training.papers import model_card, report_page, scorecard_page, transparency
from training.papers.markup import BlankHeadingError, Html, element, sections, table, words_of
from training.papers.material import OtherCardError
from training.papers.organisation import Organisation, OrganisationError, load_organisation
from training.papers.phrases import of_many, share, signed
from training.papers.registration import Registration
from training.papers.writing import write_papers
from training.questions.outcomes import AGAIN

_NEVER = re.compile(
    r"\b(?:abscond\w*|runaways?|frequent flyer|misper|promiscuous|prostitut\w*|lifestyle"
    r"|boyfriend|streetwise|nominal|offender|puts? (?:herself|himself|themselves) at risk"
    r"|safe|no risks?|all clear|green|ai predicts|the system says|will be harmed)\b",
    re.IGNORECASE,
)
_HEADINGS = {
    "report.html": report_page.HEADINGS,
    "model-card.html": (*model_card.FIRST_PAGE, *model_card.HEADINGS),
    "transparency-record.html": (
        *transparency.TIER_ONE,
        *transparency.TIER_TWO,
        *(heading for inner in transparency.TIER_TWO.values() for heading in inner),
        *transparency.WHAT_CRITICS_MISS,
    ),
    "scorecard.html": scorecard_page.HEADINGS,
}


def pages(
    judgement: Judgement | None = None,
    registration: Registration | None = None,
    organisation: Organisation | None = None,
) -> dict[str, Page]:
    """Every HTML paper of the small card, parsed."""
    judged = judgement or a_judgement()
    card = a_card(name=judged.card)
    papers = write_papers(judged, card, load_policy(), registration, {}, organisation)
    return {name: Page(data.decode()) for name, data in papers.items() if name.endswith(".html")}


def words(page: Page) -> str:
    """All that a page says, with a plain space between any two elements."""
    return unescape(words_of(page.html.split("<body", 1)[1]))


@pytest.mark.parametrize(
    ("judgement", "registration"),
    [(a_judgement(), a_registration()), (a_judgement(), None), (a_sparse_judgement(), None)],
    ids=["full", "not registered", "sparse"],
)
def test_every_required_heading_is_there_and_something_is_said_under_it(
    judgement: Judgement, registration: Registration | None
) -> None:
    for name, page in pages(judgement, registration).items():
        headings = {text_of(e): e for e in page.all("*") if re.fullmatch(r"h[2-4]", e.tag)}
        for heading in _HEADINGS[name]:
            section = page.parents[headings[heading]]
            assert section.tag == "section"
            assert len(text_of(section)) > len(heading) + 5, (name, heading)


def test_a_heading_with_nothing_under_it_is_refused_by_name() -> None:
    with pytest.raises(BlankHeadingError, match="Benefit"):
        sections(("Scope", "Benefit"), {"Scope": Html("<p>all</p>"), "Benefit": Html("<p> </p>")})
    with pytest.raises(BlankHeadingError, match="Scope"):
        sections(("Scope",), {})


def test_a_fact_that_the_organisation_leaves_blank_is_refused_by_name() -> None:
    with pytest.raises(OrganisationError, match="cost_to_run"):
        replace(load_organisation(), cost_to_run=" ")


@pytest.mark.parametrize(
    "change", [{"team": None}, {"motto": "ever onward"}, {"is_invented": "no"}]
)
def test_an_organisation_s_file_that_is_not_one_is_refused(
    tmp_path: Path, change: dict[str, object]
) -> None:
    shipped = resources.files("training.papers").joinpath("organisation.json").read_text()
    given = json.loads(shipped) | change
    path = tmp_path / "organisation.json"
    path.write_text(json.dumps({name: value for name, value in given.items() if value is not None}))
    with pytest.raises(OrganisationError, match=next(iter(change))):
        load_organisation(path)


def test_pages_are_whole_documents_that_reach_for_nothing_outside() -> None:
    for name, page in pages(a_judgement(), a_registration()).items():
        assert page.parse_faults == [], name
        assert not page.all("script"), name
        for made in page.all("*"):
            for attribute, value in made.attrib.items():
                assert not attribute.startswith("on")
                if attribute in ("href", "src"):
                    assert value.startswith("#"), name
        assert "url(" not in page.html
        assert "@import" not in page.html


def test_every_table_and_the_sum_of_figures_carry_the_run_and_the_card() -> None:
    card, registration = a_card(), a_registration()
    mark = f"card {card.content_hash[7:19]}, run {registration.run_id[:12]}"
    for name, page in pages(a_judgement(), registration).items():
        assert page.all("table"), name
        for caption in page.all("caption"):
            assert text_of(caption).endswith(mark), name
        assert registration.run_id in words(page)
        assert card.content_hash in words(page)


def test_a_withheld_group_shows_no_figure_on_any_page() -> None:
    hidden = GroupRow("local_authority", "Hiddenham", "recorded", None, None, {})
    shown = replace(hidden, group="Shownham", reports=900, cases=40,
                    figures={"recall": an_estimate(0.4), "missed": an_estimate(0.6)})  # fmt: skip
    judgement = a_judgement(groups=(hidden, shown))
    for name in ("report.html", "model-card.html", "transparency-record.html"):
        rows = list(pages(judgement)[name].all("tr"))
        told = [text_of(row) for row in rows if "Hiddenham" in text_of(row)]
        assert told, name
        assert all(not re.search(r"\d", row) for row in told), name
        assert any("(" in text_of(row) for row in rows if "Shownham" in text_of(row)), name
    line = next(one for one in model_page(judgement).splitlines() if "Hiddenham" in one)
    assert not re.search(r"\d", line)


def test_counts_below_ten_are_not_told_where_groups_and_months_are() -> None:
    judgement = a_judgement()
    changes = judgement.changes
    assert changes is not None
    few = replace(changes, moved={"Low>High": 3}, moved_groups={"sex:male": {"up": 4, "down": 0}})
    page = pages(replace(judgement, changes=few))["report.html"]
    assert "Low to High fewer than 10" in words(page)
    assert "sex: male fewer than 10 0" in words(page)


@pytest.mark.parametrize(
    ("gates", "said"),
    [
        ((Gate("a", True, "0.31"),), "May be promoted: every gate is passed."),
        ((Gate("a", True, "0.31"), Gate("b", None, "0.32")), "Not settled: 1 gate"),
        ((Gate("a", None, "0.31"), Gate("b", False, "0.32")), "Do not promote: 1 gate failed."),
    ],
)
def test_the_verdict_follows_the_gates(gates: tuple[Gate, ...], said: str) -> None:
    page = pages(a_judgement(gates=gates))["report.html"]
    box = next(e for e in page.all("div") if "verdict" in e.get("class", ""))
    assert said in text_of(box)
    for gate in gates:
        assert (gate.words in text_of(box)) == (gate.passed is not True)


def test_numbers_in_words_keep_their_intervals() -> None:
    card_page = words(pages(a_judgement(), a_registration())["model-card.html"])
    assert (
        "Of 100 missing reports of children who came to recorded harm within 90 days, 38 to 44 "
        "stood in High."
    ) in card_page
    assert "finds 37 to 45 of 100 such reports" in card_page
    assert of_many(Estimate(0.004, 0.003, 0.005)) == ("30 to 50", "10,000")
    assert of_many(Estimate(0.004, 0.003, 0.016), 100) == ("0 to 2", "100")
    assert of_many(Estimate(0.41, float("nan"), float("nan"))) == ("about 41", "100")
    assert share(an_estimate(0.41)) == "41.0\u00a0% (37.0\u00a0to\u00a045.0)"
    assert signed(Estimate(-0.01, -0.04, 0.02)) == "\u22120.010 (\u22120.040\u00a0to\u00a0+0.020)"


def test_three_warnings_are_told_the_strongest_first() -> None:
    def told(judgement: Judgement, organisation: Organisation | None = None) -> list[str]:
        page = pages(judgement, None, organisation)["model-card.html"]
        heading = page.by_id("three-warnings")
        assert heading is not None
        return [text_of(item) for item in page.parents[heading].iter("li")]

    real = replace(load_organisation(), is_invented=False)
    far = tuple(
        GroupRow("sex", sex, "recorded", 900, 40, {"recall": an_estimate(recall)}, 20)
        for sex, recall in (("female", 0.6), ("male", 0.2))
    )
    failed = a_judgement(gates=(Gate("calibrated", False, "0.5"),), groups=far)
    assert [one[:20] for one in told(failed)] == [
        "It learned from an i",
        "It failed: calibrate",
        "It misses many: of 1",
    ]
    assert told(failed, real)[2] == (
        "It finds fewer of the cases among boys: 16 to 24 of 100, against 56 to 64 among girls."
    )
    assert "is not known" in told(a_sparse_judgement())[2]


def test_what_is_not_known_is_said_and_never_a_nan() -> None:
    for judgement in (a_sparse_judgement(), a_judgement()):
        for name, page in pages(judgement).items():
            assert not re.search(r"\bnan\b", words(page)), name
        assert not re.search(r"\bnan\b", model_page(judgement))
    assert "Not known, for too few cases" in words(pages(a_sparse_judgement())["report.html"])


def test_papers_say_that_the_force_is_invented_until_a_force_says_otherwise() -> None:
    for page in pages(a_judgement(), a_registration()).values():
        assert "Not validated on real children" in words(page)
    real = replace(load_organisation(), is_invented=False, force="Northmoor Police")
    for page in pages(a_judgement(), a_registration(), real).values():
        assert "Not validated on real children" not in words(page)


def test_tier_one_keeps_to_its_length_and_refuses_more() -> None:
    page = pages()["transparency-record.html"]
    heading = page.by_id("tier-1")
    assert heading is not None
    blocks = [e for e in page.parents[heading].iter() if e.tag in ("h2", "h3", "p")]
    said = " ".join(text_of(block) for block in blocks)
    assert 60 <= len(said.split()) <= transparency.MOST_WORDS
    long = replace(load_organisation(), contact="word " * 200)
    with pytest.raises(transparency.TooLongError, match="tier 1"):
        pages(organisation=long)


def test_the_record_says_what_was_refused_and_who_approved() -> None:
    record = words(pages(a_judgement(), a_registration())["transparency-record.html"])
    assert "Version 2 21 October 2026 B. Thorne calibrated: 0.031 of 0.010" in record
    assert "Approved by B. Thorne on 22 November 2026" in record
    unapproved = a_registration(approved_by=None, approved_on=None, refusals=())
    record = words(pages(a_judgement(), unapproved)["transparency-record.html"])
    assert "Nobody has approved it" in record
    assert "has been refused so far" in record


def test_the_second_card_is_told_in_its_own_words() -> None:
    judgement = a_judgement(
        a_card(name="again"),
        outcome=AGAIN.version,
        outcome_words=AGAIN.words,
        horizon_days=AGAIN.horizon.days,
    )
    for page in pages(judgement).values():
        said = words(page)
        assert "reported missing again within 28 days" in said
        assert "came to recorded harm" not in said


def test_no_word_blames_a_child_or_promises_anything() -> None:
    for name, page in pages(a_judgement(), a_registration()).items():
        found = {hit.group() for hit in _NEVER.finditer(words(page))}
        assert found == set(), name


def test_a_judgement_of_another_card_is_refused() -> None:
    with pytest.raises(OtherCardError):
        write_papers(a_judgement(a_card(base=9)), a_card(), load_policy(), None, {})


def test_the_same_judgement_gives_the_same_bytes() -> None:
    judgement, card, registration = a_judgement(), a_card(), a_registration()
    once, again = (write_papers(judgement, card, load_policy(), registration, {}) for _ in range(2))
    assert once == again


def test_texts_are_escaped_and_rows_must_fit() -> None:
    assert element("p", "a < b", title='"x"') == '<p title="&quot;x&quot;">a &lt; b</p>'
    assert words_of(element("p", element("b", "bold"), " text")) == "bold text"
    with pytest.raises(ValueError, match="cells"):
        table("t", ("a", "b"), [("only one",)])
    judgement = a_judgement(gates=(Gate("a", False, "<script>alert(1)</script>"),))
    assert not pages(judgement)["report.html"].all("script")
