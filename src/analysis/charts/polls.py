"""The chart of opinion: what people in Japan said when they were asked."""

import pandas as pd

from .. import tables
from .colours import BLACK, BLUE, PALE, PAPER, RED, SKY
from .figure import Chart
from .marks import name_rows, rows_high, stacked
from .scope import chart
from .words import described, is_japanese, phrase, word, words_of

SIDES = {"for": (BLUE, PAPER), "limited": (SKY, BLACK), "against": (RED, PAPER)}
REST = "undecided or other"
FIRST = "lethal arms"  # the polls that name them come first


def answered() -> pd.DataFrame:
    """Return the answers of the opinion polls."""
    return tables.read("polls")


@chart(answered, "answer", ["poll_id", "pollster", "asked_from", "names_lethal", "stance", "share"])
def opinion(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw how many were for and against in each opinion poll, those on lethal arms first.

    Its table has one row per answer drawn.
    """
    rows = rows.astype({"stance": "str", "names_lethal": "str"})
    rows = rows[rows["stance"].isin(SIDES)]
    wide = rows.pivot(index="poll_id", columns="stance", values="share").reindex(columns=[*SIDES])
    wide = wide.dropna(subset=["for", "against"])
    about = rows.drop_duplicates("poll_id").set_index("poll_id").loc[wide.index]
    if wide.empty:
        raise ValueError("no poll given has a share for and one against: nothing to draw")
    about["later"], about["offers"] = about["names_lethal"] != FIRST, wide["limited"].notna()
    about = about.sort_values(["later", "names_lethal", "offers", "asked_from"])
    wide = wide.loc[about.index]
    title, alt = _words(wide, about, lead)
    high = rows_high(len(wide), 0.35, 0.68) + 0.4
    subtitle = word(
        "Per cent of those asked, by what was asked and by poll. Limited: only within limits"
    )
    figure = Chart(high, title, subtitle, alt, rows[rows["poll_id"].isin(wide.index)])
    axes = figure.subplots()
    wide[REST] = 100 - wide.sum(axis="columns")
    stacked(axes, wide, SIDES | {REST: (PALE, "")})
    axes.set_xlim(0, 100)
    who = words_of(about["pollster"]).str.partition(" (")[0]
    who += about["asked_from"].dt.strftime("（%Y年）" if is_japanese() else ", %Y")
    heads = words_of(about["names_lethal"])
    heads = heads.str[0].str.upper() + heads.str[1:] + ("：" if is_japanese() else ": ")
    name_rows(axes, (heads.mask(heads == heads.shift(), "") + who).tolist(), 0.42)
    return figure


def _words(wide: pd.DataFrame, about: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the polls."""
    rejected = wide["against"] > wide["for"] + wide["limited"].fillna(0)
    title = "{lead}{count} of {polls} polls have more against than for"
    title = phrase(title, lead=lead, count=rejected.sum(), polls=len(wide))
    if not lead and not (rejected ^ about["offers"])[~about["later"]].eq(False).any():
        title = word(
            "Asked yes or no about lethal arms, more Japanese oppose exports; offered limits, more "
            "accept them"
        )
    top = wide["for"].idxmax()
    most = phrase(
        "The most for, {share:.0f} per cent: {pollster}, on {subject}.",
        share=wide.loc[top, "for"],
        pollster=word(about.loc[top, "pollster"]),
        subject=word(about.loc[top, "names_lethal"]),
    )
    return title, described(title, most)
