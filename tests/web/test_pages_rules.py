"""Every page in every state keeps every rule; and every rule finds a fault that is planted."""

from __future__ import annotations

import pytest

from tests.lib.answer_extremes import EVERY_ANSWER
from tests.lib.page_checker import RULES, check_page
from tests.lib.rendered_pages import all_pages

#: Rule, what stands in a good page, what a careless change would put there.
PLANTED = [
    ("C1", '<h2 class="app-heading" id="why">', '<h4 class="app-heading" id="why">'),
    ("C1", 'id="plan"', 'id="why"'),
    ("C1", '<h1 class="app-who">', '<h2 class="app-who">'),
    ("C1", 'lang="en-GB" ', ""),
    ("C1", 'href="#first-hour"', 'href="#nowhere"'),
    ("C1", "<footer", "<div"),
    ("C1", "</section>", "</sections>"),
    ("C2", "<title>Child record", "<title>Maya"),
    ("C2", "<title>Child record", "<title>C-7Q2M4K9T0A"),
    ("C2", 'href="/children/C-7Q2M4K9T0A"', 'href="/children/maya-okonkwo-reid"'),
    ("C2", 'href="/children/C-7Q2M4K9T0A"', 'href="/children/C-7Q2M4K9T0A?name=x"'),
    ("C2", '<meta name="referrer" content="no-referrer">', ""),
    ("C3", 'method="post"', 'method="get"'),
    ("C3", '<input type="hidden" name="csrf_token" value="token-1">', ""),
    ("C3", '<input type="hidden" name="back"', '<input type="text" name="back"'),
    ("C4", 'class="app-bars__full"', 'class="app-bars__empty"'),
    ("C4", 'data-bars="3"', 'data-bars="2"'),
    ("C4", '<strong class="app-band__word">High', '<strong class="app-band__word">Low'),
    ("C4", "Advice, not a police grade", "Assessed"),
    ("C4", 'class="app-band app-band--high"', 'class="govuk-tag"'),
    ("C4", "Every child starts with", "Every grade starts with"),
    ("C5", '<td class="app-sum__points">+14</td>', '<td class="app-sum__points">+15</td>'),
    ("C5", '<td class="app-sum__points">58</td>', '<td class="app-sum__points">57</td>'),
    ("C5", "MP-2026-0548", "MP-2026-0000"),
    ("C5", '<td class="app-sum__points">+12</td>', '<td class="app-sum__points">+13</td>'),
    ("C5", '<td class="app-sum__points">21</td>', '<td class="app-sum__points">22</td>'),
    ("C5", "Of missing children, those with records", "Those with other records"),
    ("C5", 'class="app-source" data-evidence', 'class="hidden" data-evidence'),
    ("C6", "<li data-unknown>", "<li>"),
    ("C6", 'id="not-known"', 'id="gone"'),
    ("C6", '<h2 class="app-heading" id="due">Due</h2>', '<h2 id="due">Due</h2><p>None</p>'),
    ("C6", '<h2 class="app-heading" id="due">Due</h2>', '<h2 id="due">Due</h2><p>–</p>'),
    ("C6", '<h2 class="app-heading" id="due">Due</h2>', '<h2 id="due">Due</h2><p></p>'),
    ("C7", "3\u00a0things not known, as at", "Things not known, on"),
    ("C8", "Every child starts with", "Every absconder starts with"),
    ("C8", "Every child starts with", "No risk starts with"),
    ("C8", "Every child starts with", "87 % likely"),
    ("C8", "Every child starts with", "Every MISPER starts with"),
    ("C9", "14\u00a0March\u00a02011", "2011-03-14"),
    ("C9", "14\u00a0March\u00a02011", "14 March 2011"),
    ("C9", "14\u00a0March\u00a02011", "14/03/11"),
    ("C9", "Since 22:48", "Since 10:48 pm"),
    ("C9", "NG7\u00a02AB", "NG7 2AB"),
    ("C10", 'href="tel:01154960188"', 'href="tel:01154960189"'),
    ("C10", "0115\u00a0496\u00a00188", "0115 496 0188"),
    ("C10", 'href="tel:01154960188"', 'href="/ring"'),
    ("C11", 'aria-hidden="true"', 'data-hidden="true"'),
    ("C11", 'width="7"', "width=7"),
    ("C12", "</main>", "<script>1</script></main>"),
    ("C12", "<main ", '<main onclick="x()" '),
    ("C12", 'href="/static/', 'href="https://cdn.example/'),
    ("C13", "<caption", "<div"),
    ("C13", '<th scope="row">Total', "<th>Total"),
    ("C14", "Load this page again", "here"),
    ("C14", "<main ", '<main title="Maya" '),
    ("C14", "Whole plan</a>", "First hour</a>"),
    ("C15", "Every child starts with", "The " + "incontrovertibly multidisciplinary " * 60),
    ("C15", "Every child starts with", "One " + "and one " * 12),
    ("C16", "Every child starts with", "Starts with None"),
    ("C16", "Every child starts with", "{{ view.base }}"),
]


@pytest.mark.parametrize("name", sorted(all_pages()))
def test_the_page_keeps_every_rule(name: str) -> None:
    state = name.removeprefix("child-")
    answer = EVERY_ANSWER[state]() if state != name else None
    assert check_page(all_pages()[name], answer) == []


@pytest.mark.parametrize(("rule", "good", "bad"), PLANTED)
def test_a_planted_fault_is_found_by_its_rule(rule: str, good: str, bad: str) -> None:
    html = all_pages()["child-linked"]
    assert good in html, "the plant no longer fits the page: renew it"
    faults = check_page(html.replace(good, bad), EVERY_ANSWER["linked"]())
    assert any(fault.startswith(f"{rule}:") for fault in faults)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (" autofocus", ""),
        ('aria-describedby="name-hint name-error"', ""),
        ("<title>Error: ", "<title>"),
        ('<label class="govuk-label govuk-label--s" for="place">', "<label>"),
    ],
)
def test_a_planted_fault_of_a_form_is_found(good: str, bad: str) -> None:
    html = all_pages()["search-faults"]
    assert good in html, "the plant no longer fits the page: renew it"
    assert any(fault.startswith("C3:") for fault in check_page(html.replace(good, bad)))


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for rule, _, _ in PLANTED} == set(RULES)


def test_the_pages_checked_are_all_there_are() -> None:
    kinds = {name.partition("-")[0] for name in all_pages()}
    assert kinds == {
        *("account", "accounts", "acts", "child", "limits", "log", "message", "models"),
        *("notices", "print", "printed", "quarantine", "reason", "replay", "results"),
        *("retention", "roles", "search", "settings", "sign", "signed", "team", "trust"),
        *("flagged", "judgement", "judgements", "review"),
        *("case", "link", "links", "plan", "recommendations", "lists", "missing", "indicator"),
        *("indicators", "abduction", "briefing", "duties", "messages"),
        *("charging", "conference", "conferences", "investigations", "referral", "referrals"),
    }
