"""Cases, programmes and the world series → tidy frames; how long after a rule its cases came; what each official number counts.

A case is counted once it was decided or agreed. What was only considered, negotiated or planned, and what lies outside the
rules (civil look-alikes), stays in the table and is never counted.
"""

import math

import pandas as pd

from . import countries, periods, sources, tables

STAGES = ("decided", "contracted", "delivered")
COUNTED = ("decided", "agreed", "in development", "part delivered", "delivered", "lapsed")
REACHED = {
    "decided": 1,
    "agreed": 2,
    "in development": 2,
    "part delivered": 3,
    "delivered": 3,
    "lapsed": 1,
}  # stages behind a case
STATES = ("dated", "undated", "open", "lapsed")
OSA = "R039"  # the implementation policy of Official Security Assistance
Z = 1.96  # of a 95 % interval


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


def series() -> pd.DataFrame:
    """The trend-indicator values, one row per country × year × vintage, oldest vintage first; `latest` marks the newest of a country.

    `tiv_million` is a volume, not money. A year without a row holds no delivery, 0 is less than half a million.
    """
    frame = tables.read("arms_export_series").sort_values(
        ["iso3", "year", "vintage", "vintage_id"], ignore_index=True
    )
    return frame.assign(
        latest=frame["vintage"] == frame.groupby("iso3")["vintage"].transform("max")
    )


def revisions(iso3: str) -> pd.DataFrame:
    """The series of one country, only the years on which its vintages disagree once rounded to whole millions.

    One row per year × vintage whose span holds the year; `tiv_million` is missing where the vintage has no delivery in that year.
    """
    own = series().query("iso3 == @iso3")
    spans = own.groupby(["vintage", "vintage_id"], as_index=False).agg(
        first=("year", "min"), last=("year", "max"), source_id=("source_id", "first")
    )
    grid = (
        spans.merge(own[["year"]].drop_duplicates(), how="cross")
        .query("first <= year <= last")
        .drop(columns=["first", "last"])
    )
    grid = grid.merge(
        own[["year", "vintage_id", "tiv_million"]], on=["year", "vintage_id"], how="left"
    )
    rounded = (grid["tiv_million"] + 0.5).floordiv(1).fillna(0)
    grid = grid[rounded.groupby(grid["year"]).transform("nunique") > 1]
    return grid.sort_values(["year", "vintage"], ignore_index=True)


def lags(changes: pd.DataFrame) -> pd.DataFrame:
    """From the rule that let a case to its decision, contract and delivery: one row per counted case × stage.

    `changes` is `rules.timeline()`; a case without a rule, or with one whose day in force is not known, has no row. `state` is one of
    `STATES`: *undated* must lie behind the case but no source dates it; *open* was not seen by the latest dated item; *lapsed*
    will not come. `days_from`, `days_to`: days from the rule to the first and the last day on which the stage can have been (they
    differ where only a month is known); for open and lapsed `days_from` is the wait so far, and `days_to` is missing.
    """
    allowed = (
        cases().query("counted").merge(changes[["rule_id", "in_force_from"]].dropna(), on="rule_id")
    )
    until = max(sources.register()["published"].max(), allowed[list(STAGES)].max().max())
    frame = pd.concat(
        [_stage(allowed, number, until) for number in range(len(STAGES))], ignore_index=True
    )
    frame["stage"] = pd.Categorical(frame["stage"], STAGES, ordered=True)
    return frame.sort_values(["in_force_from", "transfer_id", "stage"], ignore_index=True)


def _stage(allowed: pd.DataFrame, number: int, until: pd.Timestamp) -> pd.DataFrame:
    stage, status = STAGES[number], allowed["status"].astype("str")
    kept = [
        "transfer_id",
        "recipient_iso3",
        "recipient",
        "item",
        "status",
        "rule_id",
        "in_force_from",
        "confidence",
        "source_id",
        "source_id_2",
    ]
    date, precision = allowed[stage], allowed[f"{stage}_precision"].astype("str")
    behind = (status.map(REACHED) > number) | allowed[list(STAGES[number + 1 :])].notna().any(
        axis=1
    )
    state = (
        status.where(status == "lapsed", "open").mask(behind, "undated").mask(date.notna(), "dated")
    )
    first = date.mask(state.isin(["open", "lapsed"]), until)
    last = periods.last_day(date, precision)
    return allowed[kept].assign(
        stage=stage,
        date=date,
        precision=precision,
        state=pd.Categorical(state, STATES),
        days_from=(first - allowed["in_force_from"]).dt.days.astype("Int64"),
        days_to=(last - allowed["in_force_from"]).dt.days.astype("Int64"),
    )


def waits(lags: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per group: cases by state, `shortest` and `longest` dated wait, and the median wait with its 95 % interval, in days.

    The median is that of Kaplan and Meier: an open or lapsed case has waited at least until the latest dated item. It is missing
    where fewer than half have come, its upper end where the data set none. A wait known to the month counts to its last day.
    """
    rows = []
    for key, group in lags.groupby(by, observed=True):
        known = group[group["state"] != "undated"]
        dated = known["days_to"].dropna()
        middle = median_wait(known["days_to"].fillna(known["days_from"]), known["days_to"].notna())
        counts = group["state"].value_counts().reindex(STATES, fill_value=0)
        ends = {"shortest": dated.min(), "longest": dated.max()} | dict(
            zip(("median", "low", "high"), middle, strict=True)
        )
        rows.append(dict(zip(by, key, strict=True)) | {"cases": len(group)} | dict(counts) | ends)
    return pd.DataFrame(rows).astype(
        dict.fromkeys(["shortest", "longest", "median", "low", "high"], "Int64")
    )


def median_wait(days: pd.Series, happened: pd.Series) -> tuple:
    """Median of waits of which some are not over, and the ends of its 95 % interval (log-log); each is missing where not reached."""
    count = happened.astype("int64").groupby(days.astype("int64")).agg(["sum", "size"])
    at_risk = count["size"][::-1].cumsum()[::-1]
    left = (1 - count["sum"] / at_risk).cumprod()
    middle = left.index[left <= 0.5 + 1e-12]
    inner = left[(left > 0) & (left < 1)]
    spread = (count["sum"] / (at_risk * (at_risk - count["sum"]))).cumsum()[inner.index] ** 0.5
    apart = inner.map(
        lambda share: math.log(math.log(share) / math.log(0.5))
    )  # 0 where half are left, positive where fewer
    reach = Z * spread / -inner.map(math.log)
    low, high = inner.index[apart >= -reach], inner.index[apart > reach]
    return tuple(found[0] if len(found) else pd.NA for found in (middle, low, high))


def bridge(year: int | None = None) -> pd.DataFrame:
    """Permits, cases, volume and money side by side, one row per year × number: of one year, or of all that the tables reach.

    Columns: year, measure, number, unit, period (fiscal year, April to March, or calendar year), counts (what the number counts),
    cases (how many rows it rests on), source_id (ids joined by `;`). A number that was not found is missing, never 0; money stays in the
    currency of its contract. A year before or after those of the tables raises ValueError.
    """
    every, japan = cases(), series().query("iso3 == 'JPN'")
    known = pd.concat([every[f"{stage}_fiscal_year"] for stage in STAGES] + [japan["year"]])
    years = pd.RangeIndex(known.min(), known.max() + 1, name="year")
    if year is not None and year not in years:
        raise ValueError(f"no year {year!r}; there are: {years[0]} to {years[-1]}")
    counted = every[every["counted"]]
    numbers = [*_permits(), *_cases(counted, years), _volume(japan), *_money(years)]
    frame = pd.concat(
        [*(pd.DataFrame(number, index=years) for number in numbers), _contracts(counted)]
    ).reset_index()
    frame = frame.sort_values("year", kind="stable", ignore_index=True).astype(
        {"year": "int64", "number": "Float64", "cases": "Int64", "source_id": "str"}
    )
    frame["period"] += frame["year"].astype("str")
    return frame if year is None else frame[frame["year"] == year].reset_index(drop=True)


def _number(
    measure: str,
    number: pd.Series,
    unit: str,
    counts: str,
    source_id: object,
    cases: pd.Series | None = None,
    period: str = "FY",
) -> dict:
    """One number by year, as columns; a year that a column does not have is missing."""
    return {
        "measure": measure,
        "number": number,
        "unit": unit,
        "period": period,
        "counts": counts,
        "cases": cases,
        "source_id": source_id,
    }


def _permits() -> list[dict]:
    found = tables.read("permits").pivot(index="fiscal_year", columns="category", values="count")
    read = tables.read("permit_reports").set_index("fiscal_year")["source_id"]
    forces = found["SDF activities and safety of nationals"]
    return [
        _number(
            "permits",
            found["total"],
            "licences",
            "licences granted, whether or not anything left; most are for the Self-Defense Forces' own repairs",
            read,
        ),
        _number(
            "of which SDF activities",
            forces,
            "licences",
            "licences for the Forces' own activities and for nationals abroad",
            read,
        ),
    ]


def _cases(counted: pd.DataFrame, years: pd.Index) -> list[dict]:
    about = {
        "decided": "cases let through by a decision, whatever their size: a part and a warship each count one",
        "contracted": "cases with a contract or exchanged notes",
        "delivered": "cases whose first delivery is dated in the year",
    }
    own = {stage: counted.groupby(f"{stage}_fiscal_year")["source_id"] for stage in STAGES}
    held = {stage: ids.size().reindex(years, fill_value=0) for stage, ids in own.items()}
    return [
        _number(f"cases {stage}", held[stage], "cases", about[stage], ids.agg(_joined), held[stage])
        for stage, ids in own.items()
    ]


def _volume(japan: pd.DataFrame) -> dict:
    latest = japan[japan["latest"]]
    about = f"volume of major arms delivered, vintage of {latest['vintage'].max():%Y-%m-%d}; small arms and parts stay out, a year without delivery is blank"
    number = latest.set_index("year")["tiv_million"]
    return _number(
        "trend-indicator value",
        number,
        "million TIV",
        about,
        latest["source_id"].iloc[0],
        period="calendar ",
    )


def _money(years: pd.Index) -> list[dict]:
    funds = programmes()
    budget = funds[funds["programme"].str.startswith("OSA")].groupby("fiscal_year")
    grants = osa().dropna(subset="value").groupby("fiscal_year")
    held = grants.size().reindex(years, fill_value=0)
    return [
        _number(
            "OSA budget",
            budget["amount"].sum(min_count=1),
            "JPY",
            "money set aside for grants to armed forces",
            budget["source_id"].agg(_joined),
        ),
        _number(
            "OSA grants",
            grants["value"].sum(),
            "JPY",
            "ceilings of the grants agreed, not what was spent",
            grants["source_id"].agg(_joined),
            held,
        ),
    ]


def _contracts(counted: pd.DataFrame) -> pd.DataFrame:
    sold = counted[(counted["value"] > 0) & (counted["rule_id"] != OSA)].rename(
        columns={"contracted_fiscal_year": "year", "currency": "unit"}
    )
    by_currency = sold.groupby(["year", "unit"], observed=True)
    frame = by_currency.agg(
        number=("value", "sum"), cases=("value", "size"), source_id=("source_id", _joined)
    ).reset_index("unit")
    return frame.assign(
        measure="contract values",
        period="FY",
        counts="prices of contracts found, of very different kinds; most contracts print none",
    )


def _joined(ids: pd.Series) -> str:
    return ";".join(pd.unique(ids))
