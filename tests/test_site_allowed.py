"""The page "What was allowed when": a reader who looks a day up in its table reads what `rules`
answers.
"""

import json
import random
import sys
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analysis import rules, tables

SITE = Path(__file__).resolve().parents[1] / "site"
sys.path.insert(0, str(SITE))

import wording  # noqa: E402

DAY = pd.Timedelta(days=1)
CHANCE = random.Random(20231222)
BANDS = rules.bands()
EDGES = [
    edge + shift * DAY
    for edge in [*BANDS["start"].unique(), rules.known_until()]
    for shift in (-1, 0, 1)
]
DAYS = EDGES + [pd.Timestamp("1900-01-01") + CHANCE.randrange(73_000) * DAY for _ in range(100)]
PAIRS = [tuple(CHANCE.sample(DAYS, 2)) for _ in range(150)]
SAYS = [
    "provision_id",
    "provision",
    "status",
    "coded",
    "condition",
    "rule_id",
    "since",
    "instrument",
    "body",
    "source_id",
    "confidence",
    "one_off",
    "remark",
]


@pytest.fixture(scope="module")
def page():
    """The page as its template is filled, before Sphinx dresses it."""
    import allowed

    source = [(SITE / "allowed.md").read_text("utf-8")]
    allowed.fill(None, "allowed", source)
    return html.document_fromstring(source[0])


@pytest.fixture(scope="module")
def periods(page):
    """The rows of the table of periods, as a reader sees them, and as a script looks them up."""
    return [read(row) for row in page.get_element_by_id("periods").iterfind(".//tbody/tr")]


def read(row: html.HtmlElement) -> dict:
    """A row of the table as the columns of `rules.in_force`, its days, and its scope."""
    kind, first, last, _, condition, by, grade = (
        [cell.text_content().strip(), cell] for cell in row.iterchildren()
    )
    provision, provision_id = kind[1].findtext("a"), kind[1].findtext("span")
    told = {
        name: " ".join(condition[1].xpath(f".//*[contains(@class, '{name}')]//text()"))
        for name in ("condition", "remark")
    }
    instrument, _, body = by[0].partition(", ")[2].partition("\n")
    instrument = by[1].xpath("string(a/following-sibling::text()[1])").removeprefix(", ").strip()
    body = by[1].xpath("string(span)")
    source = grade[1].xpath("string(a/@href)").partition("#")[2]
    keys = {"from": row.get("data-from"), "to": row.get("data-to"), "scope": row.get("data-scope")}
    assert (
        provision_id == row.get("data-provision")
        and first[0] == (keys["from"] or "–")
        and last[0] == (keys["to"] or "in force")
    )
    said = {
        "status": row.get("data-status"),
        "coded": row.get("data-coded"),
        "rule_id": row.get("data-rule"),
    }
    said |= {
        "since": keys["from"] if said["rule_id"] else "",
        "instrument": instrument,
        "body": body,
        "source_id": source,
    }
    return (
        keys
        | said
        | told
        | {
            "provision_id": provision_id,
            "provision": provision,
            "confidence": grade[0].partition(",")[0],
        }
    )


def looked_up(periods: list[dict], page: html.HtmlElement, on: str) -> list[dict]:
    """What the table says of a day: the rows that hold on it, the exemptions beside them."""
    held = [row for row in periods if row["from"] <= on and (not row["to"] or on <= row["to"])]
    form, answers = page.get_element_by_id("allowed"), []
    for row in (row for row in held if row["scope"] == "standing"):
        single = [
            one["rule_id"]
            for one in held
            if one["scope"] == "one-off" and one["provision_id"] == row["provision_id"]
        ]
        late = form.get("data-late") if on > form.get("data-known") else ""
        remark = "; ".join(filter(None, [row["remark"], late]))
        answers.append(row | {"one_off": ";".join(single), "remark": remark})
    return answers


def plain(frame: pd.DataFrame) -> list[dict]:
    """A frame as text, nothing for what is missing."""
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in frame.select_dtypes("datetime")}
    return frame.assign(**days).astype(object).fillna("").to_dict("records")


def test_every_period_stands_in_the_table(periods):
    """Each band of each provision with its days, status, condition and ground, readable without a
    script.
    """
    names = [
        "provision_id",
        "from",
        "to",
        "status",
        "coded",
        "condition",
        "rule_id",
        "confidence",
        "scope",
        "source_id",
    ]
    wanted = plain(BANDS.assign(**{"from": BANDS["start"], "to": BANDS["end"] - DAY})[names])
    shown = [{name: row[name] for name in names} for row in periods if row["from"]]
    assert sorted(map(str, shown)) == sorted(map(str, wanted))
    before = [row for row in periods if not row["from"]]
    assert [row["provision_id"] for row in before] == tables.read("provisions")[
        "provision_id"
    ].tolist()
    assert {row["status"] for row in before} == {"not determinable"}


def test_looking_up_any_day_gives_the_answers_of_in_force(page, periods):
    """The day before, of and after each change and the last dated item, and random days from 1900
    to 2099.
    """
    for day in DAYS:
        shown = looked_up(periods, page, f"{day:%Y-%m-%d}")
        assert [{name: row[name] for name in SAYS} for row in shown] == plain(
            rules.in_force(day)[SAYS]
        ), day


def test_looking_up_two_days_gives_the_answers_of_compare(page, periods):
    """What differs, and how the change is called, in either order of the days."""
    words = json.loads(page.get_element_by_id("allowed-words").text)
    for pair in PAIRS + [(after, before) for before, after in PAIRS]:
        before, after = (looked_up(periods, page, f"{day:%Y-%m-%d}") for day in pair)
        shown = []
        for old, new in zip(before, after, strict=True):
            if (old["status"], old["condition"]) != (new["status"], new["condition"]):
                tag = words["tags"][
                    f"{old['status']}{' by rule' if old['rule_id'] else ''} > {new['status']}"
                ]
                kept = {
                    name: new[name]
                    for name in (
                        "provision_id",
                        "provision",
                        "rule_id",
                        "since",
                        "source_id",
                        "confidence",
                    )
                }
                kept |= {f"{name}_before": old[name] for name in ("status", "condition")}
                shown.append(
                    kept
                    | {f"{name}_after": new[name] for name in ("status", "condition")}
                    | {"change": tag}
                )
        assert shown == plain(rules.compare(*pair)), pair
    assert words["statuses"] == rules.STATUSES and words["changes"] == rules.CHANGES


def test_each_day_of_change_can_be_asked_for(page):
    """One button a day on which a rule set a status or condition, with the day before it.

    None is left out.
    """
    buttons = page.xpath("//form//button[@data-on]")
    changed = sorted(BANDS.query("scope == 'standing' and rule_id.notna()")["start"].unique())
    assert [button.get("data-and") for button in buttons] == [f"{day:%Y-%m-%d}" for day in changed]
    assert [button.get("data-on") for button in buttons] == [
        f"{day - DAY:%Y-%m-%d}" for day in changed
    ]


def test_no_status_is_told_by_colour_alone(page):
    """The word stands in the cell."""
    rows = page.get_element_by_id("periods").findall(".//tbody/tr")
    words = {status: word for status, (_, word) in wording.STATUSES.items()}
    assert all(words[row.get("data-status")] in row[3].text_content() for row in rows)


def test_the_form_waits_for_its_script_and_names_its_fields(page):
    """Without the script it is not there.

    With it each field has a label and the same limits as the messages.
    """
    form = page.get_element_by_id("allowed")
    assert form.get("hidden") is not None
    fields = form.xpath(".//input")
    assert [field.get("name") for field in fields] == ["on", "and"]
    for field in fields:
        assert (
            field.get("type") == "date"
            and field.getparent().tag == "label"
            and field.getparent().text.strip()
        )
        assert [field.get("min"), field.get("max")] == [
            form.get("data-first"),
            form.get("data-last"),
        ]
    assert page.get_element_by_id("allowed-told").get("role") == "status"


def test_the_script_asks_nothing_of_a_server():
    """It works on the page alone, opened as a file too."""
    script = (SITE / "_static" / "allowed.js").read_text("utf-8")
    assert not [word for word in ("fetch(", "XMLHttpRequest", "import ", "http") if word in script]
