"""What the tables say of one country, counted again from the raw rows."""

import csv
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from analysis import country, tables

RAW = Path(__file__).parents[1] / "data" / "raw"
INDEX = country.index()
CODES = INDEX["iso3"].tolist()


def raw_rows(name: str) -> list[dict[str, str]]:
    """The rows of a raw table as they were written."""
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_country_that_a_table_names_by_code_has_its_row():
    """Partners, recipients, countries of the National Security Council's cases and of aid."""
    named = {row["iso3"] for row in raw_rows("rules/agreements.csv")}
    named |= {row["recipient_iso3"] for row in raw_rows("transfers/transfers.csv")}
    named |= {row["recipient_iso3"] for row in raw_rows("transfers/nsc_cases.csv")}
    for row in raw_rows("transfers/programmes.csv"):
        named |= set(row["recipients"].split(";"))
    assert sorted(named - {""}) == sorted(CODES)
    assert len(CODES) >= 29


def test_every_case_belongs_to_one_country():
    """None is lost and none stands twice."""
    cases = pd.concat([country.cases(code) for code in CODES])
    assert sorted(cases["transfer_id"]) == sorted(tables.read("transfers")["transfer_id"])
    assert INDEX["cases"].sum() == len(cases)


@pytest.mark.parametrize("code", CODES)
def test_the_sums_of_a_country_equal_its_rows(code):
    """By kind of sum and currency; a counted case without a sum is counted as such."""
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    unsaid = 0
    counted = country.cases(code).query("counted")["transfer_id"].tolist()
    for row in raw_rows("transfers/transfers.csv"):
        if row["transfer_id"] not in counted:
            continue
        if row["value"] == "":
            unsaid += 1
        else:
            wanted[row["value_kind"], row["currency"]].append(int(row["value"]))
    sums = country.money(code).set_index(["value_kind", "currency"])
    assert {key: sums.loc[key, "value"] for key in sums.index} == {
        key: sum(values) for key, values in wanted.items()
    }
    assert sums["cases"].tolist() == [len(wanted[key]) for key in sums.index]
    assert set(sums["unsaid"]) <= {unsaid}


@pytest.mark.parametrize("code", CODES)
def test_a_case_is_listed_by_the_first_day_that_is_known(code):
    """Decided before contracted before delivered, or else the latest event, with its precision."""
    for case in country.cases(code).itertuples():
        stages = [case.decided, case.contracted, case.delivered]
        known = [day for day in stages if pd.notna(day)]
        if known:
            assert case.day == known[0]
        assert pd.isna(case.day) == pd.isna(case.day_precision) == pd.isna(case.day_of)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Patriots for the United States", ["USA"]),
        ("The US and the UK agreed", ["GBR", "USA"]),
        ("about US$20m in dollars", []),
        ("let us export", []),
        ("Indonesian boats", []),
        ("Papua New Guinea", ["PNG"]),
        ("South Korea via the United Nations", ["KOR"]),
    ],
)
def test_a_country_is_named_by_whole_words(text, codes):
    """Neither a currency nor an adjective names one."""
    assert country.named(text) == codes


def test_a_country_without_agreement_is_not_found_rather_than_none():
    """New Zealand: looked for, not found; Australia: in force; the Philippines: signed."""
    agreement = INDEX.set_index("iso3")["agreement"].astype("str")
    signed = {row["iso3"] for row in raw_rows("rules/agreements.csv")}
    assert {code for code in CODES if agreement[code] != "not found"} == signed
    assert agreement["NZL"] == "not found" and agreement["AUS"] == "in force"


@pytest.mark.parametrize(
    "function",
    [country.cases, country.mentioned, country.money, country.rules_naming, country.gaps],
)
def test_an_unknown_country_is_refused(function):
    """With the known ones named."""
    with pytest.raises(ValueError, match="PHL"):
        function("XXX")


def test_a_gap_belongs_to_each_country_that_it_names():
    """N52 is on Thailand and Timor-Leste; N54 on the Philippines alone."""
    holders = {
        gap: [code for code in CODES if gap in country.gaps(code)["gap_id"].tolist()]
        for gap in ("N52", "N54")
    }
    assert holders == {"N52": ["THA", "TLS"], "N54": ["PHL"]}
