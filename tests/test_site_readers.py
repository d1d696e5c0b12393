"""The reader's pages: a finding heads each, names stand before codes, one tap leads on and back."""

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import country_pages  # noqa: E402
import frames  # noqa: E402
import heard  # noqa: E402
import links as ids  # noqa: E402
import pages  # noqa: E402
import wording  # noqa: E402

from analysis import country, language, rules, tables  # noqa: E402
from analysis.claims import VERDICTS  # noqa: E402
from analysis.claims.record import COUNTED  # noqa: E402

CODE = re.compile(r"^(?:[A-Z]\d{2,3}|[A-Z]{3})\b")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, str]:
    """The text of each page of a single row and of each list, by its address without ending."""
    place = tmp_path_factory.mktemp("readers")
    pages.gather(place)
    for name in ["index", "about", *pages.LISTS]:
        source = [(ROOT / "site" / f"{name}.md").read_text("utf-8")]
        pages.fill(None, name, source)
        (place / f"{name}.md").write_text(source[0], "utf-8")
    return {
        path.relative_to(place).with_suffix("").as_posix(): path.read_text("utf-8")
        for path in sorted(place.rglob("*.md"))
    }


def read(text: str) -> html.HtmlElement:
    """The HTML within a page; its headings are text here."""
    return html.fragment_fromstring(text, create_parent="article")


def title(text: str) -> str:
    """The heading of a page."""
    (line,) = re.findall(r"^# (.+)$", text, re.M)
    return html.fromstring(f"<p>{line}</p>").text_content()


def leads(text: str) -> set[str]:
    """Where the links of a page lead, seen from the front page; places and questions left out."""
    found = {re.split("[#?]", link)[0] for link in read(text).xpath("//a/@href")}
    return {link.removeprefix("../") for link in found}


def test_titles_differ_and_say_more_than_a_code(made):
    """No two pages share one, and none begins with an id."""
    titles = {name: title(text) for name, text in made.items()}
    assert len(set(titles.values())) == len(titles)
    starts = {name: CODE.match(each) for name, each in titles.items()}
    known = {name for name, start in starts.items() if start and start[0] in ids.addresses()}
    assert known == set()
    assert all(len(each) > 12 for each in titles.values())


def test_the_id_stands_small_above_the_title(made):
    """On each page of a single row, once."""
    for folder in ids.FOLDERS:
        for name, text in made.items():
            if name.startswith(f"{folder}/"):
                (small,) = read(text).xpath("//p[@class='kicker']/span[@class='id']/text()")
                assert small.removeprefix("· ") == name.rpartition("/")[2]
                assert text.index('class="kicker"') < text.index("\n# ")


def test_a_rule_s_title_counts_what_it_did():
    """The count of its page, from the statuses before and after, as `rules.compare` gives them."""
    for rule in frames.rows("timeline"):
        cells = frames.by("spells", "rule_id", rule["rule_id"])
        shifts = wording.shifts(rule["rule_id"])
        if not cells:
            assert wording.tally(rule["rule_id"]).startswith("no kind of transfer")
            continue
        compared = rules.compare(wording.day_before(cells[0]["start"]), cells[0]["start"])
        own = compared[compared["rule_id"] == rule["rule_id"]]
        for change, names in MOVES.items():
            moved = set(own.loc[own["change"] == change, "provision_id"])
            told = [cell["provision_id"] for name in names for cell in shifts.get(name, [])]
            assert sorted(told) == sorted(moved)


# What `rules.compare` calls a change → what pages call it
MOVES = {"widens": ("opened", "widened"), "narrows": ("closed", "narrowed")}


def test_only_what_was_barred_before_is_said_to_open():
    """What was allowed in fewer cases widens; what no rule spoke of yet is ruled on first."""
    named: dict[str, set] = {name: set() for name in wording.SHIFTS}
    for cell in frames.rows("spells"):
        if cell["rule_id"]:
            named[wording.shift(cell)].add((cell["status_before"], cell["status"]))
    assert {before for before, _ in named["opened"]} == {"prohibited"}
    assert named["widened"] == {("conditional", "allowed")}
    assert {after for _, after in named["closed"]} == {"prohibited"}
    assert all(before == after for before, after in named["kept"])
    assert {after for _, after in named["no longer addressed"]} == {"not addressed"}
    assert wording.tally("R043").startswith("one kind of transfer opened, four widened, ")
    again = wording.shifts("R037")["addressed again"]
    assert [cell["provision_id"] for cell in again] == ["P08"]


def test_every_landmark_says_what_it_did(made):
    """Each on the line of time of the front page: the kinds it turned, or why it has its effect."""
    steps = read(made["index"]).xpath("//ol[@class='steps across']/li")
    told = [step.find_class("note")[0].text_content() for step in steps]
    landmarks = [row for row in frames.rows("rule_changes") if row["landmark"] == "yes"]
    assert len(told) == len(landmarks)
    for row, line in zip(landmarks, told, strict=True):
        counted = wording.capital(wording.tally(row["rule_id"]))
        if row["effect_reason"]:
            counted = f"{wording.capital(row['effect'])}: {row['effect_reason'].rstrip('.')}"
        assert line == counted, row["rule_id"]


def test_a_country_s_page_says_what_python_answers(made):
    """Each thing of its table with the answer of `rules.ask` as of the last dated item."""
    until = rules.known_until()
    for code in ("PHL", "USA", "NZL", "UKR"):
        page = read(made[f"countries/{code}"])
        (table,) = page.xpath("//div[starts-with(@aria-label, 'What may go')]//tbody")
        signs = [row.find_class("sign")[0].text for row in table]
        wanted = [rules.ask(thing, code, until)["may"] for *_, thing in country_pages.THINGS]
        assert signs == [wording.ANSWERS[may][1] for may in wanted]


def test_a_country_s_money_equals_its_rows(made):
    """What the page says in words is the sum of the rows; a partial sum says so."""
    for code in country.index()["iso3"]:
        sums = country.money(code)
        told = country_pages.money_in_words(sums.to_dict("records"))
        assert not told or told in read(made[f"countries/{code}"]).text_content()
        for row in sums.query("value_kind != 'free'").itertuples():
            assert wording.money(int(row.value), row.currency) in told
        if len(sums):
            assert ("partial sum" in told) == bool(sums["unsaid"].iloc[0])


def test_sums_are_written_as_newspapers_write_them():
    """No digit is lost."""
    assert wording.money(1_921_000_000, "JPY") == "¥1.921 billion"
    assert wording.money(28_000, "USD", "about") == "about US$28,000"
    assert wording.money(4_600_000_000, "GBP") == "£4.6 billion"
    assert wording.money(10_000_000_000, "AUD") == "AUD 10 billion"
    assert wording.day("2024-03") == "March 2024" and wording.day("FY2024") == "fiscal 2024"


def test_a_country_is_one_tap_from_front_kinds_cases_and_agreements(made):
    """And each country from the index."""
    for name in ("index", "transfers", "countries", "ask", "provisions"):
        assert any(link.startswith("countries") for link in leads(made[name])), name
    every = {f"countries/{code}.html" for code in country.index()["iso3"]}
    assert every <= leads(made["countries"])
    kinds = [text for name, text in made.items() if name.startswith("provisions/")]
    assert all("countries.html" in leads(text) for text in kinds)


def test_cases_countries_kinds_rules_and_claims_lead_to_one_another(made):
    """From a case to its country, kind and rule, and back from each of them."""
    for case in tables.read("transfers").itertuples():
        own = f"cases/{case.transfer_id}"
        beside = [f"countries/{case.recipient_iso3}"]
        if isinstance(case.provision_id, str):
            beside.append(f"provisions/{case.provision_id}")
        if isinstance(case.rule_id, str):
            beside.append(f"rules/{case.rule_id}")
        for other in beside:
            assert f"{other}.html" in leads(made[own]), (own, other)
            assert f"{own}.html" in leads(made[other]), (other, own)
    assert {
        "cases/T022.html",
        "provisions/P02.html",
        "countries/USA.html",
        "allowed.html",
    } <= leads(made["claims/C20"])


def test_a_rule_compares_the_day_before_with_its_day(made):
    """By a link that answers on the page of any day."""
    for rule in frames.rows("timeline"):
        cells = frames.by("spells", "rule_id", rule["rule_id"])
        if cells:
            day = cells[0]["start"]
            link = f"../allowed.html?on={wording.day_before(day)}&and={day}"
            assert link in read(made[f"rules/{rule['rule_id']}"]).xpath("//a/@href")


def test_neighbours_follow_in_time(made):
    """The next page of a rule and of a case is never of an earlier day."""
    for folder, table, day in (("rules", "timeline", "in_force_from"), ("cases", "cases", "day")):
        key = ids.FOLDERS[folder][1]
        days = {
            row[key]: row[day] or row.get("adopted") for row in frames.rows(table) if row.get(day)
        }
        for name, first in days.items():
            following = read(made[f"{folder}/{name}"]).xpath("//a[@rel='next']/@href")
            after = days.get(following[0].removesuffix(".html")) if following else None
            assert after is None or after >= first, (name, following)


def test_every_table_of_the_reader_s_pages_stacks_on_a_telephone(made):
    """A card per row, or the picture, whose signs fit; none is only to be scrolled."""
    for name, text in made.items():
        for table in read(text).xpath("//table"):
            kinds = set(table.get("class").split())
            assert kinds & {"cards", "matrix"}, name


def test_evidence_shows_who_said_it_and_where_it_was_read(made):
    """In cells with their labels, which a telephone shows too."""
    rows = read(made["claims/C20"]).xpath("//tr[@id]")
    assert rows
    for row in rows:
        labels = [cell.get("data-label") for cell in row.findall("td")]
        assert {"Said by", "Read in"} <= set(labels)


def test_what_is_long_is_folded_or_filtered(made):
    """Sources and doubts in folds that need no script; cases, rules and claims by a filter."""
    for name in ("sources", "doubts"):
        rows = read(made[name]).xpath("//li[@id] | //tr[@id]")
        folded = read(made[name]).xpath("//details//li[@id] | //details//tr[@id]")
        assert len(rows) == len(folded) > 20
    for name in ("transfers", "rules", "check"):
        assert read(made[name]).xpath("//fieldset[@class='filter']//input[@type='radio']")


def test_the_invented_article_stays_out_of_the_real_claims(made):
    """Its claims are listed on the page about the project, and no search finds their pages."""
    sample = tables.read("claims").query("article_id == 'sample'")["claim_id"]
    for claim in sample:
        assert f"claims/{claim}.html" not in leads(made["check"])
        assert f'href="claims/{claim}.html"' in made["about"]
        assert "no-search: true" in made[f"claims/{claim}"]


def test_the_front_page_answers_with_names(made):
    """Heading, lead, form, picture, landmarks, doors; the last day of the record is said."""
    page = read(made["index"])
    text = page.text_content()
    for name in ("Philippines", "Ukrinform", "Patriot", "National Security Council", "1976"):
        assert name in text
    assert page.xpath("//form[@action='ask.html']//input[@name='what']")
    assert len(page.xpath("//table[contains(@class, 'matrix')]//tbody/tr")) == len(
        country_pages.THINGS
    )
    landmarks = tables.read("rule_changes").query("landmark == 'yes'")["rule_id"]
    assert {f"rules/{rule}.html" for rule in landmarks} <= leads(made["index"])
    assert pages.record()["until"] in text


def test_old_places_of_cases_still_lead_there(made):
    """`transfers.html#T022`, as it was linked from elsewhere, is the row of that case."""
    cases = tables.read("transfers")["transfer_id"]
    assert set(cases) <= set(read(made["transfers"]).xpath("//tr/@id"))


def test_a_verdict_has_one_name(made):
    """That of the codebook, on every page."""
    pages_of_claims = "".join(made.values())
    for code in VERDICTS:
        assert wording.verdict(code) == code
        assert f"*{code}*" in (ROOT / "data" / "README.md").read_text("utf-8")
    for other in ("true of another time", "true only of another time", "no independent support"):
        assert other not in pages_of_claims


# Titles of sources, names that a form knows, and what was typed into a search
QUOTED = re.compile(r"<cite>.*?</cite>|<option.*?>|<details.*?</details>", re.DOTALL)


def test_an_aircraft_has_one_name_in_each_language(made):
    """It is the TC-90 aircraft, TC-90練習機, whoever speaks of it; titles of sources are theirs."""
    for name, text in made.items():
        ours = re.sub(r"<[^>]*>", "", QUOTED.sub("", text))
        assert not re.search(r"TC-?90(?! aircraft)|TC-90 trainer", ours), name
    told = [
        *tables.read("translations")["japanese"],
        *tables.read("items")["name_ja"],
        *tables.read("questions")[["question_ja", "said_ja"]].stack(),
    ]
    calls = [text for text in told if "TC-90" in str(text)]
    assert len(calls) > 5
    assert not [text for text in calls if re.search("TC-90(?!練習機)|練習機TC-90", text)]


def test_agreements_are_told_apart_from_the_states_that_signed_them(made):
    """A page that counts states names the number of agreements too, where it is another."""
    agreements = tables.read("agreements")
    states = agreements["iso3"].nunique()
    assert f"The {states} states have signed {len(agreements)} agreements" in made["countries"]
    assert f"of the {states} partner states" in made["index"]
    assert f"{states} transfer agreements" not in "".join(made.values())


BARE = re.compile(r'<a href="[^"]*">([A-Z]\d{2,3})</a>')


def test_no_page_shows_an_id_without_its_name(made):
    """A link whose text is an id has the name of the row just before it."""
    found = 0
    for name, text in made.items():
        for link in BARE.finditer(text):
            before = re.sub(r"<[^>]*>", "", text[max(0, link.start() - 400) : link.start()])
            name_before = before.rstrip(" (“”").casefold()
            assert name_before.endswith(ids.name_of(link[1]).casefold()), (name, link[1])
            found += 1
    assert found  # “five categories” (P07) in the rulings on two codings


@pytest.mark.parametrize("language_of_page", ["en", "ja"])
def test_a_name_stands_before_an_id_once(language_of_page):
    """In brackets that are open, the id stands in square ones; a name that is there is not said
    again; both editions show the same ids.
    """
    with language.of(language_of_page):
        topic, kind = ids.name_of("X37"), ids.name_of("P07")
        told = [
            re.sub(r"<[^>]*>", "", html_of(text))
            for text in ("(conflict X37)", "see X37 and T022", f"“{kind}” (P07)", "TPS-P14")
        ]
    assert topic in told[0] and told[0].count("X37") == 1
    assert told[0].endswith({"en": " [X37])", "ja": "［X37］)"}[language_of_page])
    assert re.findall(r"[A-Z]\d\d+", told[1].replace("PAC-3", "")) == ["X37", "T022"]
    assert told[2].count(kind) == 1
    assert told[3] == "TPS-P14"
    language.settle()


def html_of(text: str) -> str:
    """A text with its ids as links, as a page of a single row shows it."""
    return unescape(str(ids.with_links(text, "../")))


def test_a_claim_s_page_counts_its_evidence_in_one_way(made):
    """Each piece of evidence once in what origins do, and each independent origin once."""
    for claim in frames.rows("claims"):
        claim_id = claim["claim_id"]
        rows = {row["evidence_id"]: row for row in frames.by("evidence", "claim_id", claim_id)}
        groups = heard.counted(claim_id)
        independent = [origin for group in groups for origin in group["origins"]]
        others = [origin for group in heard.apart(claim_id) for origin in group["origins"]]
        pieces = [piece for origin in [*independent, *others] for piece in origin["pieces"]]
        assert sorted(pieces) == sorted(rows), claim_id
        names = [origin["origin_id"] for origin in independent]
        assert len(names) == len(set(names)), claim_id
        assert {rows[id]["independent"] for each in independent for id in each["pieces"]} <= {"yes"}
        for counts in frames.by("counts", "claim_id", claim_id):
            told = {heard_in(group): len(group["origins"]) for group in groups}
            assert told == {name: n for name, n in counts.items() if n and name != "claim_id"}
        for origin in independent:
            told = [piece for _, ids in origin["parts"] for piece in ids]
            assert not told or sorted(told) == sorted(origin["pieces"])


def heard_in(group: dict) -> str:
    """The column in which `claims.origins` counts a relation."""
    return COUNTED[group["relation"]]
