"""The conclusions, counted again from the raw rows, another way.

A table that changes, changes the sentence.
"""

import re

import pandas as pd
import pytest

from analysis import claims, conclusions, rules, tables, transfers
from analysis.conclusions import article, grounds, outside, regime

DAY = pd.Timestamp("2024-03-10")


@pytest.fixture(scope="module")
def conclusion_rows() -> pd.DataFrame:
    return conclusions.table().set_index("conclusion")


def figures(text: str) -> list[int]:
    """The whole numbers of a sentence, without those of days, ids and fractions."""
    text = re.sub(r"\d+ [A-Z][a-z]+ \d{4}|[A-Z]+\d+|\d+\.\d+", "", text)
    return [
        int(number.replace(",", "")) for number in re.findall(r"(?<![\w.])\d[\d,]*(?![\w])", text)
    ]


@pytest.fixture
def changed(monkeypatch):
    """A function that lets one table be read with a change made to it."""

    def change(name: str, edit) -> None:
        read = tables.read
        monkeypatch.setattr(
            tables, "read", lambda wanted: edit(read(wanted)) if wanted == name else read(wanted)
        )

    return change


def test_every_conclusion_is_whole(conclusion_rows):
    """Nine conclusions on three questions, each with all its parts."""
    assert (
        conclusion_rows.index.is_unique
        and list(conclusion_rows["question"].unique()) == list(conclusions.QUESTIONS)
        and len(conclusion_rows) == 9
    )
    assert (
        conclusion_rows.notna().all(axis=None)
        and conclusion_rows.drop(columns="question").map(len).min(axis=None) > 0
    )
    assert conclusion_rows["statement"].str.endswith(".").all() and not conclusion_rows.map(
        lambda text: bool(re.search(r"\bnan\b|NaT|None\b(?! rests)", text))
    ).any(axis=None)


def test_what_a_conclusion_rests_on_exists(conclusion_rows):
    """Each id is a row of a table, each gap is recorded, each notebook is there."""
    ids = {
        name: set(tables.read(name)[key])
        for name, key in {
            "claims": "claim_id",
            "rule_changes": "rule_id",
            "provisions": "provision_id",
            "transfers": "transfer_id",
            "countries": "iso3",
        }.items()
    }
    assert set(conclusion_rows["rests_on"].str.split(";").explode()) <= set.union(*ids.values())
    assert set(conclusion_rows["would_change"].str.findall(r"\bN\d+\b").explode().dropna()) <= set(
        tables.read("gaps")["gap_id"]
    )
    notebooks = {path.stem for path in (tables.folder().parent / "notebooks").glob("*.ipynb")}
    assert set(conclusion_rows["notebooks"].str.split().explode()) <= notebooks


def test_what_holds_is_counted_from_the_coded_verdicts(conclusion_rows):
    """Then and now, from the rows of the table."""
    coded = tables.read("verdicts").query("coder == 'settled'")
    now, then = (
        coded.loc[coded["known_by"] == side, "verdict"].tolist() for side in ("now", "then")
    )
    whole = now.count("supported")
    most = now.count("mostly supported")
    rest = [
        now.count(verdict) for verdict in ("misleading by timing", "unsupported", "contradicted")
    ]
    past = [then.count(verdict) for verdict in ("supported", "mostly supported", "unsupported")]
    assert figures(conclusion_rows.loc["holds", "statement"]) == [
        len(now),
        whole + most,
        whole,
        *rest,
        *past,
    ]


def test_claims_of_unnamed_officials_are_those_whose_chain_ends_there(conclusion_rows):
    """Counted with the chains one by one, and the evidence row by row."""
    ids = [
        claim
        for claim in claims.audited()["claim_id"]
        if claims.chain(claim)["kind"].iloc[0] == "unnamed officials"
    ]
    assert conclusion_rows.loc["officials", "rests_on"].split(";") == ids
    backing = tables.read("evidence").query("independent == 'yes'")
    early = backing[backing["date"] <= DAY]
    backed = {
        claim
        for (claim, _), some in early.groupby(["claim_id", "origin_id"])
        if some["relation"].isin(["supports", "partly supports"]).all()
    }
    assert (
        f"{len(set(ids) - backed)} of them had no independent support"
        in conclusion_rows.loc["officials", "statement"]
    )


def test_misleading_claims_are_dated_from_the_table(conclusion_rows):
    """The months between the article and the latest time of which one is true."""
    late = tables.read("verdicts").query("coder == 'settled'").dropna(subset="true_of")
    months = (late["true_of"].max().year - DAY.year) * 12 + late["true_of"].max().month - DAY.month
    assert f"{months} months after the article" in conclusion_rows.loc["timing", "statement"]
    assert set(late["claim_id"]) < set(conclusion_rows.loc["timing", "rests_on"].split(";"))


def test_open_kinds_are_those_of_the_day(conclusion_rows):
    """Asked kind by kind, day by day."""
    kinds = tables.read("provisions")["provision_id"]
    days = [rules.bands()["start"].min(), "1976-02-27", DAY, rules.known_until()]
    counts = [
        sum(rules.status(kind, day) in ("allowed", "conditional") for kind in kinds) for day in days
    ]
    now = [rules.status(kind, days[-1]) for kind in kinds]
    expected = [
        len(kinds),
        *[count for count in counts if count],
        now.count("not determinable"),
        now.count("prohibited"),
    ]
    assert (
        figures(conclusion_rows.loc["opened", "statement"]) == expected
        and "none on 27 February 1976" in conclusion_rows.loc["opened", "statement"]
    )
    unsettled = [kind for kind in kinds if rules.status(kind, days[-1]) == "not determinable"]
    assert (
        conclusion_rows.loc["unsettled", "rests_on"].split(";") == unsettled
        and conclusion_rows.loc["unsettled", "confidence"] == "grade D"
    )


def test_the_largest_step_widens_what_a_comparison_says(conclusion_rows):
    """The settled statuses of the day before and of the day, as the table has them."""
    day = pd.Timestamp("2023-12-22")
    widened = (rules.compare(day - pd.Timedelta(days=1), day)["change"] == "widens").sum()
    assert conclusion_rows.loc["steps", "statement"].startswith(
        f"The step that widened most kinds of transfer is of 22 December 2023 ({widened} kinds)"
    )


def test_deciders_are_counted_from_the_instruments(conclusion_rows):
    """The changes that loosen, the first and the last half of them."""
    eased = rules.timeline().query("effect == 'loosens'")["instrument"].astype("str").tolist()
    half = (len(eased) + 1) // 2
    early = eased[:half].count("chief cabinet secretary statement")
    late = eased[-half:].count("NSC decision")
    assert (
        f"{early} of the first {half} came from the Chief Cabinet Secretary"
        in conclusion_rows.loc["deciders", "statement"]
    )
    assert f"National Security Council {late}" in conclusion_rows.loc["deciders", "statement"]


def test_cases_are_counted_from_their_statuses(conclusion_rows):
    """All, counted, and with a dated delivery."""
    cases = tables.read("transfers")
    uncounted = ["considered", "under negotiation", "planned", "outside the rules"]
    counted = cases[~cases["status"].isin(uncounted)]
    assert figures(conclusion_rows.loc["left", "statement"])[:3] == [
        len(cases),
        len(counted),
        counted["delivered"].notna().sum(),
    ]
    assert conclusion_rows.loc["left", "rests_on"].split(";") == counted["transfer_id"].tolist()


def test_cases_without_a_wait_are_told_with_the_reason(conclusion_rows):
    """Those with a wait, and the others by why they have none, are all that were counted."""
    statement = conclusion_rows.loc["left", "statement"]
    (waiting,) = re.findall(r"(\d+) cases\)", statement)
    told = r"The other (\d+) have no wait: for (\d+) .+, for (\d+) one whose day"
    (reasons,) = re.findall(told, statement)
    others, unruled, undated = map(int, reasons)
    counted = transfers.cases()["counted"].sum()
    assert (int(waiting) + others, unruled + undated) == (counted, others)


def test_the_size_is_the_sum_of_ten_years(conclusion_rows):
    """The newest vintage of each country, added up here."""
    series = tables.read("arms_export_series")
    newest = series[series["vintage"] == series.groupby("iso3")["vintage"].transform("max")]
    end = newest.groupby("iso3")["year"].max().min()
    sums = (
        newest[(newest["year"] > end - 10) & (newest["year"] <= end)]
        .groupby("iso3")["tiv_million"]
        .sum()
    )
    assert all(
        f"{sums[code]:,.0f}" in conclusion_rows.loc["size", "statement"]
        for code in ("JPN", "KOR", "USA")
    )


def test_a_verdict_that_changes_changes_the_sentence(changed):
    """One supported claim less."""
    before = figures(article.holds()["statement"])
    coded = tables.read("verdicts")
    row = coded.index[(coded["known_by"] == "now") & (coded["verdict"] == "supported")][0]
    changed(
        "verdicts",
        lambda table: table.assign(
            verdict=table["verdict"].mask(table.index == row, "contradicted")
        ),
    )
    after = figures(article.holds()["statement"])
    assert after[1:3] == [before[1] - 1, before[2] - 1] and after[5] == before[5] + 1


def test_the_codings_of_the_verdicts_are_told(changed):
    """How many there are, and how far they agree."""
    assert re.match(r"3 codings .+ α 0\.\d\d to 0\.\d\d", article.holds()["confidence"])
    changed("verdicts", lambda table: table[table["coder"].astype("str") != "second"])
    assert article.holds()["confidence"].startswith("2 codings")


def test_a_case_under_the_latest_rule_is_said(changed):
    """None rests on it, until one does."""
    assert "None rests on the rule" in outside.left()["statement"]
    latest = re.search(r"None rests on the rule of (.+?) \((R\d{3})\)", outside.left()["statement"])
    changed(
        "transfers",
        lambda table: table.assign(
            rule_id=table["rule_id"].mask(table["transfer_id"] == "T028", latest[2])
        ),
    )
    assert f"1 rests on the rule of {latest[1]} ({latest[2]})" in outside.left()["statement"]


def test_a_grade_that_falls_is_the_weakest_link(changed):
    """The weakest row is named with its grade."""
    changed(
        "rule_changes",
        lambda table: table.assign(
            confidence=table["confidence"]
            .astype("str")
            .where(table["rule_id"] == "R014", "A")
            .mask(table["rule_id"] == "R014", "C")
        ),
    )
    assert regime.deciders()["weakest_link"] == "R014: grade C"


def test_gaps_name_conclusions_that_there_are(conclusion_rows):
    """A name that is none says nothing; a conclusion has gaps, or says that it has none."""
    named = tables.read("gaps")["conclusions"].dropna().str.split(";").explode()
    assert set(named) <= set(conclusion_rows.index)
    for conclusion in conclusion_rows.index:
        gaps = re.findall(r"(?<=\()N\d\d\d?(?=\))", grounds.missing(conclusion))
        assert gaps == sorted(gaps, key=list(tables.read("gaps")["gap_id"]).index)
        assert len(gaps) == (named == conclusion).sum()
    assert grounds.missing("none such") == "no recorded gap"


def test_a_gap_given_to_another_conclusion_moves_there(changed):
    """Which gap would change what is data."""
    changed("gaps", lambda table: table.assign(conclusions="left"))
    assert "(N20)" in outside.left()["would_change"]
    assert article.holds()["would_change"].endswith("; no recorded gap")


def test_whom_the_answer_puts_beside_japan_is_data(changed):
    """Smallest first."""
    changed("comparators", lambda table: table.assign(named_in_answer="yes"))
    assert outside.size()["rests_on"][0] == "JPN"
    assert set(outside.size()["rests_on"]) == set(tables.read("comparators")["iso3"])


def test_an_unknown_question_is_answered_with_those_that_are():
    """The three questions."""
    with pytest.raises(ValueError, match="Is the article right"):
        conclusions.table("Why?")


def test_no_conclusion_says_what_brought_something_about(conclusion_rows):
    """One came after the other; no more is said."""
    assert (
        not conclusion_rows["statement"]
        .str.contains(r"\b(?:because|caused|led to|due to|thanks to|resulted|thereby)\b")
        .any()
    )


@pytest.mark.parametrize(
    "ask, wrong, listed",
    [
        (claims.chain, "C99", "C32"),
        (claims.heard, "C99", "C32"),
        (claims.voice, "NOBODY", "YOMIURI"),
        (rules.set_by, "R99", "R043"),
        (transfers.case, "T99", "T022"),
        (transfers.bridge, 1900, "2026"),
        (transfers.bridge, "2023", "2026"),
    ],
)
def test_a_wrong_value_is_answered_with_those_that_are(ask, wrong, listed):
    """What a reader types into the last cell of a notebook and is not there."""
    with pytest.raises(ValueError, match=rf"{wrong}.+there are: .*{listed}"):
        ask(wrong)


def test_what_a_rule_set_is_what_the_day_changed():
    """What the rule of December 2023 set is what differs from the day before."""
    differs = rules.compare("2023-12-21", "2023-12-22").set_index("provision_id")
    cells = rules.set_by("R043").set_index("provision_id")
    assert set(cells.index) == set(differs.index)
    assert (cells["before"] == differs["status_before"]).all()
    assert (cells["after"] == differs["status_after"]).all()
