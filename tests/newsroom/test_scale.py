"""The page on large corpora: its code runs as printed, and gives the rows of one machine."""

import re
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from analysis import japanese, newsroom

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "site/scale.md").read_text("utf-8")
SAMPLE = (ROOT / "data/raw/article/sample-article.html").read_text("utf-8")
PAGES = 24


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> dict:
    """What the page's code makes of versions of the sample, the last of them no article."""
    place = tmp_path_factory.mktemp("corpus")
    (place / "pages").mkdir()
    for number in range(PAGES - 1):
        page = SAMPLE.replace(
            "</body>",
            f"<p>Version {number} of this page was made for a test of many pages.</p></body>",
        )
        (place / "pages" / f"{number:02d}.html").write_text(page, "utf-8")
    (place / "pages" / "99.html").write_text("<html><body></body></html>", "utf-8")
    blocks = re.findall(r"^```python\n(.+?)^```$", PAGE, re.M | re.S)
    assert len(blocks) == 5
    made: dict = {"__name__": "corpus"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        try:
            for block in blocks:
                exec(compile(block, "site/scale.md", "exec"), made)
        finally:
            if "client" in made:
                made["client"].close()
    return made


def test_the_rows_are_those_of_one_machine(shown):
    assert_frame_equal(shown["shared"], shown["alone"])
    assert shown["alone"]["article_id"].nunique() == PAGES


def test_two_workers_did_it(shown):
    assert len(shown["workers"]) == 2


def test_a_page_that_cannot_be_read_is_told_with_its_reason(shown):
    faults = shown["shared"].dropna(subset="fault")
    assert (
        faults["article_id"].tolist() == ["99.html"]
        and "no article was found" in faults["fault"].iat[0]
    )


def test_near_copies_are_those_of_one_machine(shown):
    alone = pd.concat(map(shown["fingerprint"], shown["paths"][:-1]), ignore_index=True)
    assert_frame_equal(shown["signatures"], alone)
    assert_frame_equal(shown["copies"], newsroom.similar(alone))
    assert len(shown["copies"]) == (PAGES - 1) * (PAGES - 2) / 2


def test_a_column_in_pieces_reads_as_the_whole_does(shown):
    assert_series_equal(shown["numbers"], japanese.to_number(shown["printed"], errors="coerce"))
    assert shown["numbers"].isna().sum() == 1000 and isinstance(
        shown["numbers"].dtype, pd.Int64Dtype
    )


def test_the_core_knows_nothing_of_it():
    """Dask is imported by no module of the package."""
    assert not [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"^\s*(?:import|from) (?:dask|distributed)\b", path.read_text("utf-8"), re.M)
    ]
