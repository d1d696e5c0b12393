"""What an article says of the past, held against the tables: what had been sold, given or barred.

"The first export", "only parts", "banned since the war", "a new law": each is true in a sense
that the record can name.
"""

import re

import pandas as pd

from ... import rules, tables
from . import naming
from .dating import changes_of_rules
from .subjects import states_named

IDEAS = ["Japan", "finished equipment", "first", "second", "export", "only", "parts", "licence"]
IDEAS += ["none so far", "weapons", "military equipment", "arms exports", "lethal", "restriction"]
IDEAS += ["allowing", "since the war", "eighty years", "ban", "pacifist", "constitution", "law"]
IDEAS += [
    "lifting",
    "forecast",
    "a party's step",
    "parliament",
    "adopted",
    "amended",
    "setting",
    "easing",
    "Cabinet decision",
    "not",
]
RECENT = pd.Timedelta(days=60)  # what was signed so shortly before is what the article is on
MOST = 2  # cases of a kind that a note lists
SALE = re.compile(r"\bs(?:ales?|old|ell\w*)\b|売却|販売|売れ|прода", re.I)
OTHER_LAW = re.compile(
    "international law|law enforcement|martial law|rule of law|国際法|外為法"
    r"|міжнародн\w{1,4} прав|международн\w{1,4} прав|[Ww]ithout|bypass|経ず|なしに",
)
BY_GOVERNMENT = ["cabinet decision", "NSC decision", "chief cabinet secretary statement"]
BY_GOVERNMENT += ["prime minister's statement", "ministerial policy"]
FINISHED_ARMS = ["P01", "P02", "P03", "P06"]
FIRST_BAR, WIDER_BAR, FIRST_EXCEPTION = "R004", "R005", "R008"


def differences(
    frames: dict[str, pd.DataFrame], spoken: pd.DataFrame, published: pd.Timestamp | None
) -> list[dict]:
    """Return notes, one dictionary with the keys of `held.COLUMNS` for each.

    `frames` are those of the audit (`rules` and `transfers` are read), `spoken` is what
    `subjects.sentences` gives.
    """
    meant = set(frames["transfers"]["transfer_id"])
    once = spoken[~spoken["text"].duplicated()]
    named = naming.ideas(once["text"]).reindex(columns=IDEAS, fill_value=False)
    on_japan = named["Japan"].groupby(once["paragraph"]).transform("any")
    found = []
    for place, label, text in once[["paragraph", "text"]].itertuples(name=None):
        is_named = named.loc[place]
        notes = [_instrument(frames["rules"], label, text, is_named)]
        if on_japan[place]:
            notes += [_so_far(text, is_named, published, meant), _since_war(is_named)]
            notes.append(_left_open(text, is_named, published))
        found += [{"paragraph": label, "sentence": text} | note for note in notes if note]
    return found


def _so_far(
    text: str, is_named: pd.Series, published: pd.Timestamp | None, meant: set[str]
) -> dict | None:
    """Return what finished equipment had left, where a sentence counts it: first, second, none.

    `meant` are the cases that the article is on.
    """
    if published is None or is_named["lethal"] or not _counts_exports(is_named):
        return None
    cases = tables.read("transfers")
    cases = cases if is_named["second"] else cases[~cases["transfer_id"].isin(meant)]
    if not states_named(text) <= set(cases["recipient_iso3"]):
        return None
    type_ = cases["type"].astype("str")
    before = published - RECENT
    sold = cases[type_.str.startswith("finished equipment") & cases["contracted"].le(before)]
    given = cases[type_.str.match("grant|loan") & cases["provision_id"].notna()]
    given = given[given["delivered"].le(before)]
    if is_named["second"]:
        differs = len(sold) != 1
    else:
        differs = len(sold) > 0 or (len(given) > 0 and not SALE.search(text))
    if not differs:
        return None
    is_left_out = meant & set(tables.read("transfers")["transfer_id"]) - set(cases["transfer_id"])
    beside = "beside what the article is on, " if is_left_out else ""
    said = f"By {published:%Y-%m-%d} the table has finished equipment, {beside}"
    said += f"sold: {_latest(sold, 'contracted')}; given or lent: {_latest(given, 'delivered')}. "
    said += "What is counted here?"
    row = sold.iloc[-1] if len(sold) else given.sort_values("delivered").iloc[-1]
    return _note("finished equipment so far", said, row, f"cases/{row['transfer_id']}.html")


def _counts_exports(is_named: pd.Series) -> bool:
    """Whether a sentence says of exports that they are the first, the second, parts or none."""
    if not is_named["export"]:
        return False
    if is_named["finished equipment"] and is_named[["first", "second"]].any():
        return not is_named["allowing"]
    if is_named["only"] and is_named["parts"]:
        return is_named["Japan"] and not is_named[["licence", "restriction", "allowing"]].any()
    on_arms = is_named[["weapons", "military equipment", "arms exports"]].any()
    return bool(is_named["none so far"] and on_arms and is_named["Japan"])


def _latest(cases: pd.DataFrame, day: str) -> str:
    """Return how many cases there are, and the latest with recipient and day."""
    if cases.empty:
        return "none"
    names = tables.read("countries").set_index("iso3")["name_en"]
    rows = cases.sort_values([day, "transfer_id"]).tail(MOST).to_dict("records")
    parts = []
    for row in rows:
        what = f"{row['item'].split(' (')[0]}, {names[row['recipient_iso3']]}"
        parts.append(f"{what} ({row['transfer_id']}, {row[day]:%Y-%m})")
    head = f"{len(cases)}, the latest " if len(cases) > MOST else ""
    return head + "; ".join(parts)


def _since_war(is_named: pd.Series) -> dict | None:
    """Return from when the record has bars, where a sentence lets them begin with the war."""
    on_exports = is_named["arms exports"] or is_named["export"] and is_named["weapons"]
    on_exports = on_exports or is_named["export"] and is_named["military equipment"]
    begins = is_named["since the war"] and is_named["ban"]
    begins = begins or is_named["eighty years"] and is_named[["ban", "restriction"]].any()
    if not (on_exports and begins) or is_named[["first", "pacifist", "constitution"]].any():
        return None
    changes = tables.read("rule_changes").set_index("rule_id")
    first, wider, exception = (
        f"{changes.at[rule, 'adopted']:%Y-%m-%d}"
        for rule in (FIRST_BAR, WIDER_BAR, FIRST_EXCEPTION)
    )
    said = "Lets the limits begin with the war. The record has three groups of states barred from "
    said += f"{first} ({FIRST_BAR}), in effect all others from {wider} ({WIDER_BAR}), and "
    said += f"exceptions from {exception} on ({FIRST_EXCEPTION})."
    row = changes.loc[WIDER_BAR]
    return _note("limits since the war", said, row, f"rules/{WIDER_BAR}.html")


def _left_open(text: str, is_named: pd.Series, published: pd.Timestamp | None) -> dict | None:
    """Return which finished arms could go before, where a ban on lethal ones has just ended."""
    ended = is_named["lifting"] and (is_named["ban"] or "解禁" in text)
    if published is None or not (ended and is_named["lethal"] and is_named["export"]):
        return None
    if is_named[["not", "forecast", "a party's step"]].any():
        return None
    changes = changes_of_rules()
    eased = changes[changes["sets"] & changes["effect"].astype("str").eq("loosens")]
    eased = eased[eased["adopted"].between(published - RECENT, published)]
    if eased.empty:
        return None
    before = eased["adopted"].iloc[-1] - pd.Timedelta(days=1)
    standing = rules.in_force(before).query("provision_id in @FINISHED_ARMS")
    standing = standing[standing["status"].astype("str").isin(["allowed", "conditional"])]
    if standing.empty:
        return None
    names = tables.read("provisions").set_index("provision_id")["short_name"]
    parts = [
        f"{names[row['provision_id']]} ({row['provision_id']}): {row['status']} since "
        f"{row['since']:%Y-%m-%d} ({row['rule_id']})"
        for row in standing.to_dict("records")
    ]
    said = f"On {before:%Y-%m-%d} the record has of finished arms: {'; '.join(parts)}."
    row = changes.set_index("rule_id").loc[standing["rule_id"].iat[0]]
    return _note("arms that could go before", said, row, f"rules/{standing['rule_id'].iat[0]}.html")


def _instrument(mentioned: pd.DataFrame, label: str, text: str, is_named: pd.Series) -> dict | None:
    """Return what a rule is in law, where a sentence calls it a law or parliament's."""
    done = is_named[["adopted", "amended", "setting", "easing"]].any()
    speaks_of_law = is_named["law"] or is_named["parliament"] and is_named["adopted"]
    if not (speaks_of_law and done) or is_named[["Cabinet decision", "not"]].any():
        return None
    if OTHER_LAW.search(text):
        return None
    here = mentioned[mentioned["sentence"] == text]
    if here.empty and is_named[["law", "parliament"]].all():
        here = mentioned[mentioned["paragraph"] == label]
    here = here[here["how"].str.contains("date|publication")]
    changes = changes_of_rules().query("rule_id in @here.rule_id")
    instruments = changes["instrument"].astype("str")
    if changes.empty or not instruments.isin(BY_GOVERNMENT).all():
        return None
    parts = [
        f"{row['short_name']} ({row['rule_id']}, {row['adopted']:%Y-%m-%d}) as: {row['instrument']}"
        for row in changes.head(MOST).to_dict("records")
    ]
    said = f"Speaks of a law or of parliament. The record has {'; '.join(parts)}. No act of "
    said += "parliament is recorded with it: it is policy under the trade Act (R001)."
    row = changes.iloc[0]
    return _note(f"instrument of {row['rule_id']}", said, row, f"rules/{row['rule_id']}.html")


def _note(about: str, said: str, row: pd.Series, page: str) -> dict:
    ground = {"grade": str(row["grade"]), "source_id": row["source_id"]}
    return {"about": about, "note": said, "page": page} | ground
