"""The status of each provision on any day, derived from the changes alone.

An answer is the table's status where a source supports it. Where the cell is graded D, not verified, the answer is *not
determinable*, and the table's status stands beside it as `coded`. So it is before the first rule of the table.
"""

import functools

import pandas as pd

from .. import tables
from ..periods import day, days

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


def status(provision_id: object, on: object) -> str | pd.Series:
    """The status of a provision on a day: two scalars → `str`; a column for either or both → a `str` Series on its index.

    One of `STATUSES`; days after `known_until()` answer as last known; missing stays missing in columns. An unknown provision
    (the known ones are listed), what is no day, and two columns on different indexes raise ValueError.
    """
    provisions, changed, _, codes = _states()
    columns = [value for value in (provision_id, on) if isinstance(value, pd.Series)]
    if len(columns) == 2 and not columns[0].index.equals(columns[1].index):
        raise ValueError(
            "the columns of provisions and of days stand on different indexes; put them into one frame"
        )
    if not columns:
        return STATUSES[codes[changed.searchsorted(day(on), "right"), _place(provision_id)]]
    dates = days(on) if isinstance(on, pd.Series) else day(on)
    places = _places(provision_id) if isinstance(provision_id, pd.Series) else _place(provision_id)
    found = codes[
        _steps(dates) if isinstance(on, pd.Series) else changed.searchsorted(dates, "right"), places
    ]
    if isinstance(on, pd.Series) and dates.hasnans:
        found[dates.isna()] = -1
    if isinstance(provision_id, pd.Series):
        found[places < 0] = -1
    answers = pd.array(STATUSES, dtype="str").take(found, allow_fill=bool((found < 0).any()))
    return pd.Series(answers, columns[0].index, name="status", copy=False)


def in_force(on: object) -> pd.DataFrame:
    """One row per provision: its status on a day, and what that rests on.

    Columns: provision_id, provision, status (as answered), coded (as the table has it), condition, rule_id, since, instrument,
    body, source_id, confidence, one_off (exemptions for a single case since the last standing change, rule ids joined by
    `;`), remark (why an answer is not determinable, or that the day lies after the last dated item).
    """
    then = day(on)
    frame = _held(then)
    frame["one_off"] = frame["provision_id"].map(_exemptions(then)).astype("str")
    return frame.assign(remark=_remarks(frame, then))[STATE]


def compare(before: object, after: object) -> pd.DataFrame:
    """One row per provision whose status or condition differs between two days, tagged by what changed.

    `change` is one of `CHANGES`; *not determinable* where one side is, and no rule set the provision first. Beside it the status
    and condition of both days and what the later one rests on (rule_id, since, source_id, confidence).
    """
    old, new = _held(day(before)), _held(day(after))
    frame = new[["provision_id", "provision"]].assign(
        change=pd.Categorical(_changes(old, new), CHANGES)
    )
    for column in ("status", "condition"):
        frame[f"{column}_before"], frame[f"{column}_after"] = old[column], new[column]
    frame = frame.join(new[["rule_id", "since", "source_id", "confidence"]])
    same = (old["status"] == new["status"]) & (
        old["condition"].fillna("") == new["condition"].fillna("")
    )
    return frame[~same].reset_index(drop=True)


def bands() -> pd.DataFrame:
    """One row per provision × interval in which one rule set its status: start, end, status, coded, condition, rule_id, confidence, scope, source_id.

    `end` is the first day on which it no longer holds, missing while it does. The standing rows of a provision follow one another without gap from the first rule of the table on: what no rule has
    yet spoken of is a row *not addressed* without rule. One-off exemptions overlie them, up to the next standing change.
    """
    standing, names = (
        _standing(),
        [
            "provision_id",
            "since",
            "end",
            "status",
            "coded",
            "condition",
            "rule_id",
            "confidence",
            "scope",
            "source_id",
        ],
    )
    first = standing["since"].min()
    silent = _states()[0].difference(standing.loc[standing["since"] == first, "provision_id"])
    gaps = pd.DataFrame(
        {
            "provision_id": silent,
            "since": first,
            "status": SILENT,
            "coded": SILENT,
            "scope": "standing",
        }
    )
    frame = pd.concat([gaps, standing], ignore_index=True).sort_values(["provision_id", "since"])
    frame["end"] = frame.groupby("provision_id")["since"].shift(-1)
    frame = pd.concat([frame, _one_offs()], ignore_index=True)[names].rename(
        columns={"since": "start"}
    )
    return frame.sort_values(["provision_id", "start", "scope"], ignore_index=True)


def set_by(rule_id: str) -> pd.DataFrame:
    """One row per kind of transfer that a rule change set: its status before and after, condition, scope, confidence.

    A change that set none has no row; `before` is missing for the first rule on a kind; an unknown change raises ValueError.
    """
    tables.one_of(rule_id, tables.read("rule_changes")["rule_id"], "rule change")
    cells = bands()
    cells["before"] = cells[cells["scope"] == "standing"].groupby("provision_id")["status"].shift()
    cells["provision"] = cells["provision_id"].map(dict(zip(_states()[0], _names(), strict=True)))
    own = cells[cells["rule_id"] == rule_id].rename(columns={"status": "after"})
    return own[
        ["provision_id", "provision", "before", "after", "condition", "scope", "confidence"]
    ].reset_index(drop=True)


@functools.cache
def known_until() -> pd.Timestamp:
    """The day of the last dated item read: the newest publication in the register of sources, or rule change."""
    changes = tables.read("rule_changes")[["adopted", "in_force_from"]]
    return max(tables.read("sources")["published"].max(), changes.max().max())


def _changes(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    rank = {status: place for place, status in enumerate(STATUSES)}
    step = new["status"].map(rank) - old["status"].map(rank)
    change = step.map(
        lambda places: "widens" if places < 0 else "narrows" if places else "condition only"
    ).astype("str")
    change = change.mask(
        ((old["status"] == UNSETTLED) | (new["status"] == UNSETTLED)) & (step != 0), UNSETTLED
    )
    addressed = ~new["status"].isin([SILENT, UNSETTLED])
    change = change.mask(
        ((old["status"] == SILENT) | old["rule_id"].isna()) & addressed, "first addressed"
    )
    return change.mask(
        (new["status"] == SILENT) & old["rule_id"].notna() & (old["status"] != SILENT),
        "no longer addressed",
    )


def _held(then: pd.Timestamp) -> pd.DataFrame:
    """One row per provision: the standing cell that holds on a day, its status as answered and as coded."""
    provisions, changed, rows, codes = _states()
    step = changed.searchsorted(then, "right")
    frame = _blank_last().take(rows[step]).reset_index(drop=True)
    frame["provision_id"], frame["provision"] = provisions, _names()
    frame["status"] = pd.array(STATUSES, dtype="str").take(codes[step])
    if step:
        frame["coded"] = frame["coded"].fillna(SILENT)
    return frame


def _remarks(frame: pd.DataFrame, then: pd.Timestamp) -> pd.Series:
    first = _states()[1][0]
    doubt = "not verified: no text read supports the table's status"
    told = pd.Series("", frame.index, dtype="str").mask(frame["confidence"] == "D", doubt)
    if then < first:
        told[:] = f"before {first:%Y-%m-%d}, the first rule of the table"
    if then > known_until():
        told = (
            told + f"; as last known: nothing dated later than {known_until():%Y-%m-%d} was read"
        ).str.removeprefix("; ")
    return told.replace("", pd.NA)


def _exemptions(then: pd.Timestamp) -> pd.Series:
    current = _one_offs()[lambda frame: (frame["since"] <= then) & ~(frame["end"] <= then)]
    return current.groupby("provision_id")["rule_id"].agg(";".join)


@functools.cache
def _cells() -> pd.DataFrame:
    """The regimes with their rule's instrument and body, the answer as `status` and the table's own as `coded`."""
    changes = tables.read("rule_changes").set_index("rule_id")
    cells = tables.read("regimes").rename(columns={"status": "coded", "in_force_from": "since"})
    for column in ("coded", "confidence", "scope"):
        cells[column] = cells[column].astype("str")
    for column in ("instrument", "body"):
        cells[column] = cells["rule_id"].map(changes[column].astype("str"))
    cells["status"] = cells["coded"].mask(cells["confidence"] == "D", UNSETTLED)
    return cells.sort_values(["provision_id", "since"], ignore_index=True)


@functools.cache
def _standing() -> pd.DataFrame:
    return _cells().query("scope == 'standing'").reset_index(drop=True)


@functools.cache
def _blank_last() -> pd.DataFrame:
    """The standing rows and an empty one, so that the place -1 stands for no rule."""
    return _standing().reindex(range(len(_standing()) + 1))


@functools.cache
def _one_offs() -> pd.DataFrame:
    """The exemptions for a single case, each with the next standing change of its provision as `end`."""
    single, standing = _cells().query("scope == 'one-off'"), _standing()
    pairs = single[["provision_id", "rule_id", "since"]].merge(
        standing[["provision_id", "since"]], on="provision_id", suffixes=("", "_next")
    )
    ends = (
        pairs[pairs["since_next"] > pairs["since"]]
        .groupby(["provision_id", "rule_id"])["since_next"]
        .min()
    )
    return single.join(ends.rename("end"), on=["provision_id", "rule_id"])


@functools.cache
def _states() -> tuple:
    """Provisions; days of change; row of `_standing()` and code of `STATUSES` for each day (before the first: row 0) × provision."""
    standing = _standing()
    provisions = pd.Index(tables.read("provisions")["provision_id"])
    wide = (
        standing.reset_index()
        .pivot(index="since", columns="provision_id", values="index")
        .reindex(columns=provisions)
    )
    rows = (
        pd.concat([wide.iloc[:0].reindex([pd.NaT]), wide.ffill()])
        .fillna(-1)
        .astype("int64")
        .to_numpy()
    )
    code = (
        standing["status"].map({status: place for place, status in enumerate(STATUSES)}).to_numpy()
    )
    codes = code[rows]
    codes[rows < 0] = STATUSES.index(SILENT)
    codes[0] = STATUSES.index(UNSETTLED)
    return provisions, wide.index, rows, codes


@functools.cache
def _calendar() -> tuple:
    """The day number before the first change, and for each day from it to the last change how many changes it has seen."""
    changed = _states()[1].to_numpy().astype("M8[D]").astype("int64")
    return changed[0] - 1, pd.Index(changed).searchsorted(
        range(changed[0] - 1, changed[-1] + 1), "right"
    )


def _steps(dates: pd.Series) -> object:
    """How many changes each day has seen: what `searchsorted` says, looked up in a calendar, which is faster for many days."""
    start, seen = _calendar()
    return seen[(dates.to_numpy().astype("M8[D]").astype("int64") - start).clip(0, len(seen) - 1)]


@functools.cache
def _names() -> list[str]:
    return tables.read("provisions")["short_name"].tolist()


def _place(provision_id: object) -> int:
    if pd.api.types.is_scalar(provision_id) and provision_id in (provisions := _states()[0]):
        return provisions.get_loc(provision_id)
    raise ValueError(_no_provision(provision_id))


def _places(column: pd.Series) -> object:
    """The place of each provision of a column, -1 for missing; what is no provision raises ValueError."""
    places = _states()[0].get_indexer(pd.Index(column))
    if (places < 0).any() and len(strange := column[places < 0].dropna()):
        raise ValueError(_no_provision(strange.iloc[0]))
    return places


def _no_provision(value: object) -> str:
    return f"no provision: {value!r}; there are: {', '.join(_states()[0])}"
