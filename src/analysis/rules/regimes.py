"""The status of each provision on any day, derived from the changes alone.

An answer is the table's status where a source supports it. Where the cell is graded D, not
verified, the answer is *not determinable*, and the table's status stands beside it as `coded`. So
it is before the first rule of the table.
"""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from .. import sources, tables
from ..periods import day, days
from ..tables.credits import credited

OPEN = ["allowed", "conditional"]
UNSETTLED = "not determinable"
SILENT = "not addressed"
STATUSES = [*OPEN, "prohibited", SILENT, UNSETTLED]
CHANGES = [
    "widens",
    "narrows",
    "condition only",
    "first addressed",
    "no longer addressed",
    UNSETTLED,
]
STATE = [
    "provision_id",
    "provision",
    "status",
    "coded",
    "condition",
    "rule_id",
    "since",
    "instrument",
    "body",
    "source_id",
    "confidence",
    "one_off",
    "remark",
]
BAND = [
    "provision_id",
    "start",
    "end",
    "status",
    "coded",
    "condition",
    "rule_id",
    "confidence",
    "scope",
    "source_id",
]


def status(provision_id: object, on: object) -> str | pd.Series:
    """Return the status of a provision on a day, or those of whole columns.

    Parameters
    ----------
    provision_id : str or pandas.Series
        A provision, or a column of them.
    on : object or pandas.Series
        A day, as `periods.day` takes it, or a column of days, as `periods.days` takes it.

    Returns
    -------
    str or pandas.Series
        One of `STATUSES`; where either argument is a column, a `str` column on its index, in
        which missing stays missing. A day after `known_until()` is answered as last known.

    Raises
    ------
    ValueError
        For an unknown provision (the known ones are listed), for what is no day, and for two
        columns on different indexes.

    Examples
    --------
    >>> status("P02", "2023-12-21")
    'prohibited'
    >>> status("P02", pd.Series(["2023-12-21", "2023-12-22", None])).tolist()
    ['prohibited', 'allowed', nan]
    """
    columns = [value for value in (provision_id, on) if isinstance(value, pd.Series)]
    if len(columns) == 2 and not columns[0].index.equals(columns[1].index):
        raise ValueError(
            "the columns of provisions and of days stand on different indexes; "
            "put them into one frame"
        )
    history = _history()
    dates = days(on) if isinstance(on, pd.Series) else day(on)
    changes_seen = history.index[1:].searchsorted(dates, "right")
    codes = history.to_numpy()[changes_seen, _positions(provision_id, history.columns)]
    if not columns:
        return STATUSES[codes]
    answers = pd.array(STATUSES, dtype="str").take(codes)
    answers = pd.Series(answers, columns[0].index, name="status", copy=False)
    for column in columns:
        if column.hasnans:
            answers = answers.mask(column.isna())
    return answers


@credited("What Japan's rules let through on a day", "regimes", "rule_changes", "provisions")
def in_force(on: object) -> pd.DataFrame:
    """Return the status of every provision on a day, and what it rests on.

    Parameters
    ----------
    on : object
        A day, as `periods.day` takes it.

    Returns
    -------
    pandas.DataFrame
        One row per provision: provision_id, provision (its short name), status (as answered),
        coded (as the table has it), condition, rule_id, since, instrument and body (of that
        rule), source_id, confidence, one_off (exemptions for a single case since the last
        standing change, rule ids joined by `;`) and remark (why an answer is not determinable,
        or that the day lies after the last dated item). Missing means that it does not apply.

    Raises
    ------
    ValueError
        For what is no day.

    Examples
    --------
    >>> state = in_force("2023-12-22").set_index("provision_id")
    >>> state.loc["P02", ["status", "rule_id"]].tolist()
    ['allowed', 'R043']
    """
    then = day(on)
    frame = _standing_on(then)
    frame["one_off"] = frame["provision_id"].map(_exemptions(then)).astype("str")
    return frame.assign(remark=_remarks(frame, then))[STATE]


@credited("What differs in Japan's rules between two days", "regimes", "rule_changes", "provisions")
def compare(before: object, after: object) -> pd.DataFrame:
    """Return the provisions whose status or condition differs between two days.

    Parameters
    ----------
    before, after : object
        Two days, as `periods.day` takes them.

    Returns
    -------
    pandas.DataFrame
        One row per provision that differs: provision_id, provision, `change` (one of `CHANGES`;
        *not determinable* where one side is, and no rule set the provision first), status and
        condition of both days, and what the later one rests on (rule_id, since, source_id,
        confidence).

    Raises
    ------
    ValueError
        For what is no day.

    Examples
    --------
    >>> changes = compare("2023-12-21", "2023-12-22").set_index("provision_id")
    >>> changes.loc["P02", ["change", "status_before", "status_after"]].tolist()
    ['widens', 'prohibited', 'allowed']
    """
    old = _standing_on(day(before))
    new = _standing_on(day(after))
    frame = new[["provision_id", "provision"]].assign(
        change=pd.Categorical(_changes(old, new), CHANGES)
    )
    for column in ("status", "condition"):
        frame[f"{column}_before"] = old[column]
        frame[f"{column}_after"] = new[column]
    frame = frame.join(new[["rule_id", "since", "source_id", "confidence"]])
    same_condition = old["condition"].fillna("") == new["condition"].fillna("")
    same = (old["status"] == new["status"]) & same_condition
    return frame[~same].reset_index(drop=True)


@credited(
    "The status of each kind of transfer through time", "regimes", "rule_changes", "provisions"
)
def bands() -> pd.DataFrame:
    """Return the intervals in which one rule set the status of a provision.

    Returns
    -------
    pandas.DataFrame
        One row per provision × interval: provision_id, start, end (the first day on which it no
        longer holds, missing while it does), status, coded, condition, rule_id, confidence,
        scope (standing or one-off) and source_id.

        The standing rows of a provision follow one another without gap from the first rule of
        the table on: what no rule has yet spoken of is a row *not addressed* without rule.
        One-off exemptions overlie them, up to the next standing change.

    Examples
    --------
    >>> patriots = bands().query("provision_id == 'P02' and status == 'allowed'")
    >>> patriots["start"].dt.strftime("%Y-%m-%d").tolist()
    ['2023-12-22']
    """
    standing = _standing()
    first = standing["since"].min()
    addressed_first = standing.loc[standing["since"] == first, "provision_id"]
    silent = pd.DataFrame(
        {
            "provision_id": _provision_names().index.difference(addressed_first),
            "since": first,
            "status": SILENT,
            "coded": SILENT,
            "scope": "standing",
        }
    )
    frame = pd.concat([silent, standing], ignore_index=True)
    frame = frame.sort_values(["provision_id", "since"])
    frame["end"] = frame.groupby("provision_id")["since"].shift(-1)
    frame = pd.concat([frame, _one_offs()], ignore_index=True).rename(columns={"since": "start"})
    return frame[BAND].sort_values(["provision_id", "start", "scope"], ignore_index=True)


def set_by(rule_id: str) -> pd.DataFrame:
    """Return what a rule change set.

    Parameters
    ----------
    rule_id : str
        A rule change.

    Returns
    -------
    pandas.DataFrame
        One row per provision that it set: provision_id, provision, before and after (its
        status; `before` is missing for the first rule on a provision), condition, scope and
        confidence. Empty for a change that set none.

    Raises
    ------
    ValueError
        For an unknown change; the known ones are listed.

    Examples
    --------
    >>> set_by("R043").set_index("provision_id").loc["P02", ["before", "after"]].tolist()
    ['prohibited', 'allowed']
    """
    tables.one_of(rule_id, tables.read("rule_changes")["rule_id"], "rule change")
    cells = bands()
    cells["before"] = cells[cells["scope"] == "standing"].groupby("provision_id")["status"].shift()
    cells["provision"] = cells["provision_id"].map(_provision_names())
    cells = cells[cells["rule_id"] == rule_id].rename(columns={"status": "after"})
    columns = ["provision_id", "provision", "before", "after", "condition", "scope", "confidence"]
    return cells[columns].reset_index(drop=True)


@tables.cached
def known_until() -> pd.Timestamp:
    """Return the last day up to which the rules are known.

    Returns
    -------
    pandas.Timestamp
        The day that reading reached on the rules (see `sources.as_of`), or that of the newest rule
        change, where one in force later was read.

    Examples
    --------
    >>> known_until() >= bands()["start"].max()
    True
    """
    changes = tables.read("rule_changes")[["adopted", "in_force_from"]]
    return max(sources.as_of("rules"), changes.max().max())


def _changes(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Return one of `CHANGES` for each provision, as if its status or condition differed."""
    step = new["status"].map(STATUSES.index) - old["status"].map(STATUSES.index)
    unsettled = (old["status"] == UNSETTLED) | (new["status"] == UNSETTLED)
    ruled = old["rule_id"].notna() & (old["status"] != SILENT)
    addressed = ~new["status"].isin([SILENT, UNSETTLED])
    return (
        pd.Series("condition only", step.index, dtype="str")
        .mask(step < 0, "widens")
        .mask(step > 0, "narrows")
        .mask(unsettled & (step != 0), UNSETTLED)
        .mask(~ruled & addressed, "first addressed")
        .mask(ruled & (new["status"] == SILENT), "no longer addressed")
    )


def _standing_on(then: pd.Timestamp) -> pd.DataFrame:
    """Return the standing cell of each provision on a day, its status as answered and as coded."""
    standing = _standing()
    names = _provision_names()
    latest = standing[standing["since"] <= then].drop_duplicates("provision_id", keep="last")
    frame = latest.set_index("provision_id").reindex(names.index).reset_index()
    frame["provision"] = names.array
    if latest.empty:
        return frame.fillna({"status": UNSETTLED})
    return frame.fillna({"status": SILENT, "coded": SILENT})


def _remarks(frame: pd.DataFrame, then: pd.Timestamp) -> pd.Series:
    """Return a caution per provision, on what was not verified or on a day outside the table."""
    first = _standing()["since"].min()
    last = known_until()
    doubt = "not verified: no text read supports the table's status"
    remarks = pd.Series("", frame.index, dtype="str").mask(frame["confidence"] == "D", doubt)
    if then < first:
        remarks[:] = f"before {first:%Y-%m-%d}, the first rule of the table"
    if then > last:
        late = f"as last known: nothing dated later than {last:%Y-%m-%d} was read"
        remarks = (remarks + "; " + late).str.removeprefix("; ")
    return remarks.replace("", pd.NA)


def _exemptions(then: pd.Timestamp) -> pd.Series:
    """Return the rules that exempt a single case on a day, joined by `;`, by provision."""
    single = _one_offs()
    current = single[(single["since"] <= then) & ~(single["end"] <= then)]
    return current.groupby("provision_id")["rule_id"].agg(";".join)


@tables.cached
def _cells() -> pd.DataFrame:
    """Return the regimes with instrument and body of their rules, sorted by provision and day.

    `coded` is the status of the table, `status` the answer.
    """
    changes = tables.read("rule_changes").set_index("rule_id")
    cells = tables.read("regimes").rename(columns={"status": "coded", "in_force_from": "since"})
    for column in ("coded", "confidence", "scope"):
        cells[column] = cells[column].astype("str")
    for column in ("instrument", "body"):
        cells[column] = cells["rule_id"].map(changes[column].astype("str"))
    cells["status"] = cells["coded"].mask(cells["confidence"] == "D", UNSETTLED)
    return cells.sort_values(["provision_id", "since"], ignore_index=True)


@tables.cached
def _standing() -> pd.DataFrame:
    """Return the cells that hold until another rule replaces them."""
    return _cells().query("scope == 'standing'").reset_index(drop=True)


@tables.cached
def _one_offs() -> pd.DataFrame:
    """Return the exemptions for a single case.

    `end` is the next standing change of the provision, missing where none came.
    """
    single = _cells().query("scope == 'one-off'")
    pairs = single[["provision_id", "rule_id", "since"]].merge(
        _standing()[["provision_id", "since"]], on="provision_id", suffixes=("", "_next")
    )
    later = pairs[pairs["since_next"] > pairs["since"]]
    ends = later.groupby(["provision_id", "rule_id"])["since_next"].min()
    return single.join(ends.rename("end"), on=["provision_id", "rule_id"])


@partial(tables.cached, names=("regimes", "rule_changes", "provisions"))
def _history() -> pd.DataFrame:
    """Return the status of each provision (column) from each day of change (row) on.

    A status is its position in `STATUSES`. The first row, without day, holds before the first rule.
    """
    wide = _standing().pivot(index="since", columns="provision_id", values="status")
    wide = wide.reindex(columns=_provision_names().index).ffill().fillna(SILENT)
    before = pd.DataFrame(UNSETTLED, pd.DatetimeIndex([pd.NaT]), wide.columns, dtype="str")
    return pd.concat([before, wide]).map(STATUSES.index)


def _provision_names() -> pd.Series:
    """Return the short name of each provision, by its id."""
    return tables.read("provisions").set_index("provision_id")["short_name"]


def _positions(provision_id: object, provisions: pd.Index) -> object:
    """Return the position of a provision, or of each of a column, where missing is -1."""
    if not isinstance(provision_id, pd.Series):
        if pd.api.types.is_scalar(provision_id) and provision_id in provisions:
            return provisions.get_loc(provision_id)
        raise ValueError(_no_provision(provision_id, provisions))
    positions = provisions.get_indexer(pd.Index(provision_id))
    strange = provision_id[positions < 0].dropna()
    if len(strange):
        raise ValueError(_no_provision(strange.iloc[0], provisions))
    return positions


def _no_provision(value: object, provisions: Iterable) -> str:
    """Return the message for a value that is no provision."""
    return f"no provision: {value!r}; there are: {', '.join(provisions)}"
