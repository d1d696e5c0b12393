"""An article held against the tables: what is found, what is asked, what no page can do."""

import csv
import html.parser
import ipaddress
import re
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import __main__, checks, tables
from analysis.newsroom.audit import audit, days, report, subjects
from analysis.newsroom.audit.days import periods
from analysis.newsroom.web import Client, Limits

SAMPLE = tables.folder() / "raw" / "article" / "sample-article.html"
STORY = """Tokyo sends interceptors

The National Security Council on 22 December 2023 amended the Implementation Guidelines so that \
weapons could go to their licensor.

Patriot missiles went to the United States. This increased the stock, two officials said on \
condition of anonymity.

Japan agreed to hand Abukuma destroyers to the Philippines, Reuters reported.

The Three Principles were amended on 25 December 2023, the paper wrote."""


def frames(text: str = STORY, published: str | None = "2024-03-10") -> dict:
    return audit(text, published=published)


def asked(result: dict, about: str) -> list[str]:
    return result["questions"].query("about == @about")["question"].tolist()


def dates(text: str, published: str | None = "2024-03-10") -> list[tuple]:
    found = periods(pd.Series([text]), published and pd.Timestamp(published))
    return [(f"{row.start:%Y-%m-%d}", f"{row.end:%Y-%m-%d}") for row in found.itertuples()]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 22 December 2023", "2023-12-22", "2023-12-22"),
        ("Dec. 22, 2023", "2023-12-22", "2023-12-22"),
        ("2023-12-22", "2023-12-22", "2023-12-22"),
        ("令和五年十二月二十二日に", "2023-12-22", "2023-12-22"),
        ("2023年12月に", "2023-12-01", "2023-12-31"),
        ("昨年12月に", "2023-12-01", "2023-12-31"),
        ("Last December, it", "2023-12-01", "2023-12-31"),
        ("at the end of 2023, it", "2023-10-01", "2023-12-31"),
        ("on March 26", "2024-03-26", "2024-03-26"),
        ("on Dec. 30", "2023-12-30", "2023-12-30"),
        ("on Tuesday", "2024-03-05", "2024-03-05"),
        ("政府は8日、", "2024-03-08", "2024-03-08"),
        ("in 2014", "2014-01-01", "2014-12-31"),
        ("22 грудня 2023 року", "2023-12-22", "2023-12-22"),
        ("22 декабря", "2023-12-22", "2023-12-22"),
        ("у грудні 2023 року", "2023-12-01", "2023-12-31"),
        ("в мае 2024 года", "2024-05-01", "2024-05-31"),
        ("26 березня", "2024-03-26", "2024-03-26"),
    ],
)
def test_dates_are_read_in_four_languages(text, start, end):
    assert dates(text) == [(start, end)]


def test_a_date_that_cannot_be_placed_is_left_out():
    """Without a day of publication a date without year says nothing; nor does 31 February."""
    assert dates("last December, on March 26, 昨年12月, 26 березня", published=None) == []
    assert dates("у травні") == []
    assert dates("31 February 2023, 1 January 9999, 9999-12-31, 9999年1月1日") == []


def test_a_rule_is_found_by_date_instrument_and_name():
    """The day brings both amendments of that day; the name the one of that day and no other."""
    found = frames()["rules"].query("paragraph == '1'").set_index("rule_id")
    assert set(found.index) == {"R042", "R043"}
    assert found.at["R043", "how"] == "name and date" and found.at["R042", "how"] == "date"
    assert (found.at["R043", "effect"], f"{found.at['R043', 'in_force_from']:%Y-%m-%d}") == (
        "loosens",
        "2023-12-22",
    )
    by_form = frames("T\n\nJapan's Cabinet decided on 26 March 2024 on exports of the fighter.")[
        "rules"
    ].set_index("rule_id")["how"]
    assert by_form.to_dict() == {"R044": "date and instrument", "R045": "date"}


def test_a_date_alone_is_no_rule_change():
    """The day of a rule change in a sentence about something else is not one."""
    assert frames("Title\n\nThe bakery delivered its bread on 22 December 2023.")["rules"].empty


@pytest.mark.parametrize(
    ("published", "rule"), [("2015-06-01", "R031"), ("2024-03-10", "R042"), ("2026-05-01", "R049")]
)
def test_a_name_means_what_stood_at_publication(published, rule):
    text = "題名\n\n政府は防衛装備移転三原則に基づき対応すると説明した。"
    assert frames(text, published)["rules"]["rule_id"].tolist() == [rule]
    assert set(frames(text, None)["rules"]["rule_id"]) == {"R031", "R042", "R049"}


def test_the_provisions_are_those_the_tables_give():
    found = frames()["provisions"].set_index("provision_id").loc["P02"]
    assert (found["status_before"], found["status_after"], found["rule_id"]) == (
        "prohibited",
        "allowed",
        "R043",
    )


def test_a_transfer_is_narrowed_by_its_recipient():
    both = frames("T\n\nTC-90 aircraft and Mogami frigates were discussed.")["transfers"]
    one = frames("T\n\nMogami frigates were discussed with New Zealand.")["transfers"]
    assert set(both["transfer_id"]) == {"T010", "T011", "T032", "T029", "T030", "T034"}
    assert one["transfer_id"].tolist() == ["T034"]


def test_a_transfer_is_narrowed_by_the_article_too():
    """The paragraph names nobody, the article names Australia."""
    text = "T\n\nAustralia chose a ship.\n\nThe contract is for Mogami frigates."
    found = set(frames(text)["transfers"].query("paragraph == '2'")["transfer_id"])
    assert found == {"T029", "T030"}


def test_an_effect_before_the_first_delivery_is_asked_about():
    """The table's delivery is of November 2025: asked in 2024, no more in 2026.

    And the future tense claims nothing.
    """
    before = asked(frames(), "T022")
    assert len(before) == 1 and "says 'increased'" in before[0] and "dated 2025-11 (" in before[0]
    assert asked(frames(published="2026-03-10"), "T022") == []
    assert "not known" in asked(frames(published=None), "T022")[0]
    assert (
        asked(frames("T\n\nPatriot missiles will be delivered to the United States."), "T022") == []
    )


def test_talks_called_agreement_are_asked_about():
    assert "under negotiation" in asked(frames(), "T031")[0]
    assert asked(frames(STORY.replace("agreed", "hopes")), "T031") == []


def test_a_date_without_a_rule_change_is_asked_about():
    """25 December is no day of any rule; the right day raises no question."""
    assert "2023-12-22" in asked(frames(), "Three Principles")[0]
    assert asked(frames(STORY.replace("25 December", "22 December")), "Three Principles") == []


def test_sourcing_is_asked_about():
    result = frames()
    assert result["questions"]["question"].str.contains("who are not named").sum() == 1
    assert any("chain ends with Reuters" in question for question in asked(result, "Reuters"))


def test_a_near_copy_lends_its_day_and_is_compared():
    """The sample's own text without its head; then with a paragraph cut and one added."""
    paragraphs = (
        audit(SAMPLE.read_bytes())["paragraphs"].query("role in ['title', 'body']")["text"].tolist()
    )
    whole = audit("\n\n".join(paragraphs))
    assert whole["article"]["published_basis"].iat[0] == "that of the near-copy sample"
    assert whole["copies"][["article_id", "missing", "extra"]].to_numpy().tolist() == [
        ["sample", 0, 0]
    ]
    assert asked(whole, "sample") == []
    changed = audit(
        "\n\n".join(
            [*paragraphs[:5], *paragraphs[6:], "A closing line that the sample does not have."]
        )
    )
    assert changed["copies"][["missing", "extra"]].to_numpy().tolist() == [[1, 1]]
    assert "not the same" in asked(changed, "sample")[0]


@pytest.mark.parametrize("days", [0, 1, 20_000])
def test_a_day_of_publication_that_the_tables_do_not_reach_is_asked_about(days):
    """Whether it is given or stated by the page, and first of all notes."""
    day = checks.as_of() + pd.Timedelta(days=days)
    stamp = f"<meta property='article:published_time' content='{day:%Y-%m-%d}T00:00:00Z'>"
    page = f"<html><head><title>Story</title>{stamp}</head><body><p>{STORY}</p></body></html>"
    results = {"as given": audit(STORY, published=day), "as the page states": audit(page)}
    for basis, result in results.items():
        assert result["article"].loc[0, "published"] == day
        told = asked(result, "day of publication")
        assert len(told) == (days > 0)
        assert all(f"{day:%Y-%m-%d} ({basis}), is later" in question for question in told)
        notes = result["notes"]["kind"].tolist()
        assert notes[:1] == ["ahead"] if days else "ahead" not in notes


def test_the_sample_article():
    """Its day of the week is placed by its day of publication."""
    result = audit(SAMPLE.read_bytes())
    assert set(result["rules"].query("paragraph == '2'")["rule_id"]) == {"R044", "R045"}
    assert result["article"]["published_basis"].iat[0] == "as the page states"


HOSTILE = """<html lang="en"><head><title>x</title>
<meta property="og:site_name" content="<script>alert(1)</script>"></head><body><article>
<h1>=HYPERLINK("http://evil.example","open")</h1>
<p>Patriot \u202emissiles\u2066 &lt;script&gt;alert(1)&lt;/script&gt; \
&lt;img src=x onerror=alert(2)&gt; increased exports on 1 January 9999.</p>
<p onclick="alert(3)">@SUM(A1) +cmd|' /C calc'!A0 the weapons were exported, \
\x1b[31mofficials said on condition of anonymity.</p>
<p>-2+3 is how this line of the story begins, and it goes on for a while so that it is a \
paragraph.</p></article></body></html>"""


class Seen(html.parser.HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value for name, value in attrs if name == "href"}


def test_a_hostile_page_is_shown_as_text():
    page, seen = report.to_html(audit(HOSTILE)), Seen()
    seen.feed(page)
    assert seen.tags <= set(
        "html head meta title style body main h1 h2 p span div table thead tbody tr th td "
        "aside b mark a ol li".split()
    )
    assert seen.attributes <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "scope",
    } | {
        "href",
        "id",
        "rel",
    }
    outside = {address for address in seen.addresses if not address.startswith("#paragraph-")}
    assert outside <= set(tables.read("sources")["url"])
    assert "&lt;script&gt;alert(1)" in page and "onerror=alert(2)&gt;" in page
    assert not re.search(
        "[\x00-\x08\x1b\u202a-\u202e\u2066-\u2069]", page + report.to_text(audit(HOSTILE))
    )


def test_the_page_says_its_languages_and_fits_a_phone():
    page = report.to_html(frames("題名\n\n政府は防衛装備移転三原則に基づき対応すると説明した。"))
    assert (
        '<html lang="en">' in page
        and '<span lang="ja">題名</span>' in page
        and '<td lang="ja">' in page
    )
    assert 'name="viewport"' in page and "overflow-x:auto" in page
    assert "http" not in page.replace("http-equiv", "")


def test_csv_cells_are_no_formulas(tmp_path):
    written = report.to_csv(audit(HOSTILE), tmp_path)
    cells = [
        cell
        for path in written
        for row in csv.reader(path.read_text("utf-8-sig").splitlines())
        for cell in row
    ]
    assert '\'=HYPERLINK("http://evil.example","open")' in cells
    assert any(cell.startswith("'-2+3") for cell in cells) and any(
        cell.startswith("'@SUM") for cell in cells
    )
    assert not any(re.match(r"\s*[=+@-]", cell) for cell in cells)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300) | st.binary(max_size=300),
    st.sampled_from([None, "2024-03-10", "1900-01-01", "9999-12-31"]),
)
def test_nothing_but_valueerror_comes_out(given_text, published):
    words = (
        b"Patriot 31 February 2023 last December \xe6\xad\xa6\xe5\x99\xa8 Three Principles "
        b"on Sunday, Jan. 1 "
    )
    for text in (
        given_text,
        words + given_text if isinstance(given_text, bytes) else words.decode() + given_text,
    ):
        try:
            result = audit(text, published=published)
        except ValueError:
            continue
        assert report.to_html(result) and report.to_text(result)


def run(*arguments: str) -> str:
    """What the command line says as it gives up."""
    with pytest.raises(SystemExit) as error:
        __main__.main(["audit", *map(str, arguments)])
    return error.value.code


def test_the_command_reports_and_writes(tmp_path, capsys):
    __main__.main(
        [
            "audit",
            str(SAMPLE),
            "--csv",
            str(tmp_path / "frames"),
            "--html",
            str(tmp_path / "page.html"),
        ]
    )
    told = capsys.readouterr().out
    assert told.startswith("Tokyo opens a narrow door for its next fighter") and "R044" in told
    assert {path.stem for path in (tmp_path / "frames").glob("*.csv")} == set(frames())
    assert "R044" in (tmp_path / "page.html").read_text("utf-8")


def test_the_command_fails_in_one_line(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    for arguments in (
        [tmp_path / "none.html"],
        [tmp_path / "empty.txt"],
        [SAMPLE, "--published", "March"],
        ["http://127.0.0.1:9/"],
    ):
        told = run(*arguments)
        assert told.startswith("no audit: ") and "\n" not in told


def test_sentences_words_and_dates_are_computed_once(monkeypatch):
    """They are passed down to all that ask for them."""
    counts = Counter()
    for module, name in ((subjects, "sentences"), (subjects, "words"), (days, "periods")):
        function = getattr(module, name)

        def counted(*arguments, function=function, name=name):
            counts[name] += 1
            return function(*arguments)

        monkeypatch.setattr(module, name, counted)
    frames()
    assert counts == {"sentences": 1, "words": 1, "periods": 1}


def test_no_output_replaces_the_article_or_a_table(tmp_path):
    article = tmp_path / "in.html"
    article.write_bytes(SAMPLE.read_bytes())
    told = run(article, "--html", article)
    assert "is the file that is read" in told and article.read_bytes() == SAMPLE.read_bytes()
    linked = tmp_path / "linked"
    linked.symlink_to(tables.folder() / "raw", target_is_directory=True)
    before = {path: path.stat().st_mtime_ns for path in tables.folder().rglob("*")}
    for output in (tables.folder() / "processed", linked / "words", tables.folder()):
        assert "among the project's tables" in run(article, "--csv", output)
    assert before == {path: path.stat().st_mtime_ns for path in tables.folder().rglob("*")}


@pytest.mark.parametrize("charset", ["cp1251", "koi8-u", "utf-16", "utf-8-sig"])
def test_a_saved_text_is_read_in_its_charset(charset):
    text = "Японія може.\n\nЗа словами чиновників, Японія передасть ракети.\n\nЩе один."
    result = audit(text.encode(charset))
    assert result["article"]["title"].iat[0] == "Японія може."
    assert result["attributions"]["source"].tolist() == ["чиновників"]


def test_a_saved_text_in_no_known_charset_is_refused():
    """Of French without a declaration nothing is guessed; declared, it is read."""
    page = "<html><head>{}</head><body><h1>Règle</h1><p>L'étranger a été désigné à Tōkyō.</p>"
    page = page.replace("ō", "o")
    with pytest.raises(ValueError, match="charset"):
        audit(page.format("").encode("cp1252"))
    declared = page.format('<meta charset="iso-8859-1">').encode("cp1252")
    assert "étranger" in audit(declared)["paragraphs"]["text"].iat[1]


def test_an_address_is_read_over_the_network(httpserver):
    """A page of this machine, with its markup; a missing one and a PDF say so."""
    httpserver.expect_request("/story").respond_with_data(
        SAMPLE.read_bytes(), content_type="text/html; charset=utf-8"
    )
    httpserver.expect_request("/paper").respond_with_data(
        b"%PDF-1.7\n%%EOF\n", content_type="application/pdf"
    )
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/none").respond_with_data("", status=404)
    client = Client(
        lambda address: ipaddress.ip_address(address).is_loopback, Limits(retries=0, backoff=0.01)
    )
    assert "R044" in report.run(httpserver.url_for("/story"), client=client)
    for path, why in (("/none", "404"), ("/paper", "PDF")):
        with pytest.raises(ValueError, match=why):
            report.run(httpserver.url_for(path), client=client)


def test_every_word_says_what_it_means():
    """A word that names a rule or a transfer points to one; an instrument to a legal form."""
    known = tables.read("mentions")
    role = known["role"].astype("str")
    assert (known["rule_id"].notna() == role.eq("rule")).all()
    assert (known["transfer_id"].notna() == role.isin(["transfer", "item"])).all()
    assert (known["instrument"].notna() == role.eq("instrument")).all()
    assert not known.duplicated(["term", "role", "rule_id", "transfer_id", "instrument"]).any()


def test_a_long_text_is_announced_with_its_time(tmp_path, capsys):
    """Nobody waits without knowing for how long; a short one is not announced."""
    text = "A title\n\n" + "A sentence of no importance stands here. " * 6_000
    for name, content, told in [("long.txt", text, "about 2 s"), ("short.txt", text[:5_000], "")]:
        (tmp_path / name).write_text(content, "utf-8")
        report.run(str(tmp_path / name))
        said = capsys.readouterr().err
        assert told in said and bool(told) == bool(said)
