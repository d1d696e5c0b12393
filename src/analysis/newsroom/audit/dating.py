"""When rules are said to have changed, and "the first since": held against the rule changes."""

import re

import pandas as pd

from ... import tables
from . import naming
from .subjects import HOW, RULE_COLUMNS, dates_of_rules

SINCE = re.compile(r"since (\d{4})|(\d{4})年以来", re.I)
YEARS = re.compile(r"in (?:the (?:last|past) )?(\w+) years|(?<!\d)(\d{1,4})年ぶり", re.I)
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
TEXT = "Three Principles"
IDEAS = ["Japan", "easing", "lifting", "tightening", "export", "weapons", "restriction", "first"]
IDEAS += ["defence transfer", "arms exports", "Three Principles", "overhaul", "amended", "ban"]
IDEAS += ["setting", "principles", "arms technology", "allowing", "transfer agreement", "signed"]
RECENT = 3  # days up to publication in which a change without a date is sought
BY_DATE = ["date", "change and date"]  # how a rule is told by nothing but its date
MOST = 4  # rule changes that a note names


def differences(spoken: pd.DataFrame, dates: pd.DataFrame, published: object) -> list[dict]:
    """Return notes on sentences that date a change of the rules, or call one the first.

    The keys are those of `held.COLUMNS`; `dates` is what `days.periods` gives for `spoken`.
    """
    named = naming.ideas(spoken["text"]).reindex(columns=IDEAS, fill_value=False)
    on_rules = named["arms exports"] | named["Three Principles"]
    on_rules |= named["export"] & (named["weapons"] | named["defence transfer"])
    on_rules &= ~spoken["text"].duplicated()
    on_rules &= named["Japan"] | ~spoken["text"].str.contains(naming.other_states())
    found = []
    for place in spoken.index[on_rules]:
        text, is_named = spoken.at[place, "text"], named.loc[place]
        here = dates[dates["place"] == place]
        note = _first(text, is_named, published)
        if note is None and not is_named["first"]:
            note = _dated(here, is_named, published)
        if note:
            found.append({"paragraph": spoken.at[place, "paragraph"], "sentence": text} | note)
    return found


def told(spoken: pd.DataFrame, dates: pd.DataFrame, published: object) -> pd.DataFrame:
    """Return the rule changes of which sentences tell in other words, as `subjects.rules` does.

    A sentence says that rules for arms exports were set, changed or eased: meant are the changes
    that fall on its dates; of a sentence that tells of a change without a date, those of the days
    up to publication. A principle or ban of no named kind counts in an article on arms exports.
    """
    columns = [*IDEAS, *naming.states()]
    named = naming.ideas(spoken["text"]).reindex(columns=columns, fill_value=False)
    changed = named[["easing", "lifting", "amended", "overhaul"]].any(axis=1)
    is_set = named["setting"] | named["allowing"]
    is_set &= ~named[["transfer agreement", "signed"]].all(
        axis=1
    )  # with a state: no change of rules
    on_exports = named["arms exports"] | named["export"] & named["restriction"]
    on_exports |= named["defence transfer"] & named["restriction"] | named["arms technology"]
    on_exports |= named["principles"] & (on_exports & named["Japan"]).any()
    foreign = named[naming.states()].any(axis=1)
    foreign |= spoken["text"].str.contains(naming.other_states())
    foreign &= ~named["Japan"]
    rules = changes_of_rules()
    rules = rules[rules["sets"] | rules["text"]]
    if pd.notna(published):
        rules = rules[rules["adopted"] <= published + pd.Timedelta(days=1)]
    rows = []
    for place in spoken.index[(changed | is_set) & on_exports & ~foreign]:
        here = dates[dates["place"] == place]
        spans = list(zip(here["start"], here["end"], here["date_as_printed"], strict=True))
        how = "change and date"
        if not spans and changed[place] and pd.notna(published):
            spans = [(published - pd.Timedelta(days=RECENT), published, "")]
            how = "change, near publication"
        for start, end, printed in spans:
            for rule in rules.loc[rules["adopted"].between(start, end), "rule_id"]:
                row = spoken.loc[place]
                rows.append((row["paragraph"], rule, how, printed, row["text"]))
    return pd.DataFrame(rows, columns=RULE_COLUMNS)


def without_told(
    mentioned: pd.DataFrame, spoken: pd.DataFrame, dates: pd.DataFrame
) -> pd.DataFrame:
    """Return the rules but those of another day of a month that a rule named with it explains.

    "The strategy was adopted in December" tells of no other change of that December. `mentioned`
    has the columns of `subjects.rules`.
    """
    months = dates[dates["precision"].eq("month")].join(spoken["text"], on="place")
    by_date = mentioned[mentioned["how"].isin(BY_DATE)].reset_index()
    spans = by_date.merge(
        months, left_on=["sentence", "matched"], right_on=["text", "date_as_printed"]
    )
    named = mentioned[mentioned["how"].eq(HOW[0])]
    told = named[["sentence", "rule_id"]].merge(dates_of_rules(), on="rule_id")
    own = dates_of_rules().rename(columns={"date": "own"})
    pairs = spans.merge(own, on="rule_id").merge(told[["sentence", "date"]], on="sentence")
    for day in ("own", "date"):
        pairs = pairs[pairs[day].between(pairs["start"], pairs["end"])]
    same = pairs["own"].eq(pairs["date"]).groupby(pairs["index"]).any()
    return mentioned.drop(index=same.index[~same]).reset_index(drop=True)


@tables.cached
def changes_of_rules() -> pd.DataFrame:
    """Return the rule changes that set what may go where, by day of adoption."""
    rules = tables.read("rule_changes")
    sets_status = rules["rule_id"].isin(tables.read("regimes")["rule_id"])
    is_text = rules["title_en"].str.contains("Guidelines amended|Three Principles amended")
    return rules.assign(sets=sets_status, text=is_text).sort_values("adopted")


def _dated(dates: pd.DataFrame, is_named: pd.Series, published: object) -> dict | None:
    """Return a note where rules are said to have been eased and the table has no easing then."""
    eased = is_named["easing"] or is_named["lifting"]
    spans = list(zip(dates["start"], dates["end"], strict=True))
    dates = dates[dates["date_as_printed"].str.contains(r"\d{4}")]
    if not eased or is_named["tightening"] or dates.empty:
        return None
    if pd.notna(published) and dates["start"].min() > published:
        return None
    rules = changes_of_rules()
    easings = rules[rules["sets"] & rules["effect"].astype("str").eq("loosens")]
    if any(easings["adopted"].between(start, end).any() for start, end in spans):
        return None
    start, end = dates["start"].iat[0], dates["end"].iat[0]
    then = rules[rules["adopted"].between(start, end)]
    before = easings[easings["adopted"] < start].tail(1)
    after = easings[easings["adopted"] > end].head(1)
    said = f"Dates it by '{dates['date_as_printed'].iat[0]}'. The table has no easing of what may "
    said += "go where then"
    said += f"; what fell then: {_listed(then)}." if len(then) else "."
    said += f" Next to it: {_listed(pd.concat([before, after]))}."
    return _note(said, then if len(then) else before if len(before) else after)


def _first(text: str, is_named: pd.Series, published: object) -> dict | None:
    """Return a note where a change is called the first since a year and others lie between."""
    is_change = is_named[["easing", "overhaul", "amended", "restriction", "Three Principles"]].any()
    start = _start(text, published)
    if start is None or not is_change or not (is_named["first"] or "ぶり" in text):
        return None
    rules = changes_of_rules()
    rules = rules[rules["text"] & rules["adopted"].gt(start)]
    if pd.notna(published):
        rules = rules[rules["adopted"].le(published)]
    if is_named["Three Principles"]:
        rules = rules[rules["title_en"].str.contains(TEXT)]
    between = rules[rules["adopted"] < rules["adopted"].max()]
    if between.empty:
        return None
    said = f"Since {start:%Y} the table also has {_listed(between)}. The text of the Three "
    said += "Principles itself was first changed on 2023-12-22 (R042). Which of them is meant?"
    return _note(said, between)


def _start(text: str, published: pd.Timestamp | None) -> pd.Timestamp | None:
    """Return the end of the year after which a change is said to be the first."""
    since, years = SINCE.search(text), YEARS.search(text)
    if since:
        return pd.Timestamp(int(since[1] or since[2]), 12, 31)
    if years is None or published is None:
        return None
    word = (years[1] or years[2]).casefold()
    number = NUMBERS.index(word) + 1 if word in NUMBERS else word
    if not str(number).isdigit() or int(number) > 100:
        return None
    return pd.Timestamp(published.year - int(number), 12, 31)


def _listed(rules: pd.DataFrame) -> str:
    rows = rules.head(MOST).to_dict("records")
    return "; ".join(
        f"{row['short_name']} ({row['rule_id']}, {row['adopted']:%Y-%m-%d}, {row['effect']})"
        for row in rows
    )


def _note(said: str, rules: pd.DataFrame) -> dict:
    row = rules.iloc[0]
    return {
        "about": row["rule_id"],
        "note": said,
        "grade": str(row["grade"]),
        "source_id": row["source_id"],
        "page": f"rules/{row['rule_id']}.html",
    }
