"""Cleaning of articles, on the sample that was written for this project."""

import pandas as pd
import pytest

from analysis import articles, tables

SAMPLE = tables.folder() / "raw" / "sample-article.html"
TEXT = "A headline\n\nPhoto: somebody\n\nFirst paragraph,\nin two lines.\n\nRead also: another story\n\nSecond paragraph."


def test_the_sample_gives_the_committed_paragraphs():
    """HTML in, tidy paragraphs out: labels, roles and fingerprints are those of the paragraphs table."""
    known = tables.read("paragraphs").query("article_id == 'sample'")
    paragraphs = articles.read(SAMPLE.read_text("utf-8"))
    assert articles.compare(paragraphs, known)["result"].eq("same").all()
    assert paragraphs["role"].value_counts().to_dict() == known["role"].astype(str).value_counts().to_dict()
    assert paragraphs.attrs == {
        "title": "Tokyo opens a narrow door for its next fighter",
        "outlet": "The Sample Gazette",
        "published": "2024-03-27",
        "url": "https://sample-gazette.example/world/tokyo-opens-a-narrow-door",
    }


def test_claims_of_the_sample_stand_in_its_paragraphs():
    """The claims of the sample point to body paragraphs that the cleaning finds."""
    paragraphs = articles.read(SAMPLE.read_text("utf-8"))
    said = tables.read("claims").query("article_id == 'sample'")
    assert len(said) and said["paragraph"].isin(paragraphs.query("role == 'body'")["paragraph"]).all()


def test_plain_text_is_told_into_roles():
    """Only body paragraphs are numbered; lines within a paragraph are joined."""
    frame = articles.read(TEXT)
    assert frame["paragraph"].tolist() == ["title", "credit 1", "1", "related 1", "2"]
    assert frame["number"].dropna().tolist() == [1, 2]
    assert frame.loc[2, "text"] == "First paragraph, in two lines."


@pytest.mark.parametrize("label", ["Read also:", "READ ALSO :", "Читайте також:", "Читайте также:", "関連記事："])
def test_pointers_to_other_stories_are_told_from_the_body(label):
    """The usual labels in English, Ukrainian, Russian and Japanese, in either width of the colon."""
    frame = articles.read(f"Title\n\nBody.\n\n{label} other\n\nMore.")
    assert frame["role"].tolist() == ["title", "body", "related", "body"]


def test_the_fingerprint_ignores_typography_and_nothing_else():
    """Quotation marks, dashes, width, case and blanks do not count; a changed word does."""
    one = articles.fingerprint_text("The “five fields” – ５類型 are\u00a0gone.")
    assert one == articles.fingerprint_text('the  "five fields" - 5類型 are gone.')
    assert one != articles.fingerprint_text('the "five fields" - 5類型 are kept.')


def test_another_text_is_found_out_paragraph_by_paragraph():
    """A changed, a missing and an added paragraph are told apart."""
    known = articles.read(TEXT)
    other = articles.read(TEXT.replace("Second", "Altered") + "\n\nThird.").query("role != 'credit'")
    result = articles.compare(other, known).set_index("paragraph")["result"]
    assert result.to_dict() == {"title": "same", "1": "same", "2": "differs", "3": "extra", "credit 1": "missing", "related 1": "same"}


@pytest.mark.parametrize("nothing", ["", "   ", "<html><body></body></html>", "one line"])
def test_a_page_without_an_article_is_refused(nothing):
    """ValueError, and nothing else."""
    with pytest.raises(ValueError, match="no article"):
        articles.read(nothing)


def test_only_fingerprints_are_stored():
    """The paragraphs table has no column that could hold text."""
    frame = tables.read("paragraphs")
    assert not {"text", "body"} & set(frame) and frame["sha256"].str.len().eq(64).all()
    assert isinstance(frame, pd.DataFrame) and frame["characters"].gt(0).all()
