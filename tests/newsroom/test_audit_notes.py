"""The margin: few notes, the weightiest first, each with what was so and where it stands."""

import re

import pandas as pd
import pytest

from analysis.newsroom.audit import asking, audit, forecasts, notes, repeats, report

RELAY = """Allies in talks

The step has raised the number of interceptor missiles that the United States has.

Japan, which has a pacifist constitution, has sent no weapons to Ukraine.

Officials said so on condition of anonymity.

Others said so on condition of anonymity, officials said."""


def margin(text: str = RELAY, published: str = "2024-03-10") -> pd.DataFrame:
    return audit(text, published=published)["notes"]


def test_a_claim_of_another_time_comes_first():
    """And one that has come true by the article's day comes after what is open."""
    first = margin().iloc[0]
    assert (first["kind"], first["about"]) == ("misleading by timing", "C20")
    assert "November 2025" in first["note"] and first["grade"] in "ABCD"
    late = margin(published="2026-02-01").set_index("about")["kind"]
    assert late["C20"] == "known claim"


def test_notes_are_few_and_each_stands_once():
    text = RELAY + "\n\nJapan sold Patriot interceptors to Ukraine." * 30
    found = margin(text)
    assert len(found) <= notes.MOST and found["rank"].tolist() == list(range(1, len(found) + 1))
    assert not found.duplicated(["kind", "about"]).any()
    assert found["kind"].eq("unnamed").sum() == 1


def test_no_note_calls_a_sentence_wrong():
    said = " ".join(margin(RELAY + "\n\nJapan sold Patriot interceptors to Ukraine.")["note"])
    assert "M028" in said
    assert not any(word in said.casefold() for word in ("false", "wrong", "incorrect", "lie "))


def test_an_agency_is_not_asked_about_itself():
    page = "<html><head><meta property='og:site_name' content='{}'></head><body><article><h1>T</h1>"
    page += "<p>Japan may send missiles, Reuters reported.</p></article></body></html>"
    asked = {name: set(margin(page.format(name))["kind"]) for name in ("Reuters", "The Paper")}
    assert "end" in asked["The Paper"] and "end" not in asked["Reuters"]


def test_notes_on_tables_have_a_source_with_an_address():
    found = margin()
    claimed = found[found["kind"].isin(["misleading by timing", "known claim"])]
    assert len(claimed) >= 2
    assert claimed["link"].str.startswith("http").all() and claimed["page"].ne("").all()


def test_every_note_has_a_grade_a_source_and_a_link():
    """Also a question about the article's own words, and a note for each known statement."""
    text = RELAY + "\n\nThe Implementation Guidelines were changed on 5 May 2020, Reuters reported."
    text += "\n\nJapan plans to ship Patriot missiles to the United States by December 2024."
    found = margin(text)
    assert {"unnamed", "date", "end", "forecast"} <= set(found["kind"])
    assert found["grade"].isin(list("ABCD")).all()
    assert found["source_id"].ne("").all() and found["source_id"].notna().all()
    assert found["link"].str.contains("^(?:https?://|#paragraph-|[a-z]+[/.])").all()
    own = found.set_index("kind").loc["unnamed"]
    assert (own["source_id"], own["link"]) == (notes.THIS, f"#paragraph-{own['paragraph']}")
    statements = repeats._known()
    assert statements["grade"].isin(list("ABCD")).all() and statements["source_id"].notna().all()
    grounds = notes._grounds()
    assert grounds["grade"].isin(list("ABCD")).all() and grounds["source_id"].notna().all()


def test_an_article_with_an_address_is_its_own_source():
    text = "Title\n\nOfficials said so on condition of anonymity.\n\nAn end."
    found = audit(text, "https://example.org/a", "2024-03-10")["notes"]
    assert found["link"].tolist() == ["https://example.org/a"]
    page = report.to_html(audit(text, "https://example.org/a", "2024-03-10"))
    assert 'href="#paragraph-' in page and 'href="https://example.org' not in page


def test_no_template_calls_a_sentence_wrong():
    """None of the sentences that notes are made of judges."""
    templates = [*asking.SENTENCES.values(), *notes.SENTENCES.values()]
    templates += [forecasts.SINCE, forecasts.NOTHING]
    judged = r"\b(?:false|wrong|incorrect|untrue|lie|lies|error|mistake)\b"
    assert not any(re.search(judged, one, re.I) for one in templates)


@pytest.mark.parametrize("outlet", ["Reuters", "Kyodo News", "Jiji Press", "AFP"])
def test_no_agency_is_asked_about_its_own_copy(outlet):
    page = f"<html><head><meta property='og:site_name' content='{outlet}'></head><body><article>"
    page += f"<h1>T</h1><p>Japan may send missiles, {outlet} reported.</p></article></body></html>"
    assert "end" not in set(margin(page)["kind"])
