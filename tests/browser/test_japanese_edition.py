"""The Japanese edition in a browser: the switch of language, the sheet on paper, any day."""

import re

import pytest

from analysis import rules

COUNTED = re.compile(rb"/Type\s*/Page\b")  # of a PDF
A4 = b"/MediaBox [0 0 594.95996 841.91998]"
SHOWN = """([on, and]) => {
    const form = document.getElementById("allowed");
    [form.on.value, form.and.value] = [on, and];
    form.requestSubmit();
    return {told: document.getElementById("allowed-told").textContent,
        rows: [...document.querySelectorAll("#allowed-result tr[data-rule]")].map(row =>
            ({...row.dataset}))};
}"""


@pytest.mark.parametrize("name", ["teach", "ja/teach"])
def test_the_sheet_for_a_lesson_prints_on_one_page_of_a4(opened, name):
    """With its picture, its table and its three questions."""
    printed = opened(f"{name}.html").pdf(prefer_css_page_size=True)
    assert len(COUNTED.findall(printed)) == 1 and A4 in printed


def test_the_old_address_of_the_japanese_sheet_leads_to_it(opened):
    """At once."""
    page = opened("teach-ja.html")
    page.wait_for_url("**/ja/teach.html")
    assert page.locator("html").get_attribute("lang") == "ja"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("rules/R043.html#what-opened", "ja/rules/R043.html#what-opened"),
        ("ja/ask.html?what=patriot&to=UKR&on=2024-03-10", "ask.html?what=patriot&to=UKR"),
        ("ja/questions.html#F008", "questions.html#F008"),
    ],
)
def test_the_switch_of_language_keeps_the_place(opened, address, other):
    """The heading, the question that was asked, the row: both ways."""
    page = opened(address)
    page.locator("header .twin:visible").first.click()
    page.wait_for_load_state()
    assert f"/{other}" in page.url and not page.errors


@pytest.mark.parametrize(
    ("on", "other"),
    [("2023-12-21", "2023-12-22"), ("2014-04-01", "2026-04-21"), ("2013-12-23", "")],
)
def test_any_day_says_the_same_in_both_languages(opened, on, other):
    """The same kinds, statuses, rules and changes; the sentence above is Japanese."""
    found = [opened(f"{folder}allowed.html").evaluate(SHOWN, [on, other]) for folder in ("", "ja/")]
    assert found[0]["rows"] == found[1]["rows"]
    assert len(found[0]["rows"]) >= len(rules.in_force(on))
    assert not re.search("[A-Za-z]{3}", found[1]["told"])
