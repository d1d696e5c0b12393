"""Looking up, citing, linking and exporting sources."""

import json
import re

import pandas as pd
import pytest
from lxml import html

from analysis import rules, sources, tables

ODD = pd.DataFrame(
    {
        "title": [r"50% of $3 & #1_{a} ~ x^2 \ \"o", "防衛装備移転三原則 – “new”", None, None],
        "publisher": ["A & B <C>", None, None, "D"],
        "kind": ["wire", None, None, None],
        "language": ["en", "ja", None, None],
        "published": pd.to_datetime(["2024-03-10", "2023-12-01", "2014-01-01", "2024-04-01"]),
        "published_precision": pd.Categorical(["day", "month", "year", "fiscal year"]),
        "accessed": pd.to_datetime(["2026-11-23", None, None, None]),
        "url": [
            "https://x.example/?a=1&b={2}",
            "https://y.example/%E9%98%B2",
            "https://z.example/",
            "https://w.example/",
        ],
    },
    index=pd.Index(["a-1", "b-2", "c-3", "d-4"], name="source_id"),
)
SPOKEN = {  # what TeX prints for each command that the export uses
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\&": "&",
    r"\%": "%",
    r"\$": "$",
    r"\#": "#",
    r"\_": "_",
}
SCHEMA = {
    "id",
    "type",
    "title",
    "publisher",
    "URL",
    "language",
    "keyword",
    "issued",
    "accessed",
}  # all are CSL variables


def spoken(value: str) -> str:
    """What TeX prints for a text of the export; a special character that stands bare raises."""
    assert not re.search(r"(?<!\\)[&%$#_~^]", value), value
    return re.sub("|".join(map(re.escape, SPOKEN)), lambda found: SPOKEN[found[0]], value)


def braced(text: str, start: int) -> int:
    """Where the brace that opens at `start` closes: for BibTeX a backslash hides no brace."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise AssertionError(f"never closed: {text[start : start + 60]}")


def parsed(text: str) -> dict[str, dict[str, str]]:
    """A BibTeX file read back: entries by key, fields by name, values without their outer braces.

    Nothing may stand between entries.
    """
    entries = {}
    position = 0
    while position < len(text):
        head = re.compile(r"\s*@misc\{([^\s,{}]+),\n").match(text, position)
        assert head and head[1] not in entries, text[position : position + 60]
        end = braced(text, text.index("{", head.start()))
        entries[head[1]] = fields(text[head.end() : end])
        rest = text[end + 1 :]
        position = end + 1 + len(rest) - len(rest.lstrip())
    return entries


def fields(body: str) -> dict[str, str]:
    """The fields of one entry; a value is braced, or a bare number or month."""
    values = {}
    position = 0
    while head := re.compile(r"\s*(\w+) = ").match(body, position):
        start = head.end()
        if body[start] == "{":
            end = braced(body, start)
            values[head[1]] = body[start + 1 : end]
        else:
            end = body.index(",", start)
            values[head[1]] = body[start:end]
        position = body.index(",", end) + 1
    assert not body[position:].strip(), body[position:]
    return values


def seen(value) -> str | None:
    return None if pd.isna(value) else str(value)


def test_a_citation_names_each_publisher_once_in_order():
    """The host stands in where nobody noted the publisher."""
    register = sources.register()
    unnamed = register.index[register["publisher"].isna()][0]
    named = register.index[register["publisher"] == "World Bank"][0]
    host = register.loc[unnamed, "url"].split("/")[2].removeprefix("www.")
    assert sources.cite([named, unnamed, named]) == f"World Bank, {host}"


@pytest.mark.parametrize("ask", [sources.cite, lambda ids: sources.link(pd.Series(ids))])
def test_an_unknown_source_is_refused_by_name(ask):
    """With what to do about it."""
    with pytest.raises(ValueError, match="'nobody-1'; add it to data/raw/sources/sources.csv"):
        ask(["nobody-1"])


def test_every_source_has_a_name():
    """No citation is ever empty."""
    assert sources.name(sources.register()).str.len().gt(2).all() and isinstance(
        sources.register().index, pd.Index
    )


def test_a_link_leads_to_the_address_of_its_source():
    """Read back by a parser, on the index that was asked; a missing id stays missing."""
    register = sources.register()
    ids = pd.Series([*register.index, None], index=range(7, len(register) + 8), dtype="str")
    links = sources.link(ids)
    assert links.index.equals(ids.index) and pd.isna(links.iloc[-1])
    anchors = [html.fragment_fromstring(link) for link in links.iloc[:-1]]
    assert [anchor.get("href") for anchor in anchors] == register["url"].tolist()
    assert [anchor.text for anchor in anchors] == sources.name(register).tolist()


def test_a_link_escapes_what_it_is_made_of(monkeypatch):
    """Neither an address nor a text can end the tag that holds it."""
    monkeypatch.setattr(
        sources, "register", lambda: ODD.assign(url='https://x.example/?a="><b>&c=1')
    )
    (link,) = sources.link(pd.Series(["a-1"]), text=pd.Series(["E1 <script>"]))
    anchor = html.fragment_fromstring(link)
    assert (
        anchor.get("href") == 'https://x.example/?a="><b>&c=1'
        and anchor.text == "E1 <script>"
        and len(anchor) == 0
    )


def test_bibtex_can_be_read_back():
    """Every source under its id, with what the register holds and nothing else."""
    register = sources.register()
    entries = parsed(sources.bibtex(register))
    assert list(entries) == register.index.tolist() and len(entries) > 400
    for key, row in zip(register.index, register.to_dict("records"), strict=True):
        entry = entries[key]
        assert entry["url"] == row["url"]
        title = (
            spoken(entry["title"].removeprefix("{").removesuffix("}")) if "title" in entry else None
        )
        assert title == seen(row["title"])
        for field, column in {
            "howpublished": "publisher",
            "language": "language",
            "keywords": "kind",
        }.items():
            assert (spoken(entry[field]) if field in entry else None) == seen(row[column])
        assert ("year" in entry) == (row["published_precision"] in ("day", "month", "year"))
        assert ("urldate" in entry) == pd.notna(row["accessed"])


def test_bibtex_escapes_specials_and_keeps_unicode():
    """TeX prints the title as the register has it; an address stays as it is but for its braces."""
    entries = parsed(sources.bibtex(ODD))
    assert (
        spoken(entries["a-1"]["title"][1:-1]) == ODD.loc["a-1", "title"]
        and entries["a-1"]["howpublished"] == r"A \& B <C>"
    )
    assert entries["a-1"]["url"] == "https://x.example/?a=1&b=%7B2%7D"
    assert entries["b-2"]["title"] == "{防衛装備移転三原則 – “new”}"
    assert set(entries["d-4"]) == {"howpublished", "url"}


def test_dates_are_never_more_precise_than_the_register():
    """A day, a month, a year; a fiscal year is no calendar year and stays out."""
    entries = parsed(sources.bibtex(ODD))
    assert [[entries[key].get(part) for part in ("year", "month", "day")] for key in ODD.index] == [
        ["2024", "mar", "10"],
        ["2023", "dec", None],
        ["2014", None, None],
        [None, None, None],
    ]
    issued = [item.get("issued") for item in sources.csl(ODD)]
    assert issued == [
        {"date-parts": [[2024, 3, 10]]},
        {"date-parts": [[2023, 12]]},
        {"date-parts": [[2014]]},
        None,
    ]


def test_csl_json_has_the_shape_of_its_schema():
    """Known variables only; text is text; a date is one list of one to three whole numbers."""
    items = json.loads(
        json.dumps(
            sources.csl(pd.concat([sources.register(), ODD]).astype({"published_precision": "str"}))
        )
    )
    assert len({item["id"] for item in items}) == len(items) > 400
    for item in items:
        assert {"id", "type", "URL"} <= set(item) <= SCHEMA and item["type"] == "webpage"
        assert all(
            isinstance(item[key], str) and item[key] for key in set(item) - {"issued", "accessed"}
        )
        for date in (item[key] for key in ("issued", "accessed") if key in item):
            assert list(date) == ["date-parts"] and len(date["date-parts"]) == 1
            (parts,) = date["date-parts"]
            assert 1 <= len(parts) <= 3 and all(type(part) is int for part in parts)
            pd.Timestamp(*[*parts, 1, 1][:3])


def test_csl_json_holds_the_register_and_nothing_else():
    """Ids, addresses, titles and dates go there and back; a field that nobody read is not there."""
    register = sources.register()
    items = sources.csl(register)
    for key, column in {
        "id": "source_id",
        "URL": "url",
        "title": "title",
        "publisher": "publisher",
        "language": "language",
        "keyword": "kind",
    }.items():
        assert [item.get(key) for item in items] == [
            seen(value) for value in register.reset_index()[column]
        ]
    dated = register["published_precision"].isin(["day", "month", "year"])
    assert ["issued" in item for item in items] == dated.tolist()
    days = [item["accessed"]["date-parts"][0] for item in items if "accessed" in item]
    assert days == [[day.year, day.month, day.day] for day in register["accessed"].dropna()]


def test_reading_reached_a_day_of_each_subject_and_an_unknown_one_is_told():
    """The day of the table, as a day; the message names what there is."""
    reach = tables.read("as_of").set_index("subject")["as_of"]
    assert [sources.as_of(subject) for subject in reach.index] == reach.tolist()
    with pytest.raises(ValueError, match="subject 'weather'.*rules"):
        sources.as_of("weather")


def test_the_rules_are_known_up_to_the_day_that_reading_reached():
    """A source on another subject, however new, does not move it."""
    assert rules.known_until() >= sources.as_of("rules")
    newest = tables.read("rule_changes")[["adopted", "in_force_from"]].max().max()
    assert rules.known_until() in {sources.as_of("rules"), newest}
