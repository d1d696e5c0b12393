"""Cases of transfer and the programmes that pay for them, as tidy frames.

A case is counted once it was decided or agreed. What was only considered, negotiated or planned, and what lies outside the
rules (civil look-alikes), stays in the table and is never counted.
"""

import pandas as pd

from .. import countries, periods, tables

STAGES = ("decided", "contracted", "delivered")
COUNTED = ("decided", "agreed", "in development", "part delivered", "delivered", "lapsed")
OSA = "R039"  # the implementation policy of Official Security Assistance


def cases() -> pd.DataFrame:
    """The table of transfers, one row per case, with `recipient` (its name), `counted` (bool) and, per stage, `<stage>_fiscal_year`.

    A fiscal year (April to March) is missing where the date is, or where only the calendar year is known.
    """
    frame = tables.read("transfers")
    frame["recipient"] = countries.name(frame["recipient_iso3"])
    frame["counted"] = frame["status"].astype("str").isin(COUNTED)
    for stage in STAGES:
        frame[f"{stage}_fiscal_year"] = periods.fiscal_year(
            frame[stage], frame[f"{stage}_precision"]
        )
    return frame


def case(transfer_id: str) -> pd.DataFrame:
    """One row per stage of one case: date, its precision, the date as noted, and the days since the rule that let it.

    An unknown case raises ValueError.
    """
    frame = tables.read("transfers").set_index("transfer_id")
    one = frame.loc[tables.one_of(transfer_id, frame.index, "case")]
    start = (
        tables.read("rule_changes")
        .set_index("rule_id")["in_force_from"]
        .get(one["rule_id"], pd.NaT)
    )
    rows = [
        (
            stage,
            one[stage],
            one[f"{stage}_precision"],
            one[f"{stage}_as_noted"],
            (one[stage] - start).days,
        )
        for stage in STAGES
    ]
    return pd.DataFrame(
        rows, columns=["stage", "date", "precision", "as noted", "days since the rule"]
    ).astype({"days since the rule": "Int64"})


def statuses() -> pd.DataFrame:
    """One row per status that occurs: `cases`, `of` (all rows of the table), `counted`."""
    by_status = cases().groupby("status", observed=True)
    frame = by_status.agg(cases=("transfer_id", "size"), counted=("counted", "first"))
    return frame.assign(of=frame["cases"].sum()).reset_index()[["status", "cases", "of", "counted"]]


def nsc_cases() -> pd.DataFrame:
    """The cases that the National Security Council took up, by date; `shown` (bool) is whether the item could be read."""
    frame = tables.read("nsc_cases")
    return frame.assign(shown=frame["item"] != "title not visible").sort_values(
        ["decided", "item"], ignore_index=True
    )


def osa() -> pd.DataFrame:
    """The counted cases of Official Security Assistance, by fiscal year and partner; `value` in yen."""
    frame = cases().query("counted and rule_id == @OSA", local_dict={"OSA": OSA})
    return frame.sort_values(["fiscal_year", "recipient_iso3", "transfer_id"], ignore_index=True)


def programmes() -> pd.DataFrame:
    """One row per programme × fiscal year: the table's columns, and for OSA the `cases` and the `signed` sum of their values.

    `left` is amount less signed. All in units of `currency`; blank where the programme is not OSA or nothing was signed.
    """
    signed = (
        osa()
        .groupby("fiscal_year")
        .agg(cases=("transfer_id", "size"), signed=("value", lambda v: v.sum(min_count=1)))
    )
    frame = tables.read("programmes").join(signed, on="fiscal_year")
    frame[["cases", "signed"]] = (
        frame[["cases", "signed"]].where(frame["programme"].str.startswith("OSA")).astype("Int64")
    )
    return frame.assign(left=frame["amount"] - frame["signed"])
