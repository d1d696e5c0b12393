"""Charts of the rule changes: the timeline, the tempo, who decides, how long each general text stood."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .. import periods
from .colours import EFFECTS
from .figure import GREY, INK, PALE, finish, house, narrow, new
from .marks import key, points, slots

SIGNS = {"^": "▲", "v": "▼", "s": "■", "o": "●"}  # the markers as text
INSTRUMENTS = {
    "act": "act 法律",
    "cabinet order": "cabinet order 政令",
    "cabinet decision": "cabinet decision 閣議決定",
    "NSC decision": "NSC decision 国家安全保障会議決定",
    "chief cabinet secretary statement": "Chief Cabinet Secretary statement 官房長官談話",
    "prime minister's statement": "Prime Minister's statement 総理答弁",
    "diet resolution": "Diet resolution 国会決議",
    "diet answer": "Diet answer 国会答弁",
    "exchange of notes": "exchange of notes 交換公文",
    "international agreement": "international agreement 国際約束",
    "treaty": "treaty 条約",
    "inter-ministry understanding": "inter-ministry understanding 関係省庁了解",
    "ministerial policy": "basic policy 基本方針",
}
LANDMARKS = {
    "R001": "Foreign Exchange Act",
    "R004": "Three Principles",
    "R005": "Government unified view",
    "R006": "Diet resolutions",
    "R008": "Technology to the US",
    "R026": "Transfer standards",
    "R031": "New Three Principles",
    "R037": "Equipment for Ukraine",
    "R043": "Licensed finished arms",
    "R045": "GCAP to third states",
    "R047": "Catch-all control",
    "R050": "Five fields abolished",
}
TEXTS = {  # the general texts of the policy, each of which a later one replaced, narrowed or widened
    "R004": ("Three Principles on Arms Exports", "武器輸出三原則"),
    "R005": ("Government unified view", "政府統一見解"),
    "R026": ("Standards for overseas transfer", "防衛装備品等の海外移転に関する基準"),
    "R031": ("Three Principles on Transfer", "防衛装備移転三原則"),
    "R042": ("Three Principles, amended", "防衛装備移転三原則 一部改正"),
    "R049": ("Three Principles, amended again", "防衛装備移転三原則 一部改正"),
}
KEPT = [
    "rule_id",
    "date",
    "effect",
    "instrument",
    "decider",
    "confidence",
    "title_en",
    "source_id",
    "source_id_2",
]
LANES = {  # effect → inches from the year axis, on a page and on a telephone; which way crowded marks go on
    "tightens": (0.62, 0.26, -1),
    "codifies": (1.42, 0.60, -1),
    "clarifies": (1.62, 0.75, 1),
    "loosens": (2.2, 0.98, 1),
}
NAMES = (
    3.1,
    1.64,
)  # inches from the year axis to the names of the landmarks, on a page and on a telephone


@house
def timeline(changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """All rule changes, time running down, one lane per effect, landmarks named; `changes` is `rules.timeline()`."""
    rows = _prepared(changes).assign(label=lambda rows: rows["rule_id"].map(LANDMARKS))
    lane, way = (
        rows["effect"].map({effect: place[i] for effect, place in LANES.items()})
        for i in (narrow(), 2)
    )
    beside = rows.groupby("effect")["year"].transform(slots, gap=1.4)
    rows["x"] = lane + way * beside * (0.13 if narrow() else 0.17)
    figure, axes = new(8.6, phone=10.2)
    _lanes(axes, rows)
    _name_landmarks(axes, rows.dropna(subset="label"), rows["year"].max() + 2.5)
    _points(axes, rows, "x", "year")
    since = rows.loc[rows["effect"] == "loosens", "date"].min()
    finding = f"Since {since:%Y}, {_tally(rows[rows['date'] >= since])}"
    alt = f"{finding}. Before that, {_tally(rows[rows['date'] < since])}."
    alt += f" The latest is of {rows['date'].iloc[-1]:%Y-%m-%d}: {rows['title_en'].iloc[-1]}."
    subtitle = (
        f"Changes of the rules by effect and date, {_period(rows)}; hollow: grade D, not verified"
    )
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=alt,
        table=rows[[*KEPT, "label"]],
        register=register,
    )


@house
def tempo(counts: pd.DataFrame, changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Rule changes per decade by effect, one mark each; `counts` is `rules.tempo()`, `changes` `rules.timeline()`."""
    rows = _prepared(changes).assign(decade=lambda rows: rows["date"].dt.year // 10 * 10)
    decades = range(counts["decade"].min(), counts["decade"].max() + 1, 10)
    known = counts.set_index("decade").reindex(decades)
    so_far = rows["date"].max() < pd.Timestamp(decades[-1] + 9, 12, 31)
    figure, axes = new(2.0 + 0.34 * len(known), phone=2.9 + 0.34 * len(known))
    _stacks(axes, known.fillna(0), rows)
    for place, row in enumerate(known.itertuples()):
        until = f", to {rows['date'].max():%Y-%m-%d}" if so_far and row.Index == decades[-1] else ""
        days = {1: " on one day", row.changes: ""}.get(
            row.days_of_change, f" on {row.days_of_change:.0f} days"
        )
        total = f"{row.changes:.0f}{days}{until}" if row.changes > 0 else "none recorded"
        told = fill(total, 14) if narrow() else total
        axes.text(
            row.changes + 0.2 if row.changes > 0 else 0.1,
            place,
            told,
            va="center",
            fontsize=9.5,
            color=INK,
        )
    past = known["changes"].iloc[:-1]
    finding = (
        f"{known['changes'].iloc[-1]:.0f} rule changes in the {decades[-1]}s{' so far' * so_far};"
    )
    finding += f" the most before was {past.max():.0f}, in the {past.idxmax()}s"
    alt = f"{finding}. In all, {_tally(rows)}."
    subtitle = (
        f"Recorded changes of Japan's arms-export rules per decade, by effect, {_period(rows)}"
    )
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=alt,
        table=rows[[*KEPT, "decade"]],
        register=register,
    )


@house
def deciders(changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """When each decider changed the rules, the earliest on average first; `changes` is `rules.timeline()`."""
    rows = _prepared(changes)
    order = list(rows.groupby("decider")["year"].mean().sort_values().index)
    above = rows.groupby("decider")["year"].transform(slots, gap=2.2 if narrow() else 1.3)
    rows["y"] = rows["decider"].map(order.index) - (0.1 if narrow() else 0.13) * above
    figure, axes = new(2.1 + 0.8 * len(order), phone=2.9 + 0.98 * len(order))
    for place, decider in enumerate(order):
        own = rows[rows["decider"] == decider]
        terms = (",\n" if narrow() else ", ").join(own["instrument"].map(INSTRUMENTS).unique())
        _row(
            axes,
            place,
            (decider, terms, f"{len(own)}, {_period(own)}"),
            own["year"].min(),
            own["year"].max(),
        )
    _points(axes, rows, "year", "y")
    _years_across(axes, rows, len(order))
    eased = rows.loc[rows["effect"] == "loosens", "decider"]
    half = (len(eased) + 1) // 2
    early, late = eased.head(half).value_counts(), eased.tail(half).value_counts()
    finding = f"Who loosened the rules: first the {early.index[0]} ({early.iloc[0]} of {half}),"
    finding += f" lately the {late.index[0]} ({late.iloc[0]} of {half})"
    spans = "; ".join(f"{decider} {_period(rows[rows['decider'] == decider])}" for decider in order)
    alt = f"{finding}. First and last recorded change of each decider: {spans}."
    subtitle = f"Who changed Japan's arms-export rules, by which instruments; number of changes, {_period(rows)}"
    return finish(
        figure, title=finding, subtitle=subtitle, alt=alt, table=rows[KEPT], register=register
    )


@house
def gaps_between(changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """How long each general text of the policy stood, and what else changed; `changes` is `rules.timeline()`."""
    texts, others = _texts(_prepared(changes))
    figure, axes = new(2.1 + 0.8 * len(texts), phone=2.9 + 1.15 * len(texts))
    for place, text in texts.iterrows():
        meanwhile = f"{text['years']:.1f} years, {(others['text'] == place).sum()} other changes"
        lasted = "in force" if pd.isna(text["years"]) else meanwhile
        name, japanese = TEXTS[text["rule_id"]]
        _row(
            axes,
            place,
            (name, japanese, f"{text['date']:%Y-%m-%d}: {lasted}"),
            text["year"],
            text["end"],
        )
    axes.plot(texts["year"], texts.index, "|", color=INK, markersize=11)
    above = others.groupby("text")["year"].transform(slots, gap=1.7 if narrow() else 1.1)
    others = others.assign(y=others["text"] - (0.085 if narrow() else 0.13) * above)
    _points(axes, others, "year", "y")
    drawn = pd.concat([texts, others]).sort_values(["date", "rule_id"], ignore_index=True)
    _years_across(axes, drawn, len(texts))
    first, second = texts.nlargest(2, "years").itertuples()
    finding = f"The {TEXTS[first.rule_id][0]} of {first.date:%Y} stood {first.years:.1f} years;"
    finding += (
        f" next come the {TEXTS[second.rule_id][0]} of {second.date:%Y}, with {second.years:.1f}"
    )
    stood = "; ".join(f"{text.date:%Y-%m-%d} {text.years:.1f}" for text in texts[:-1].itertuples())
    alt = f"{finding}. Years from each to the next: {stood}; that of {texts['date'].iloc[-1]:%Y-%m-%d} is in force."
    subtitle = f"Years from each general text of the policy to the next, {_period(drawn)}; marks: changes meanwhile"
    return finish(
        figure,
        title=finding,
        subtitle=subtitle,
        alt=alt,
        table=drawn[[*KEPT, "years"]],
        register=register,
    )


CHARTS = {"timeline": timeline, "tempo": tempo, "deciders": deciders, "gaps_between": gaps_between}


def _prepared(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes by date, categories as text, with the date as a decimal `year`."""
    rows = changes.sort_values(["date", "rule_id"], ignore_index=True)
    rows = rows.astype(dict.fromkeys(["effect", "decider", "instrument", "confidence"], "str"))
    return rows.assign(year=periods.decimal_year(rows["date"]))


def _texts(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The general texts, each with its `end` and `years`; and the other changes between them, each with its `text`."""
    texts = rows[rows["rule_id"].isin(TEXTS)].reset_index(drop=True)
    texts["years"] = -texts["date"].diff(-1).dt.days / periods.DAYS_PER_YEAR
    texts["end"] = texts["year"].shift(-1).fillna(rows["year"].max())
    others = rows.assign(text=texts["date"].searchsorted(rows["date"], side="right") - 1)
    return texts, others[(others["text"] >= 0) & ~others["date"].isin(texts["date"])]


def _tally(rows: pd.DataFrame) -> str:
    eased, tightened = ((rows["effect"] == effect).sum() for effect in ("loosens", "tightens"))
    return f"{eased} of {len(rows)} recorded changes loosened Japan's arms-export rules, {tightened} tightened them"


def _period(rows: pd.DataFrame) -> str:
    return "–".join(pd.unique(rows["date"].dt.year.agg(["min", "max"]).astype("str")))


def _points(axes: Axes, rows: pd.DataFrame, x: str, y: str) -> None:
    """One marker per row, by effect; those of grade D hollow."""
    for (effect, doubtful), some in rows.groupby(["effect", rows["confidence"] == "D"]):
        points(axes, some[x], some[y], EFFECTS[effect], doubtful, 34 if narrow() else 50)


def _key(axes: Axes, rows: pd.DataFrame) -> None:
    """What the marks in use mean."""
    looks = {effect: look for effect, look in EFFECTS.items() if effect in set(rows["effect"])}
    if (rows["confidence"] == "D").any():
        looks["not verified"] = ("o", INK)
    closer = {"columnspacing": 0.8, "handlelength": 1.2} if narrow() else {}
    key(axes, looks, hollow=["not verified"], **closer)


def _lanes(axes: Axes, rows: pd.DataFrame) -> None:
    """Years down the left; what tightens at one side, what loosens at the other, each with its sign, name and number on top."""
    first, last = rows["year"].min(), rows["year"].max()
    axes.set(xlim=(0, 3.17 if narrow() else 5.8), ylim=(last + 4, first - 11), xticks=[])
    axes.set_yticks(range(int(first) // 10 * 10 + 10, int(last) + 1, 10))
    axes.hlines(axes.get_yticks(), 0, NAMES[narrow()] - 0.25, color=PALE, linewidth=0.8, zorder=0)
    axes.spines[["bottom", "left"]].set_visible(False)
    lanes = {effect: (lane[narrow()], first - 4) for effect, lane in LANES.items()}
    middle = (lanes["codifies"][0] + lanes["clarifies"][0]) / 2
    lanes |= {"codifies": (middle, first - 9), "clarifies": (middle, first - 6.5)}
    for effect, (x, y) in lanes.items():
        marker, colour = EFFECTS[effect]
        head = f"{SIGNS[marker]} {effect} {(rows['effect'] == effect).sum()}"
        side = {"tightens": "right", "loosens": "left"}.get(effect, "center")
        axes.text(
            x + {"right": 0.28, "left": -0.08}.get(side, 0),
            y,
            head,
            ha=side,
            fontsize=9,
            fontweight="bold",
            color=colour,
        )


def _name_landmarks(axes: Axes, rows: pd.DataFrame, lowest: float) -> None:
    """The landmark changes at the right, each joined to its point: date and name, below them the instrument where there is room."""
    steps = pd.Series(range(len(rows)), rows.index) * (
        6 if narrow() else 4.5
    )  # years apart that two labels need
    places = (rows["year"] - steps).cummax().clip(upper=lowest - steps.iloc[-1]) + steps
    left = NAMES[narrow()]
    bold = {"fontsize": 9, "fontweight": "bold", "color": INK}
    for place, row in zip(places, rows.itertuples(), strict=True):
        axes.plot(
            [row.x, left - 0.2, left - 0.04],
            [row.year, row.year, place],
            color="#aaaaaa",
            lw=0.8,
            zorder=1,
        )
        axes.text(left, place, f"{row.date:%Y-%m-%d}", va="bottom", fontsize=9, color=GREY)
        if narrow():
            axes.text(left, place, fill(row.label, 18), va="top", **bold)
        else:
            axes.text(left + 0.82, place, row.label, va="bottom", **bold)
            axes.text(left, place, INSTRUMENTS[row.instrument], va="top", fontsize=9, color=GREY)


def _stacks(axes: Axes, known: pd.DataFrame, rows: pd.DataFrame) -> None:
    """One mark per change in the row of its decade, by effect, those of grade D last."""
    order = rows["effect"].map(list(EFFECTS).index) + (rows["confidence"] == "D") / 2
    ranks = order.groupby(rows["decade"]).rank(method="first")
    _points(axes, rows.assign(x=ranks - 0.5, y=(rows["decade"] - known.index[0]) // 10), "x", "y")
    room = (8.5, -1.9) if narrow() else (6.5, -1.2)
    axes.set(
        xlim=(0, known["changes"].max() + room[0]), ylim=(len(known) - 0.5, room[1]), xticks=[]
    )
    axes.set_yticks(range(len(known)), [f"{decade}s" for decade in known.index])
    axes.spines[["bottom", "left"]].set_visible(False)
    _key(axes, rows)


def _row(axes: Axes, place: int, texts: tuple[str, str, str], start: float, end: float) -> None:
    """A row across the axes: name and, at the right or below, measure; then the terms; then a bar from start to end."""
    name, terms, measure = texts
    across = {"transform": axes.get_yaxis_transform(), "y": place - 0.52}
    axes.text(0, s=name, va="bottom", fontweight="bold", color=INK, **across)
    beside = not narrow() or len(name + measure) < 40
    axes.text(
        0, s=terms if beside else f"{measure}\n{terms}", va="top", fontsize=9, color=GREY, **across
    )
    if beside:
        axes.text(1, s=measure, va="bottom", ha="right", color=INK, **across)
    axes.barh(place, end - start, left=start, height=0.14, color=PALE)


def _years_across(axes: Axes, rows: pd.DataFrame, lanes: int) -> None:
    """Decades below, the key on top."""
    first, last = rows["year"].min(), rows["year"].max()
    axes.set(xlim=(first - 2, last + 2), ylim=(lanes - 0.7, -1.35 if narrow() else -1.1), yticks=[])
    axes.set_xticks(range(int(first) // 10 * 10 + 10, int(last) + 1, 10))
    axes.spines["left"].set_visible(False)
    _key(axes, rows)
