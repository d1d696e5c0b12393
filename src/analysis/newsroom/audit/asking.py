"""What a careful editor would ask of an article, from the frames of an audit: no verdicts."""

import re

import pandas as pd

from ... import checks, tables
from . import naming
from .subjects import EXACT, dates_of_rules

COLUMNS = ["paragraph", "about", "question", "kind", "row_id"]
PARTS = "parts"
OPEN = ["considered", "under negotiation", "planned"]
GROWTH = ("increased", "boosted", "strengthened", "増", "збільши", "увеличи")
OTHER_GROWTH = re.compile(  # of money or a relation: increased its funding; 予算を増やした
    r"(?:increased|boosted|strengthened)\s(?:[\w’'-]+\s){0,3}?(?:funding|budgets?|spending|outlays?"
    r"|aid|assistance|investments?|ties|cooperation|partnerships?|alliances?|relations)\b"
    r"|(?:予算|支出|資金|投資|防衛費|援助)(?:額|枠)?[をがも][^、。]{0,12}増"
    r"|(?:збільши|увеличи)\w+\s(?:\w+\s){0,2}(?:фінансув|финансир|бюджет|видатк|витрат|расход)",
    re.I,
)
TO_TALK = re.compile(  # agreed to begin talks; 協議の開始で合意した
    r"\bagree\w*\s(?:to|on)\s(?:[\w’'-]+\s){0,6}?(?:talks?|discuss\w*|negotiat\w*|consult\w*"
    r"|stud(?:y|ies)|explore)\b|(?:協議|交渉|検討|対話)[^、。]{0,14}(?:合意|一致)"
    r"|(?:домовил|погодил|договорил|согласил)\w*\s(?:\w+\s){0,4}(?:переговор|обговор|обсуд|обсужд)",
    re.I,
)
FRAME = re.compile(  # under a 2016 agreement; 協定に基づき
    r"\b(?:under|based on|in line with|pursuant to)\s(?:[\w’'-]+\s){0,5}?"
    r"(?:agreements?|deals?|contracts?)\b"
    r"|(?:協定|合意|契約)に(?:基づ|沿)|(?:згідно з|відповідно до|в рамках|у рамках|согласно)\s"
    r"(?:\w+\s){0,2}(?:угод|соглашени)",
    re.I,
)
FORMS = {"month": "%Y-%m", "year": "%Y", "fiscal year": "FY%Y"}
SENTENCES = {  # every question, in one place
    "ahead": (
        "the day of publication, {day:%Y-%m-%d} ({basis}), is later than what was read for the "
        "tables, which go to {as_of:%Y-%m-%d}. Is it right? What changed between is not known here."
    ),
    "undated": (
        "says '{word}'; the table dates no delivery ({about}; status: {status}). What had arrived?"
    ),
    "article undated": (
        "says '{word}'; the first delivery in the table is dated {delivery} ({about}), "
        "and the article's own day is not known. Which came first?"
    ),
    "later": (
        "says '{word}'; the first delivery in the table is dated {delivery} ({about}), "
        "the article {published:%Y-%m-%d}. What had happened by then?"
    ),
    "agreed": (
        "says '{word}'; the table has {about} as {status}. What was agreed, by whom, and when?"
    ),
    "date": (
        "dates '{word}' by '{date}'; the table has no rule change then, "
        "and under that name: {days}. Which day is meant?"
    ),
    "unnamed": (
        "rests on '{source}' alone, who are not named. Who else says so, and is there a document?"
    ),
    "end": "the chain ends with {newsroom}. Was its own report read, and whom does it credit?",
    "copy": (
        "is close to {article_id} (containment {containment:.2f}) and not the same: {missing} of "
        "its paragraphs are missing, {extra} here are others. What was changed, and why?"
    ),
}
Question = tuple[str, str, str, str, str]  # a row of `COLUMNS`


def questions(
    frames: dict[str, pd.DataFrame],
    spoken: pd.DataFrame,
    matches: pd.DataFrame,
    dates: pd.DataFrame,
    published: pd.Timestamp | None,
) -> pd.DataFrame:
    """Return one row per question, in the order of the article.

    The columns are `paragraph` (label; blank for the whole), `about` (ids or names), `question`,
    `kind` (its template) and `row_id` (of the row on which it rests; blank for the article).
    `spoken`, `matches` and `dates` are what `subjects.sentences`, `subjects.words` and
    `days.periods` give.
    """
    rows = [
        *_ahead(frames["article"]),
        *_effects(frames["transfers"], spoken, matches, published),
        *_agreed(frames["transfers"], spoken, matches),
        *_dates(spoken, matches, dates, published),
        *_unnamed(frames["attributions"]),
        *_ends(frames["chain"], frames["attributions"]),
        *_copies(frames["copies"]),
    ]
    labels = frames["paragraphs"]["paragraph"]
    places = {label: place for place, label in enumerate(labels)}
    rows.sort(key=lambda row: places.get(row[0], len(places)))
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _first_words(
    matches: pd.DataFrame, spoken: pd.DataFrame, role: str, column: str
) -> dict[str, str]:
    """Return the first word of a role in each paragraph, or in each sentence (`text`)."""
    rows = matches[matches["role"] == role].join(spoken[column], on="place")
    rows = rows.drop_duplicates(column)
    return dict(zip(rows[column], rows["matched"], strict=True))


def _ahead(article: pd.DataFrame) -> list[Question]:
    """Ask about a day of publication that the tables do not reach: the future, or a slip."""
    day, basis = article.loc[0, ["published", "published_basis"]]
    if pd.isna(day) or day <= checks.as_of():
        return []
    question = SENTENCES["ahead"].format(day=day, basis=basis, as_of=checks.as_of())
    return [("", "day of publication", question, "ahead", "")]


def _effects(
    moved: pd.DataFrame,
    spoken: pd.DataFrame,
    matches: pd.DataFrame,
    published: pd.Timestamp | None,
) -> list[Question]:
    """Ask about "increased" beside a transfer that the table has as delivered later, or never."""
    told = _on_stock(_by_japan(matches, spoken), spoken)
    words = _first_words(told, spoken, "effect", "paragraph")
    rows = []
    moved = moved[moved["paragraph"].isin(words) & ~_on_parts(moved)]
    for row in moved.to_dict("records"):
        if pd.isna(row["delivered"]):
            kind = "undated"
        elif published is None:
            kind = "article undated"
        elif row["delivered"] > published:
            kind = "later"
        else:
            continue
        question = SENTENCES[kind].format(
            word=words[row["paragraph"]],
            about=f"{row['transfer_id']}, {row['item']}, {row['recipient']}",
            status=row["status"],
            delivery=row["first_delivery"],
            published=published,
        )
        rows.append((row["paragraph"], row["transfer_id"], question, kind, row["transfer_id"]))
    return rows


def _on_parts(moved: pd.DataFrame) -> pd.Series:
    """Whether a sentence speaks of parts alone, and the transfer of finished equipment.

    "Gyroscopes for Patriots were exported" tells of no missile.
    """
    if moved.empty:
        return pd.Series(False, moved.index)
    texts = pd.concat([moved["sentence"], moved["item"]], ignore_index=True).fillna("")
    named = naming.ideas(texts).reindex(columns=[PARTS], fill_value=False)[PARTS].to_numpy()
    count = len(moved)
    return pd.Series(named[:count] & ~named[count:], moved.index, dtype="bool")


def _by_japan(matches: pd.DataFrame, spoken: pd.DataFrame) -> pd.DataFrame:
    """Return the matches without effects in which Ukraine or a third state has its part.

    "The West supplied Ukraine" tells of no transfer by Japan.
    """
    effects = matches["role"].eq("effect")
    texts = spoken.loc[matches.loc[effects, "place"].unique(), "text"]
    columns = ["Japan", "Ukraine", "another state"]
    named = naming.ideas(texts).reindex(columns=columns, fill_value=False)
    others = named[columns[1:]].any(axis=1) & ~named["Japan"]
    return matches[~(effects & matches["place"].isin(others.index[others]))]


def _on_stock(matches: pd.DataFrame, spoken: pd.DataFrame) -> pd.DataFrame:
    """Return the matches without effects on money or on relations between states.

    "Japan increased its funding" tells of nothing that has arrived.
    """
    effects = matches["role"].eq("effect")
    texts = spoken.loc[matches.loc[effects, "place"].unique(), "text"]
    elsewhere = texts.map(_has_other_growth).astype("bool")
    grown = matches["matched"].astype("str").str.casefold().str.startswith(GROWTH)
    return matches[~(effects & grown & matches["place"].isin(elsewhere.index[elsewhere]))]


def _has_other_growth(text: str) -> bool:
    return OTHER_GROWTH.search(text) is not None


def _agreed(moved: pd.DataFrame, spoken: pd.DataFrame, matches: pd.DataFrame) -> list[Question]:
    """Ask about "agreed" in the sentence of a transfer that the table knows as talks only.

    To agree on holding talks is to talk, and an agreement under which it would go is another.
    """
    words = _first_words(matches, spoken, "agreed", "text")
    sentences = moved["sentence"].astype("str")
    elsewhere = sentences.str.contains(TO_TALK) | sentences.str.contains(FRAME)
    talks = moved[moved["status"].isin(OPEN) & moved["sentence"].isin(words) & ~elsewhere]
    rows = []
    for row in talks.to_dict("records"):
        question = SENTENCES["agreed"].format(
            word=words[row["sentence"]],
            about=f"{row['transfer_id']} ({row['item']}, {row['recipient']})",
            status=row["status"],
        )
        rows.append((row["paragraph"], row["transfer_id"], question, "agreed", row["transfer_id"]))
    return rows


def _dates(
    spoken: pd.DataFrame,
    matches: pd.DataFrame,
    dates: pd.DataFrame,
    published: pd.Timestamp | None,
) -> list[Question]:
    """Ask about a day or month in a sentence on a rule when the table has no rule change then."""
    rule_dates = dates_of_rules()
    rows = _free_dates(dates, rule_dates["date"].sort_values(), published)
    rows = rows.merge(_days_by_name(matches, rule_dates), on="place").drop_duplicates("place")
    rows = rows[~_of_case(rows)]
    rows = rows.join(spoken["paragraph"], on="place")
    asked = []
    for row in rows.to_dict("records"):
        question = SENTENCES["date"].format(
            word=row["matched"], date=row["date_as_printed"], days=row["days"]
        )
        asked.append((row["paragraph"], row["matched"], question, "date", row["rule_id"]))
    return asked


def _of_case(rows: pd.DataFrame) -> pd.Series:
    """Whether each date is that of an event of a transfer under the rule that is named.

    "Boats were granted under the programme on 15 November" dates the grant.
    """
    cases = tables.read("transfers")[["transfer_id", "rule_id"]].dropna()
    events = tables.read("transfer_events")[["transfer_id", "date"]].merge(cases, on="transfer_id")
    pairs = rows[["rule_id", "start", "end"]].reset_index().merge(events, on="rule_id")
    inside = pairs.loc[pairs["date"].between(pairs["start"], pairs["end"]), "index"]
    return pd.Series(rows.index.isin(inside), rows.index, dtype="bool")


def _free_dates(
    dates: pd.DataFrame, rule_days: pd.Series, published: pd.Timestamp | None
) -> pd.DataFrame:
    """Return the first date of each sentence whose dates, printed with a year, meet no rule."""
    end = published if published is not None else pd.Timestamp.max
    has_year = dates["date_as_printed"].str.contains(r"\d{4}|年")
    rows = dates[dates["precision"].isin(EXACT) & has_year & dates["start"].le(end)]
    first = rule_days.searchsorted(rows["start"], "left")
    is_free = first == rule_days.searchsorted(rows["end"], "right")
    settled = rows.loc[~is_free, "place"]
    return rows[is_free & ~rows["place"].isin(settled)].drop_duplicates("place")


def _days_by_name(matches: pd.DataFrame, rule_dates: pd.DataFrame) -> pd.DataFrame:
    """Return `place`, `matched`, `days` and `rule_id`.

    They are the days known of the rules that a name may mean, and the latest of these rules.
    """
    rules = matches[matches["role"] == "rule"].merge(rule_dates, on="rule_id")
    rules["date"] = rules["date"].dt.strftime("%Y-%m-%d")
    groups = rules.sort_values("date").groupby(["place", "matched"], sort=False)
    return groups.agg(days=("date", _listed), rule_id=("rule_id", "last")).reset_index()


def _listed(days: pd.Series) -> str:
    return ", ".join(sorted(set(days)))


def _unnamed(credits: pd.DataFrame) -> list[Question]:
    """Ask about paragraphs that credit only people without a name."""
    unnamed = credits["kind"].eq("unnamed officials")
    faceless = unnamed | credits["kind"].isin(["outlet", "agency"])  # a newsroom passes it on
    only = faceless.groupby(credits["paragraph"]).transform("all").astype("bool")
    first = credits[only & unnamed].drop_duplicates("paragraph")
    return [
        (label, source, SENTENCES["unnamed"].format(source=source), "unnamed", "")
        for label, source in zip(first["paragraph"], first["source"], strict=True)
    ]


def _ends(chain: pd.DataFrame, credits: pd.DataFrame) -> list[Question]:
    """Ask about newsrooms on which the chain rests without a word on whom they rest.

    The paragraph is the first that credits them by that name.
    """
    first = credits.drop_duplicates("source").set_index("source")["paragraph"]
    last = chain[chain["kind"].isin(["outlet", "agency"]) & ~chain["credited"].isin(chain["by"])]
    own = chain.loc[chain["cue"].isin(["dateline", "copyright"]), "credited"]  # its own copy
    last = last[~last["credited"].isin(own)]
    return [
        (first.get(name, label), name, _end(name), "end", "")
        for label, name in zip(last["paragraph"], last["credited"], strict=True)
    ]


def _end(name: str) -> str:
    return SENTENCES["end"].format(newsroom=name.rstrip("."))


def _copies(copies: pd.DataFrame) -> list[Question]:
    """Ask about near-copies of known articles that are not the same throughout."""
    near = copies[copies["containment"].notna()]
    differ = near[(near["missing"] > 0) | (near["extra"] > 0)]
    return [
        ("", row["article_id"], SENTENCES["copy"].format(**row), "copy", row["article_id"])
        for row in differ.to_dict("records")
    ]


def printed(days: pd.Series, precision: pd.Series) -> pd.Series:
    """Return days as text, no more precise than they are known; blank where missing."""
    forms = [FORMS.get(name, "%Y-%m-%d") for name in precision.astype("str")]
    text = [
        day.strftime(form) if pd.notna(day) else "" for day, form in zip(days, forms, strict=True)
    ]
    return pd.Series(text, days.index, dtype="str")


def rule_rows(mentioned: pd.DataFrame) -> pd.DataFrame:
    """Return the rule changes mentioned with what the table says of them."""
    columns = ["rule_id", "title_en", "instrument", "adopted", "in_force_from", "effect"]
    columns += ["summary", "confidence", "source_id"]
    return mentioned.merge(tables.read("rule_changes")[columns], on="rule_id", how="left")
