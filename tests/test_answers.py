"""May this go there, on that day: answers for a destination, held against what happened."""

import csv
import itertools
import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import __main__, rules, tables
from analysis.rules import coverage, deciding, items, posed, recorded, wording

HERE = Path(__file__).parent
LABELS = {"yes", "if", "no", "unknown"}


def _rows(name: str) -> list[dict]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SITUATIONS = _rows("open_situations.csv")
CASES = _rows("decided_cases.csv")


@pytest.mark.parametrize("row", SITUATIONS, ids=[row["situation"] for row in SITUATIONS])
def test_situations_of_the_press_have_their_known_outcome(row):
    """Thirty situations from 1970 to 2026, each with what is known to have been so."""
    answer = rules.assess(row["kind"], row["day"], row["destination"], **json.loads(row["facts"]))
    assert answer["may"] in row["may"].split("|"), answer.sentence()


OPEN = {"yes", "if"}


def _eve(rule: str) -> pd.Timestamp:
    """The day before a rule came into force, by the record."""
    changes = tables.read("rule_changes").set_index("rule_id")
    return changes.loc[rule, "in_force_from"] - pd.Timedelta(days=1)


@pytest.fixture(scope="module")
def outcomes() -> pd.DataFrame:
    """Each decided case on its day, on the eve of the rule that decides it, and further back.

    The table names the rule that had opened the kind before that one, where there was one: its eve
    is asked about too.
    """
    asked = []
    for row in CASES:
        answer = rules.ask(row["item"], row["destination"], row["on"])
        rule = answer["one_off"] or answer["rule_id"]
        days = {"decided": row["on"], "eve": _eve(rule)}
        if row["opened"]:
            days["before"] = _eve(row["opened"])
        for which, day in days.items():
            may = rules.ask(row["item"], row["destination"], day)["may"]
            if which == "decided":
                agrees = may in row["may"].split(";")
            else:
                agrees = (may in OPEN) == (which == "eve" and row["opened"] != "")
            told = {"which": which, "day": day, "got": may, "agrees": agrees}
            asked.append({"case_id": row["case_id"], **told})
    return pd.DataFrame(asked)


def test_decided_cases_agree_with_the_world(outcomes):
    """On the day of the decision it could go; on the eve of its rule it could not.

    Where another rule had opened it before, the table says which and why, and on the eve of that
    one it could not. Where engine and outcome differ the table says why; they agree in at least 95
    of 100.
    """
    differing = outcomes[~outcomes["agrees"]]
    assert set(differing["case_id"]) == {row["case_id"] for row in CASES if row["differs"]}
    assert len(differing) <= 0.05 * len(outcomes)
    assert all(bool(row["opened"]) == bool(row["why_open_on_the_eve"]) for row in CASES)


def test_every_decided_case_is_asked():
    """A case that was decided, dated and counts as a transfer stands in the table of cases."""
    cases = tables.read("transfers")
    skipped = ["considered", "under negotiation", "planned", "outside the rules"]
    decided = cases[~cases["status"].isin(skipped) & cases["provision_id"].notna()]
    dated = decided[decided["decided"].notna()]
    later_steps = {"T028", "T030", "T050"}  # further contracts of T027, T029 and T041
    assert set(dated["transfer_id"]) - later_steps <= {row["case_id"] for row in CASES}


@pytest.fixture(scope="module")
def walked() -> pd.DataFrame:
    """Every question of the decision table on every day of change, with its verdict."""
    known = recorded.record()
    asked = coverage.questions(tables.read("decisions").astype("object"))
    asked["destination"] = asked["destination"].replace(coverage.ELSEWHERE, "AUS")
    days = sorted({cell["since"] for cells in known.cells.values() for cell in cells})
    stated = ["fighting", "aggression", "barred"]
    rows = []
    for fields, day in itertools.product(asked.to_dict("records"), days):
        question = posed.Question(fields, day, stated, [], [], [])
        rows.append(deciding.decided(known, question))
    return pd.DataFrame(
        {"may": [row.may for row in rows], "because": [row.because for row in rows]}
    ).assign(verdict=rows)


def test_no_question_is_silent(walked):
    """12,288 combinations of facts on every day of change: an answer, or a reason that is named."""
    assert len(walked) >= 12288 * 14
    assert set(walked["may"]) <= LABELS
    silent = walked["because"].isin(["no row", "conditions not coded"])
    assert not silent.any()
    unknown = walked[walked["may"] == "unknown"]
    assert set(unknown["because"]) <= {"no rule speaks", "text not read", "rules differ"}


def test_an_unknown_for_a_text_not_read_names_the_rule(walked):
    """A reason is cited: the cell that was not verified, or the two rules that differ."""
    for verdict in walked.loc[walked["because"] == "text not read", "verdict"].head(200):
        assert verdict.cell["rule_id"] and verdict.cell["source_id"]
    for verdict in walked.loc[walked["because"] == "rules differ", "verdict"].head(200):
        assert len(verdict.others) == 2


def test_every_reason_has_its_words(walked):
    """Each pair of answer and reason has a phrase in both languages."""
    phrases = set(tables.read("answer_words")["code"])
    pairs = walked[["may", "because"]].drop_duplicates()
    assert {f"{row.may}.{row.because}" for row in pairs.itertuples()} <= phrases


def test_columns_give_what_single_questions_give():
    """The form for frames and the form for one question agree."""
    days = pd.Series(["2023-12-21", "2023-12-22", "2026-05-01"], index=[5, 6, 7])
    frame = rules.assess("finished", days, "USA", origin="licensed", licensor=True)
    one = [
        rules.assess("finished", day, "USA", origin="licensed", licensor=True)["may"]
        for day in days
    ]
    assert frame["may"].tolist() == one and frame.index.tolist() == [5, 6, 7]
    frame = rules.ask(pd.Series(["Patriot", "TC-90"]), "Philippines", "2024-01-01")
    assert frame["may"].tolist() == [
        rules.ask(item, "Philippines", "2024-01-01")["may"] for item in ("Patriot", "TC-90")
    ]
    with pytest.raises(ValueError, match="different indexes"):
        rules.ask(pd.Series(["Patriot"]), pd.Series(["USA"], index=[3]), "2024-01-01")


@pytest.mark.parametrize(
    ("kind", "on", "destination", "facts"),
    [
        ("finished", "2011-12-26", "GBR", dict(origin="joint", partner=True)),
        ("finished", "2005-06-01", "KOR", dict(origin="joint", partner=True)),
        ("finished", "2022-04-01", "TWN", dict(arms=False, aggression=True)),
        ("service", "2011-01-01", "GBR", {}),
        ("part", "2013-06-01", "DEU", dict(origin="licensed", licensor=True)),
        ("finished", "1970-01-01", "CHN", {}),
        ("finished", "2024-03-10", "UKR", dict(origin="licensed", onward=True)),
    ],
)
def test_a_rule_that_names_others_is_no_for_this_destination(kind, on, destination, facts):
    """The status of the kind stays conditional; the answer for the destination is no."""
    answer = rules.assess(kind, on, destination, **facts)
    assert (answer["may"], answer["because"]) == ("no", "condition failed")
    assert answer["status"] == "conditional"
    assert any(each["state"] == "not met" for each in answer["conditions"])


def test_a_step_for_one_programme_is_asked_of_its_things_alone():
    """The Cabinet decides on the GCAP fighter; no other joint product is told to ask it."""
    items = tables.read("items").query("origin == 'joint' and kind == 'finished'")
    told = {}
    for thing, programme in items[["item_id", "programme"]].itertuples(index=False):
        answer = rules.ask(thing, "Germany", "2026-05-01")
        assert answer["provision_id"] == "P06"
        told[programme] = "Cabinet" in str([each["asks"] for each in answer["conditions"]])
    assert [programme for programme, asked in told.items() if asked] == ["GCAP"] and len(told) > 3
    by_kind = rules.assess("finished", "2026-05-01", "Germany", origin="joint")
    assert "a decision of the Cabinet, for the GCAP fighter" in by_kind.text()


def test_facts_are_looked_up_and_a_stated_fact_wins():
    """North Korea is barred by the table; a question may say otherwise, and the answer says so."""
    assert rules.assess("finished", "2026-05-01", "北朝鮮")["because"] == "barred"
    stated = rules.assess("finished", "2026-05-01", "北朝鮮", barred=False)
    assert stated["because"] == "nothing found" and stated["question"]["stated"] == ["barred"]
    assert rules.assess("finished", "2006-10-13", "PRK")["because"] != "barred"


def test_peace_that_is_assumed_is_told():
    """Nothing speaks of war in Australia: the answer says that it assumes peace."""
    answer = rules.assess("finished", "2026-05-01", "Australia")
    assert [each["fact"] for each in answer["assumed"]] == ["fighting", "aggression"]
    assert {each["state"] for each in answer["conditions"]} >= {"assumed"}
    assert "Assumed" in answer.text() and "仮定" in answer.text("ja")


def test_a_conflict_that_nobody_judged_never_makes_a_yes():
    """Each spell of an armed conflict of public record, on its first day, for each open kind."""
    facts = tables.read("destination_facts")
    spells = facts[facts["fact"] == "armed conflict"].drop_duplicates("iso3", keep="last")
    judged = facts.loc[facts["fact"].isin(["fighting", "embargo"]), "iso3"]
    spells = spells[~spells["iso3"].isin(judged)]
    frame = rules.assess(
        "finished",
        spells["from"],
        spells["iso3"],
        arms=False,
        five_fields=True,
    )
    assert len(frame) > 20 and not (frame["may"] == "yes").any()


def test_an_exemption_is_for_its_recipient_and_its_thing_alone():
    """The boats of 2006 for Indonesia, the rounds of 2013 for the United Nations."""
    boats = rules.ask("bulletproof patrol boat", "Indonesia", "2007-01-01")
    assert (boats["may"], boats["one_off"]) == ("if", "R021")
    assert rules.ask("bulletproof patrol boat", "Viet Nam", "2007-01-01")["one_off"] is None
    assert rules.ask("radar", "Indonesia", "2007-01-01")["may"] == "no"
    for name in ("国連", "UN", "United Nations", "UNMISS"):
        rounds = rules.ask("rifle rounds", name, "2013-12-24")
        assert (rounds["may"], rounds["one_off"]) == ("if", "R030")
    assert rules.assess("finished", "2014-01-15", "Australia")["one_off"] is None
    assert rules.ask("rifle rounds", "UN", "2014-04-01")["one_off"] is None


@pytest.mark.parametrize("name", ["Japan", "日本", "JPN"])
def test_japan_is_refused(name):
    """The rules are on what leaves Japan."""
    for call in (rules.assess, rules.ask):
        with pytest.raises(ValueError, match="Japan itself"):
            call("weapon" if call is rules.ask else "finished", *_order(call, name))


def _order(call, name: str) -> tuple:
    return (name, "2026-05-01") if call is rules.ask else ("2026-05-01", name)


def test_a_name_that_nobody_knows_suggests_near_ones():
    """Nothing is guessed: the message names what is near."""
    with pytest.raises(ValueError, match="Patriot"):
        rules.ask("Patriott", "USA", "2024-01-01")
    with pytest.raises(ValueError, match="no name is near"):
        rules.ask("zzzzqqq", "USA", "2024-01-01")


def test_names_in_both_languages_are_one_thing():
    """Width, case, spaces and hyphens do not matter."""
    names = ["Patriot", "patriots", "ＰＡＣ－３", "pac 3", "ペトリオット", "パトリオット", "PAC3"]
    assert {rules.item(name, "2024-01-01")["item_id"] for name in names} == {"patriot"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("used Abukuma", "abukuma"),
        ("a retired submarine", "submarine"),
        ("Japanese-made  frigates", "mogami"),
        ("中古の護衛艦", "asagiri"),
        ("退役した潜水艦", "submarine"),
        ("日本製 戦車", "weapon"),
        ("used F-15 engines", "f100-engine"),
    ],
)
def test_words_that_change_nothing_may_stand_before_a_name(said, meant):
    """Used, retired, Japanese: the thing is the same; a longer name that is known goes first."""
    assert rules.item(said, "2024-01-01")["item_id"] == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("night-vision goggles", "night-vision"),
        ("暗視ゴーグル", "night-vision"),
        ("sonar", "sonar"),
        ("ソナー", "sonar"),
        ("gas turbines", "gas-turbine"),
        ("艦艇用エンジン", "gas-turbine"),
        ("military radios", "radio"),
        ("無線機", "radio"),
        ("tear gas", "tear-gas"),
        ("催涙ガス", "tear-gas"),
        ("weather satellite", "satellite"),
        ("偵察衛星", "military-satellite"),
        ("F-35", "f-35"),
        ("F-2 parts", "f-2-parts"),
        ("F-2戦闘機", "f-2"),
        ("C-130", "c-130"),
        ("トマホーク", "tomahawk"),
        ("protective gear for journalists", "body-armour"),
        ("警察用防護具", "body-armour"),
        ("riot helmet", "civil-helmet"),
    ],
)
def test_what_people_ask_for_has_a_name(said, meant):
    """Devices, engines, aircraft and gear of the police, in both languages."""
    assert rules.item(said, "2026-05-01")["item_id"] == meant


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("returns", "F134"),
        ("samples", "F134"),
        ("見本品", "F134"),
        ("land mines", "F131"),
        ("クラスター爆弾", "F131"),
        ("chemical weapons", "F131"),
        ("used rubber bullets", "F159"),
        ("riot shields", "F159"),
        ("放水砲", "F159"),
        ("propellant", "F159"),
        ("sonobuoys", "F156"),
        ("ロケットモーター", "F019"),
    ],
)
def test_a_manner_of_going_and_a_banned_arm_have_their_own_answer(said, where):
    """Returns and samples are ways of the guidelines, land mines are banned by treaty."""
    with pytest.raises(ValueError, match=where) as refused:
        rules.ask(said, "USA", "2026-05-01")
    japanese = items.refusal(said, "ja")
    assert said in str(refused.value) and said in japanese
    assert f"質問{where}" in japanese or f"、{where}" in japanese


@pytest.mark.parametrize("said", ["teapot", "riot helmet case", "急須"])
def test_an_unknown_thing_is_refused_in_the_language_asked_for(said, capsys):
    """On the command line too: near names, wider words and where a name is added."""
    for tongue, opening in (("en", f"nothing is called '{said}'"), ("ja", f"「{said}」という品目")):
        with pytest.raises(SystemExit) as ended:
            __main__.main(["ask", said, "--to", "Fiji", "--language", tongue])
        assert str(ended.value).startswith(opening) and "items.csv" in str(ended.value)
    assert items.refusal("Patriot", "ja") is None


@pytest.mark.parametrize("place", ["RUS", "ISR", "UKR"])
def test_what_is_no_arm_is_under_no_bar_on_arms(place):
    """Fighting asks about arms alone: a sonar rests on what was read of sonars."""
    answer = rules.ask("sonar", place, "2026-05-01")
    assert answer["may"] == "yes" and "sanctions can bar them" in answer.sentence()
    assert "embargo" not in answer.text() and answer["would_change"] == []
    assert answer["sources"].split(";")[0] == "yushutsu-matrix10"


def test_a_note_on_a_thing_is_told_in_both_languages():
    """What the list says of tear gas stands in the text."""
    answer = rules.ask("tear gas", "USA", "2026-05-01")
    assert "item 14" in answer.text() and "14の項" in answer.text("ja")


@pytest.mark.parametrize("said", ["used", "中古の", "armed radar", "binocular case"])
def test_a_word_that_may_change_the_thing_is_not_taken_off(said):
    """The message says what to ask instead."""
    with pytest.raises(ValueError, match="Ask by a wider word .weapon, weapon parts"):
        rules.ask(said, "USA", "2024-01-01")


def test_a_thing_is_what_it_was_on_the_day():
    """The next fighter is a joint product from 9 December 2022."""
    origins = [rules.item("GCAP", day)["origin"] for day in ("2022-12-08", "2022-12-09")]
    assert origins == ["own design", "joint"]


def test_the_frigates_for_australia_went_as_a_joint_project():
    """As a sale they were barred until April 2026; as a joint project they were not."""
    answer = rules.ask("Mogami", "Australia", "2025-08-05")
    assert (answer["may"], answer["way"], answer["kind_id"]) == ("yes", "joint project", "P13")
    assert [(other["way"], other["may"]) for other in answer["others"]] == [("sale", "no")]


def test_a_sale_without_agreement_is_no_as_far_as_we_found():
    """The other way stands beside it, and says on what it hangs."""
    answer = rules.ask("Mogami", "New Zealand", "2026-05-01")
    assert (answer["may"], answer["because"]) == ("no", "nothing found")
    assert answer.sentence().startswith("No, as far as we found.")
    assert answer.sentence("ja").startswith("確認できた限り、できない。")
    assert answer["others"][0]["way"] == "joint project"
    assert answer["others"][0]["may"] == "unknown" and "takes part" in answer["others"][0]["en"]


def test_what_would_change_an_answer():
    """An agreement turns the frigates for New Zealand, fighting turns a licensed return."""
    agreement = rules.ask("weapon", "Poland", "2026-06-01")["would_change"]
    assert {"agreement": "met"} in [change.get("facts") for change in agreement]
    patriots = rules.ask("Patriot", "USA", "2023-12-21")["would_change"]
    assert [change["day"] for change in patriots if change["may"] == "yes"] == [
        pd.Timestamp("2023-12-22")
    ]


def test_a_set_of_facts_that_turns_an_answer_does_turn_it():
    """What is said to change the answer is stated in a second question, and changes it."""
    answer = rules.assess("finished", "2024-06-01", "AUS", origin="joint")
    for change in answer["would_change"]:
        if set(change.get("facts", {})) - {"fighting", "aggression", "barred", "partner"}:
            continue
        facts = {name: value == "yes" for name, value in change.get("facts", {}).items()}
        day = change.get("day", pd.Timestamp("2024-06-01"))
        if change["en"].startswith("before"):
            day -= pd.Timedelta(days=1)
        again = rules.assess("finished", day, "AUS", **({"origin": "joint"} | facts))
        assert again["may"] == change["may"] != answer["may"]


def test_what_would_change_an_answer_stands_with_the_other_answer():
    """Facts and days apart, in both languages."""
    lines = rules.ask("weapon", "Australia", "2025-06-01").lines()
    assert "On another day: before 27 February 1976 → only if" in lines
    lines = rules.ask("weapon", "Poland", "2026-06-01").lines("ja")
    assert [line for line in lines if line.startswith("変わる条件：") and "→ 条件付き" in line]


def test_each_step_of_an_answer_names_its_source():
    """Rows of tables and sources of the register, from the thing to the procedure."""
    register = set(tables.read("sources")["source_id"])
    answer = rules.ask("Patriot", "USA", "2023-12-22")
    assert {step["table"] for step in answer["trace"]} >= {"items", "decisions", "regimes"}
    assert all(step["source_id"] in register for step in answer["trace"])


@pytest.mark.parametrize("place", ["USA", "UKR", "PRK", "LBN", "UN"])
def test_no_step_is_without_a_source(place):
    """On days under each general text: a citation a step, also where no rule speaks."""
    register = set(tables.read("sources")["source_id"])
    for item in tables.read("items")["item_id"].unique()[::5]:
        for day in ("1970-06-01", "1990-06-01", "2012-06-01", "2019-06-01", "2026-05-01"):
            trace = rules.ask(item, place, day)["trace"]
            assert trace and {step["source_id"] for step in trace} <= register


def test_arms_on_equipment_of_the_five_categories_came_in_2023():
    """A ship that carries arms for its task was not a plain yes before."""
    armed = [
        rules.assess("finished", day, "PHL", arms=True, five_fields=True)["may"]
        for day in ("2019-06-01", "2024-02-01")
    ]
    assert armed == ["if", "yes"]


def test_an_embargo_on_armed_groups_is_no_bar_on_the_state():
    """Lebanon's government may receive what others may, and the answer tells the embargo."""
    answer = rules.assess("finished", "1967-05-01", "LBN")
    assert answer["may"] == "if"
    later = rules.ask("weapon", "Lebanon", "2026-05-01")
    assert later["because"] != "barred"


def test_cases_like_it_stand_beside_the_answer():
    """The nearest first: the same thing to the same place."""
    precedents = rules.ask("TC-90", "Philippines", "2016-09-06")["precedents"]
    assert precedents[0]["transfer_id"] in ("T010", "T011", "T032")
    assert all(case["status"] != "considered" for case in precedents)


def test_a_day_after_the_record_says_so_first():
    """The answer is that of the last day known, and begins with that."""
    answer = rules.ask("weapon", "Australia", "2030-01-01")
    assert answer.sentence().startswith("We cannot say for 1 January 2030: the record reaches")
    assert answer["may"] == rules.ask("weapon", "Australia", answer["as_of"])["may"]
    before = rules.assess("finished", "1960-01-01", "Australia")
    assert before["may"] == "unknown" and "begins on 21 April 1967" in before.sentence()


def test_where_sources_disagree_the_answer_says_so():
    """On licensed arms passed on to a state at war the reports of December 2023 differ."""
    answer = rules.ask("Patriot", "Ukraine", "2024-03-10")
    assert answer["disputed"] and "Sources disagree" in answer.sentence()


def test_an_answer_is_plain_values_for_json():
    """Days are text; the version of the data stands in it."""
    answer = rules.ask("Patriot", "Ukraine", "2024-03-10")
    values = json.loads(json.dumps(answer.to_dict(), ensure_ascii=False))
    assert values["on"] == "2024-03-10" and len(values["version"]) == 12
    assert values["sentence"]["en"] == answer.sentence()


def test_an_answer_shows_itself_escaped(monkeypatch):
    """A text of a table that holds markup is no markup on a page."""
    answer = rules.ask("Patriot", "USA", "2023-12-22")
    monkeypatch.setitem(answer.asked.item, "name_en", "<script>x</script>")
    assert "<script>" not in answer._repr_html_() and "&lt;script&gt;" in answer._repr_html_()


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_no_sentence_has_an_unfilled_hole(language):
    """Each thing, to six places, on every day of change."""
    days = [row["since"] for cells in recorded.record().cells.values() for row in cells]
    for item in tables.read("items")["item_id"].unique()[::6]:
        for place in ("USA", "AUS", "UKR", "PRK", "NZL", "UN"):
            for day in sorted(set(days))[::3]:
                text = rules.ask(item, place, day).sentence(language)
                assert "{" not in text and "  " not in text and text[-1] in ".。"


def test_the_command_line_answers(capsys):
    """In words, in Japanese, and as JSON."""
    __main__.main(["ask", "Patriot", "--to", "Ukraine", "--on", "2024-03-10"])
    assert capsys.readouterr().out.startswith("No.")
    __main__.main(["ask", "Patriot", "--to", "US", "--on", "2023-12-22", "--language", "ja"])
    assert capsys.readouterr().out.startswith("できる。")
    __main__.main(["ask", "Patriot", "--to", "Ukraine", "--on", "2024-03-10", "--json"])
    assert json.loads(capsys.readouterr().out)["may"] == "no"
    with pytest.raises(SystemExit, match="nothing is called"):
        __main__.main(["ask", "Patriott", "--to", "US", "--on", "2023-12-22"])
