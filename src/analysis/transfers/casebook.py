"""Cases of transfer and the programmes that pay for them, as tidy frames.

Which statuses count as a case is data (`case_statuses`). What was only considered, negotiated or
planned, and what lies outside the rules (civil look-alikes), stays in the table and is never
counted.
"""

import pandas as pd

from .. import countries, periods, tables
from ..tables.credits import credited

STAGES = ("decided", "contracted", "delivered")
OSA_BUDGET = "assistance budget"  # the kind of programme that pays for security assistance


@credited("The cases of arms transfers", "transfers", "case_statuses")
def cases() -> pd.DataFrame:
    """Return all cases of transfer.

    Returns
    -------
    pandas.DataFrame
        One row per case: the columns of `transfers`, `recipient` (its name), `counted` (bool:
        decided or agreed) and `<stage>_fiscal_year` for each of `STAGES`. A fiscal year (April to
        March) is missing where the date is, or where only the calendar year is known.

    Examples
    --------
    >>> patriots = cases().set_index("transfer_id").loc["T022"]
    >>> patriots["recipient"], int(patriots["delivered_fiscal_year"])
    ('United States', 2025)
    """
    return _cases().copy(deep=False)  # what the caller changes is copied first, by pandas


@tables.cached
def _cases() -> pd.DataFrame:
    """Return what `cases` does, kept: a page of a country asks for it several times."""
    frame = tables.read("transfers")
    meaning = tables.read("case_statuses")
    counted = meaning.loc[meaning["counted"] == "yes", "status"].astype("str")
    frame["recipient"] = countries.name(frame["recipient_iso3"])
    frame["counted"] = frame["status"].astype("str").isin(counted)
    for stage in STAGES:
        precision = frame[f"{stage}_precision"]
        frame[f"{stage}_fiscal_year"] = periods.fiscal_year(frame[stage], precision)
    return frame


def case(transfer_id: str) -> pd.DataFrame:
    """Return the dates of one case.

    Parameters
    ----------
    transfer_id : str
        A case.

    Returns
    -------
    pandas.DataFrame
        One row per stage: stage, date, precision, and days since the rule that let it
        (missing where one of the two days is).

    Raises
    ------
    ValueError
        For an unknown case; the known ones are listed.

    Examples
    --------
    >>> case("T022").set_index("stage").loc["contracted", "days since the rule"].item()
    219
    """
    frame = tables.read("transfers").set_index("transfer_id")
    row = frame.loc[tables.one_of(transfer_id, frame.index, "case")]
    days = tables.read("rule_changes").set_index("rule_id")["in_force_from"]
    start = days.get(row["rule_id"], pd.NaT)
    stages = [
        {
            "stage": stage,
            "date": row[stage],
            "precision": row[f"{stage}_precision"],
            "days since the rule": (row[stage] - start).days,
        }
        for stage in STAGES
    ]
    return pd.DataFrame(stages).astype({"days since the rule": "Int64"})


@credited("How far the cases came", "transfers", "case_statuses")
def statuses() -> pd.DataFrame:
    """Return how many cases have each status.

    Returns
    -------
    pandas.DataFrame
        One row per status that occurs: status, `cases`, `of` (all rows of the table) and
        `counted` (bool).

    Examples
    --------
    >>> statuses().set_index("status").loc[["planned", "delivered"], "counted"].tolist()
    [False, True]
    """
    by_status = cases().groupby("status", observed=True)
    frame = by_status.agg(cases=("transfer_id", "size"), counted=("counted", "first"))
    return frame.assign(of=frame["cases"].sum()).reset_index()[["status", "cases", "of", "counted"]]


def nsc_cases() -> pd.DataFrame:
    """Return the cases that the National Security Council took up.

    Returns
    -------
    pandas.DataFrame
        One row per case, by date: the columns of `nsc_cases`, and `shown` (bool: whether the item
        could be read).

    Examples
    --------
    >>> nsc_cases()["decided"].is_monotonic_increasing
    True
    """
    frame = tables.read("nsc_cases")
    frame["shown"] = frame["item"] != "title not visible"
    return frame.sort_values(["decided", "item"], ignore_index=True)


@credited("Official Security Assistance", "transfers", "case_statuses")
def osa() -> pd.DataFrame:
    """Return the counted cases of Official Security Assistance.

    Returns
    -------
    pandas.DataFrame
        Rows of `cases`, by fiscal year and partner; `value` in yen.

    Examples
    --------
    >>> osa()["currency"].unique().tolist()
    ['JPY']
    """
    frame = cases()
    frame = frame[frame["counted"] & (frame["programme"] == OSA_BUDGET)]
    return frame.sort_values(["fiscal_year", "recipient_iso3", "transfer_id"], ignore_index=True)


@credited("Money of programmes by year", "programmes", "transfers")
def programmes() -> pd.DataFrame:
    """Return the programmes that pay for transfers.

    Returns
    -------
    pandas.DataFrame
        One row per programme × fiscal year: the columns of `programmes`; for a budget of Official
        Security Assistance `cases`, the sum `signed` of their values, and `left` (amount less
        signed). Sums are in units of `currency`; missing for other programmes, or where nothing
        was signed.

    Examples
    --------
    >>> budgets = programmes().set_index(["kind", "fiscal_year"])
    >>> budgets.loc[("assistance budget", 2023), ["signed", "left"]].tolist()
    [1975000000, 25000000]
    """
    by_year = osa().groupby("fiscal_year")
    signed = pd.DataFrame(
        {"cases": by_year.size(), "signed": by_year["value"].sum(min_count=1)}, dtype="Int64"
    )
    frame = tables.read("programmes").join(signed, on="fiscal_year")
    is_assistance = frame["kind"] == OSA_BUDGET
    for column in signed:
        frame[column] = frame[column].where(is_assistance)
    return frame.assign(left=frame["amount"] - frame["signed"])
