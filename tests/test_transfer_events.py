"""The days of a case follow from its events."""

import pandas as pd
import pytest

from analysis import tables, transfers
from analysis.transfers.events import dated


def days(*events: tuple[str, str]) -> list[str]:
    """Return decided, contracted and delivered of a case with some events, blank where missing."""
    rows = pd.DataFrame(events, columns=["event", "date"])
    rows = rows.assign(transfer_id="T1", date_precision="day", date=pd.to_datetime(rows["date"]))
    (case,) = dated(pd.DataFrame({"transfer_id": ["T1"]}), {"transfer_events": rows}).to_dict(
        "records"
    )
    found = [case[stage] for stage in transfers.STAGES]
    return ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in found]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("approved by the NSC", "2022-03-08")], ["2022-03-08", "", ""]),
        (
            [("agreed", "2022-03-01"), ("approved by the NSC", "2022-03-08")],
            ["2022-03-08", "", ""],
        ),
        (
            [("contracted", "2024-05-01"), ("agreed", "2024-05-02")],
            ["2024-05-01", "2024-05-01", ""],
        ),
        (
            [("handed over part", "2024-05-03"), ("handed over first", "2024-05-04")],
            ["", "", "2024-05-03"],
        ),
        ([("handed over last", "2026-01-12")], ["", "", "2026-01-12"]),
        ([("dispatched", "2022-03-08"), ("ceremony", "2022-03-09")], ["", "", ""]),
        ([("talks", "2024-08-06"), ("memorandum", "2024-11-15")], ["", "", ""]),
    ],
)
def test_a_stage_is_dated_by_its_own_events(events, expected):
    """A take-off, a ceremony, talks and a memorandum date none."""
    assert days(*events) == expected


@pytest.mark.parametrize(
    ("case", "stage", "day"),
    [
        ("T016", "delivered", "2022-03-10"),
        ("T017", "delivered", "2022-03-10"),
        ("T020", "delivered", "2023-12-21"),
        ("T021", "delivered", "2026-01-12"),
        ("T024", "contracted", "2024-07-01"),
        ("T025", "contracted", "2026-07-02"),
        ("T015", "contracted", "2020-08-25"),
    ],
)
def test_days_that_were_once_wrong(case, stage, day):
    """A dispatch, a meeting, a last instalment had stood for them."""
    assert f"{tables.read('transfers').set_index('transfer_id').loc[case, stage]:%Y-%m-%d}" == day


def test_every_dated_case_has_its_event():
    """No day of a case is without one."""
    cases, events = tables.read("transfers"), tables.read("transfer_events")
    for stage in transfers.STAGES:
        with_day = set(cases.loc[cases[stage].notna(), "transfer_id"])
        assert with_day <= set(events["transfer_id"])
