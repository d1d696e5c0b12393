"""The margin: few notes, the weightiest first, each with what was so and where it stands."""

import pandas as pd

from analysis.newsroom.audit import audit, notes

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
    assert (first["kind"], first["about"]) == ("true of another time", "C20")
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
    claimed = found[found["kind"].isin(["true of another time", "known claim"])]
    assert len(claimed) >= 2
    assert claimed["link"].str.startswith("http").all() and claimed["page"].ne("").all()
