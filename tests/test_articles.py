"""Cleaning of articles, on the sample that was written for this project."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import articles, newsroom, tables

SAMPLE = tables.folder() / "raw" / "article" / "sample-article.html"
TEXT = """A headline

Photo: somebody

First paragraph,
in two lines.

Read also: another story

Second paragraph."""


def test_the_sample_gives_the_committed_paragraphs():
    """Labels, roles and fingerprints of the tidy paragraphs are those of the paragraphs table."""
    known = tables.read("paragraphs").query("article_id == 'sample'")
    paragraphs = articles.read(SAMPLE.read_text("utf-8"))
    assert articles.compare(paragraphs, known)["result"].eq("same").all()
    assert (
        paragraphs["role"].value_counts().to_dict()
        == known["role"].astype(str).value_counts().to_dict()
    )
    assert paragraphs.attrs == {
        "title": "Tokyo opens a narrow door for its next fighter",
        "outlet": "The Sample Gazette",
        "published": "2024-03-27",
        "published_guess": None,
        "date_hint": "2023-12-22",
        "language": "en",
        "url": "https://sample-gazette.example/world/tokyo-opens-a-narrow-door",
        "stub": False,
    }


def test_claims_of_the_sample_stand_in_its_paragraphs():
    """The claims of the sample point to body paragraphs that the cleaning finds."""
    paragraphs = articles.read(SAMPLE.read_text("utf-8"))
    claims = tables.read("claims").query("article_id == 'sample'")
    assert len(claims)
    assert claims["paragraph"].isin(paragraphs.query("role == 'body'")["paragraph"]).all()


def test_plain_text_is_told_into_roles():
    """Only body paragraphs are numbered; lines within a paragraph are joined."""
    frame = articles.read(TEXT)
    assert frame["paragraph"].tolist() == ["title", "credit 1", "1", "related 1", "2"]
    assert frame["number"].dropna().tolist() == [1, 2]
    assert frame.loc[2, "text"] == "First paragraph, in two lines."


@pytest.mark.parametrize(
    "label", ["Read also:", "READ ALSO :", "Читайте також:", "Читайте также:", "関連記事："]
)
def test_pointers_to_other_stories_are_told_from_the_body(label):
    """The usual labels in four languages, in either width of the colon."""
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
    other = articles.read(TEXT.replace("Second", "Altered") + "\n\nThird.").query(
        "role != 'credit'"
    )
    result = articles.compare(other, known).set_index("paragraph")["result"]
    assert result.to_dict() == {
        "title": "same",
        "1": "same",
        "2": "differs",
        "3": "extra",
        "credit 1": "missing",
        "related 1": "same",
    }


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


PAGE = """<html lang="{lang}"><head><title>{title} | Somewhere</title>
<meta property="og:site_name" content="{outlet}">{head}</head>
<body class="has-sidebar"><header><nav><a href="/">Home</a></nav></header>
<div class="content-sidebar-wrap"><article class="post tag-japan">
<h1>{title}</h1>{body}</article></div>
<aside><h2>Most read</h2>
<p>A line of the sidebar that is long enough to be taken for a paragraph.</p></aside>
<footer><p>All rights are reserved, and so on and so forth, in every country.</p></footer>
</body></html>"""
LONG = "The ministry said on Friday that the rules on exports would be reviewed this year."


def _page(body: str, lang="en", title="A headline", outlet="The Gazette", head="") -> str:
    return PAGE.format(body=body, lang=lang, title=title, outlet=outlet, head=head)


def _roles(body: str, **about) -> list[tuple[str, str]]:
    frame = articles.read(_page(body, **about))
    return list(zip(frame["role"], frame["text"], strict=True))[1:]


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        ("<div class='read-also'><a href='/x'>Another story of the day</a></div>", "related"),
        ("<p><strong>Read also: <a href='/x'>Another story</a></strong></p>", "related"),
        (
            "<section><ul><li><a href='/x'>Another story of the day</a></li></ul></section>",
            "related",
        ),
        ("<div>READ ALSO Another story</div>", "related"),
        ("<p>Читайте також: <a href='/x'>Інша новина</a></p>", "related"),
        ("<p>【関連記事】</p>", "related"),
        ("<figure><img src='a.jpg'><figcaption>A radar on a hill</figcaption></figure>", "credit"),
        ("<div class='photo-credit'>Somebody of the agency</div>", "credit"),
        ("<p>Фото: Укрінформ</p>", "credit"),
        ("<p>写真：防衛省</p>", "credit"),
        ("<ul><li>An item that belongs to the article itself.</li></ul>", "body"),
        ("<blockquote>A statement that is quoted at length.</blockquote>", "body"),
        ("<p>The photo shows a radar, and the caption says so.</p>", "body"),
    ],
)
def test_lines_are_told_from_the_body_wherever_they_stand(markup, role):
    """In paragraphs, divs, lists, links and captions; what only speaks of photos stays body."""
    blocks = _roles(f"<p>{LONG}</p>{markup}<p>{LONG} Again.</p>")
    assert [kind for kind, _ in blocks] == ["body", role, "body"]


@pytest.mark.parametrize(
    "bar",
    [
        "<div class='share-buttons'><a>Share</a> <a>Tweet</a></div>",
        "<p>Share Facebook Telegram 12</p>",
        "<p>シェア ツイート 印刷</p>",
    ],
)
def test_share_bars_and_what_surrounds_an_article_are_left_out(bar):
    """Neither share bar nor navigation, sidebar or footer leaves a row."""
    assert _roles(f"<p>{LONG}</p>{bar}") == [("body", LONG)]


def test_line_breaks_part_paragraphs_only_where_they_do():
    """Two of them, or one before a wide blank; a single one is a blank."""
    assert [text for _, text in _roles("<p>One line<br>goes on.<br><br>Another.</p>")] == [
        "One line goes on.",
        "Another.",
    ]
    frame = articles.read(
        _page(
            "<div>　政府は方針を固めた。<br>　関係者が明らかにした。</div>", lang="ja", title="題"
        )
    )
    assert (
        frame["text"].tolist() == ["題", "政府は方針を固めた。", "関係者が明らかにした。"]
        and frame.attrs["language"] == "ja"
    )


def test_japanese_text_of_one_paragraph_a_line():
    """Wide blanks open paragraphs; a line that was wrapped is joined without a blank."""
    assert articles.read("題\n　一つ目。\n　二つ目。\n\n　三つ目。")["text"].tolist() == [
        "題",
        "一つ目。",
        "二つ目。",
        "三つ目。",
    ]
    assert (
        articles.read("題\n\n政府は方針を\n固めた。\n\n二つ目。")["text"].tolist()[1]
        == "政府は方針を固めた。"
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rules\n\nof the export of arms\n\nare reviewed.", "en"),
        ("輸出の規則\n\n政府は見直す。\n\n関係者が述べた。", "ja"),
        ("Правила експорту\n\nЇх буде змінено.\n\nПро це повідомили.", "uk"),
        ("Правила экспорта\n\nОни были изменены.\n\nЭто сообщили.", "ru"),
        ("Die Regeln\n\nwerden nicht mit der Zeit\n\nund das ist gut.", "de"),
        ("Zzz\n\nQqq\n\nWww", None),
    ],
)
def test_language(text, language):
    """By script, then by the commonest words; None where neither tells."""
    assert articles.read(text).attrs["language"] == language


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            "<meta property='article:published_time' content='2024-03-10T23:30:00-05:00'>",
            "2024-03-10",
        ),
        ("<meta itemprop='datePublished' content='20240310'>", "2024-03-10"),
        (
            "<script type='application/ld+json'>"
            '{"@graph": [{"datePublished": "2024-03-10"}]}</script>',
            "2024-03-10",
        ),
        ("<meta property='article:published_time' content='9999-03-10'>", None),
        ("<meta property='article:published_time' content='2024-02-31'>", None),
        ("<meta name='date' content='yesterday'>", None),
        ("<script type='application/ld+json'>{not json</script>", None),
        ("", None),
    ],
)
def test_the_day_of_publication_is_the_metadatas(head, published):
    """An impossible or implausible day is missing; a date in the text is no more than a hint."""
    about = articles.read(_page(f"<p>{LONG}</p><p>It began on 5 March 2024.</p>", head=head)).attrs
    assert about["published"] == published and about["date_hint"] == "2024-03-05"


@pytest.mark.parametrize(
    "text",
    [
        "March 5, 2024",
        "5 March 2024",
        "5 березня 2024",
        "5 марта 2024",
        "05.03.2024",
        "2024年3月5日",
        "令和６年３月５日",
    ],
)
def test_dates_in_the_text_are_hints(text):
    """In the four languages, and by era."""
    assert (
        articles.read(f"Title\n\nIt was on {text}, they said.\n\nMore.").attrs["date_hint"]
        == "2024-03-05"
    )


@pytest.mark.parametrize(
    "twin",
    [
        "https://www.gazette.example/world/rules/",
        "http://gazette.example/world/rules?utm_source=x&fbclid=1#top",
        "https://m.gazette.example/world/rules",
        "https://amp.gazette.example/world/rules",
        "https://gazette.example/amp/world/rules",
        "https://gazette.example/world/rules/amp/",
        "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/world/rules",
    ],
)
def test_twins_of_a_page_have_one_address(twin):
    """AMP, mobile, tracking, www, http and slash do not make another page."""
    assert (
        articles.read("Title\n\nBody.", url=twin).attrs["url"]
        == "https://gazette.example/world/rules"
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://[::1",
        "https://x.example:99999999/",
        "file:///etc/passwd",
        "",
        "no address",
        None,
    ],
)
def test_what_is_no_web_address_is_missing(url):
    """None, without an error."""
    assert articles.read("Title\n\nBody.", url=url).attrs["url"] is None


def test_other_parts_of_an_address_stay():
    """A parameter that names the page, and a path that only begins like AMP."""
    assert (
        articles.read("T\n\nB.", url="https://a.example/ampere?id=2&a=1").attrs["url"]
        == "https://a.example/ampere?a=1&id=2"
    )


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16"])
def test_bytes_are_read_by_their_charset(charset):
    """Stated or not: UTF-8 first, then the Japanese ones."""
    page = _page(
        "<p>政府は方針を固めた。関係者が明らかにした。</p>",
        lang="ja",
        title="見出し",
        outlet="新報",
    )
    assert articles.read(page.encode(charset))["text"].tolist() == [
        "見出し",
        "政府は方針を固めた。関係者が明らかにした。",
    ]


def test_nothing_unseen_and_nothing_active_is_in_the_text():
    """Scripts, event attributes, control and bidi characters, lone surrogates, broken UTF-8."""
    body = (
        f"<p onclick='evil()'>{LONG}<script>alert('no')</script> "
        "\u202eEnd\u202c\x00\x1b\ud800.</p>"
        "<img src=x onerror='evil()'><style>p{}</style>"
    )
    frame = articles.read(_page(body))
    assert frame["text"].tolist() == ["A headline", f"{LONG} End."]
    with pytest.raises(ValueError, match="charset"):
        articles.read(b"Title\n\nBroken \xff\xc3 bytes.")


@pytest.mark.parametrize(
    "page",
    [
        "<article><h1>T</h1>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000 + f"<p>{LONG}</p>",
        "<article><h1>T</h1>" + "<b>" * 100_000 + f"<p>{LONG}</p>",
        "Title\n" + "x" * 4_900_000,
        "Title\n" + '"said, who, ' * 400_000,
        "題\n" + "関係者が" * 1_000_000,
        "Title\n" + "1" * 4_900_000,
    ],
    ids=["deep blocks", "deep inline", "one line", "one sentence", "one Japanese line", "digits"],
)
def test_hostile_pages_take_bounded_time(page):
    """A few seconds each, attributions and fingerprint included."""
    start = time.process_time()
    frame = articles.read(page)
    newsroom.chain(newsroom.attributions(frame))
    articles.fingerprint(frame)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "page",
    [
        "a " * 25_000_000,
        b"\xff" * 5_000_001,
        "<p>a b</p>" * 6_000,
        "line\n" * 6_000,
        "<p" * 1_000_000,
        "<!--" * 1_000_000,
    ],
)
def test_what_is_too_large_or_no_article_is_refused(page):
    """ValueError, at once."""
    start = time.process_time()
    with pytest.raises(ValueError, match="article"):
        articles.read(page)
    assert time.process_time() - start < 10


SNIPPETS = st.sampled_from(
    "<p> </p> <div class='share'> </div> <article> </article> <h1> </h1> <br> <script> </script>"
    " <!-- --> <![CDATA[ ]]> <a href='x'> </a> <ul><li> &#x202e; &#0; &amp <title> </title>"
    " <meta property='article:published_time' content='2024-13-45'>"
    " <link rel=canonical href='http://['> <html lang=ja> said Reuters 関係者 によると 政府は"
    " \u3000 \n \n\n According\xa0to \x00".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.lists(st.one_of(SNIPPETS, st.text(max_size=20)), max_size=60).map("".join),
    ),
    st.one_of(st.none(), st.text(), st.just("https://a.example/b")),
)
def test_only_valueerror_comes_out(page, url):
    """Whatever goes in: a tidy frame, or ValueError; and all that builds on the frame works."""
    try:
        frame = articles.read(page, url)
    except ValueError:
        return
    assert (
        frame["role"].isin(["title", "body", "related", "credit"]).all()
        and frame["paragraph"].is_unique
    )
    assert (
        not frame["text"].str.contains("[\x00-\x1f\u202a-\u202e\ud800-\udfff]").any()
        and frame["text"].ne("").all()
    )
    newsroom.chain(newsroom.attributions(frame))
    newsroom.similar(articles.fingerprint(frame))
