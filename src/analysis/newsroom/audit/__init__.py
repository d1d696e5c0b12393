"""Any article held against the tables.

Its sourcing, its near-copies, the rules and transfers it mentions, and what to ask of it.
"""

import pandas as pd

from ... import articles, decoding, rules, tables, transfers
from ...periods import day as to_day
from .. import attribution, chains, near_copies
from . import dating, days, forecasts, held, history, notes, repeats, subjects
from .asking import printed, questions, rule_rows

CLOSE = 0.8  # containment from which a known article lends its day of publication
PROVISION_COLUMNS = ["rule_id", "on", "provision_id", "provision", "change"]
PROVISION_COLUMNS += ["status_before", "status_after", "condition_before", "condition_after"]
TRANSFER_COLUMNS = ["transfer_id", "item", "recipient", "status", "decided", "contracted"]
TRANSFER_COLUMNS += ["delivered", "rule_id", "confidence", "source_id"]
IN_FORCE_COLUMNS = ["on", "provision_id", "provision", "status", "rule_id", "since"]
SPOKEN = ["title", "body"]  # roles of paragraphs that belong to the article

__all__ = ["audit"]


def audit(
    html_or_text: str | bytes, url: str | None = None, published: object = None
) -> dict[str, pd.DataFrame]:
    """Return what the tables say of an article. Nothing is fetched, and nothing is judged.

    Parameters
    ----------
    html_or_text : str or bytes
        A page or plain text; bytes are decoded by their own charset statement, else by what they
        look like.
    url : str, optional
        The address of the page.
    published : object, optional
        The day of publication, as `analysis.periods.day` takes it; it counts before what the page
        states. Where neither is given, a near-copy's day is taken, and `article` says so.

    Returns
    -------
    dict of pandas.DataFrame
        `article` (one row), `paragraphs`, `attributions`, `chain`, `copies` (near-copies among
        the known articles), `rules` (rule changes mentioned), `provisions` (what those changed),
        `transfers` (those mentioned), `questions`, `claims` (known claims and misreadings that it
        repeats), `differences` (figures and days that differ from the tables), `forecasts` (what it
        expects, and what the tables record since), `in_force` (what might go where on its day) and
        `notes` (at most eight, ranked, each with grade, source and link). A frame without rows:
        not found by words, dates or fingerprints, which is not the same as not there.

    Raises
    ------
    ValueError
        For a page without an article, a text that is too long or in no known charset, and what is
        no day.

    Examples
    --------
    >>> text = "Title\\n\\nJapan’s Implementation Guidelines changed on 22 December 2023.\\n\\nEnd."
    >>> frames = audit(text, published="2024-03-10")
    >>> "R043" in set(frames["rules"]["rule_id"])
    True
    >>> frames["article"]["published_basis"].tolist()
    ['as given']
    """
    if isinstance(html_or_text, bytes):
        html_or_text = decoding.decode(html_or_text).text
    paragraphs = articles.read(html_or_text, url)
    copies = _copies(paragraphs)
    about = _about(paragraphs.attrs, copies, published)
    day = None if pd.isna(about.at[0, "published"]) else about.at[0, "published"]
    spoken = subjects.sentences(paragraphs)
    matches = subjects.words(spoken["text"])
    dates = days.periods(spoken["text"], day)
    credits = attribution.attributions(paragraphs)
    by_name = subjects.rules(spoken, matches, dates, day)
    mentioned = pd.concat([by_name, dating.told(spoken, dates, day)], ignore_index=True)
    mentioned = dating.without_told(mentioned, spoken, dates)
    moved = subjects.transfers(spoken, matches, dates, day)
    if not subjects.names_japan(spoken["text"]):
        mentioned, moved = mentioned.iloc[:0], moved.iloc[:0]
    changes = rule_rows(mentioned.drop_duplicates(["paragraph", "rule_id"], ignore_index=True))
    frames = {
        "article": about,
        "paragraphs": paragraphs,
        "attributions": credits,
        "chain": chains.chain(credits),
        "copies": copies,
        "rules": changes,
        "provisions": _provisions(changes),
        "transfers": _transfers(moved),
    }
    frames["questions"] = questions(frames, spoken, matches, dates, day)
    frames["claims"] = repeats.repeats(spoken, dates, day)
    differing = [*held.held(frames, spoken, dates), *dating.differences(spoken, dates, day)]
    differing += history.differences(frames, spoken, day)
    frames["differences"] = pd.DataFrame(differing, columns=held.COLUMNS)
    ahead = forecasts.forecasts(frames, spoken, dates)
    frames["forecasts"] = pd.DataFrame(ahead, columns=held.COLUMNS)
    frames["in_force"] = _in_force(day)
    return frames | {"notes": notes.notes(frames)}


def _about(stated: dict, copies: pd.DataFrame, published: object) -> pd.DataFrame:
    """Return one row: title, outlet, language, address, `published`, and on what that rests."""
    near = copies[(copies["containment"] >= CLOSE) & copies["published"].notna()]
    if published is not None:
        day, basis = to_day(published), "as given"
    elif stated.get("published"):
        day, basis = pd.Timestamp(stated["published"]), "as the page states"
    elif len(near):
        day, basis = near["published"].iat[0], f"that of the near-copy {near['article_id'].iat[0]}"
    else:
        day, basis = pd.NaT, "not known"
    row = {name: stated.get(name) for name in ("title", "outlet", "language", "url")}
    return pd.DataFrame([row], dtype="str").assign(
        published=pd.Series([day], dtype="datetime64[us]"), published_basis=basis
    )


def _copies(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per known article of which this is a near-copy, the closest first.

    The columns say how close it is, and how many paragraphs are the same, missing and extra. Last
    come those of which it only quotes a paragraph; how close it is to them is missing.
    """
    this = articles.fingerprint(paragraphs).assign(article_id="")
    pairs = near_copies.similar(pd.concat([tables.read("fingerprints"), this], ignore_index=True))
    pairs = pairs[(pairs["one"] == "") | (pairs["other"] == "")]
    near = pairs.assign(article_id=(pairs["one"] + pairs["other"]).astype("str"))
    quoted = near_copies.quoted(paragraphs, tables.read("paragraphs"))["article_id"]
    others = quoted[~quoted.isin(near["article_id"])].drop_duplicates()
    near = pd.concat([near, pd.DataFrame({"article_id": others})], ignore_index=True)
    columns = ["article_id", "outlet", "title", "published", "source_id"]
    near = near[["article_id", "containment", "similarity"]].merge(
        tables.read("articles")[columns], on="article_id", how="left"
    )
    known = tables.read("paragraphs").query("role in @SPOKEN")
    here = paragraphs.loc[paragraphs["role"].isin(SPOKEN), "sha256"]
    there = [known.loc[known["article_id"] == article, "sha256"] for article in near["article_id"]]
    counts = {
        "same": [int(hashes.isin(here).sum()) for hashes in there],
        "missing": [int((~hashes.isin(here)).sum()) for hashes in there],
        "extra": [int((~here.isin(hashes)).sum()) for hashes in there],
    }
    return near.assign(
        **{name: pd.Series(values, dtype="Int64") for name, values in counts.items()}
    )


def _transfers(mentioned: pd.DataFrame) -> pd.DataFrame:
    """Return the transfers mentioned with what the table says of them.

    `first_delivery` is no more precise than it is known.
    """
    cases = transfers.cases()
    first_delivery = printed(cases["delivered"], cases["delivered_precision"])
    cases = cases[TRANSFER_COLUMNS].assign(first_delivery=first_delivery)
    return mentioned.merge(cases, on="transfer_id", how="left").astype({"status": "str"})


def _in_force(day: pd.Timestamp | None) -> pd.DataFrame:
    """Return what might go where on the article's day, by kind; no row where no day is known."""
    if day is None:
        return pd.DataFrame(columns=IN_FORCE_COLUMNS)
    return rules.in_force(day).assign(on=day)[IN_FORCE_COLUMNS]


def _provisions(changes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per rule change mentioned and provision that it set anew.

    `status_before` and `status_after` are those of the day before and the day itself.
    """
    in_force = changes[["rule_id", "in_force_from"]].dropna().drop_duplicates()
    compared = [
        rules.compare(day - pd.Timedelta(days=1), day).assign(on=day)
        for day in in_force["in_force_from"].unique()
    ]
    if not compared:
        return pd.DataFrame(columns=PROVISION_COLUMNS)
    frame = pd.concat(compared, ignore_index=True)
    frame = frame[frame["rule_id"].isin(in_force["rule_id"])]
    return frame[PROVISION_COLUMNS].reset_index(drop=True)
