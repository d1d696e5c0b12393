"""What could go to whom on any day.

Golden tests of the status of each provision, and of the agreements.
"""

import csv
import datetime
import itertools
import random

import pandas as pd
import pytest

from analysis import rules, tables
from analysis.__main__ import main

REGIMES = tables.read("regimes")
STANDING = REGIMES[REGIMES["scope"] == "standing"].reset_index(drop=True)
PROVISIONS = tables.read("provisions")["provision_id"].tolist()
CHANGED = sorted(STANDING["in_force_from"].unique())
DAY = pd.Timedelta(days=1)
GRADES = REGIMES.set_index(["provision_id", "rule_id"])["grade"].astype("str").to_dict()


def slow(provision_id: str, on: pd.Timestamp) -> str:
    """The same answer, worked out from the raw files row by row, with nothing of the package."""
    with open(tables.folder().parent / tables.raw("rule_changes"), encoding="utf-8-sig") as file:
        days = {row["rule_id"]: row["in_force_from"] for row in csv.DictReader(file)}
    with open(tables.folder().parent / tables.raw("regimes"), encoding="utf-8-sig") as file:
        rows = [
            row
            | {
                "day": days[row["rule_id"]],
                "grade": GRADES[row["provision_id"], row["rule_id"]],
            }
            for row in csv.DictReader(file)
            if row["scope"] == "standing"
        ]
    if on.isoformat()[:10] < min(row["day"] for row in rows):
        return "not determinable"
    earlier = [
        row
        for row in rows
        if row["provision_id"] == provision_id and row["day"] <= on.isoformat()[:10]
    ]
    if not earlier:
        return "not addressed"
    last = max(earlier, key=lambda row: row["day"])
    return "not determinable" if last["grade"] == "D" else last["status"]


@pytest.fixture(scope="module")
def answers():
    """`slow` for every provision on the day before and the day of every change."""
    return {
        (p, day): slow(p, day)
        for day in sorted({d - DAY for d in CHANGED} | set(CHANGED))
        for p in PROVISIONS
    }


@pytest.fixture(scope="module")
def comparisons():
    """The rows of the comparison of every pair of days of change, and of two pairs backwards.

    The day before the first change is among the days.
    """
    days = [CHANGED[0] - DAY, *CHANGED]
    pairs = [*itertools.combinations(days, 2), (days[-1], days[1]), (days[-1], days[0])]
    return {
        (before, after): rules.compare(before, after).fillna("").to_dict("records")
        for before, after in pairs
    }


@pytest.fixture(scope="module")
def states(comparisons):
    """Provision → status, condition and rule on each of those days."""
    days = {day for pair in comparisons for day in pair}
    frames = {
        day: rules.in_force(day)[["provision_id", "status", "condition", "rule_id"]].fillna("")
        for day in days
    }
    return {
        day: {row[0]: row[1:] for row in state.itertuples(index=False, name=None)}
        for day, state in frames.items()
    }


@pytest.mark.parametrize("change", CHANGED, ids=[f"{day:%Y-%m-%d}" for day in CHANGED])
def test_the_day_before_and_the_day_of_every_change(change, answers):
    """On the day a rule applies its cells answer; the day before, the cells it replaced do."""
    touched = STANDING[STANDING["in_force_from"] == change].set_index("provision_id")
    before, after = (
        rules.in_force(day).set_index("provision_id") for day in (change - DAY, change)
    )
    for provision in PROVISIONS:
        assert (
            before.loc[provision, "status"]
            == answers[provision, change - DAY]
            == rules.status(provision, change - DAY)
        )
        assert (
            after.loc[provision, "status"]
            == answers[provision, change]
            == rules.status(provision, change)
        )
        assert (after.loc[provision, "since"] == change) == (provision in touched.index)
    assert after.loc[touched.index, "rule_id"].tolist() == touched["rule_id"].tolist()
    assert (before["since"].dropna() < change).all()


KNOWN = [
    ("P02", "2023-12-21", "prohibited"),
    ("P02", "2023-12-22", "allowed"),  # Patriots to the United States
    ("P06", "2024-03-25", "prohibited"),
    ("P06", "2024-03-26", "conditional"),  # GCAP
    ("P01", "2026-04-20", "prohibited"),
    ("P01", "2026-04-21", "conditional"),  # frigates
    ("P08", "2022-03-07", "not addressed"),
    ("P08", "2022-03-08", "conditional"),  # body armour for Ukraine
    ("P04", "2013-03-01", "conditional"),
    ("P05", "2013-02-28", "prohibited"),
    ("P05", "2013-03-01", "conditional"),  # F-35
    ("P12", "1983-01-13", "prohibited"),
    ("P12", "1983-01-14", "allowed"),
    ("P14", "1999-12-31", "prohibited"),
]


@pytest.mark.parametrize(("provision", "day", "status"), KNOWN)
def test_days_that_everybody_asks_about(provision, day, status):
    """The best-known steps of the policy, one day apart."""
    assert rules.status(provision, day) == status


def test_random_questions_agree_with_the_slow_way():
    """2,000 random pairs, in one call and one by one.

    Years before the first rule and after the last are among them.
    """
    chance = random.Random(20231222)
    days = [
        pd.Timestamp("1960-01-01") + chance.randrange(26_000) * DAY for _ in range(40)
    ] + CHANGED
    asked = pd.DataFrame(
        [(chance.choice(PROVISIONS), chance.choice(days)) for _ in range(2000)],
        columns=["provision_id", "on"],
    )
    expected = {pair: slow(*pair) for pair in set(asked.itertuples(index=False, name=None))}
    wanted = [expected[pair] for pair in asked.itertuples(index=False, name=None)]
    assert rules.status(asked["provision_id"], asked["on"]).tolist() == wanted
    assert [rules.status(*pair) for pair in asked.itertuples(index=False, name=None)] == wanted
    assert set(wanted) == set(rules.STATUSES)


def test_applying_a_comparison_to_the_first_day_gives_the_second(comparisons, states):
    """For every pair: nothing that differs is left out, nothing that is alike is shown."""
    for (before, after), differs in comparisons.items():
        old, new = (
            {provision: answer[:2] for provision, answer in states[day].items()}
            for day in (before, after)
        )
        assert {
            row["provision_id"]: (row["status_before"], row["condition_before"]) for row in differs
        }.items() <= old.items()
        changed = {
            row["provision_id"]: (row["status_after"], row["condition_after"]) for row in differs
        }
        assert old | changed == new and all(
            old[provision] != answer for provision, answer in changed.items()
        ), (before, after)


def _tag(before: str, after: str, ruled: bool) -> str:
    openness = {"prohibited": 0, "conditional": 1, "allowed": 2}
    if after in openness and (before == "not addressed" or not ruled):
        return "first addressed"
    if after == "not addressed" and ruled and before != after:
        return "no longer addressed"
    if before == after:
        return "condition only"
    if before not in openness or after not in openness:
        return "not determinable"
    return "widens" if openness[after] > openness[before] else "narrows"


def test_every_comparison_is_tagged_by_what_changed(comparisons, states):
    """Each of the tags occurs, and each is what the two statuses say."""
    tags = set()
    for (before, _), differs in comparisons.items():
        for row in differs:
            assert row["change"] == _tag(
                row["status_before"],
                row["status_after"],
                bool(states[before][row["provision_id"]][2]),
            )
            tags.add(row["change"])
    assert tags == set(rules.CHANGES)


def test_bands_follow_one_another_without_gap_or_overlap():
    """From the first rule on each provision has exactly one standing status a day.

    What no rule spoke of is a band without rule.
    """
    standing = rules.bands().query("scope == 'standing'")
    assert sorted(standing["provision_id"].unique()) == PROVISIONS
    for provision, rows in standing.groupby("provision_id"):
        assert rows["start"].iloc[0] == CHANGED[0] and pd.isna(rows["end"].iloc[-1])
        assert rows["end"].iloc[:-1].tolist() == rows["start"].iloc[1:].tolist()
        assert (rows["start"].diff().dropna() > pd.Timedelta(0)).all()
        silent = rows["rule_id"].isna()
        assert (rows.loc[silent, "status"] == "not addressed").all() and not silent.iloc[
            1:
        ].any(), provision
    assert len(standing) - standing["rule_id"].isna().sum() == len(STANDING)


def test_bands_say_what_the_days_in_them_say():
    """Status and condition of a band hold on its first day and on its last."""
    standing = rules.bands().query("scope == 'standing'")
    last = standing["end"].fillna(rules.known_until() + DAY) - DAY
    for days in (standing["start"], last):
        assert rules.status(standing["provision_id"], days).tolist() == standing["status"].tolist()


def test_one_off_exemptions_stand_apart():
    """They are listed from their day to the next standing change, and never move the status."""
    single = rules.bands().query("scope == 'one-off'")
    assert len(single) == (REGIMES["scope"] == "one-off").sum() > 0
    for provision, rule, start, end in single[
        ["provision_id", "rule_id", "start", "end"]
    ].itertuples(index=False):
        listed = {
            day: rules.in_force(day).set_index("provision_id").loc[provision]
            for day in (start - DAY, start, end - DAY, end)
        }
        assert [rule in str(row["one_off"]).split(";") for row in listed.values()] == [
            False,
            True,
            True,
            False,
        ]
        assert (
            listed[start - DAY]["status"] == listed[start]["status"] == listed[end - DAY]["status"]
        )


@pytest.mark.parametrize("change", CHANGED, ids=[f"{day:%Y-%m-%d}" for day in CHANGED])
def test_the_source_of_each_answer_exists(change):
    """A status set by a rule comes with a source of the register, grade, instrument and body."""
    state = rules.in_force(change)
    ruled = state["rule_id"].notna()
    assert state.loc[ruled, "source_id"].isin(tables.read("sources")["source_id"]).all()
    assert (
        state.loc[ruled, ["since", "instrument", "body", "confidence", "condition", "coded"]]
        .notna()
        .all(axis=None)
    )
    assert state.loc[~ruled, "status"].eq("not addressed").all()


def test_what_is_not_verified_is_not_determinable():
    """A cell graded D never answers as if it were known; the table's status stays visible."""
    for change in CHANGED:
        state = rules.in_force(change)
        assert ((state["status"] == "not determinable") == (state["confidence"] == "D")).all()
        assert (
            state["coded"].isin(rules.STATUSES[:4]).all()
            and state["remark"].notna().eq(state["confidence"] == "D").all()
        )
    assert (STANDING["confidence"].astype(str) == "D").any()


def test_before_the_first_rule_and_after_the_last_dated_item():
    """No traceback and no guess: not determinable before, as last known after, and both say so."""
    early = rules.in_force(CHANGED[0] - DAY)
    late = rules.in_force(rules.known_until() + DAY)
    assert (early["status"] == "not determinable").all() and early["remark"].str.startswith(
        "before 1967-04-21"
    ).all()
    assert early["rule_id"].isna().all() and early["coded"].isna().all()
    assert (
        late["remark"]
        .str.contains(f"as last known: nothing dated later than {rules.known_until():%Y-%m-%d}")
        .all()
    )
    assert late["status"].tolist() == rules.in_force(rules.known_until())["status"].tolist()
    assert (
        not rules.in_force(rules.known_until())["remark"]
        .str.contains("as last known", na=False)
        .any()
    )


@pytest.mark.parametrize("strange", ["P99", "p01", "", None, 1, ["P01"], "Patriots"])
def test_an_unknown_provision_is_named_and_the_known_ones_listed(strange):
    """A scalar, and any value of a column but a missing one."""
    with pytest.raises(ValueError, match="P01, P02, .*P14"):
        rules.status(strange, "2024-01-01")
    if isinstance(strange, str):
        with pytest.raises(ValueError, match=f"no provision: {strange!r}"):
            rules.status(pd.Series(["P01", strange]), "2024-01-01")


@pytest.mark.parametrize(
    "strange",
    [
        "2023-13-01",
        "2023-02-29",
        "2023-12",
        "2023",
        "21 December 2023",
        "",
        "today",
        None,
        pd.NaT,
        20231221,
        2023.5,
        True,
        pd.Timestamp("2023-12-21", tz="Asia/Tokyo"),
    ],
)
def test_what_is_no_day_is_refused_by_name(strange):
    """Months and years are no days, a time zone leaves the day open, and nothing is guessed."""
    for ask in (
        rules.in_force,
        rules.partners,
        lambda day: rules.status("P01", day),
        lambda day: rules.compare("2023-12-21", day),
    ):
        with pytest.raises(ValueError, match="no day: .*YYYY-MM-DD"):
            ask(strange)


def test_days_may_come_in_any_honest_form():
    """Text, date, datetime, Timestamp; columns of text, of days and of objects."""
    forms = [
        "2023-12-22",
        datetime.date(2023, 12, 22),
        datetime.datetime(2023, 12, 22, 23, 59),
        pd.Timestamp("2023-12-22 08:00"),
    ]
    assert {rules.status("P02", form) for form in forms} == {"allowed"}
    columns = [
        pd.Series(["2023-12-22", None, "2023-12-21"]),
        pd.Series(forms[:2] + [pd.NaT], dtype=object),
        pd.Series(pd.to_datetime(["2023-12-22"])),
    ]
    assert [rules.status("P02", column).tolist()[0] for column in columns] == ["allowed"] * 3
    assert rules.status("P02", columns[0]).isna().tolist() == [False, True, False]


def test_columns_keep_their_index_and_missing_stays_missing():
    """A column for either side or both; categories too; two indexes that differ are refused."""
    frame = pd.DataFrame(
        {"p": ["P02", None, "P02"], "d": pd.to_datetime(["2023-12-21", "2023-12-22", None])},
        index=["a", "b", "a"],
    )
    answer = rules.status(frame["p"], frame["d"])
    assert (
        answer.index.equals(frame.index)
        and answer.dtype == "str"
        and answer.fillna("?").tolist() == ["prohibited", "?", "?"]
    )
    assert rules.status(frame["p"].astype("category"), frame["d"]).equals(answer)
    assert rules.status(frame["p"], "2023-12-22").fillna("?").tolist() == [
        "allowed",
        "?",
        "allowed",
    ]
    assert len(rules.status(frame["p"].iloc[:0], frame["d"].iloc[:0])) == 0
    with pytest.raises(ValueError, match="different indexes"):
        rules.status(frame["p"], frame["d"].reset_index(drop=True))


def test_partners_are_told_with_what_is_not_known():
    """One row per country that had signed; in force is yes, no or unknown by the interval.

    The latest day is never before the earliest.
    """
    agreements = tables.read("agreements")
    for day in [*agreements["signed"], pd.Timestamp("2026-05-01")]:
        signed = rules.partners(day)
        assert sorted(signed["iso3"]) == sorted(
            agreements.loc[agreements["signed"] <= day, "iso3"].unique()
        )
        assert (signed["earliest"] >= signed["signed"]).all() and not (
            signed["latest"] < signed["earliest"]
        ).any()
        assert (signed["in_force"] == "yes").tolist() == (signed["latest"] <= day).tolist()
        assert (signed["in_force"] == "no").tolist() == (signed["earliest"] > day).tolist()
        assert signed["source_id"].isin(tables.read("sources")["source_id"]).all()


def test_an_entry_into_force_known_to_the_day_turns_on_that_day():
    """France signed in March 2015 and its agreement entered into force on 2016-12-01.

    Australia's is known to the month.
    """

    def state(iso3: str, day: object) -> str | None:
        """Whether the agreement of a country is in force on a day; None before signature."""
        return rules.partners(day).set_index("iso3")["in_force"].get(iso3)

    assert [
        state("FRA", day) for day in ("2015-03-12", "2015-03-13", "2016-11-30", "2016-12-01")
    ] == [None, "no", "no", "yes"]
    exact = (
        tables.read("agreements")
        .query("in_force_from_precision == 'day'")
        .drop_duplicates("iso3", keep=False)
    )
    assert all(
        state(iso3, day) == "yes"
        for iso3, day in exact[["iso3", "in_force_from"]].itertuples(index=False)
    )
    month = tables.read("agreements").query("in_force_from_precision == 'month'")
    for iso3, signed, start in month[["iso3", "signed", "in_force_from"]].itertuples(index=False):
        end = start + pd.offsets.MonthEnd(0)
        assert (
            state(iso3, end) == "yes"
            and state(iso3, end - DAY) == "unknown"
            and state(iso3, signed - DAY) in (None, "unknown")
        )


def test_the_number_of_partners_is_a_range():
    """In May 2026 the reported 17 lies between what is known to be in force and what was signed.

    Before the first signature there is none.
    """
    low, high = rules.partner_count("2026-05-01")
    assert low <= 17 <= high == tables.read("agreements")["iso3"].nunique()
    answers = rules.partners("2026-05-01")["in_force"].value_counts()
    assert low == answers["yes"] and high - low == answers["unknown"]
    assert rules.partner_count("1950-01-01") == (0, 0)


def test_the_command_line_prints_the_same(tmp_path, capsys):
    """`rules --on DAY`, `--compare DAY`, `--csv FILE`; what is no day is one line, no traceback."""
    main(
        ["rules", "--on", "2023-12-21", "--compare", "2023-12-22", "--csv", str(tmp_path / "x.csv")]
    )
    written = pd.read_csv(tmp_path / "x.csv", dtype="str")
    assert (
        written["provision_id"].tolist()
        == rules.compare("2023-12-21", "2023-12-22")["provision_id"].tolist()
    )
    printed = capsys.readouterr().out
    assert (
        all(provision in printed for provision in written["provision_id"]) and "widens" in printed
    )
    main(["rules", "--on", "2013-12-25"])
    printed = capsys.readouterr().out
    assert "R030" in printed and "NaT" not in printed and "nan" not in printed
    main(["rules", "--on", "2013-12-25", "--compare", "2013-12-26"])
    assert "nothing differs" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="no day: '2023-13-01'"):
        main(["rules", "--on", "2023-13-01"])
