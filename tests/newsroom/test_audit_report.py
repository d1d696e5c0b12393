"""The report: the article with its notes beside it, as a page, as text, as JSON."""

import json

import pytest

from analysis import __main__
from analysis.newsroom.audit import audit, report, sections

STORY = """Allies in talks

The step has raised the number of interceptor missiles that the United States has & others.

Nothing else was said."""


@pytest.fixture(scope="module")
def frames() -> dict:
    return audit(STORY, published="2024-03-10")


def test_the_summary_counts_the_notes(frames):
    assert sections.summary(frames).startswith(f"{len(frames['notes'])} ")
    assert "misleading by timing" in sections.summary(frames)
    empty = audit("A title\n\nThe bakery sold bread.\n\nThe end.", published="2024-03-10")
    assert sections.summary(empty).startswith("No note")


def test_every_kind_of_note_has_a_name():
    from analysis.newsroom.audit import notes

    assert set(sections.KINDS) == set(notes.KINDS)


def test_the_note_stands_beside_its_paragraph(frames):
    """The sentence is marked, the note links to its source, and no script runs."""
    page = report.to_html(frames)
    row = page.split('<div class="row">')[2].split("</div></div>")[0]
    assert "<mark>The step has raised" in row and "States has &amp; others" in row
    assert "C20" in row and 'href="https://' in row
    assert "<script" not in page and "default-src 'none'" in page


def test_the_text_gives_grade_and_source(frames):
    told = report.to_text(frames)
    first = frames["notes"].iloc[0]
    assert f"grade {first['grade']}, {first['source_id']}" in told


def test_the_rules_of_the_day_are_always_told(frames):
    """Also of an article that names none; without a day the report asks for one."""
    told = frames["in_force"].set_index("provision_id")
    assert told.at["P02", "rule_id"] == "R043" and told.at["P01", "status"] == "prohibited"
    undated = audit("A title\n\nThe bakery sold bread.\n\nThe end.")
    assert undated["in_force"].empty and "--published" in report.to_text(undated)


def test_the_command_prints_json(tmp_path, capsys):
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    arguments = ["audit", str(tmp_path / "story.txt"), "--published", "2024-03-10", "--json"]
    __main__.main(arguments)
    told = json.loads(capsys.readouterr().out)
    assert told["summary"] and told["notes"][0]["about"] == "C20"
    assert told["article"][0]["published"] == "2024-03-10"


def test_the_heaviest_sentences_stand_above_the_article():
    """Each once, also where two notes speak of it."""
    text = "That raised the number of US interceptors, with flexibility on Ukraine's air defences."
    page = report.to_html(audit(f"A title\n\n{text}\n\nAn end.", published="2024-03-10"))
    above = page.split("<ol>")[1].split("</ol>")[0]
    assert above.count("<li>") == 1 and "That raised the number" in above
