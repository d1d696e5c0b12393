"""The trade ministry's permits: the tidy table, its printed totals held against their parts, and a reader of its releases.

A permit (個別許可) is a licence, not a shipment; most are for the Self-Defense Forces' own repairs and activities.
"""

import pandas as pd

from .. import tables
from .release import read_release
from .words import FORCES, LEVELS, SECURITY

__all__ = ["counts", "faults", "read_release", "reconcile"]

ABOUT = 5  # percentage points by which a share printed as "about" may differ from the table's


def counts(fiscal_year: int | None = None) -> pd.DataFrame:
    """The permit table, one row per fiscal year × category, with the report's `reported`, `reported_precision`, `source_id`, `confidence`.

    Of one fiscal year, or of all; a year that the table does not have raises ValueError. A year whose figure was not found has its
    total row with a blank count; blank is not 0.
    """
    report = ["fiscal_year", "reported", "reported_precision", "source_id", "confidence"]
    frame = tables.read("permits").merge(
        tables.read("permit_reports")[report], on="fiscal_year", how="left", validate="m:1"
    )
    if fiscal_year is None:
        return frame
    return frame[
        frame["fiscal_year"] == tables.one_of(fiscal_year, frame["fiscal_year"], "fiscal year")
    ].reset_index(drop=True)


def reconcile() -> pd.DataFrame:
    """One row per fiscal year: the printed total against its re-added parts, and the printed share against the table.

    `total`; `heads`, the printed heads re-added; `difference` between the two; `remainder`, a head that was not read but worked out;
    `security`, the head "Japan's security"; `sub_heads`, re-added; `sub_difference`; `share_as_printed`, `share_percent`, `share_bound`: the
    release's words on repairs for the Self-Defense Forces; `share_of_table`, the percentage of the sub-head of their activities (a
    neighbouring measure, not the same); `share_agrees`. Counts are permits; blank where nothing was printed to re-add.
    """
    permits, reports = (
        tables.read("permits"),
        tables.read("permit_reports").set_index("fiscal_year"),
    )
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
    """Whether the table's share fits the printed one; missing where either is."""
    over = wide["share_of_table"] - wide["share_percent"]
    fits = {
        "exact": over.abs() < 0.5,
        "about": over.abs() <= ABOUT,
        "at least": over >= 0,
        "at most": over <= 0,
    }
    said = pd.Series(pd.NA, wide.index, dtype="boolean")
    for bound, fit in fits.items():
        said = said.mask((wide["share_bound"] == bound) & over.notna(), fit)
    return said


def faults(frames: dict[str, pd.DataFrame]) -> list[str]:
    """What is wrong in the permit table beyond its schema: a level that is not its category's, parts that exceed their whole.

    A year whose parts exceed their whole in the source itself is let pass by a row of `conflicts` whose topic says so:
    "Permits FY2031: parts exceed their whole".
    """
    permits = frames["permits"]
    level = permits["category"].astype("str").map(LEVELS)
    wrong = [
        f"{tables.raw('permits')}, row {row}, column level: '{got}' is not the level of {category!r}; write {level[row]}"
        for row, got, category in permits.loc[
            (permits["level"] != level).fillna(False), ["level", "category"]
        ].itertuples()
    ]
    known = (
        frames["conflicts"]["topic"]
        .str.extract(r"\bFY(\d{4})\b.*\bparts\b")[0]
        .dropna()
        .astype("int64")
    )
    rest = permits[~permits["fiscal_year"].isin(known)]
    return wrong + _excess(rest, "total", 1, "heads") + _excess(rest, SECURITY, 2, "sub-heads")


def _excess(permits: pd.DataFrame, category: str, level: int, name: str) -> list[str]:
    added = permits[permits["level"] == level].groupby("fiscal_year")["count"].sum(min_count=1)
    whole = permits.loc[permits["category"] == category, ["fiscal_year", "count"]]
    over = whole[(whole["fiscal_year"].map(added) > whole["count"]).fillna(False).astype(bool)]
    return [
        f"{tables.raw('permits')}, row {row}, column count: '{count}' is less than the {name} of FY{year}, which add up to {added[year]};"
        f" mend one, or add to {tables.raw('conflicts')} the topic 'Permits FY{year}: parts exceed their whole'"
        for row, year, count in over.itertuples()
    ]
