"""Charts by partner: transfer agreements, the security assistance agreed, and the map of both."""

import matplotlib.dates as mdates
import pandas as pd
import seaborn as sns

from .. import countries, rules, sources, tables, transfers
from .colours import BLUE, GREY, INK, PALE, PAPER
from .figure import Chart, Style, fold, inches, narrow
from .marks import HATCHED, counted, key, listed, rows_high, say
from .scope import chart
from .transfers import PROGRESS

START = pd.Timestamp("2012-01-01")  # what is earlier is drawn here
SETTLED = {status for status, words in PROGRESS.items() if words != "talks or plans"} - {"lapsed"}


def partners() -> pd.DataFrame:
    """Return the partners of the transfer agreements as of the latest source of the register."""
    return rules.partners(sources.register()["published"].max())


def settled() -> pd.DataFrame:
    """Return the cases that were approved and did not lapse."""
    rows = transfers.cases()
    return rows[rows["status"].astype("str").isin(SETTLED)].reset_index(drop=True)


@chart(
    partners, "state", ["iso3", "country", "in_force", "earliest", "latest", "signed", "source_id"]
)
def agreements(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw per partner when its transfer agreement was signed and since when it is in force.

    Its table has one row per partner: those in force first, by the day.

    Examples
    --------
    >>> charts.partners.agreements().title.split("; ")[0]
    '18 states have signed a transfer agreement with Japan'
    """
    rows = rows.astype({"in_force": "str"})
    known = rows["in_force"] == "yes"
    rows = rows.assign(known=known, day=rows["latest"].where(known, rows["signed"]))
    rows = rows.sort_values(["known", "day"], ascending=[False, True], ignore_index=True)
    known, until = rows["known"], sources.register()["published"].max()
    title, alt = _agreements_words(rows, lead)
    subtitle = "Since April 2026 weapons may go to these states only. Tick: signed (before 2012 at "
    subtitle += "the edge); bar: in force; dotted: day of entry into force not found"
    high = rows_high(len(rows), 0.25, 0.25) + 0.6
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    begin = rows[["signed", "latest"]].clip(lower=START)
    sure = rows.index[known]
    axes.barh(sure, until - begin["latest"][known], 0.5, begin["latest"][known], color=BLUE)
    dotted: Style = {"color": GREY, "ls": ":", "lw": 1.5}
    axes.hlines(rows.index[~known], begin["signed"][~known], until, **dotted)
    axes.plot(begin["signed"], rows.index, "|", color=INK, markersize=10, mew=1.6)
    say(axes, until, -0.9, " since", va="center", fontsize=9.5, fontweight="bold")
    for row in rows.itertuples():
        words = f" {row.latest:%b %Y}" if row.known else " ?"
        say(axes, until, row.Index, words, va="center")
    axes.set(ylim=(len(rows) - 0.4, -1.3), xlim=(START - pd.Timedelta(days=60), until))
    names = rows["country"].replace("United Arab Emirates", "UAE") if narrow() else rows["country"]
    axes.set_yticks(rows.index, names)
    axes.xaxis.set_major_locator(mdates.YearLocator(5 if narrow() else 2))
    return figure


@chart(transfers.osa, "grant", ["recipient", "item", "value", "fiscal_year", "status"])
def osa(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the grants of Official Security Assistance by country and fiscal year.

    Its table has one row per grant.

    Raises
    ------
    ValueError
        If no grant given has a value.

    Examples
    --------
    >>> charts.partners.osa().title.split(" to ")[0]
    'Security assistance agreed rose from 2.0 billion yen in fiscal 2023'
    """
    rows = rows.astype({"value": "float64", "recipient": "str"})
    if rows["value"].isna().all():
        raise ValueError("none of the grants given has a value: no bar to draw")
    rows["billion"] = rows["value"] / 1e9
    order = rows.groupby("recipient")["billion"].sum().sort_values(ascending=False).index
    sums = rows.groupby("fiscal_year")["billion"].sum()
    title, alt = _grants_words(rows, sums, lead)
    subtitle = (
        "Grants of radars, boats and the like to armed forces (Official Security Assistance), "
    )
    subtitle += "billion yen agreed, by fiscal year from April"
    figure = Chart(
        rows_high(len(order), 0.28, 0.28) + 0.6, title=title, subtitle=subtitle, alt=alt, table=rows
    )
    panels = figure.subplots(1, len(sums), sharex=True, sharey=True, squeeze=False)[0]
    for axes, (year, some) in zip(panels, rows.groupby("fiscal_year"), strict=True):
        sns.barplot(some, x="billion", y="recipient", order=order, color=BLUE, saturation=1, width=0.6,
                    estimator="sum", errorbar=None, ax=axes)  # fmt: skip
        labels = [f"{bar.get_width():.1f}" if bar.get_width() > 0 else "" for bar in axes.patches]
        axes.bar_label(axes.containers[0], labels, padding=3, size=9, color=INK)
        axes.set_title(f"{year}: {sums[year]:.1f}", loc="left", weight="bold", color=INK)
        axes.set(xlabel="", ylabel="", xticks=[], xlim=(0, rows["billion"].max() * 1.35))
        axes.spines["bottom"].set_visible(False)
    return figure


@chart(settled, "case", ["recipient_iso3", "status", "source_id"])
def tiles(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw a map of tiles: who has a transfer agreement, and how many transfers each state had.

    Its table has one row per state: the agreement, the number of cases, the sources of both.

    Raises
    ------
    ValueError
        If no case given was approved.

    Examples
    --------
    >>> charts.partners.tiles().title.split(" states")[0]
    '8'
    """
    rows = rows[rows["status"].astype("str").isin(SETTLED)]
    if rows.empty:
        raise ValueError("no case given was approved: no transfer to count")
    states = _states(rows)
    title, alt = _tiles_words(states, lead)
    subtitle = "Number of transfers approved, agreed or delivered to each state; one tile each, in "
    subtitle += "rough geographical order"
    high = inches() * (0.72 if narrow() else 0.5)
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=states)
    axes = figure.picture()
    looks: dict[str, Style] = {
        "agreement in force": {"color": BLUE},
        "agreement signed, day in force not found": HATCHED
        | {"facecolor": "#ffffff", "edgecolor": GREY},
        "no agreement found": {"color": PALE},
    }
    for look, force in zip(looks.values(), ("yes", "unknown", "no"), strict=True):
        some = states[(states["agreement"] == force) & (states["iso3"] != "JPN")]
        axes.barh(some["row"], 0.94, 0.94, some["column"] - 0.47, **look)
    for state in states.itertuples():
        ink = PAPER if state.agreement == "yes" else INK
        name = state.iso3 if narrow() else fold(state.name, 0.66, 9, lines=2)
        number = "" if state.iso3 == "JPN" else f"\n{state.cases or '–'}"
        box = (
            {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            if state.agreement == "unknown"
            else None
        )
        say(
            axes,
            state.column,
            state.row,
            name + number,
            ha="center",
            va="center",
            color=ink,
            bbox=box,
        )
    axes.set(xlim=(-0.5, states["column"].max() + 0.5), ylim=(states["row"].max() + 0.5, -0.5))
    axes.set_axis_off()
    key(axes, looks)
    return figure


CHARTS = {"agreements": agreements, "osa": osa, "tiles": tiles}


def _states(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per tile, and per state of the cases, with its agreement and cases."""
    grid = tables.read("tiles")
    absent = sorted(set(rows["recipient_iso3"]) - set(grid["iso3"]))
    if absent:
        raise ValueError(f"no tile for {', '.join(absent)}: add a row to data/raw/words/tiles.csv")
    force = partners().astype({"in_force": "str"}).set_index("iso3")
    cases = rows["recipient_iso3"].value_counts()
    found = rows.groupby("recipient_iso3")["source_id"].agg(
        lambda ids: ";".join(ids.dropna().unique())
    )
    return grid.assign(
        name=countries.name(grid["iso3"]),
        agreement=grid["iso3"].map(force["in_force"]).fillna("no"),
        cases=grid["iso3"].map(cases).fillna(0).astype("int64"),
        source_id=grid["iso3"].map(force["source_id"]),
        source_id_cases=grid["iso3"].map(found),
    )


def _tiles_words(states: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the map."""
    got = states[(states["cases"] > 0) & (states["iso3"] != "JPN")]
    without = got[got["agreement"] == "no"]
    total = counted(int(got["cases"].sum()), "transfer")
    title = f"{lead}{without['cases'].sum()} went to states without a transfer agreement"
    if not lead:
        title = f"{counted(len(without), 'state')} without a transfer agreement got equipment too, "
        title += (
            f"beside {len(got) - len(without)} of {(states['agreement'] != 'no').sum()} with one"
        )
    most = ", ".join(
        f"{row.name} {row.cases}" for row in got.nlargest(4, "cases").itertuples(index=False)
    )
    alt = f"{title}. {total} to {counted(len(got), 'state')}; most: {most}. Without an agreement: "
    return title, f"{alt}{', '.join(without['name']) or 'none'}."


def _agreements_words(rows: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the agreements."""
    sure = rows[rows["known"]]
    title = f"{lead}{len(sure)} are known to have an agreement in force"
    if not lead:
        title = f"{len(rows)} states have signed a transfer agreement with Japan; "
        title += f"{len(sure)} are known to be in force"
    open_ = rows.loc[~rows["known"], "country"].tolist()
    last = rows.loc[rows["signed"].idxmax()]
    alt = f"{title}. The day of entry into force was not found for {listed(open_) if open_ else 'none'}. "
    return title, f"{alt}The latest signature is with {last['country']}, {last['signed']:%B %Y}."


def _grants_words(rows: pd.DataFrame, sums: pd.Series, lead: str) -> tuple[str, str]:
    """Return the title and the description of the grants."""
    top = rows.loc[rows["value"].idxmax()]
    ends = [
        f"{sums[year]:.1f} billion yen in fiscal {year}" for year in (sums.index[0], sums.index[-1])
    ]
    title = f"{lead}{sums.sum():.1f} billion yen were agreed"
    if not lead and len(sums) > 1:
        grew = "rose" if sums.iloc[-1] > sums.iloc[0] else "fell"
        title = f"Security assistance agreed {grew} from {ends[0]} to {ends[1]}"
    counts = (
        rows["recipient"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    )
    alt = f"{title}. {counted(len(rows), 'grant')} to {counted(len(counts), 'state')}; the largest is "
    alt += f"{top['billion']:.1f} billion yen ({top['recipient']}, {top['item']})"
    return title, f"{alt}; most grants: {counts.index[0]}, {counts.iloc[0]}."
