"""What each official number counts: permits, cases, volume and money side by side."""

import pandas as pd

from .. import tables
from ..tables.credits import credited
from .casebook import OSA_BUDGET, STAGES, cases, osa, programmes
from .volumes import series

STAGE_COUNTS = {
    "decided": "cases let through by a decision, whatever their size: "
    "a part and a warship each count one",
    "contracted": "cases with a contract or exchanged notes",
    "delivered": "cases whose first delivery is dated in the year",
}


@credited(
    "Permits, cases, volume and money by year",
    "permits",
    "transfers",
    "arms_export_series",
    "programmes",
)
def bridge(year: int | None = None) -> pd.DataFrame:
    """Return permits, cases, volume and money side by side.

    Parameters
    ----------
    year : int or None
        One year, or all that the tables reach.

    Returns
    -------
    pandas.DataFrame
        One row per year × number: year, measure, number, unit, period (fiscal year, April to
        March, or calendar year), counts (what the number counts), cases (how many rows it rests
        on) and source_id (ids joined by `;`). A number that was not found is missing, never 0;
        money stays in the currency of its contract.

    Raises
    ------
    ValueError
        For a year before or after those of the tables.

    Examples
    --------
    >>> numbers = bridge(2023).set_index("measure")["number"]
    >>> int(numbers["permits"]), int(numbers["OSA grants"])
    (1196, 1975000000)
    """
    every = cases()
    japan = series().query("iso3 == 'JPN'")
    dated = pd.concat([every[f"{stage}_fiscal_year"] for stage in STAGES] + [japan["year"]])
    years = pd.RangeIndex(dated.min(), dated.max() + 1, name="year")
    if year is not None and year not in years:
        raise ValueError(f"no year {year!r}; there are: {years[0]} to {years[-1]}")
    counted = every[every["counted"]]
    numbers = [*_permits(), *_cases(counted, years), _volume(japan), *_money(years)]
    parts = [pd.DataFrame(number, index=years) for number in numbers]
    frame = pd.concat([*parts, _contracts(counted)]).reset_index()
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
    source_id: pd.Series | str,
    cases: pd.Series | None = None,
    period: str = "FY",
) -> dict[str, object]:
    """Return one number by year, as columns; a year that a column does not have is missing."""
    return {
        "measure": measure,
        "number": number,
        "unit": unit,
        "period": period,
        "counts": counts,
        "cases": cases,
        "source_id": source_id,
    }


def _permits() -> list[dict[str, object]]:
    """Return the licences granted, and those for the Forces among them."""
    permits = tables.read("permits")
    counts = permits.pivot(index="fiscal_year", columns="category", values="count")
    reports = tables.read("permit_reports").set_index("fiscal_year")["source_id"]
    return [
        _number(
            "permits",
            counts["total"],
            "licences",
            "licences granted, whether or not anything left; "
            "most are for the Self-Defense Forces' own repairs",
            reports,
        ),
        _number(
            "of which SDF activities",
            counts["SDF activities and safety of nationals"],
            "licences",
            "licences for the Forces' own activities and for nationals abroad",
            reports,
        ),
    ]


def _cases(counted: pd.DataFrame, years: pd.Index) -> list[dict[str, object]]:
    """Return the number of cases decided, contracted and delivered."""
    numbers = []
    for stage, counts in STAGE_COUNTS.items():
        ids = counted.groupby(f"{stage}_fiscal_year")["source_id"]
        sizes = ids.size().reindex(years, fill_value=0)
        numbers.append(_number(f"cases {stage}", sizes, "cases", counts, ids.agg(_joined), sizes))
    return numbers


def _volume(japan: pd.DataFrame) -> dict[str, object]:
    """Return the volume of the newest vintage of Japan's series."""
    latest = japan[japan["latest"]]
    return _number(
        "trend-indicator value",
        latest.set_index("year")["tiv_million"],
        "million TIV",
        f"volume of major arms delivered, vintage of {latest['vintage'].max():%Y-%m-%d}; "
        "small arms and parts stay out, a year without delivery is blank",
        latest["source_id"].iloc[0],
        period="calendar ",
    )


def _money(years: pd.Index) -> list[dict[str, object]]:
    """Return the budget and the grants of Official Security Assistance."""
    funds = programmes()
    budget = funds[funds["kind"] == OSA_BUDGET].groupby("fiscal_year")
    grants = osa().dropna(subset="value").groupby("fiscal_year")
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
            grants.size().reindex(years, fill_value=0),
        ),
    ]


def _contracts(counted: pd.DataFrame) -> pd.DataFrame:
    """Return the prices of contracts, grants left out: one row per year × currency."""
    is_grant = counted["transfer_id"].isin(osa()["transfer_id"])
    sold = counted[(counted["value"] > 0) & ~is_grant]
    sold = sold.rename(columns={"contracted_fiscal_year": "year", "currency": "unit"})
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
    """Return ids joined by `;`, each once."""
    return ";".join(pd.unique(ids))
