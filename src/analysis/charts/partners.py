"""Charts by partner: transfer agreements, the security assistance agreed, and the map of both."""

import matplotlib.dates as mdates
import pandas as pd
import seaborn as sns

from .. import countries, rules, sources, tables, transfers
from .colours import BLUE, GREY, GROUND, INK, PALE, PAPER
from .figure import Chart, Style, fold, inches, narrow
from .marks import bare, key, rows_high, say
from .scope import chart
from .transfers import PROGRESS, TALKS
from .words import (
    coded,
    counted,
    described,
    is_japanese,
    listed,
    month,
    phrase,
    tallied,
    word,
    words_of,
)

SHORT = {"United Arab Emirates": "UAE"}
START = pd.Timestamp("2012-01-01")  # what is earlier is drawn here
SETTLED = {status for status, reached in PROGRESS.items() if reached not in (TALKS, "lapsed")}
FORCE: dict[str, tuple[str, Style]] = {  # in force → words, look of a tile
    "yes": ("agreement in force", {"color": BLUE}),
    "unknown": ("signed, not known to be in force", {"facecolor": GROUND, "edgecolor": BLUE}),
    "no": ("no agreement found", {"color": PALE}),
}


def signed() -> pd.DataFrame:
    """Return the partners of the transfer agreements as of the latest source of the register."""
    return rules.partners(sources.register()["published"].max())


@chart(signed, "state", ["iso3", "country", "in_force", "earliest", "latest", "signed"])
def agreements(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw per partner when its transfer agreement was signed and since when it is in force.

    Its table has one row per partner: those in force first, by the day.
    """
    known = rows["in_force"].astype("str") == "yes"
    rows = rows.assign(known=known, day=rows["latest"].where(known, rows["signed"]))
    rows = rows.sort_values(["known", "day"], ascending=[False, True], ignore_index=True)
    known, until = rows["known"], sources.register()["published"].max()
    names = [str(countries.name(iso3)) for iso3 in rows["iso3"]]
    names = [fold(word(SHORT.get(name, name)), 1.4, lines=1) for name in names]
    title, alt = _agreements_words(rows, lead)
    high = rows_high(len(rows), 0.25, 0.25) + 0.6
    subtitle = word(
        "Tick: signed (before 2012 at the edge). Dotted: not known to be in force. Bar: in force "
        "by or from the month named"
    )
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    begin, sure = rows[["signed", "latest"]].clip(lower=START), rows.index[known]
    axes.barh(sure, until - begin["latest"][known], 0.5, begin["latest"][known], color=BLUE)
    look: Style = {"color": GREY, "ls": ":", "lw": 1.5}
    axes.hlines(rows.index, begin["signed"], begin["latest"].where(known, until), **look)
    axes.plot(begin["signed"], rows.index, "|", color=INK, markersize=10, mew=1.6)
    say(axes, until, -0.9, coded("agreement", "in force"), fontweight="bold", away=(4, 0))
    exact = rows["earliest"] == rows["latest"]
    forms = exact.map({True: "from {month}", False: "by {month}"})
    for row, form in forms.where(known, "?").items():
        text = phrase(form, month=month(rows["latest"][row], "%b %Y")) if known[row] else form
        say(axes, until, row, text, away=(4, 0))
    axes.set(ylim=(len(rows) - 0.4, -1.3), xlim=(START - pd.Timedelta(days=60), until))
    axes.set_yticks(rows.index, names)
    axes.xaxis.set_major_locator(mdates.YearLocator(5 if narrow() else 2))
    return figure


def _agreements_words(rows: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the agreements."""
    known = rows["known"]
    title = "{lead}{count} are known to have an agreement in force"
    title = phrase(title, lead=lead, count=known.sum())
    if not lead:
        title = phrase(
            "{states} states have signed an agreement on arms transfers with Japan; {count} are "
            "known to be in force",
            states=len(rows),
            count=known.sum(),
        )
    last = rows.loc[rows["signed"].idxmax()]
    unknown = listed(words_of(rows.loc[~known, "country"]))
    latest = {"country": word(last["country"]), "month": month(last["signed"])}
    return title, described(
        title,
        phrase("Day not found: {countries}.", countries=unknown),
        phrase("The latest signature: {country}, {month}.", **latest),
    )


@chart(transfers.osa, "grant", ["recipient", "item", "value", "fiscal_year"])
def osa(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the grants of Official Security Assistance by country and fiscal year.

    Its table has one row per grant.
    """
    rows = rows.assign(billion=rows["value"].astype("float64") / 1e9)
    order = rows.groupby("recipient")["billion"].sum().sort_values(ascending=False).index
    sums = rows.groupby("fiscal_year")["billion"].sum()
    if rows["billion"].isna().all():
        raise ValueError("none of the grants given has a value: nothing to draw")
    title, alt = _osa_words(rows, sums, lead)
    high = rows_high(len(order), 0.28, 0.28) + 0.6
    subtitle = word("Radars, boats and the like given to armed forces: billion yen by fiscal year")
    figure = Chart(high, title, subtitle, alt, rows)
    panels = figure.subplots(1, len(sums), sharex=True, sharey=True, squeeze=False)[0]
    order = [*map(word, order)]
    rows["recipient"] = words_of(rows["recipient"])
    look: Style = {"color": BLUE, "saturation": 1, "estimator": "sum", "errorbar": None}
    for axes, (year, some) in zip(panels, rows.groupby("fiscal_year"), strict=True):
        sns.barplot(some, x="billion", y="recipient", order=order, width=0.6, ax=axes, **look)
        lengths = [bar.get_width() for bar in axes.patches]
        labels = [_amount(length) if length > 0 else "" for length in lengths]
        axes.bar_label(axes.containers[0], labels, padding=3, size=9, color=INK)
        total = _amount(sums[year])
        head = f"{year}\n{total}" if narrow() else f"{year}: {total}"
        if is_japanese():
            head = f"{year}年度\n{total}" if narrow() else f"{year}年度：{total}"
        axes.set_title(head, loc="left", weight="bold", color=INK)
        bare(axes, xticks=[], xlim=(0, rows["billion"].max() * (1.6 if narrow() else 1.3)))
    return figure


def _osa_words(rows: pd.DataFrame, sums: pd.Series, lead: str) -> tuple[str, str]:
    """Return the title and the description of the grants; `sums` are billions by year."""
    title = phrase("{lead}{sum} were agreed", lead=lead, sum=_yen(sums.sum()))
    if not lead and len(sums) > 1:
        grew = "grown" if sums.iloc[-1] > sums.iloc[0] else "fallen"
        title = phrase(
            f"Security aid has {grew} from {{first}} in fiscal {{year}} to {{last}} in {{end}}",
            first=_yen(sums.iloc[0]),
            year=sums.index[0],
            last=_yen(sums.iloc[-1]).removesuffix(" yen"),
            end=sums.index[-1],
        )
    top = rows.loc[rows["billion"].idxmax()]
    told = phrase(
        "{grants}; the largest: {country}, {sum}, {item}.",
        grants=counted(len(rows), "grant"),
        country=word(top["recipient"]),
        sum=_yen(top["billion"]),
        item=word(top["item"]),
    )
    return title, described(title, told)


def _amount(billion: float) -> str:
    """Return billions of yen as they stand in the chart; in Japanese ten 億円 to the billion."""
    return f"{10 * billion:.0f}" if is_japanese() else f"{billion:.1f}"


def _yen(billion: float) -> str:
    """Return a sum: "2.0 billion yen", 20億円."""
    return _amount(billion) + ("億円" if is_japanese() else " billion yen")


@chart(transfers.cases, "case", ["recipient_iso3", "status", "source_id"])
def tiles(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw a map of tiles: who has a transfer agreement, and how many transfers each state had.

    Its table has one row per state: the agreement, the number of cases, the sources of both.
    """
    rows = rows[rows["status"].astype("str").isin(SETTLED)]
    if rows.empty:
        raise ValueError("no case given was approved: nothing to draw")
    states = _states(rows)
    title, alt = _tiles_words(states, lead)
    high = inches() * (0.85 if narrow() else 0.5)
    subtitle = word(
        "Number: transfers approved, agreed or delivered. Tiles in rough geographical order"
    )
    figure = Chart(high, title, subtitle, alt, states)
    axes = figure.subplots()
    for force, (_, look) in FORCE.items():
        some = states[(states["agreement"] == force) & (states["iso3"] != "JPN")]
        axes.barh(some["row"], 0.94, 0.94, some["column"] - 0.47, linewidth=1.6, **look)
    for state in states.itertuples():
        name = word(SHORT.get(state.name, state.name))
        room = 0.76 if is_japanese() else 0.735  # six of its letters
        name = state.iso3 if narrow() else fold(name, room, 9, lines=2)
        words = name if state.iso3 == "JPN" else f"{name}\n{state.cases or '–'}"
        ink = PAPER if state.agreement == "yes" else INK
        say(axes, state.column, state.row, words, color=ink, ha="center")
    axes.set(xlim=(-0.5, states["column"].max() + 0.5), ylim=(states["row"].max() + 0.5, -0.5))
    bare(axes, xticks=[], yticks=[])
    key(axes, dict(FORCE.values()))
    return figure


def _states(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per tile with its agreement and cases; a recipient without tile is refused."""
    grid = tables.read("tiles")
    if absent := sorted(set(rows["recipient_iso3"]) - set(grid["iso3"])):
        raise ValueError(f"no tile for {', '.join(absent)}: add a row to data/raw/words/tiles.csv")
    force = signed().astype({"in_force": "str"}).set_index("iso3")
    cases = rows.groupby("recipient_iso3")["source_id"]
    return grid.assign(
        name=countries.name(grid["iso3"]),
        agreement=grid["iso3"].map(force["in_force"]).fillna("no"),
        cases=grid["iso3"].map(cases.size()).fillna(0).astype("int64"),
        source_id=grid["iso3"].map(force["source_id"]),
        source_id_cases=grid["iso3"].map(cases.agg(lambda ids: ";".join(ids.dropna().unique()))),
    )


def _tiles_words(states: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the map."""
    got = states[(states["cases"] > 0) & (states["iso3"] != "JPN")]
    without, agreed = got["agreement"] == "no", (states["agreement"] != "no").sum()
    title = "{lead}{count} went to states without a transfer agreement"
    title = phrase(title, lead=lead, count=got.loc[without, "cases"].sum())
    if not lead:
        title = phrase(
            "{count} states get equipment from Japan without a transfer agreement; {none} of the "
            "{agreed} with one get none",
            count=without.sum(),
            none=agreed - (~without).sum(),
            agreed=agreed,
        )
    names = words_of(got["name"])
    counts = got["cases"].set_axis(names).sort_values(ascending=False, kind="stable").head(4)
    most = phrase("Most: {states}.", states=tallied(counts))
    others = phrase("Without agreement: {states}.", states=listed(names[without]))
    return title, described(title, most, others)
