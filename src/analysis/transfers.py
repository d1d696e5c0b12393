"""Cases, programmes and the world series → tidy frames; how long after a rule its cases came; what each official number counts.

A case is counted once it was decided or agreed. What was only considered, negotiated or planned, and what lies outside the
rules (civil look-alikes), stays in the table and is never counted.
"""

import math

import pandas as pd

from analysis import countries, sources, tables

STAGES = ("decided", "contracted", "delivered")
COUNTED = ("decided", "agreed", "in development", "part delivered", "delivered", "lapsed")
REACHED = {"decided": 1, "agreed": 2, "in development": 2, "part delivered": 3, "delivered": 3, "lapsed": 1}  # stages behind a case
STATES = ("dated", "undated", "open", "lapsed")
PERIODS = {"day": "D", "month": "M", "year": "Y", "fiscal year": "Y-MAR"}
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
        year = (frame[stage] - pd.DateOffset(months=3)).dt.year.astype("Int64")
        frame[f"{stage}_fiscal_year"] = year.mask(frame[f"{stage}_precision"].astype("str").isin(["year", "unknown"]))
    return frame


def case(transfer_id: str) -> pd.DataFrame:
    """One row per stage of one case: date, its precision, the date as noted, and the days since the rule that let it.

    An unknown case raises ValueError.
    """
    frame = tables.read("transfers").set_index("transfer_id")
    one = frame.loc[tables.one_of(transfer_id, frame.index, "case")]
    start = tables.read("rule_changes").set_index("rule_id")["in_force_from"].get(one["rule_id"], pd.NaT)
    rows = [(stage, one[stage], one[f"{stage}_precision"], one[f"{stage}_as_noted"], (one[stage] - start).days) for stage in STAGES]
    return pd.DataFrame(rows, columns=["stage", "date", "precision", "as noted", "days since the rule"]).astype({"days since the rule": "Int64"})


def statuses() -> pd.DataFrame:
    """One row per status that occurs: `cases`, `of` (all rows of the table), `counted`."""
    by_status = cases().groupby("status", observed=True)
    frame = by_status.agg(cases=("transfer_id", "size"), counted=("counted", "first"))
    return frame.assign(of=frame["cases"].sum()).reset_index()[["status", "cases", "of", "counted"]]


def nsc_cases() -> pd.DataFrame:
    """The cases that the National Security Council took up, by date; `shown` (bool) is whether the item could be read."""
    frame = tables.read("nsc_cases")
    return frame.assign(shown=frame["item"] != "title not visible").sort_values(["decided", "item"], ignore_index=True)


def osa() -> pd.DataFrame:
    """The counted cases of Official Security Assistance, by fiscal year and partner; `value` in yen."""
    frame = cases().query("counted and rule_id == @OSA", local_dict={"OSA": OSA})
    return frame.sort_values(["fiscal_year", "recipient_iso3", "transfer_id"], ignore_index=True)


def programmes() -> pd.DataFrame:
    """One row per programme × fiscal year: the table's columns, and for OSA the `cases` and the `signed` sum of their values.

    `left` is amount less signed. All in units of `currency`; blank where the programme is not OSA or nothing was signed.
    """
    signed = osa().groupby("fiscal_year").agg(cases=("transfer_id", "size"), signed=("value", lambda v: v.sum(min_count=1)))
    frame = tables.read("programmes").join(signed, on="fiscal_year")
    frame[["cases", "signed"]] = frame[["cases", "signed"]].where(frame["programme"].str.startswith("OSA")).astype("Int64")
    return frame.assign(left=frame["amount"] - frame["signed"])


def series() -> pd.DataFrame:
    """The trend-indicator values, one row per country × year × vintage, oldest vintage first; `latest` marks the newest of a country.

    `tiv_million` is a volume, not money. A year without a row holds no delivery, 0 is less than half a million.
    """
    frame = tables.read("arms_export_series").sort_values(["iso3", "year", "vintage", "vintage_id"], ignore_index=True)
    return frame.assign(latest=frame["vintage"] == frame.groupby("iso3")["vintage"].transform("max"))


def revisions(iso3: str) -> pd.DataFrame:
    """The series of one country, only the years on which its vintages disagree once rounded to whole millions.

    One row per year × vintage whose span holds the year; `tiv_million` is missing where the vintage has no delivery in that year.
    """
    own = series().query("iso3 == @iso3")
    spans = own.groupby(["vintage", "vintage_id"], as_index=False).agg(first=("year", "min"), last=("year", "max"), source_id=("source_id", "first"))
    grid = spans.merge(own[["year"]].drop_duplicates(), how="cross").query("first <= year <= last").drop(columns=["first", "last"])
    grid = grid.merge(own[["year", "vintage_id", "tiv_million"]], on=["year", "vintage_id"], how="left")
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
    allowed = cases().query("counted").merge(changes[["rule_id", "in_force_from"]].dropna(), on="rule_id")
    until = max(sources.register()["published"].max(), allowed[list(STAGES)].max().max())
    frame = pd.concat([_stage(allowed, number, until) for number in range(len(STAGES))], ignore_index=True)
    frame["stage"] = pd.Categorical(frame["stage"], STAGES, ordered=True)
    return frame.sort_values(["in_force_from", "transfer_id", "stage"], ignore_index=True)


def _stage(allowed: pd.DataFrame, number: int, until: pd.Timestamp) -> pd.DataFrame:
    stage, status = STAGES[number], allowed["status"].astype("str")
    kept = ["transfer_id", "recipient_iso3", "recipient", "item", "status", "rule_id", "in_force_from", "confidence", "source_id", "source_id_2"]
    date, precision = allowed[stage], allowed[f"{stage}_precision"].astype("str")
    behind = (status.map(REACHED) > number) | allowed[list(STAGES[number + 1 :])].notna().any(axis=1)
    state = status.where(status == "lapsed", "open").mask(behind, "undated").mask(date.notna(), "dated")
    first = date.mask(state.isin(["open", "lapsed"]), until)
    return allowed[kept].assign(
        stage=stage, date=date, precision=precision, state=pd.Categorical(state, STATES),
        days_from=(first - allowed["in_force_from"]).dt.days.astype("Int64"),
        days_to=(_last_day(date, precision) - allowed["in_force_from"]).dt.days.astype("Int64"),
    )  # fmt: skip


def _last_day(date: pd.Series, precision: pd.Series) -> pd.Series:
    last = date.where(precision == "day")
    for name, period in PERIODS.items():
        last = last.mask(precision == name, date.dt.to_period(period).dt.end_time.dt.normalize())
    return last


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
        ends = {"shortest": dated.min(), "longest": dated.max()} | dict(zip(("median", "low", "high"), middle, strict=True))
        rows.append(dict(zip(by, key, strict=True)) | {"cases": len(group)} | dict(counts) | ends)
    return pd.DataFrame(rows).astype(dict.fromkeys(["shortest", "longest", "median", "low", "high"], "Int64"))


def median_wait(days: pd.Series, happened: pd.Series) -> tuple:
    """Median of waits of which some are not over, and the ends of its 95 % interval (log-log); each is missing where not reached."""
    count = happened.astype("int64").groupby(days.astype("int64")).agg(["sum", "size"])
    at_risk = count["size"][::-1].cumsum()[::-1]
    left = (1 - count["sum"] / at_risk).cumprod()
    middle = left.index[left <= 0.5 + 1e-12]
    inner = left[(left > 0) & (left < 1)]
    spread = (count["sum"] / (at_risk * (at_risk - count["sum"]))).cumsum()[inner.index] ** 0.5
    apart = inner.map(lambda share: math.log(math.log(share) / math.log(0.5)))  # 0 where half are left, positive where fewer
    reach = Z * spread / -inner.map(math.log)
    low, high = inner.index[apart >= -reach], inner.index[apart > reach]
    return tuple(found[0] if len(found) else pd.NA for found in (middle, low, high))


def bridge(year: int) -> pd.DataFrame:
    """Permits, cases, volume and money of one year side by side, one row per number.

    Columns: year, measure, number, unit, period (fiscal year, April to March, or calendar year), counts (what the number counts),
    cases (how many rows it rests on), source_id (ids joined by `;`). A number that was not found is missing, never 0; money stays in the
    currency of its contract. A year before or after those of the tables raises ValueError.
    """
    known = pd.concat([cases()[f"{stage}_fiscal_year"] for stage in STAGES] + [series().query("iso3 == 'JPN'")["year"]])
    if year not in range(known.min(), known.max() + 1):
        raise ValueError(f"no year {year!r}; there are: {known.min()} to {known.max()}")
    frame = pd.concat([_permits(year), _cases(year), _volume(year), _money(year)], ignore_index=True)
    frame.insert(0, "year", year)
    return frame.astype({"number": "Float64", "cases": "Int64"})


def _permits(year: int) -> pd.DataFrame:
    found = tables.read("permits").merge(tables.read("permit_reports")[["fiscal_year", "source_id"]], on="fiscal_year")
    found = found[found["fiscal_year"] == year].set_index("category")
    counts = {
        "total": ("permits", "licences granted, whether or not anything left; most are for the Self-Defense Forces' own repairs"),
        "SDF activities and safety of nationals": ("of which SDF activities", "licences for the Forces' own activities and for nationals abroad"),
    }
    return _rows([
        (name, found["count"].get(category), "licences", f"FY{year}", about, None, found["source_id"].dropna().head(1))
        for category, (name, about) in counts.items()
    ])  # fmt: skip


def _cases(year: int) -> pd.DataFrame:
    counted = cases().query("counted")
    about = {
        "decided": "cases let through by a decision, whatever their size: a part and a warship each count one",
        "contracted": "cases with a contract or exchanged notes",
        "delivered": "cases whose first delivery is dated in the year",
    }
    own = {stage: counted[counted[f"{stage}_fiscal_year"] == year] for stage in STAGES}
    return _rows([(f"cases {stage}", len(own[stage]), "cases", f"FY{year}", about[stage], len(own[stage]), own[stage]["source_id"]) for stage in STAGES])


def _volume(year: int) -> pd.DataFrame:
    japan = series().query("iso3 == 'JPN' and latest")
    own = japan[japan["year"] == year]
    about = f"volume of major arms delivered, vintage of {japan['vintage'].max():%Y-%m-%d}; small arms and parts stay out, a year without delivery is blank"
    number = own["tiv_million"].sum(min_count=1)
    return _rows([("trend-indicator value", number, "million TIV", f"calendar {year}", about, None, japan["source_id"].head(1))])


def _money(year: int) -> pd.DataFrame:
    budget = programmes().query("fiscal_year == @year and programme.str.startswith('OSA')")
    grants = osa().query("fiscal_year == @year and value.notna()")
    sold = cases().query("counted and contracted_fiscal_year == @year and value > 0 and rule_id != @OSA", local_dict={"OSA": OSA, "year": year})
    rows = [
        ("OSA budget", budget["amount"].sum(min_count=1), "JPY", f"FY{year}", "money set aside for grants to armed forces", None, budget["source_id"]),
        ("OSA grants", grants["value"].sum(min_count=1), "JPY", f"FY{year}", "ceilings of the grants agreed, not what was spent", len(grants), grants["source_id"]),
    ]
    about = "prices of contracts found, of very different kinds; most contracts print none"
    rows += [
        ("contract values", group["value"].sum(), str(currency), f"FY{year}", about, len(group), group["source_id"])
        for currency, group in sold.groupby("currency")
    ]  # fmt: skip
    return _rows(rows)


def _rows(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["measure", "number", "unit", "period", "counts", "cases", "source_id"])
    frame["source_id"] = [";".join(pd.unique(ids)) or None for ids in frame["source_id"]]
    return frame.astype({"number": "Float64", "cases": "Int64", "source_id": "str"})
