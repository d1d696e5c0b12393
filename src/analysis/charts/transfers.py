"""Charts of the transfers: each case from decision to delivery, the wait since its rule, agreements, security assistance."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .. import periods
from .colours import AGAINST, PLAIN, STAGES
from .figure import GREY, INK, PALE, finish, house, narrow, new
from .marks import STROKES, key, points, slots

OPEN, LAPSED = (">", GREY), ("x", AGAINST)
SIZES = {
    "decided": 75,
    "contracted": 34,
    "delivered": 26,
}  # a later stage inside an earlier one, so that all of one day are seen
LANDMARKS = {
    "R026": "Transfer standards",
    "R031": "New Three Principles",
    "R037": "Equipment for Ukraine",
    "R039": "Security assistance (OSA)",
    "R043": "Licensed finished arms",
    "R050": "Five fields abolished",
}
FORCE = {  # in force → colour, hatch, label
    "yes": (PLAIN, "", "in force"),
    "unknown": ("white", "////", "day of entry into force not found"),
    "no": (PALE, "", "not yet"),
}
KEY = {"size": 6.5, "handlelength": 1.4, "columnspacing": 1}
CLEAR = {
    "facecolor": "white",
    "edgecolor": "none",
    "pad": 0.6,
}  # behind names that a line would cross
KEPT = [
    "transfer_id",
    "recipient_iso3",
    "item",
    "status",
    *STAGES,
    "rule_id",
    "confidence",
    "source_id",
    "source_id_2",
]


@house
def stages(cases: pd.DataFrame, changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Each counted case, decided → contracted → delivered, below the rule changes that came before it.

    `cases` is `transfers.cases()`, `changes` is `rules.timeline()`.
    """
    own, until = _dated(cases[cases["counted"]]), register["published"].max()
    marks = changes[changes["rule_id"].isin(LANDMARKS)].assign(
        first=lambda rows: periods.decimal_year(rows["date"]), rule=True
    )
    both = pd.concat([marks, own.assign(rule=False)]).sort_values(
        ["first", "rule", "transfer_id"], ascending=[True, False, True], ignore_index=True
    )
    rows, marks = both[~both["rule"].astype("bool")], both[both["rule"].astype("bool")]
    figure, axes = new(2.0 + 0.175 * len(both), phone=3.4 + 0.44 * len(both))
    _changes(axes, marks, len(both))
    _name_cases(axes, rows)
    axes.hlines(rows.index, rows["first"], rows["last"], color="#999999", linewidth=2)
    for stage, mark in STAGES.items():
        _marks(
            axes,
            rows[f"{stage}_year"],
            rows.index.to_series(),
            mark,
            rows["confidence"],
            SIZES[stage],
        )
    _waits(
        axes,
        rows[
            rows["delivered"].isna()
            & rows["first"].notna()
            & ~rows["status"].isin(["delivered", "part delivered"])
        ],
        periods.decimal_year(until),
    )
    begin, end = both["first"].min(), periods.decimal_year(until) + 1.3
    axes.set(
        xlim=(begin - (0.9 if narrow() else 1.1 * (end - begin)), end),
        ylim=(len(both) - 0.2, -2.4),
        yticks=[],
    )
    axes.set_xticks(range(int(begin) // 5 * 5 + 5, until.year + 1, 5))
    axes.tick_params(labeltop=narrow())
    axes.spines["left"].set_visible(False)
    looks = {**STAGES, "no delivery seen": OPEN, "lapsed": LAPSED}
    key(axes, looks, hollow=["no delivery seen"], **KEY)
    finding = f"{rows['delivered'].notna().sum()} of {len(rows)} counted cases have a dated delivery; {(rows['status'] == 'lapsed').sum()} lapsed"
    took = (rows["delivered"] - rows["decided"]).dt.days
    alt = f"{finding}. From decision to first delivery the longest took {took.max():.0f} days ({rows['recipient'][took.idxmax()]}, {rows['item'][took.idxmax()]}), the shortest {took.min():.0f}."
    subtitle = f"Counted cases and rule changes (bold), the earliest first, to {until:%Y-%m-%d}; a month alone stands at its first day"
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=alt,
        table=both[[*KEPT, "title_en", "date"]],
        register=register,
    )


@house
def lags(lags: pd.DataFrame, waits: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Years from a rule to each stage of its cases; `lags` is `transfers.lags(…)`, `waits` is `transfers.waits(lags, ["stage"])`."""
    rows = lags[lags["state"] != "undated"].astype({"state": "str", "stage": "str"})
    rows = rows.assign(
        years=rows["days_to"].fillna(rows["days_from"]).astype("float64") / periods.DAYS_PER_YEAR
    ).sort_values(["years", "transfer_id"])
    right = max(rows["years"].max(), 1) * 1.04
    rows["slot"] = rows.groupby("stage")["years"].transform(
        slots, gap=right / (26 if narrow() else 45)
    )
    lanes = (
        (rows.groupby("stage")["slot"].max() + 7 + narrow())
        .clip(lower=10)
        .reindex(waits["stage"].astype("str"))
        .cumsum()
    )
    rows["y"] = rows["stage"].map(lanes) - rows["slot"]
    figure, axes = new(2.2 + 0.125 * lanes.iloc[-1], phone=3.2 + 0.125 * lanes.iloc[-1])
    for (stage, state), some in rows.groupby(["stage", "state"]):
        mark = {"dated": STAGES[stage], "open": OPEN, "lapsed": LAPSED}[state]
        _marks(axes, some["years"], some["y"], mark, some["confidence"])
    for wait in waits.astype({"stage": "str"}).itertuples():
        _median(
            axes,
            lanes[wait.stage] + 1.5,
            wait,
            right,
            lanes[wait.stage] - rows.loc[rows["stage"] == wait.stage, "slot"].max() - 1,
        )
    axes.set(
        xlim=(-right / 60, right),
        ylim=(
            lanes.iloc[-1] + 3,
            lanes.iloc[0]
            - rows.loc[rows["stage"] == lanes.index[0], "slot"].max()
            - 5.5
            - 2 * narrow(),
        ),
        yticks=[],
        xlabel="years since the rule applied",
    )
    axes.set_xticks(range(0, int(right) + 1, 5))
    axes.spines["left"].set_visible(False)
    looks = {"open": OPEN, "lapsed": LAPSED, "median": ("D", INK)}
    key(axes, looks, hollow=["open"], **KEY)
    counted = ", ".join(f"{wait.dated} of {wait.cases} {wait.stage}" for wait in waits.itertuples())
    middle, last = waits["median"].iloc[0], waits.iloc[-1]
    half = (
        "Fewer than half the cases were decided"
        if pd.isna(middle)
        else f"Half the cases were decided within {middle / periods.DAYS_PER_YEAR:.1f} years of their rule"
    )
    finding = f"{half}; {last['dated']} of {last['cases']} are known to be {last['stage']}"
    alt = (
        f"{finding}. Dated stages of the cases with a rule: {counted}. "
        + "; ".join(f"{wait.stage}: {_words(wait)}" for wait in waits.itertuples())
        + "."
    )
    subtitle = "Years from the day a rule applied to each stage of its counted cases; band: 95 % interval of the median; open: not seen by the latest dated item"
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=alt,
        table=rows.drop(columns=["slot", "y"]),
        register=register,
    )


@house
def agreements(partners: pd.DataFrame, until: pd.Timestamp, register: pd.DataFrame) -> Figure:
    """Transfer agreements as they accumulate, one row per partner; `partners` is `rules.partners(until)`."""
    rows = partners.astype({"in_force": "str", "confidence": "str"}).sort_values(
        ["signed", "iso3"], ignore_index=True
    )
    start, end = pd.Timestamp("2013-01-01"), periods.decimal_year(until)
    when = rows[["signed", "earliest", "latest"]].clip(lower=start).apply(periods.decimal_year)
    figure, axes = new(1.9 + 0.3 * len(rows), phone=2.9 + 0.3 * len(rows))
    _periods(axes, rows, when, end)
    between = rows["in_force"].eq("yes") & (when["latest"] > when["signed"])
    axes.hlines(
        rows.index[between],
        when["signed"][between],
        when["latest"][between],
        color=PLAIN,
        linewidth=1.2,
    )
    _marks(axes, when["signed"], rows.index.to_series(), ("|", INK), rows["confidence"])
    right = end + (3.9 if narrow() else 1.6)
    for place, row in rows.iterrows():
        low, high = (
            (rows[side] <= max(row["signed"], start)).sum() for side in ("latest", "earliest")
        )
        axes.text(
            right,
            place,
            f"{low}–{high}" if low < high else f"{low}",
            ha="right",
            va="center",
            fontsize=9.5,
            color=INK,
        )
    axes.set(xlim=(2012.8, right), ylim=(len(rows) - 0.4, -1.3))
    axes.set_yticks(rows.index, rows["country"])
    axes.set_xticks(range(start.year + 1, until.year + 1, 6 if narrow() else 3))
    axes.text(right, -0.75, "in force", ha="right", va="center", fontsize=9, color=GREY)
    axes.spines["left"].set_visible(False)
    sure, most = (rows["in_force"] == "yes").sum(), (rows["in_force"] != "no").sum()
    finding = (
        f"{len(rows)} partners have signed a transfer agreement; {sure} to {most} are in force"
    )
    lost = ", ".join(rows.loc[rows["in_force"] == "unknown", "country"])
    alt = f"{finding} on {until:%Y-%m-%d}. The day of entry into force was not found for {lost}. First {rows['country'][0]}, latest {rows['country'].iloc[-1]} ({rows['signed'].iloc[-1]:%Y-%m-%d})."
    subtitle = f"Agreements 防衛装備品・技術移転協定 from signature (|), before 2013 drawn at 2013, to {until:%Y-%m-%d}; "
    subtitle += "right: how many in force on that day, at least–at most"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows, register=register)


@house
def osa(grants: pd.DataFrame, programmes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Official Security Assistance by fiscal year and partner; `grants` is `transfers.osa()`, `programmes` is `transfers.programmes()`."""
    budgets = programmes[programmes["programme"].str.startswith("OSA")].set_index("fiscal_year")
    rows = grants.sort_values(
        ["fiscal_year", "value"], ascending=[True, False], na_position="last", ignore_index=True
    )
    years = sorted({*rows["fiscal_year"], *budgets.index})
    rows["place"] = rows.index + 1.3 * (rows["fiscal_year"].map(years.index) + 1)
    lines = len(rows) + 1.3 * len(years)
    figure, axes = new(1.8 + 0.32 * lines, phone=2.6 + 0.52 * lines)
    heads = {
        year: sum(rows["fiscal_year"] < year) + 1.3 * place + 0.15
        for place, year in enumerate(years)
    }
    axes.set(
        xlim=(0, rows["value"].max() / 1e9 * (1.02 if narrow() else 1.75)),
        ylim=(max(rows["place"].max(), *heads.values()) + 0.7, -0.6),
    )
    _grants(axes, rows)
    for year, place in heads.items():
        head = _year_head(year, rows[rows["fiscal_year"] == year], budgets)
        axes.text(
            0,
            place,
            fill(head, 40) if narrow() else head,
            va="center",
            fontweight="bold",
            color=INK,
        )
    partners = rows["recipient"]
    total = rows["value"].sum() / 1e9
    sums = (rows.groupby("fiscal_year")["value"].sum() / 1e9).iloc[[0, -1]]
    grew = "rose" if sums.iloc[-1] > sums.iloc[0] else "fell"
    sides = [f"{amount:,.3g} billion yen in FY{year}" for year, amount in sums.items()]
    finding = f"Security assistance agreed {grew} from {sides[0]} to {sides[1]}"
    top = partners.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    alt = f"{finding}. {len(rows)} grants to {partners.nunique()} partners, {total:,.4g} billion yen in all. {top.index[0]} has the most, {top.iloc[0]}; the largest is {rows['value'].max() / 1e9:,.3g} billion yen ({partners[rows['value'].astype('float64').idxmax()]})."
    subtitle = f"Official Security Assistance 政府安全保障能力強化支援: ceilings of grants agreed, billion yen, fiscal years {years[0]}–{years[-1]}; dark: delivered, at least in part"
    table = pd.concat(
        [
            rows[
                [
                    "transfer_id",
                    "fiscal_year",
                    "recipient_iso3",
                    "item",
                    "value",
                    "status",
                    "confidence",
                    "source_id",
                    "source_id_2",
                ]
            ],
            budgets.reset_index()[["fiscal_year", "amount", "source_id"]],
        ]
    )
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=table, register=register)


CHARTS = {"stages": stages, "lags": lags, "agreements": agreements, "osa": osa}


def _periods(axes: Axes, rows: pd.DataFrame, when: pd.DataFrame, end: float) -> None:
    """A bar per partner: solid from the day in force, hatched from signature where that day is not known."""
    for force, (colour, hatch, label) in FORCE.items():
        some = (rows["in_force"] == force).to_numpy()
        begin = when["latest"].where(rows["in_force"] == "yes", when["signed"])[some]
        style = {"color": colour, "hatch": hatch, "edgecolor": PLAIN if hatch else colour}
        axes.barh(rows.index[some], end - begin, left=begin, height=0.5, **style)
        look = {"fontsize": 9, "va": "center", "color": "white" if colour == PLAIN else INK}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1} if hatch else None
        for place in rows.index[some][:1]:
            axes.text(
                begin[place] + 0.4,
                place,
                label.replace("of entry into force ", "") if narrow() else label,
                bbox=box,
                **look,
            )


def _dated(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases with the stages as decimal years, the first and the last of them; codes as text."""
    years = pd.DataFrame({f"{stage}_year": periods.decimal_year(cases[stage]) for stage in STAGES})
    rows = pd.concat([cases.astype({"status": "str", "confidence": "str"}), years], axis=1)
    return rows.assign(first=years.min(axis=1), last=years.max(axis=1))


def _short(text: str, length: int) -> str:
    """The text without what stands in brackets, then without its last words, if it is too long."""
    text = text if len(text) <= length else text.partition(" (")[0]
    words = (
        text[: text[:length].rfind(" ")]
        .removesuffix(" for")
        .removesuffix(" and")
        .removesuffix(" in")
    )
    return text if len(text) <= length else words.rstrip(",:") + " …"


def _marks(
    axes: Axes,
    x: pd.Series,
    y: pd.Series,
    mark: tuple[str, str],
    grades: pd.Series,
    size: float = 38,
) -> None:
    """One marker per place that is known; of grade D hollow, as are those that only point on."""
    for doubtful in (False, True):
        some = x.notna() & ((grades.astype("str") == "D") == doubtful)
        if mark[0] in STROKES:
            points(axes, x[some], y[some], mark, False, 55, linewidth=1.6)
        elif some.any():
            points(axes, x[some], y[some], mark, doubtful or mark == OPEN, size, linewidth=1.2)


def _changes(axes: Axes, changes: pd.DataFrame, lanes: int) -> None:
    """Each rule change in bold on its own row, and from there a line down."""
    for place, row in changes.iterrows():
        axes.vlines(
            row["first"],
            place - 0.35,
            lanes,
            color="#bbbbbb",
            linewidth=0.9,
            linestyle=(0, (4, 2)),
            zorder=0,
        )
        name = f"{row['date']:%Y-%m-%d} {LANDMARKS[row['rule_id']]}"
        axes.text(
            0,
            place - 0.2 * narrow(),
            name,
            va="center",
            fontsize=9,
            fontweight="bold",
            color=INK,
            bbox=CLEAR,
            transform=axes.get_yaxis_transform(),
        )


def _name_cases(axes: Axes, rows: pd.DataFrame) -> None:
    """Recipient and item at the left of each case's marks, as long as there is room; on a telephone above them."""
    where = {
        "va": "bottom" if narrow() else "center",
        "transform": axes.get_yaxis_transform(),
        "fontsize": 9,
        "color": INK,
        "bbox": CLEAR,
    }
    room = 46 + 1.9 * (rows["first"].fillna(rows["first"].max()) - rows["first"].min())
    for place, row in rows.iterrows():
        undated = " – no date found" if pd.isna(row["first"]) else ""
        room_here = 88 if narrow() else int(room[place])
        name = f"{row['recipient']}: {_short(row['item'], room_here - len(row['recipient']) - len(undated))}{undated}"
        axes.text(
            0,
            place - 0.15 * narrow(),
            fill(name, 48, break_on_hyphens=False) if narrow() else name,
            **where,
        )


def _waits(axes: Axes, rows: pd.DataFrame, until: float) -> None:
    """A dotted line on, past the latest dated item, for what is open; a cross behind what lapsed."""
    over, places = rows["status"] == "lapsed", rows.index.to_series()
    axes.hlines(
        places[~over], rows["last"][~over], until + 0.7, color="#bbbbbb", linewidth=1, linestyle=":"
    )
    _marks(
        axes,
        pd.Series(until + 0.7, rows.index[~over]),
        places[~over],
        OPEN,
        rows["confidence"][~over],
    )
    _marks(axes, rows["last"][over] + 0.5, places[over], LAPSED, rows["confidence"][over])


def _median(axes: Axes, place: float, wait: tuple, right: float, above: float) -> None:
    """The lane's name, its counts and its median with the interval."""
    low, high, middle = (
        None if pd.isna(value) else value / periods.DAYS_PER_YEAR
        for value in (wait.low, wait.high, wait.median)
    )
    if low is not None:
        axes.barh(place, (right if high is None else high) - low, left=low, height=0.6, color=PALE)
    if middle is not None:
        axes.plot([middle], [place], "D", color=INK, markersize=5)
    counts = (
        f"{wait.dated} dated, {wait.open} open, {wait.lapsed} lapsed, {wait.undated} without date"
    )
    head = f"{wait.stage}: {counts};{chr(10) if narrow() else ' '}{_words(wait)}"
    axes.text(0, above, fill(head, 46) if narrow() else head, va="bottom", fontsize=9, color=INK)


def _words(wait: object) -> str:
    """A median wait with its interval, in years."""
    middle, low, high = (
        None if pd.isna(value) else f"{value / periods.DAYS_PER_YEAR:.1f}"
        for value in (wait.median, wait.low, wait.high)
    )
    if middle is None:
        return "fewer than half came"
    return f"median {middle} years ({low or '?'} to {high or 'no end'})"


def _grants(axes: Axes, rows: pd.DataFrame) -> None:
    """A bar per grant, dark where something was delivered; its value and item beside it, on a telephone above it with the recipient."""
    colours = (
        rows["status"]
        .astype("str")
        .str.contains("delivered")
        .map({True: STAGES["delivered"][1], False: STAGES["contracted"][1]})
    )
    values = rows["value"].astype("float64") / 1e9
    axes.barh(
        rows["place"] + 0.2 * narrow(), values, height=0.24 if narrow() else 0.66, color=colours
    )
    axes.set(xticks=[], yticks=[])
    if not narrow():
        axes.set_yticks(rows["place"], rows["recipient"])
    axes.spines[["bottom", "left"]].set_visible(False)
    right = axes.get_xlim()[1]
    for row, value in zip(rows.itertuples(), values.fillna(0), strict=True):
        amount = "no value found" if pd.isna(row.value) else f"{value:,.3g}"
        if narrow():
            axes.text(
                0,
                row.place,
                fill(f"{row.recipient} {amount}: {row.item}", 48),
                va="bottom",
                fontsize=9,
                color=INK,
            )
        else:
            told = fill(f"{amount}  {row.item}", int(70 * (1 - value / right)))
            axes.text(value + right / 120, row.place, told, va="center", fontsize=9, color=INK)


def _year_head(year: int, grants: pd.DataFrame, budgets: pd.DataFrame) -> str:
    signed = f"{grants['value'].sum() / 1e9:,.4g} agreed" if len(grants) else "no grant found,"
    if year not in budgets.index:
        return f"FY{year}: {signed}, budget not found"
    draft = " in the draft budget" if "draft" in budgets.loc[year, "programme"] else " budgeted"
    return f"FY{year}: {signed} of {budgets.loc[year, 'amount'] / 1e9:,.4g}{draft}"
