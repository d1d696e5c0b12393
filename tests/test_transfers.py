"""Cases, programmes, the world series, and the time from a rule to its cases."""

import pandas as pd
import pytest

from analysis import rules, tables, transfers
from analysis.transfers import casebook


@pytest.fixture(scope="module")
def lags():
    return transfers.lags(rules.timeline())


def made(monkeypatch, **tables_made):
    """Put made tables in the place of those of the same name."""
    read = tables.read
    monkeypatch.setattr(
        tables, "read", lambda name: tables_made[name].copy() if name in tables_made else read(name)
    )


def case(**other):
    """The first real case, changed: decided 2020-01-31, nothing else known of it."""
    row = tables.read("transfers").head(1).astype({"status": "str"})
    blank = dict.fromkeys(["decided", "contracted", "delivered"], pd.NaT) | dict.fromkeys(
        [f"{s}_precision" for s in transfers.STAGES]
    )
    base = {
        "rule_id": "R031",
        "status": "decided",
        "decided": pd.Timestamp("2020-01-31"),
        "decided_precision": "day",
    }
    return row.assign(**(blank | base | other))


RULE = pd.DataFrame({"rule_id": ["R031"], "in_force_from": [pd.Timestamp("2020-01-01")]})


def test_look_alikes_and_plans_are_never_counted():
    """Every status of the schema is counted or not, and a counted one says how far it has come."""
    field = next(f for f in tables.fields("transfers") if f["name"] == "status")
    meaning = tables.read("case_statuses").set_index("status")
    assert sorted(meaning.index) == sorted(field["constraints"]["enum"])
    never = ["considered", "under negotiation", "planned", "outside the rules"]
    assert sorted(meaning.index[meaning["counted"] == "no"]) == sorted(never)
    assert ((meaning["stages"] > 0) == (meaning["counted"] == "yes")).all()
    cases = transfers.cases().set_index("transfer_id")
    assert not cases.loc[["T003", "T019", "T031", "T033", "T035", "T052", "T053"], "counted"].any()
    assert cases.loc[["T001", "T022"], "counted"].all()


def test_the_statuses_add_up_to_the_table():
    """Each row is in one status; the denominator is the whole table."""
    statuses = transfers.statuses()
    table = tables.read("transfers")
    assert statuses["cases"].sum() == len(table) and statuses["of"].eq(len(table)).all()
    assert statuses.loc[statuses["counted"], "cases"].sum() == transfers.cases()["counted"].sum()


def test_a_fiscal_year_needs_more_than_a_calendar_year(monkeypatch):
    """March is of the fiscal year before; the year alone decides nothing."""
    days = ["2020-03-31", "2020-04-01", "2020-01-01"]
    rows = pd.concat(
        [
            case(decided=pd.Timestamp(day), decided_precision=p)
            for day, p in zip(days, ["day", "month", "year"], strict=True)
        ]
    )
    made(monkeypatch, transfers=rows)
    assert transfers.cases()["decided_fiscal_year"].tolist() == [2019, 2020, pd.NA]


def test_one_row_per_case_and_stage(lags):
    """Only counted cases of a dated rule, each with its three stages.

    A dated stage has the date of the table.
    """
    cases = transfers.cases().query("counted")
    days = tables.read("rule_changes").set_index("rule_id")["in_force_from"]
    allowed = cases[cases["rule_id"].map(days).notna()]
    assert sorted(lags["transfer_id"].unique()) == sorted(allowed["transfer_id"])
    assert len(lags) == 3 * len(allowed) and not lags.duplicated(["transfer_id", "stage"]).any()
    dated = lags[lags["state"] == "dated"]
    assert len(dated) == allowed[list(transfers.STAGES)].notna().to_numpy().sum()
    assert (dated["days_from"] == (dated["date"] - dated["in_force_from"]).dt.days).all()
    assert (dated["days_from"] <= dated["days_to"]).all() and lags.loc[
        lags["state"] != "dated", "days_to"
    ].isna().all()


def test_pac3_took_709_days_to_its_delivery(lags):
    """Allowed and decided on 2023-12-22, contracted 2024-07-28, delivered within November 2025."""
    patriots = lags[lags["transfer_id"] == "T022"]
    assert patriots["days_from"].tolist() == [0, 219, 680]
    assert patriots["days_to"].tolist() == [0, 219, 709]


@pytest.mark.parametrize(
    ("status", "other", "states"),
    [
        ("decided", {}, ["dated", "open", "open"]),
        ("lapsed", {}, ["dated", "lapsed", "lapsed"]),
        ("agreed", {}, ["dated", "undated", "open"]),
        ("delivered", {}, ["dated", "undated", "undated"]),
        (
            "decided",
            {"delivered": pd.Timestamp("2021-01-01"), "delivered_precision": "day"},
            ["dated", "undated", "dated"],
        ),
    ],
)
def test_what_has_no_date_is_open_only_if_nothing_later_came(monkeypatch, status, other, states):
    """A stage behind the case is undated, not awaited."""
    made(monkeypatch, transfers=case(status=status, **other))
    assert transfers.lags(RULE)["state"].astype("str").tolist() == states


def test_open_waits_end_with_the_latest_dated_item(monkeypatch):
    """Open and lapsed carry the wait so far and no end; undated carries nothing."""
    made(monkeypatch, transfers=case(status="agreed"))
    lags = transfers.lags(RULE)
    until = tables.read("sources")["published"].max()
    assert lags["days_from"].tolist() == [30, pd.NA, (until - RULE["in_force_from"][0]).days]
    assert lags["days_to"].tolist() == [30, pd.NA, pd.NA]


def test_a_case_of_an_undated_rule_has_no_lag(monkeypatch):
    """Neither the day of adoption nor another rule's stands in."""
    made(monkeypatch, transfers=case())
    assert (
        transfers.lags(RULE.assign(in_force_from=pd.NaT)).empty
        and transfers.lags(RULE.assign(rule_id="R032")).empty
    )


def test_the_median_wait_is_the_textbook_s():
    """Weeks to relapse of the 42 leukaemia patients of Freireich and others (1963).

    Median and log-log limits are those that SAS prints.
    """
    drug = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    assert transfers.median_wait(pd.Series(drug), pd.Series(relapsed, dtype="bool")) == (
        23,
        13,
        pd.NA,
    )
    assert transfers.median_wait(pd.Series(placebo), pd.Series([True] * 21)) == (8, 4, 11)


def test_the_median_of_few_or_none_is_missing():
    """Nothing happened: no median; all at once: no interval wider than the day."""
    assert transfers.median_wait(pd.Series([5, 9]), pd.Series([False, False])) == (
        pd.NA,
        pd.NA,
        pd.NA,
    )
    assert transfers.median_wait(pd.Series([4]), pd.Series([True]))[0] == 4


def test_waits_count_every_case_once(lags):
    """States add up to cases; the range is that of the dated ones.

    Leaving out the open cases would shorten the median.
    """
    waits = transfers.waits(lags, ["stage"]).set_index("stage")
    assert (waits[list(transfers.STATES)].sum(axis=1) == waits["cases"]).all() and waits[
        "cases"
    ].sum() == len(lags)
    contracted = lags[(lags["stage"] == "contracted") & (lags["state"] == "dated")]["days_to"]
    assert waits.loc["contracted", ["shortest", "longest"]].tolist() == [
        contracted.min(),
        contracted.max(),
    ]
    assert contracted.median() < waits.loc["contracted", "median"]


def test_signed_grants_reconcile_with_the_cases():
    """The sums of the programmes are those of the rows; none exceeds its budget."""
    programmes = transfers.programmes()
    table = tables.read("transfers")
    grants = table[
        (table["programme"] == "assistance budget")
        & ~table["status"].isin(["planned", "considered", "under negotiation"])
    ]
    budgets = programmes[programmes["signed"].notna()].set_index("fiscal_year")
    sums = grants.groupby("fiscal_year")["value"].sum()
    assert budgets["signed"].to_dict() == sums.loc[budgets.index].to_dict()
    assert budgets["cases"].sum() == len(grants[grants["fiscal_year"].isin(budgets.index)])
    assert (budgets["left"] >= 0).all()
    assert (budgets["kind"] == "assistance budget").all()
    assert programmes.loc[programmes["programme"].str.contains("fund"), "signed"].isna().all()
    assert (budgets["left"] == budgets["amount"] - budgets["signed"]).all()


def test_a_single_grant_of_a_year_is_its_sum(monkeypatch):
    """And a year of grants without a sum has none, which is not zero."""
    grants = transfers.osa().head(2).assign(fiscal_year=[2023, 2024], value=[700, pd.NA])
    monkeypatch.setattr(casebook, "osa", lambda: grants)
    budgets = transfers.programmes().query("kind == 'assistance budget'").set_index("fiscal_year")
    assert budgets["signed"].reindex([2023, 2024]).tolist() == [700, pd.NA]
    assert budgets["cases"].reindex([2023, 2024]).tolist() == [1, 1]


def test_a_state_that_no_case_has_counts_zero():
    """One case, still awaited, known since its rule for ten days."""
    open_case = pd.DataFrame(
        {
            "stage": ["decided"],
            "state": ["open"],
            "days_from": pd.array([10], "Int64"),
            "days_to": pd.array([pd.NA], "Int64"),
        }
    )
    (waited,) = transfers.waits(open_case, ["stage"])[list(transfers.STATES)].to_dict("records")
    assert waited == {"dated": 0, "undated": 0, "open": 1, "lapsed": 0}


@pytest.mark.parametrize("count", [2, 4, 6, 10])
def test_the_median_is_reached_where_half_are_left(count):
    """Of waits of 1, 2, 3 … days, all over."""
    days = pd.Series(range(1, count + 1))
    assert transfers.median_wait(days, days > 0)[0] == count / 2


def test_a_case_counts_its_days_from_its_rule(monkeypatch):
    """Decided thirty days after the rule; what has no date, or no rule, has no number of days."""
    dated = case(rule_id="R043", decided=pd.Timestamp("2024-01-21")).assign(transfer_id="T1")
    made(monkeypatch, transfers=pd.concat([dated, dated.assign(transfer_id="T2", rule_id=None)]))
    assert transfers.case("T1")["days since the rule"].tolist() == [30, pd.NA, pd.NA]
    assert transfers.case("T2")["days since the rule"].isna().all()


def test_the_newest_vintage_is_marked_once_per_year():
    """Japan's newest is of 2026, the others' of 2025."""
    latest = transfers.series().query("latest")
    assert not latest.duplicated(["iso3", "year"]).any() and len(transfers.series()) == len(
        tables.read("arms_export_series")
    )
    assert latest.groupby("iso3")["vintage"].nunique().eq(1).all()


def test_the_past_was_rewritten_where_vintages_disagree():
    """1994 went from 162 to 130; 2022 had 13 in one vintage and nothing in the next.

    Decimals alone are no revision.
    """
    revised = transfers.revisions("JPN")
    of_1994 = revised[revised["year"] == 1994]["tiv_million"].round().tolist()
    assert of_1994[0] == 162 and set(of_1994[1:]) == {130}
    of_2022 = revised[revised["year"] == 2022]
    assert of_2022["tiv_million"].dropna().tolist() == [13] and of_2022["tiv_million"].isna().any()
    assert not {1960, 1980, 2018} & set(revised["year"])


def test_the_bridge_of_2023_holds_the_tables_numbers():
    """One row per number, each of its own table, unit and year."""
    bridge = transfers.bridge(2023).set_index("measure")["number"]
    assert bridge["permits"] == 1196 and bridge["of which SDF activities"] == 990
    assert bridge["OSA budget"] == 2_000_000_000 and bridge["OSA grants"] == 1_975_000_000
    assert bridge["trend-indicator value"] == 13
    counted = transfers.cases().query("counted")
    assert bridge["cases decided"] == counted["decided"].between("2023-04-01", "2024-03-31").sum()


def test_a_number_not_found_is_missing_not_zero(monkeypatch):
    """No report is of 2005, the series has no delivery in it; no case delivered is a count."""
    bridge = transfers.bridge(2005).set_index("measure")
    numbers = bridge["number"]
    assert bridge.loc["OSA grants", "cases"] == 0
    assert (
        numbers[["permits", "of which SDF activities", "trend-indicator value", "OSA budget"]]
        .isna()
        .all()
    )
    assert numbers["cases delivered"] == 0


def test_currencies_are_never_added():
    """Each currency has its own row; a free transfer adds no price."""
    for year in (2020, 2023, 2024, 2026):
        money = transfers.bridge(year).query("measure == 'contract values'")
        assert not money["unit"].duplicated().any() and (money["number"] > 0).all()
    assert transfers.bridge(2020).query("unit == 'USD'")["number"].tolist() == [100_000_000]


def test_nsc_cases_say_what_was_shown(made):
    """Two titles could not be read; they stay in the table."""
    cases = transfers.nsc_cases()
    assert len(cases) == len(made["nsc_cases"]) and cases["decided"].is_monotonic_increasing
    assert cases.index.tolist() == list(range(len(cases)))
    assert (~cases["shown"]).sum() == cases["item"].eq("title not visible").sum() > 0


def test_the_bridge_ends_with_the_last_year_that_a_table_reaches():
    """And begins with the first; a number that rests on cases counts some."""
    japan = transfers.series().query("iso3 == 'JPN'")["year"]
    stages = [transfers.cases()[f"{stage}_fiscal_year"] for stage in transfers.STAGES]
    years = pd.concat([japan, *stages]).dropna()
    bridge = transfers.bridge()
    assert (bridge["year"].min(), bridge["year"].max()) == (years.min(), years.max())
    for year in (years.min() - 1, years.max() + 1):
        with pytest.raises(ValueError, match=f"{years.min()} to {years.max()}"):
            transfers.bridge(int(year))
    assert list(transfers.bridge(2023).index) == list(range(len(transfers.bridge(2023))))


def test_a_price_is_of_a_contract_that_prints_one():
    """A row has a sum and the cases behind it: none for a currency of another year, or for free."""
    prices = transfers.bridge().query("measure == 'contract values'")
    assert prices["unit"].notna().all() and (prices["cases"] > 0).all()
    sold = transfers.cases().query("counted and value > 0")
    sold = sold[~sold["transfer_id"].isin(transfers.osa()["transfer_id"])]
    by_year = sold.groupby("contracted_fiscal_year").size()
    assert prices.groupby("year")["cases"].sum().to_dict() == by_year.to_dict()
