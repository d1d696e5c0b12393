"""Cases and bids told alike: days of the Council, days of an outcome, fiscal years."""

import re
from collections.abc import Iterator

import pandas as pd

from .. import periods
from .consistency import unique
from .faults import Fault

Frames = dict[str, pd.DataFrame]
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
APPROVED = "approved by the NSC"
NEAR = pd.Timedelta(days=40)  # within which an end is reported
SETTLED = ("agreed", "contracted")
NAMED_YEAR = re.compile(  # FY2025, 2023-06-15, June 2026
    r"FY(?P<fiscal>\d{4})|\b(?P<year>(?:19|20)\d{2})(?:-(?P<month>0[1-9]|1[0-2])\b)?"
)


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of all rules below, given all tables with their derived columns."""
    return [fault for rule in RULES for fault in rule(frames)]


def _council_days(frames: Frames) -> Iterator[Fault]:
    """An approval among the events of a transfer is a case of the Council, and the reverse."""
    recipients = unique(frames["transfers"], "transfer_id")["recipient_iso3"]
    events = frames["transfer_events"]
    events = events[events["event"] == APPROVED]
    events = events.assign(recipient_iso3=events["transfer_id"].map(recipients))
    cases = frames["nsc_cases"].dropna(subset=["recipient_iso3"])
    told = set(zip(cases["decided"], cases["recipient_iso3"], strict=True))
    approved = set(zip(events["date"], events["recipient_iso3"], strict=True))
    for row, transfer, day, recipient in events[
        ["transfer_id", "date", "recipient_iso3"]
    ].itertuples():
        if pd.notna(day) and (day, recipient) not in told:
            advice = f"is no day of a case for {recipient} in nsc_cases ({transfer}); mend one"
            yield Fault("transfer_events", row, "date", day, advice)
    for row, day, recipient in cases[["decided", "recipient_iso3"]].itertuples():
        if (day, recipient) not in approved:
            advice = (
                f"is no day on which transfer_events has {recipient} {APPROVED}; mend one, "
                "or add the event"
            )
            yield Fault("nsc_cases", row, "decided", day, advice)


def _outcome_days(frames: Frames) -> Iterator[Fault]:
    """A day in the outcome of a Council case is that of an event of a transfer of the case."""
    transfers = unique(frames["transfers"], "transfer_id")["recipient_iso3"]
    events = frames["transfer_events"].dropna(subset=["date"])
    events = events.assign(recipient_iso3=events["transfer_id"].map(transfers))
    approvals = events[events["event"] == APPROVED]
    for row, case in frames["nsc_cases"].dropna(subset=["outcome", "recipient_iso3"]).iterrows():
        same = approvals["date"].eq(case["decided"])
        same &= approvals["recipient_iso3"].eq(case["recipient_iso3"])
        if not same.any():
            continue  # a fault of its own, see `_council_days`
        days = events.loc[events["transfer_id"].isin(approvals.loc[same, "transfer_id"]), "date"]
        known = set(days.dt.strftime("%Y-%m-%d"))
        for day in ISO_DAY.findall(case["outcome"]):
            if day not in known:
                advice = "is no day of an event of this case in transfer_events; mend one"
                yield Fault("nsc_cases", row, "outcome", day, advice)


def _fiscal_years(frames: Frames) -> Iterator[Fault]:
    """The fiscal year of a transfer is that of its agreement or contract, else of another event.

    Of several agreements it is the first, for later ones change the terms.
    """
    events = _dated(frames["transfer_events"])
    agreed = events["event"].astype("str") == "agreed"
    first = events[agreed].sort_values("date").drop_duplicates("transfer_id").index
    events = events[~agreed | events.index.isin(first)]
    transfers = frames["transfers"].dropna(subset=["fiscal_year"])
    for row, transfer, year in transfers[["transfer_id", "fiscal_year"]].itertuples():
        of_case = events[events["transfer_id"] == transfer]
        settled = of_case[of_case["event"].isin(SETTLED)]
        counted = of_case if settled.empty else settled
        if len(counted) and year not in set(counted["year"]):
            what = "event" if settled.empty else "first agreement and no contract"
            advice = f"is the fiscal year of no {what} of {transfer} in transfer_events; mend one"
            yield Fault("transfers", row, "fiscal_year", year, advice)


def _dated(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events of which the fiscal year is known, with that year."""
    events = events.dropna(subset=["date"])
    years = periods.fiscal_year(events["date"], events["date_precision"])
    return events.assign(year=years).dropna(subset=["year"])


def _told_years(frames: Frames) -> Iterator[Fault]:
    """The fiscal year of a transfer that no event tells is one that `status_as_noted` names.

    Where that names none it is one in which a source told of the case.
    """
    dated = _dated(frames["transfer_events"])["transfer_id"]
    transfers = frames["transfers"].dropna(subset=["fiscal_year"])
    transfers = transfers[~transfers["transfer_id"].isin(dated)]
    for row, case in transfers.iterrows():
        words, year = case["status_as_noted"], case["fiscal_year"]
        named: set[int] = set()
        if pd.notna(words):
            named = named.union(*map(_fiscal_years_of, NAMED_YEAR.finditer(words)))
        told = named or _years_of_sources(case["transfer_id"], frames)
        if told and year not in told:
            what = f"that {words!r} names" if named else "in which a source told of the case"
            yield Fault("transfers", row, "fiscal_year", year, f"is no year {what}; mend one")


def _years_of_sources(transfer: str, frames: Frames) -> set[int]:
    """Return the fiscal years in which sources of a transfer were published."""
    cited = frames["citations"]
    cited = cited[(cited["table"].astype("str") == "transfers") & (cited["row_id"] == transfer)]
    sources = frames["sources"][frames["sources"]["source_id"].isin(cited["source_id"])]
    sources = sources.dropna(subset=["published"])
    years = periods.fiscal_year(sources["published"], sources["published_precision"])
    return set(years.dropna())


def _fiscal_years_of(named: re.Match) -> set[int]:
    """Return the fiscal years in which a fiscal year, a month or a calendar year lies."""
    if named["fiscal"]:
        return {int(named["fiscal"])}
    year = int(named["year"])
    if named["month"]:
        return {year - (int(named["month"]) < 4)}
    return {year - 1, year}


def _bid_days(frames: Frames) -> Iterator[Fault]:
    """A bid began before any of its sources told of it, and one of them is of the time it ended."""
    sources = unique(frames["sources"], "source_id")
    last = periods.last_day(sources["published"], sources["published_precision"])
    cited = frames["citations"].astype({"table": "str"})
    cited = cited[cited["table"] == "bids"]
    cited = cited.assign(first=cited["source_id"].map(sources["published"]))
    cited = cited.assign(last=cited["source_id"].map(last)).dropna(subset=["first", "last"])
    bids = frames["bids"]
    told = bids["bid_id"].map(cited.groupby("row_id")["last"].min())
    for row in bids.index[(bids["from"] > told).fillna(False)]:
        advice = f"is after {told[row]:%Y-%m-%d}, when a source told of the bid; mend it"
        yield Fault("bids", row, "from", bids.at[row, "from"], advice)
    ended = bids.dropna(subset=["ended"])
    ends = periods.last_day(ended["ended"], ended["ended_precision"])
    for row, bid, day in ended[["bid_id", "ended"]].itertuples():
        of_bid = cited[cited["row_id"] == bid]
        near = (of_bid["first"] <= ends[row] + NEAR) & (of_bid["last"] >= day)
        if not near.any():
            advice = "is a time of which no source is cited; mend it, or cite one that told it then"
            yield Fault("bids", row, "ended", day, advice)


RULES = (
    _bid_days,
    _council_days,
    _outcome_days,
    _fiscal_years,
    _told_years,
)
