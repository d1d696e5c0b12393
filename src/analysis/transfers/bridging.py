"""What each official number counts: permits, cases, volume and money side by side."""

import pandas as pd

from .. import tables
from .casebook import OSA, STAGES, cases, osa, programmes
from .volumes import series


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
