"""Charts of the rule changes: the timeline, the tempo, who decides, how long each general text stood."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.figure import GREY, INK, PALE, finish, house, new

MARKS = {"loosens": ("^", "#0072B2"), "tightens": ("v", "#D55E00"), "codifies": ("s", "#009E73"), "clarifies": ("o", GREY)}
INSTRUMENTS = {
    "act": ("act", "法律"),
    "cabinet order": ("cabinet order", "政令"),
    "cabinet decision": ("cabinet decision", "閣議決定"),
    "NSC decision": ("NSC decision", "国家安全保障会議決定"),
    "chief cabinet secretary statement": ("Chief Cabinet Secretary statement", "官房長官談話"),
    "prime minister's statement": ("Prime Minister's statement", "総理答弁"),
    "diet resolution": ("Diet resolution", "国会決議"),
    "diet answer": ("Diet answer", "国会答弁"),
    "exchange of notes": ("exchange of notes", "交換公文"),
    "international agreement": ("international agreement", "国際約束"),
    "treaty": ("treaty", "条約"),
    "inter-ministry understanding": ("inter-ministry understanding", "関係省庁了解"),
    "ministerial policy": ("basic policy", "基本方針"),
}
LANDMARKS = {
    "R001": "Foreign Exchange Act",
    "R004": "Three Principles",
    "R005": "Unified view: a near ban",
    "R006": "Diet resolutions",
    "R008": "Technology to the US",
    "R026": "Overseas transfer standards",
    "R031": "New Three Principles",
    "R037": "Equipment for Ukraine",
    "R043": "Licensed finished products",
    "R045": "GCAP fighter to third states",
    "R047": "Catch-all control",
    "R050": "Five fields abolished",
}
TEXTS = {
    "R004": ("Three Principles on Arms Exports", "武器輸出三原則"),
    "R005": ("Government unified view", "政府統一見解"),
    "R026": ("Standards for overseas transfer", "海外移転に関する基準"),
    "R031": ("Three Principles on Transfer", "防衛装備移転三原則"),
    "R042": ("Three Principles on Transfer, amended", "一部改正"),
    "R049": ("Three Principles on Transfer, amended again", "一部改正"),
}
KEPT = ["rule_id", "date", "effect", "instrument", "decider", "confidence", "title_en", "source_id", "source_id_2"]
LANES = {"tightens": 0.35, "clarifies": 1.0, "codifies": 1.65, "loosens": 2.35}  # inches from the year axis
LABELS_AT = 2.95


@house
def timeline(changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """All rule changes, time running down, one lane per effect, the landmarks named; `changes` is `rules.timeline()`."""
    figure, axes = new(8.6)
    rows = changes.assign(label=changes["rule_id"].map(LANDMARKS), year=_years(changes["date"]))
    rows["x"] = rows["effect"].astype("str").map(LANES) + 0.17 * _dodge(rows, "effect", 1.5)
    first, last = rows["year"].min() // 10 * 10, rows["year"].max()
    axes.set(xlim=(0, 5.75), ylim=(last + 3, first - 5), yticks=range(int(first) + 10, int(last) + 1, 10), xticks=[])
    axes.hlines(axes.get_yticks(), 0, LABELS_AT - 0.2, color=PALE, linewidth=0.8, zorder=0)
    axes.spines[["bottom", "left"]].set_visible(False)
    for effect, x in LANES.items():
        text = f"{effect}\n{(rows['effect'] == effect).sum()}"
        axes.text(x, first - 1.5, text, ha="center", color=MARKS[effect][1], fontsize=10, fontweight="bold", linespacing=1.3)
    _name_landmarks(axes, rows.dropna(subset="label"), last + 2)
    _points(axes, rows, "x", "year")
    since = rows.loc[rows["effect"] == "loosens", "date"].min()
    ease, tight = _count(rows[rows["date"] >= since], "loosens"), _count(rows[rows["date"] >= since], "tightens")
    finding = f"Since {since:%Y}, {ease} of the {(rows['date'] >= since).sum()} recorded changes of Japan's arms-export rules loosened them"
    return finish(
        figure,
        title=f"{finding}; {tight} tightened them",
        subtitle=f"Changes of the rules by effect and date, {_period(rows)}. Same-day changes side by side{_hollow(rows)}",
        alt=f"{finding}, {tight} tightened them. Before that, {_count(rows[rows['date'] < since], 'tightens')} tightened; "
        f"the latest change is of {rows['date'].max():%Y-%m-%d}: {rows.loc[rows['date'].idxmax(), 'title_en']}.",
        table=rows[[*KEPT, "label"]],
        register=register,
    )


@house
def tempo(counts: pd.DataFrame, changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Rule changes per decade, one tile each, by effect; `counts` is `rules.tempo()`, `changes` is `rules.timeline()`."""
    decades = range(int(counts["decade"].min()), int(counts["decade"].max()) + 1, 10)
    known = counts.set_index("decade").reindex(decades)
    doubtful = changes[changes["confidence"] == "D"]
    hollow = pd.crosstab(doubtful["date"].dt.year // 10 * 10, doubtful["effect"].astype("str"))
    hollow = hollow.reindex(index=decades, columns=list(MARKS), fill_value=0)
    figure, axes = new(1.9 + 0.42 * len(known))
    _tiles(axes, known.fillna(0), hollow)
    until = changes["date"].max()
    open_end = until < pd.Timestamp(decades[-1] + 9, 12, 31)
    for place, row in enumerate(known.itertuples()):
        text = "none recorded" if pd.isna(row.changes) else f"{row.changes:.0f} on {row.days_of_change:.0f} days"
        text += f"\n(to {until:%Y-%m-%d})" if open_end and row.Index == decades[-1] else ""
        axes.text((0 if pd.isna(row.changes) else row.changes) + 0.25, place, text, va="center", fontsize=9.5, color=GREY if "none" in text else INK)
    axes.set(xlim=(0, known["changes"].max() + 4), ylim=(len(known) - 0.4, -1.5), xticks=[], yticks=range(len(known)))
    axes.set_yticklabels([f"{decade}s" for decade in decades])
    axes.spines[["bottom", "left"]].set_visible(False)
    _key(axes, changes)
    latest, before = known["changes"].iloc[-1], known["changes"].iloc[:-1]
    finding = f"{latest:.0f} rule changes in the {decades[-1]}s{' so far' * open_end}; the most before was {before.max():.0f}, in the {before.idxmax()}s"
    return finish(
        figure,
        title=finding,
        subtitle=f"Recorded changes of Japan's arms-export rules per decade, by effect, {_period(changes)}; days: those on which rules changed",
        alt=f"{finding}. Of the {len(changes)} changes since {changes['date'].min():%Y}, {_count(changes, 'loosens')} loosened and {_count(changes, 'tightens')} tightened the rules.",
        table=changes[KEPT].assign(decade=changes["date"].dt.year // 10 * 10),
        register=register,
    )


@house
def deciders(changes: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """When each decider changed the rules, the earliest on average first; `changes` is `rules.timeline()`."""
    rows = changes.assign(decider=changes["decider"].astype("str"), year=_years(changes["date"]))
    order = rows.groupby("decider")["year"].mean().sort_values().index
    rows["y"] = rows["decider"].map(dict(zip(order, range(len(order)), strict=True))) - 0.13 * _dodge(rows, "decider", 1.3).abs()
    figure, axes = new(2.1 + 0.8 * len(order))
    for place, decider in enumerate(order):
        own = rows[rows["decider"] == decider]
        terms = [" ".join(INSTRUMENTS[i]) for i in INSTRUMENTS if (own["instrument"] == i).any()]
        _heading(axes, place - 0.45, decider, ", ".join(terms), f"{len(own)}, {_period(own)}")
        axes.hlines(place, own["year"].min(), own["year"].max(), color=PALE, linewidth=3, zorder=0)
    _points(axes, rows, "year", "y")
    _year_axis(axes, rows, (len(order) - 0.6, -1.5))
    _key(axes, rows)
    half = len(rows) // 2
    early, late = rows["decider"].iloc[:half].value_counts(), rows["decider"].iloc[-half:].value_counts()
    finding = f"From {early.index[0]} ({early.iloc[0]} of the first {half} changes) to {late.index[0]} ({late.iloc[0]} of the last {half})"
    return finish(
        figure,
        title=finding,
        subtitle=f"Who changed Japan's arms-export rules, by which instrument, when, {_period(rows)}",
        alt=f"{finding}. " + "; ".join(f"{decider}: {_period(rows[rows['decider'] == decider])}" for decider in order) + ".",
        table=rows[KEPT],
        register=register,
    )
