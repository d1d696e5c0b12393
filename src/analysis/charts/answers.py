"""The chart of the answers: what may go today, thing by thing and state by state."""

import itertools

import pandas as pd

from .. import countries, rules, tables
from .colours import CELLS
from .figure import Chart, fold, inches, narrow
from .marks import cells, rows_high
from .scope import chart
from .words import day, described, is_japanese, listed, phrase, word, words_of

# Of the table `items`, one for each kind that people ask about
THINGS = ["weapon", "patriot", "gcap", "weapon-parts", "military-technology", "fps-3"]
THINGS += ["body-armour", "non-lethal", "ship-repair"]
STATES = {  # a state for each group of destinations → what the group is
    "USA": "ally",
    "AUS": "agreement in force",
    "PHL": "agreement signed",
    "NZL": "no agreement",
    "UKR": "under attack",
    "PRK": "embargoed",
}
MAY = {  # answer → its sign, its words, its colour
    "yes": ("●", "yes", CELLS["allowed"]),
    "if": ("◐", "only on conditions", CELLS["conditional"]),
    "no": ("✕", "no", CELLS["prohibited"]),
    "unknown": ("?", "not verified", CELLS["not addressed"]),
}


def today() -> pd.DataFrame:
    """Return the answer for each thing and state as of the last day that the record reaches."""
    grid = pd.DataFrame(itertools.product(THINGS, STATES), columns=["item_id", "iso3"])
    answers = rules.ask(grid["item_id"], grid["iso3"], rules.known_until())
    made = rules.timeline().set_index("rule_id")["source_id"]
    things = tables.read("items").drop_duplicates("item_id").set_index("item_id")
    return grid.assign(
        thing=grid["item_id"].map(things["name_en"]),
        state=countries.name(grid["iso3"]),
        may=answers["may"],
        because=answers["because"],
        rule_id=answers["rule_id"],
        on=answers["on"],
        source_id=answers["rule_id"].map(made),
        source_id_item=grid["item_id"].map(things["source_id"]),
    )


@chart(today, "answer", ["item_id", "iso3", "thing", "state", "may", "because", "on", "source_id"])
def by_destination(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw what may go today, a row for each thing and a column for a state of each group.

    Its table has one row per thing and state, with the rule that decides.
    """
    things, states = pd.unique(rows["thing"]).tolist(), pd.unique(rows["iso3"]).tolist()
    names = words_of(rows.drop_duplicates("iso3").set_index("iso3")["state"])
    title, alt = _words(rows, names, lead)
    high = rows_high(len(things), 0.36, 0.53) + 1.0
    subtitle = "By the record to {day}; one state for each group"
    subtitle = phrase(subtitle, day=day(rows["on"].max()))
    fights = pd.unique(rows.loc[rows["because"] == "not judged", "iso3"])
    if len(fights):
        more = ". {states}: on condition that Japan sees no fighting there"
        subtitle += phrase(more, states=listed(names[fights]))
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    places = rows.assign(
        row=rows["thing"].map(things.index),
        column=rows["iso3"].map(states.index),
        words=rows["may"].map({may: sign for may, (sign, *_) in MAY.items()}),
        colour=rows["may"].map({may: colour for may, (*_, colour) in MAY.items()}),
    )
    room = (inches() * 0.66 - 0.2) / max(len(states), 6)
    heads = [_head(names[iso3], STATES.get(iso3)) for iso3 in states]
    heads = states if narrow() else [_folded(head, room) for head in heads]
    looks = {phrase(f"{{sign}} {words}", sign=sign): colour for sign, words, colour in MAY.values()}
    names = [f"{name[0].upper()}{name[1:]}" for name in map(word, things)]
    cells(axes, places, names, heads, looks)
    return figure


def _words(rows: pd.DataFrame, names: pd.Series, lead: str) -> tuple[str, str]:
    """Return the title and the description of the answers; `names` are of the states."""
    goes = rows[rows["may"].isin(["yes", "if"])]
    title = phrase("{lead}{count} are not a no", lead=lead, count=len(goes))
    barred = rows.loc[(rows["item_id"] == "weapon") & (rows["may"] == "no"), "iso3"]
    if not lead and {"NZL", "PRK"} <= set(barred) and not {"USA", "AUS"} & set(barred):
        title = word(
            "Weapons may go, on conditions, to states with a transfer agreement; equipment that "
            "does not kill may go to nearly all"
        )
    things = rows["thing"].nunique()
    counts = goes["iso3"].value_counts().reindex(names.index, fill_value=0)
    each = [
        phrase(
            "{state} {count} of {things}",
            state=names[iso3],
            count=number,
            things=things,
        )
        for iso3, number in counts.items()
    ]
    told = phrase("What may go, without or with conditions: {each}.", each=listed(each))
    return title, described(title, told)


def _folded(head: str, room: float) -> str:
    """Return a head in lines; in Japanese the state has its own, for it is one word."""
    parts = head.split(" ") if is_japanese() else [head]
    return "\n".join(fold(part, room, 9.5) for part in parts)


def _head(state: str, group: str | None) -> str:
    """Return what stands above a column: the state, and what group it stands for."""
    return phrase("{state}: {group}", state=state, group=word(group)) if group else state
