"""The pages of single claims, rule changes and provisions, and their lists: every fact of the row,
each id a link to what it names.
"""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import country_pages  # noqa: E402
import frames  # noqa: E402
import glossary as glossary_page  # noqa: E402
import links as ids  # noqa: E402
import pages  # noqa: E402
import wording  # noqa: E402

from analysis import claims, language, rules, tables  # noqa: E402

SAID = claims.verdicts().merge(tables.read("claims"), on="claim_id").to_dict("records")
RULES, PROVISIONS = tables.read("rule_changes"), tables.read("provisions")
BANDS, EVIDENCE = rules.bands(), tables.read("evidence")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The pages as Sphinx meets them: those of single rows, and the lists filled."""
    place = tmp_path_factory.mktemp("pages")
    pages.gather(place)
    for name in pages.LISTS:
        source = [(ROOT / "site" / f"{name}.md").read_text("utf-8")]
        pages.fill(None, name, source)
        (place / f"{name}.md").write_text(source[0], "utf-8")
    return place


@functools.cache
def read(path: Path) -> html.HtmlElement:
    """The HTML within a page; its headings are text here."""
    return html.fragment_fromstring(path.read_text("utf-8"), create_parent="article")


def links(element: html.HtmlElement) -> set[str]:
    return set(element.xpath(".//a/@href"))


def as_shown(text: str) -> str:
    """A text of a table as a page shows it: days in words, and a name before each id."""
    shown = ids.with_links(ids.in_words(text), "../")
    return html.fragment_fromstring(shown, create_parent=True).text_content()


def test_each_row_has_one_page(made):
    """And no page is of a row that is gone."""
    for folder, (table, key) in ids.FOLDERS.items():
        wanted = [row[key] for row in frames.rows(table)]
        assert sorted(path.stem for path in (made / folder).iterdir()) == sorted(wanted)


@pytest.mark.parametrize("said", SAID, ids=[said["claim_id"] for said in SAID])
def test_a_claim_s_page_gives_verdicts_reasons_and_all_evidence(made, said):
    """Then and now, in one box where both agree; every piece of evidence under its own anchor,
    beside its source.
    """
    page = read(made / "claims" / f"{said['claim_id']}.md")
    same = (said["then"], said["reason_then"]) == (said["now"], said["reason_now"])
    for side in ("then", "now"):
        label = "Verdict then and now" if same else f"Verdict {side}"
        (card,) = page.xpath("//section[@aria-label=$label]", label=label)
        assert wording.verdict(said[side]) in card.text_content()
        assert as_shown(said[f"reason_{side}"]) in card.text_content()
    pieces = EVIDENCE[EVIDENCE["claim_id"] == said["claim_id"]]
    for piece in pieces.itertuples():
        (row,) = page.xpath("//tr[@id=$id]", id=piece.evidence_id)
        assert as_shown(piece.note) in row.text_content()
        assert f"../sources.html#{piece.source_id}" in links(row)
    assert len(page.xpath("//tr[@id]")) == len(pieces)


def test_a_claim_that_moved_says_how(made):
    """And one that did not says nothing of it: no section is empty."""
    for claim in tables.read("claims").itertuples():
        text = (made / "claims" / f"{claim.claim_id}.md").read_text("utf-8")
        assert ("## What moved on the way" in text) == pd.notna(claim.drift)


@pytest.mark.parametrize("rule_id", RULES["rule_id"])
def test_a_rule_s_page_gives_what_it_set_and_what_rests_on_it(made, rule_id):
    """The provisions with the status before and after, and the transfers that name the rule."""
    page, cells = read(made / "rules" / f"{rule_id}.md"), BANDS[BANDS["rule_id"] == rule_id]
    assert {f"../provisions/{provision}.html" for provision in cells["provision_id"]} <= links(page)
    cases = tables.read("transfers").query("rule_id == @rule_id")["transfer_id"]
    assert {f"../cases/{case}.html" for case in cases} <= links(page)
    assert bool(len(cells)) == bool(
        page.xpath("//div[starts-with(@aria-label, 'Kinds of transfer whose')]")
    )


def test_the_rule_of_december_2023_opened_the_way_to_the_licensor(made):
    """Prohibited before, allowed after, and the claim that says so is linked."""
    page = read(made / "rules" / "R043.md")
    (row,) = [row for row in page.iter("tr") if "../provisions/P02.html" in links(row)]
    signs = [sign.get("data-status") for sign in row.find_class("sign")]
    assert signs == ["prohibited", "allowed"]
    assert [sign.text for sign in row.find_class("sign")] == ["No", "Yes"]
    assert "../claims/C18.html" in links(page)


@pytest.mark.parametrize("provision_id", PROVISIONS["provision_id"])
def test_a_provision_s_band_and_table_tell_the_same(made, provision_id):
    """One row and one piece of the band per entry, each with the rule that set it.

    The band's description names every status.
    """
    page, own = (
        read(made / "provisions" / f"{provision_id}.md"),
        BANDS[BANDS["provision_id"] == provision_id],
    )
    (table,) = page.xpath("//div[starts-with(@aria-label, 'Status of')]")
    assert (
        len(table.findall(".//tbody/tr"))
        == len(own)
        == len(page.find_class("spell")) + len(page.find_class("single"))
    )
    assert {f"../rules/{rule}.html" for rule in own["rule_id"].dropna()} <= links(table)
    (band,) = page.find_class("band")
    assert all(
        f"{row.status} from {row.start:%Y-%m-%d}" in band.get("aria-label")
        for row in own.query("scope == 'standing'").itertuples()
    )


def test_every_source_stands_once_with_what_cites_it(made):
    """What rests on a source can be found from the source."""
    page = read(made / "sources.md")
    assert sorted(page.xpath("//li[@id]/@id")) == sorted(tables.read("sources")["source_id"])
    piece = EVIDENCE.iloc[0]
    (record,) = page.xpath("//li[@id=$id]", id=piece["source_id"])
    assert f"claims/{piece['claim_id']}.html" in links(record)


def test_every_transfer_conflict_and_gap_has_its_anchor(made):
    """An id in a note leads to its row."""
    for page, table in (("transfers", "transfers"), ("doubts", "conflicts"), ("doubts", "gaps")):
        ids = tables.read(table).iloc[:, 0]
        assert not set(ids) - set(read(made / f"{page}.md").xpath("//@id"))


def test_each_id_in_a_text_is_a_link(made):
    """A provision tells what it leaves out by naming others; a reader goes there."""
    page = read(made / "provisions" / "P01.md")
    named = re.findall(r"P\d\d", PROVISIONS.set_index("provision_id").loc["P01", "excludes"])
    assert named and {f"../provisions/{name}.html" for name in named} <= links(page)


def test_what_nobody_saw_takes_no_room(made):
    """A rule without a known day of publication has no row for it; no gap is printed as one."""
    known = RULES["publicly_known_from"].notna()
    for rule in RULES.itertuples():
        names = read(made / "rules" / f"{rule.rule_id}.md").xpath("//dl/div/dt/text()")
        assert ("Publicly known from" in names) == known[rule.Index]
    assert not [
        path.name
        for path in made.rglob("*.md")
        if re.search(r"\b(None|nan|NaT|<NA>)\b", path.read_text("utf-8"))
    ]


def test_what_only_looks_like_an_id_is_no_link(made):
    """The radar TPS-P14 is not the provision P14."""
    (case,) = tables.read("transfers").loc[
        lambda rows: rows["item"].str.contains("TPS-P14"), "transfer_id"
    ]
    (row,) = read(made / "transfers.md").xpath("//tr[@id=$id]", id=case)
    assert "TPS-P14" in row.text_content() and "provisions/P14.html" not in links(row)
    assert "../provisions/P14.html" not in links(read(made / "cases" / f"{case}.md"))


def test_the_claims_can_be_narrowed_to_each_verdict(made):
    """Each verdict that occurs has its button, its count and its rule of style."""
    page, now = read(made / "check.md"), claims.verdicts()["now"].astype("str")
    shown = page.xpath("//tr/@data-now")
    assert shown == now.tolist()
    for verdict, count in now.value_counts().items():
        (button,) = page.xpath("//label[input[@value=$verdict]]", verdict=verdict)
        assert (
            f"{wording.verdict(verdict)} ({count})" in button.text_content()
            and f'tr:not([data-now="{verdict}"])' in page.findtext(".//style")
        )


def test_a_page_that_says_now_says_up_to_which_day(made):
    """In words, and as a date: that of its subject in the table of how far reading reached."""
    reach = tables.read("as_of").set_index("subject")["as_of"].dt.strftime("%Y-%m-%d")
    subjects = {
        "check": "claims",
        "rules": "rules",
        "provisions": "rules",
        "transfers": "transfers",
    }
    for name, subject in subjects.items():
        (line,) = read(made / f"{name}.md").xpath(".//p[contains(@class, 'reach')]")
        assert line.xpath("./time/@datetime") == [reach[subject]]
        assert line.text_content().startswith("Read up to ")
    told = read(made / "doubts.md").text_content()
    assert all(subject in told for subject in reach.index)


def test_a_gap_says_where_it_was_looked_for(made):
    """Each query stands under its gap, with its day."""
    page = read(made / "doubts.md")
    for gap, queries in tables.read("gap_queries").groupby("gap_id"):
        (row,) = page.xpath(f".//tr[@id='{gap}']")
        assert len(row.xpath(".//details//li")) == len(queries)
        assert set(row.xpath(".//details//li/span/text()")) == set(queries["query"])


def test_a_second_time_gives_the_same_bytes(made, tmp_path):
    """Also in a process that has read nothing yet: that which built the site, where one did."""
    place = ROOT / "site" if os.environ.get("RENDERED_SITE") else tmp_path
    if place == tmp_path:
        run = "import sys, pathlib, pages; pages.gather(pathlib.Path(sys.argv[1]))"
        path = os.pathsep.join([str(ROOT / "site"), str(ROOT / "src")])
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
        subprocess.run([sys.executable, "-c", run, str(place)], env=environment, check=True)
    for folder in [path for path in made.rglob("*") if path.name in ids.FOLDERS]:
        here = sorted(folder.iterdir())
        there = sorted((place / folder.relative_to(made)).iterdir())
        assert [path.name for path in here] == [path.name for path in there]
        assert [path.read_bytes() for path in here] == [path.read_bytes() for path in there]


GROUNDS = frames.grounds()


def test_each_grade_of_a_fact_s_own_page_opens_to_why_it_is_given(made):
    """A rule, each cell and arrangement of it, each transfer: the reason, and every source."""
    wanted = {
        f"rules/{rule.rule_id}": [
            f"rule_changes {rule.rule_id}",
            *(f"regimes {cell}-{rule.rule_id}" for cell in cells_of(rule.rule_id)),
        ]
        for rule in RULES.itertuples()
    }
    for case in tables.read("transfers")["transfer_id"]:
        wanted[f"cases/{case}"] = [f"transfers {case}"]
    for name, facts in wanted.items():
        opened = read(made / f"{name}.md").xpath("//details[@class='why']")
        for fact in facts:
            ground = GROUNDS[fact]
            assert any(ground["reason"] in each.text_content() for each in opened), fact
            up = "../" if "/" in name else ""
            sources = {f"{up}sources.html#{each['source_id']}" for each in ground["sources"]}
            assert any(sources <= links(each) for each in opened), fact


def cells_of(rule_id: str) -> list[str]:
    """The kinds of transfer whose status a rule set."""
    return BANDS.loc[BANDS["rule_id"] == rule_id, "provision_id"].tolist()


def test_a_reason_is_short_and_every_grade_opens_by_keyboard(made):
    """At most twenty words; a `details` whose summary says the grade and what opening it gives."""
    assert max(len(ground["reason"].split()) for ground in GROUNDS.values()) <= 20
    for path in [
        *(made / "cases").iterdir(),
        *(made / "rules").iterdir(),
        *(made / "provisions").iterdir(),
    ]:
        for each in read(path).xpath("//details[@class='why']"):
            summary = each.find("summary").text_content()
            assert re.match("[ABCD]\\b", summary) and summary.endswith("why this grade"), path
            assert links(each), path


CASES = frames.rows("cases")
CASE_IDS = [case["transfer_id"] for case in CASES if case["decided"]]
HEADINGS = ("Cases decided", "Considered, negotiated", "Look-alikes")


def _cases_of(page: Path) -> tuple[list[str], list[str]]:
    """Return the cases that a page lists as decided, and those under the other headings."""
    sections = re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)[1:]
    by_heading = {name: [] for name in HEADINGS}
    for text in sections:
        for name in HEADINGS:
            if text.startswith(name):
                by_heading[name] = re.findall(r"cases/(T\d{3})\.html", text)
    decided, *others = by_heading.values()
    return decided, sum(others, [])


@pytest.mark.parametrize(
    ("folder", "key", "row"),
    [("provisions", "provision_id", each) for each in PROVISIONS["provision_id"]]
    + [("rules", "rule_id", each) for each in RULES["rule_id"]],
)
def test_decided_cases_stand_apart_from_those_only_talked_of(made, folder, key, row):
    """And each page lists the cases of its own rule or kind, each once, and no other."""
    decided, talked = _cases_of(made / folder / f"{row}.md")
    own = {case["transfer_id"]: case for case in CASES if case[key] == row}
    assert sorted(decided + talked) == sorted(own)
    assert all(own[case]["counted"] for case in decided)
    assert not any(own[case]["counted"] for case in talked)


def test_licensed_arms_to_their_licensor_stand_under_their_kind_alone(made):
    """The Patriots are no case of the five categories."""
    decided, _ = _cases_of(made / "provisions" / "P02.md")
    assert "T022" in decided
    assert "T022" not in sum(_cases_of(made / "provisions" / "P07.md"), [])


@pytest.mark.parametrize("tongue", [language.ENGLISH, language.JAPANESE])
def test_a_country_s_page_says_what_turned_each_answer(tongue):
    """A rule, an agreement, a transfer, or what began or ended there, on that very day."""
    with language.of(tongue):
        for country in frames.rows("country_index"):
            for step in country_pages.changes(country["iso3"]):
                reasons = step.get("reasons", [])
                assert bool(step["sign"]) == bool(reasons), (country["iso3"], step)
                assert all(each["text"] for each in reasons)


def test_two_things_that_turned_an_answer_on_one_day_are_told_apart(made):
    """A semicolon stands between them, and not the end of one word at the start of the next."""
    ukraine = read(made / "countries" / "UKR.md").text_content()
    assert "judges it; fighting is under way" in ukraine
    for path in (made / "countries").glob("*.md"):
        for step in read(path).xpath("//ol[@class='steps']/li/p"):
            assert len(step.xpath("./span[@class='note']")) <= 1, path.name


def test_the_philippines_page_says_why_its_answer_turned_twice(made):
    """Fighting there in 2017 made a yes conditional; its end made it a yes again."""
    steps = read(made / "countries" / "PHL.md").xpath("//ol[@class='steps']/li")
    told = {step.text_content() for step in steps}
    assert any("23 May 2017" in text and "an armed conflict there is on" in text for text in told)
    assert any("1 January 2018" in text and "until the day before" in text for text in told)


def test_a_grade_s_short_words_say_what_a_source_does():
    """A sentence each, the same in every table, which needs no other of them to be understood."""
    grades = pages.constants()["grades"]
    assert list(grades) == ["A", "B", "C", "D"]
    assert all(re.search(r"\b(states?|gives)\b", words) for words in grades.values())
    described = {
        field["description"].split(";")[0].rstrip(".")
        for name in tables.names()
        for field in tables.fields(name)
        if field["name"] == "grade" and field["description"].startswith("What it rests on")
    }
    assert len(described) == 1


def test_evidence_that_decided_and_rules_of_a_term_are_named_before_their_ids(made):
    """No list of what something rests on is one of bare ids."""
    glossary = html.fragment_fromstring(
        pages.listing("glossary", **glossary_page.values()).decode(), create_parent="article"
    )
    lists = glossary.xpath("//span[@class='small']")
    for path in (made / "claims").iterdir():
        lists += read(path).xpath("//section//p[@class='small']")
    shown = [link.text_content() for each in lists for link in each.iter("a")]
    assert len(shown) > 100
    assert not [text for text in shown if re.fullmatch(r"[A-Z]\d{2,3}", text)]


@pytest.mark.parametrize("case", [case for case in CASES if case["decided"]], ids=CASE_IDS)
def test_a_case_s_page_names_the_day_by_its_event(case):
    """A contract, an agreement or an exchange of notes is not called a decision."""
    told = wording.settled(case)
    events = {
        event["event"]: event["date"]
        for event in frames.by("transfer_events", "transfer_id", case["transfer_id"])
    }
    decided_apart = case["decided"] != case["contracted"]
    assert told.startswith("Decided ") == ("approved by the NSC" in events and decided_apart)
    assert ("Contracted" in told or "Notes exchanged" in told) == bool(case["contracted"])
