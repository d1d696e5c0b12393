"""What a person types by mistake is refused in a line that says what to do; nothing is guessed."""

import pytest

from analysis.__main__ import main
from analysis.articles import read
from analysis.decoding import DecodingError, decode

TEXT = (
    "<article><h1>Japan may export missiles</h1>{time}<p>Japan is considering exporting Patriot "
    "missiles, the Yomiuri reported on Sunday.</p><p>The government declined to comment on the "
    "report when it was asked.</p></article>"
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rules", "--on", "2023-12-21", "--on", "2024-01-01"], "--on: stands twice"),
        (["ask", "Patriot", "--to", "Ukraine", "--to", "Poland"], "--to: stands twice"),
        (["tables", "permits", "--csv", ""], "the name is empty"),
        (["audit", "a.html", "--html", " "], "the name is empty"),
        (["audit", ""], "the name is empty"),
        (["audit", "ftp://example.org/a"], "an address begins with http:// or https://"),
        (["audit", "file:///etc/hosts"], "a file is named without"),
        (["tables", "permits", "--csv", "permits.xlsx"], "end the file's name in .csv"),
        (["rules", "--on", "2023-12-21", "--csv", "rules.ods"], "end the file's name in .csv"),
        (["watch", "--delay", "-1"], "'-1' is no pause"),
        (["watch", "--delay", "nan"], "'nan' is no pause"),
        (["watch", "--delay", "inf"], "'inf' is no pause"),
        (["chart", "changes", "--replace", "a.png"], "options go last"),
        (["audit", "a.html", "b.html"], "options go last"),
    ],
)
def test_what_is_typed_by_mistake_is_refused(words, told, capsys):
    """Of two days only one would be heard; an empty name is a variable that is not set."""
    with pytest.raises(SystemExit) as error:
        main(words)
    assert error.value.code == 2
    message = capsys.readouterr().err.strip().splitlines()[-1]
    assert told in message


def test_an_unknown_option_is_not_called_a_name(capsys):
    """The advice on names stands only where a name is left over."""
    with pytest.raises(SystemExit):
        main(["tables", "permits", "--nosuch"])
    assert "options go last" not in capsys.readouterr().err


def test_two_drafts_of_one_table_are_refused(tmp_path):
    """Only one of them would be read, and the other called faultless."""
    drafts = [tmp_path / folder / "claims.csv" for folder in ("a", "b")]
    for draft in drafts:
        draft.parent.mkdir()
        draft.write_text("claim_id\n", "utf-8")
    with pytest.raises(SystemExit, match="two drafts of one table"):
        main(["check", *map(str, drafts)])


MAIL = (
    b"Return-Path: <a@example.org>\r\nSubject: Japan\r\nMIME-Version: 1.0\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n5pel5pysLg==\r\n"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (MAIL, "it is a stored e-mail"),
        ("日本は、輸出を検討。防衛省は、説明を避けた。政府、沈黙。".encode("utf-7"), "it is UTF-7"),
        (b"Japan =E6=97=A5=E6=9C=AC\nmay =E8=BC=B8=E5=87=BA=\n so =E3=80=82", "quoted-printable"),
    ],
)
def test_letters_written_with_ascii_signs_are_not_read_as_they_stand(content, reason):
    """They would be taken for plain ASCII, and garbage for a text."""
    with pytest.raises(DecodingError, match=f"{reason}.*try again"):
        decode(content)


@pytest.mark.parametrize(
    "text",
    [
        "var a = x+width-1, b = y+height-2, c = z+depth-3;</script>",
        "From Tokyo: the talks, 5+5- and C+ and A+B-C, went on.",
        "See https://example.org/?a=E6&b=97 and =E6.",
    ],
)
def test_scripts_and_sums_are_no_coded_letters(text):
    """Signs of the same kind in a plain text stay what they are."""
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ('<time datetime="2024-03-10">Sunday</time>', "2024-03-10"),
        ('<time itemprop="dateModified" datetime="2024-03-12">later</time>', None),
        (
            '<time itemprop="dateModified" datetime="2024-03-12">later</time>'
            '<time datetime="2024-03-10">Sunday</time>',
            "2024-03-10",
        ),
        ('<time datetime="1970-01-01T00:00:00Z">no day</time>', None),
        (
            '</article><div class="comments-list"><time datetime="2024-03-20">8 hours ago</time>'
            "</div><article>",
            None,
        ),
    ],
    ids=["published", "modified", "both", "epoch", "a reader's comment"],
)
def test_only_a_time_of_the_article_itself_is_its_day(time, day):
    """Not that of its last change, of a reader's remark, or of a program that knows none."""
    assert read(TEXT.format(time=time)).attrs["published"] == day
