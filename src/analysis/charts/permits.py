"""The chart of the permits: counts by fiscal year, with the years without figure in sight."""

import pandas as pd

from .. import permits
from .colours import BLUE, GREY, INK, PALE, PAPER, SKY
from .figure import Chart, Style, narrow
from .marks import HATCHED, key
from .scope import chart
from .words import counted, described, joined, listed, percent, phrase, short_year, word

FORCES = "SDF activities and safety of nationals"


@chart(permits.counts, "figure", ["fiscal_year", "category", "count", "source_id"])
def by_year(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the permits by fiscal year, those for Japan's own forces apart.

    A year without figure is a gap that says so. Its table has one row per year and category.
    """
    rows = rows.astype({"category": "str", "count": "float64"})
    wide = rows.pivot(index="fiscal_year", columns="category", values="count")
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1), columns=["total", FORCES])
    total, forces = wide["total"], wide[FORCES]
    if total.isna().all():
        raise ValueError("none of the years given has a total: nothing to draw")
    title, alt = _words(total, forces, lead)
    subtitle = word(
        "Permits 個別許可 by fiscal year; the Forces need one to send gear abroad for repair"
    )
    figure = Chart(2.9, title, subtitle, alt, rows)
    axes = figure.subplots()
    look: Style = {"size": 9, "padding": 2, "rotation": 90 if narrow() else 0}
    known, inner, missing = total.dropna(), forces.dropna(), total.index[total.isna()]
    split = known.index.isin(inner.index)
    bars = axes.bar(known.index, known, 0.8, color=[SKY if each else PALE for each in split])
    axes.bar_label(bars, known.map("{:,.0f}".format).tolist(), color=INK, **look)
    shares = (inner / total[inner.index]).map(percent).tolist()
    bars = axes.bar(inner.index, inner, 0.8, color=BLUE)
    axes.bar_label(bars, shares, label_type="center", color=PAPER, **look)
    bars = axes.bar(missing, total.max() * 0.12, 0.8, **HATCHED)
    axes.bar_label(bars, ["?"] * len(missing), color=GREY, **look | {"rotation": 0})
    axes.set(yticks=[], ylim=(0, total.max() * (1.35 if narrow() else 1.12)))
    axes.set_xticks(wide.index, [short_year(y) if narrow() else f"{y}" for y in wide.index])
    looks: dict[str, Style] = {"for Japan’s own forces": {"color": BLUE}}
    looks |= {"for others": {"color": SKY}, "not broken down": {"color": PALE}}
    key(axes, looks | {phrase("{sign} no figure found", sign="?"): HATCHED})
    return figure


def _words(total: pd.Series, forces: pd.Series, lead: str) -> tuple[str, str]:
    """Return the title and the description of the permits."""
    known, share = total.dropna(), (forces / total).dropna()
    title = phrase("{low:,.0f} to {high:,.0f} permits a year", low=known.min(), high=known.max())
    if not lead and len(share) and share.min() > 0.5:
        years = [
            phrase("{share} in fiscal {year}", share=percent(part), year=year)
            for year, part in share.items()
        ]
        title = phrase(
            "Where arms-export permits are broken down, most are for Japan’s own forces: {years}",
            years=listed(years),
        )
    each = [
        phrase("{count:,.0f} in {year}", count=count, year=year) for year, count in known.items()
    ]
    told = phrase("All permits by fiscal year: {each}.", each=joined(each))
    missing = phrase(
        "For {years} of {all} no figure was found.",
        years=counted(int(total.isna().sum()), "year"),
        all=len(total),
    )
    return lead + title, described(lead + title, told, missing)
