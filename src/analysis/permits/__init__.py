"""The trade ministry's permits: the table, its totals against their parts, and its releases.

A permit (個別許可) is a licence, not a shipment. Most are for the Self-Defense Forces' own repairs
and activities.
"""

import pandas as pd

from .. import tables
from ..checks import Fault
from ..tables.credits import credited
from .release import read_release
from .words import FORCES, LEVELS, SECURITY

__all__ = ["counts", "faults", "read_release", "reconcile"]

ABOUT = 5  # percentage points by which a share printed as "about" may differ from the table's


@credited("Permits by fiscal year and category", "permits", "permit_reports")
def counts(fiscal_year: int | None = None) -> pd.DataFrame:
    """Return the permit table, with what is known of the report of each year.

    Parameters
    ----------
    fiscal_year : int, optional
        The year in which the fiscal year began; all years if it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per fiscal year × category: the columns of the table `permits`, then `reported`,
        `reported_precision`, `source_id` and `confidence` of the report. A year whose figure was
        not found has its total row with a missing count; missing is not 0.

    Raises
    ------
    ValueError
        For a year that the table does not have.

    Examples
    --------
    >>> counts(2017)[["category", "count"]].head(2)
                                               category  count
    0                                             total   1464
    1  peace contribution and international cooperation     35
    """
    report = ["fiscal_year", "reported", "reported_precision", "source_id", "confidence"]
    reports = tables.read("permit_reports")[report]
    frame = tables.read("permits").merge(reports, on="fiscal_year", how="left", validate="m:1")
    if fiscal_year is None:
        return frame
    year = tables.one_of(fiscal_year, frame["fiscal_year"], "fiscal year")
    return frame[frame["fiscal_year"] == year].reset_index(drop=True)


@credited("Printed totals of permits beside their parts", "permits", "permit_reports")
def reconcile() -> pd.DataFrame:
    """Return the printed total of each year beside its re-added parts and its printed share.

    Returns
    -------
    pandas.DataFrame
        One row per fiscal year; counts are permits, and missing where nothing was printed to
        re-add.

        `total`, and `heads`, the printed heads re-added; `difference` between the two;
        `remainder`, a head that was not read but worked out.
        `security`, the head "Japan's security"; `sub_heads`, re-added; `sub_difference`.
        `share_as_printed`, `share_percent`, `share_bound`: the release's words on repairs for the
        Self-Defense Forces; `share_of_table`, the percentage of the sub-head of their activities
        (a neighbouring measure, not the same); `share_agrees`, whether the two fit.

    Examples
    --------
    >>> reconcile().set_index("fiscal_year").loc[2017, ["total", "heads", "difference"]].tolist()
    [1464, 1464, 0]
    """
    permits = tables.read("permits")
    reports = tables.read("permit_reports").set_index("fiscal_year")
    wide = pd.DataFrame(index=reports.index)
    for name, chosen in {
        "total": permits["level"] == 0,
        "heads": (permits["level"] == 1) & (permits["basis"] == "printed"),
        "remainder": permits["basis"] == "remainder",
        "security": permits["category"] == SECURITY,
        "sub_heads": (permits["level"] == 2) & (permits["basis"] == "printed"),
        "forces": permits["category"] == FORCES,
    }.items():
        wide[name] = permits[chosen].groupby("fiscal_year")["count"].sum(min_count=1)
    wide.insert(2, "difference", wide["total"] - wide["heads"])
    wide.insert(6, "sub_difference", wide["security"] - wide["sub_heads"])
    wide = wide.join(reports[["share_as_printed", "share_percent", "share_bound"]])
    wide["share_of_table"] = (100 * wide.pop("forces") / wide["total"]).astype("float64")
    wide["share_agrees"] = _agrees(wide)
    return wide.reset_index()


def _agrees(wide: pd.DataFrame) -> pd.Series:
    """Return whether the table's share fits the printed one; missing where either is."""
    over = wide["share_of_table"] - wide["share_percent"]
    fits = {
        "exact": over.abs() < 0.5,
        "about": over.abs() <= ABOUT,
        "at least": over >= 0,
        "at most": over <= 0,
    }
    agrees = pd.Series(pd.NA, wide.index, dtype="boolean")
    for bound, fit in fits.items():
        agrees = agrees.mask((wide["share_bound"] == bound) & over.notna(), fit)
    return agrees


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what is wrong in the permit table beyond its schema.

    A year whose parts exceed their whole in the source itself is let pass by a row of `conflicts`
    whose topic says so: "Permits FY2031: parts exceed their whole".

    Parameters
    ----------
    frames : dict of str to pandas.DataFrame
        The tables `permits` and `conflicts` as they would be written. The index of `permits` is the
        row that a spreadsheet shows.

    Returns
    -------
    list of checks.Fault
        A level that is not its category's, and parts that exceed their whole.

    Examples
    --------
    >>> permits = pd.DataFrame(
    ...     {"fiscal_year": 2031, "category": "total", "level": [1], "count": 5}, index=[2]
    ... )
    >>> (fault,) = faults({"permits": permits, "conflicts": pd.DataFrame({"topic": ["another"]})})
    >>> fault.row, fault.column, fault.advice
    (2, 'level', "is not the level of 'total'; write 0")
    """
    permits = frames["permits"]
    level = permits["category"].astype("str").map(LEVELS)
    is_wrong = (permits["level"] != level).fillna(False)
    wrong = [
        Fault(
            "permits",
            row,
            "level",
            printed,
            f"is not the level of {category!r}; write {level[row]}",
        )
        for row, printed, category in permits.loc[is_wrong, ["level", "category"]].itertuples()
    ]
    recorded = frames["conflicts"]["topic"].str.extract(r"\bFY(\d{4})\b.*\bparts\b")[0]
    rest = permits[~permits["fiscal_year"].isin(recorded.dropna().astype("int64"))]
    return wrong + _excess(rest, "total", 1, "heads") + _excess(rest, SECURITY, 2, "sub-heads")


def _excess(permits: pd.DataFrame, category: str, level: int, name: str) -> list[Fault]:
    """Return a fault for each year in which the parts of a level exceed their whole."""
    added = permits[permits["level"] == level].groupby("fiscal_year")["count"].sum(min_count=1)
    whole = permits.loc[permits["category"] == category, ["fiscal_year", "count"]]
    is_less = (whole["fiscal_year"].map(added) > whole["count"]).fillna(False).astype(bool)
    faults = []
    for row, year, count in whole[is_less].itertuples():
        advice = (
            f"is less than the {name} of FY{year}, which add up to {added[year]}; mend one, "
            f"or add to {tables.raw('conflicts')} the topic "
            f"'Permits FY{year}: parts exceed their whole'"
        )
        faults.append(Fault("permits", row, "count", count, advice))
    return faults
