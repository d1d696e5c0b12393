"""What the tables say of one country: agreement, cases, money, assistance, rules, open points.

A country counts as *named* in a text where one of its English names stands there as whole words.
"""

import re

import pandas as pd

from . import countries, tables, transfers
from .rules import partners
from .tables.credits import credited

AGREEMENT = ["in force", "signed", "not found"]
# What a case's day is taken from, in this order: the first that is known
DAYS = [*transfers.STAGES, "latest"]


@credited(
    "The countries of the record", "transfers", "programmes", "agreements", "nsc_cases", "countries"
)
def index() -> pd.DataFrame:
    """Return the countries with which the tables deal: partners, recipients, countries assisted.

    Returns
    -------
    pandas.DataFrame
        One row per country, by name: iso3, country, `agreement` (in force, signed: no source that
        was read gives the entry into force, not found), `signed` (the signature of the agreement
        in force, without one the first signature; missing without an agreement), `cases` (all
        rows of `transfers` that go there) and `counted` (those decided or agreed).

    Examples
    --------
    >>> index().set_index("iso3").loc[["AUS", "NZL"], "agreement"].tolist()
    ['in force', 'not found']

    Of the notes with the United States, those of 2006 are known to be in force.

    >>> int(index().set_index("iso3").loc["USA", "signed"].year)
    2006
    """
    by_recipient = transfers.cases().groupby("recipient_iso3")
    counts = pd.DataFrame({"cases": by_recipient.size(), "counted": by_recipient["counted"].sum()})
    codes = pd.Series(sorted(_codes()), name="iso3")
    frame = codes.to_frame().assign(country=countries.name(codes))
    frame = frame.join(counts, on="iso3").fillna({"cases": 0, "counted": 0})
    partner = partners("2099-12-31").set_index("iso3")[["in_force", "signed"]]
    frame = frame.join(partner, on="iso3")
    in_force = tables.read("agreements").dropna(subset="in_force_from")
    signatures = in_force.groupby("iso3")["signed"].min()
    frame["signed"] = frame["iso3"].map(signatures).fillna(frame["signed"])
    states = {"yes": "in force", "unknown": "signed", "no": "signed"}
    agreement = frame["in_force"].astype("str").map(states).fillna("not found")
    frame["agreement"] = pd.Categorical(agreement, AGREEMENT, ordered=True)
    columns = ["iso3", "country", "agreement", "signed", "cases", "counted"]
    frame = frame.astype({"cases": "int64", "counted": "int64"})[columns]
    return frame.sort_values("country", ignore_index=True)


@credited("The cases of a country", "transfers", "case_statuses")
def cases(iso3: str) -> pd.DataFrame:
    """Return the cases of one country, newest first.

    Parameters
    ----------
    iso3 : str
        A code of `index`.

    Returns
    -------
    pandas.DataFrame
        One row per case that goes there: the columns of `transfers.cases`, `day` (decided, or
        else contracted, delivered, or the latest event; missing where no source dates any),
        `day_precision` and `day_of` (which of these it is).

    Raises
    ------
    ValueError
        For another code; the known ones are listed.

    Examples
    --------
    >>> patriots = cases("USA").set_index("transfer_id").loc["T022"]
    >>> f"{patriots['day']:%Y-%m-%d}", patriots["day_of"]
    ('2023-12-22', 'decided')
    """
    code = _known(iso3)
    frame = _dated_cases()
    frame = frame[frame["recipient_iso3"] == code]
    return frame.sort_values(["day", "transfer_id"], ascending=False, ignore_index=True)


def mentioned(iso3: str) -> pd.DataFrame:
    """Return the cases that go elsewhere and name one country.

    Parameters
    ----------
    iso3 : str
        A code of `index`.

    Returns
    -------
    pandas.DataFrame
        One row per case, newest first, with the columns of `cases`: the country stands in the
        recipient as printed, in the item or in the remark on it.

    Raises
    ------
    ValueError
        For another code; the known ones are listed.

    Examples
    --------
    Britain and Italy build a fighter with Japan; its rows go to Britain.

    >>> mentioned("ITA")["recipient"].unique().tolist()
    ['United Kingdom']
    """
    code = _known(iso3)
    frame = _dated_cases()
    frame = frame[frame["recipient_iso3"] != code]
    texts = _texts_of_cases()[frame.index]
    named = texts.str.contains(_pattern(code)) | texts.str.contains(rf"\b{code}\b")
    frame = frame[named]
    return frame.sort_values(["day", "transfer_id"], ascending=False, ignore_index=True)


def money(iso3: str) -> pd.DataFrame:
    """Return what the sums of the counted cases of one country add up to, by kind of sum.

    Kinds and currencies are never added to one another: a ceiling of a grant, a contract and a
    rent a year are different things.

    Parameters
    ----------
    iso3 : str
        A code of `index`.

    Returns
    -------
    pandas.DataFrame
        One row per kind of sum and currency: `value_kind`, `currency`, `value` (their sum, in
        units of the currency), `cases` (rows added), and `unsaid` (counted cases of that country
        for which no source that was read gives a sum; the same in every row).

    Raises
    ------
    ValueError
        For another code; the known ones are listed.

    Examples
    --------
    >>> sums = money("PHL").set_index("value_kind")
    >>> int(sums.loc["grant ceiling", "value"]), int(sums.loc["grant ceiling", "cases"])
    (3100000000, 3)
    """
    code = _known(iso3)
    frame = transfers.cases()
    frame = frame[(frame["recipient_iso3"] == code) & frame["counted"]]
    unsaid = int(frame["value"].isna().sum())
    kinds = frame.dropna(subset=["value", "value_kind"]).astype({"value_kind": "str"})
    kinds = kinds.astype({"currency": "str"}).groupby(["value_kind", "currency"])["value"]
    sums = pd.DataFrame({"value": kinds.sum(), "cases": kinds.size()}).reset_index()
    return sums.assign(unsaid=unsaid)


def rules_naming(iso3: str) -> pd.DataFrame:
    """Return the rule changes whose title or summary names one country, oldest first.

    Parameters
    ----------
    iso3 : str
        A code of `index`.

    Returns
    -------
    pandas.DataFrame
        Rows of `rule_changes`.

    Raises
    ------
    ValueError
        For another code; the known ones are listed.

    Examples
    --------
    >>> rules_naming("IDN")["short_name"].tolist()
    ['Patrol boats for Indonesia']
    """
    pattern = _pattern(_known(iso3))
    frame = tables.read("rule_changes")
    texts = frame["title_en"] + " " + frame["short_name"] + " " + frame["summary"]
    return frame[texts.str.contains(pattern)].sort_values(["adopted", "rule_id"], ignore_index=True)


def gaps(iso3: str) -> pd.DataFrame:
    """Return what was looked for on one country and not found.

    Parameters
    ----------
    iso3 : str
        A code of `index`.

    Returns
    -------
    pandas.DataFrame
        Rows of `gaps` that name the country in what was looked for or found instead, or that a
        remark on one of its cases names by id.

    Raises
    ------
    ValueError
        For another code; the known ones are listed.

    Examples
    --------
    >>> "N54" in gaps("PHL")["gap_id"].tolist()
    True
    """
    code = _known(iso3)
    frame = tables.read("gaps")
    texts = frame["looked_for"] + " " + frame["found"].fillna("")
    remarks = " ".join(cases(code)["note"].dropna())
    cited = frame["gap_id"].isin(re.findall(r"\bN\d\d\b", remarks))
    return frame[texts.str.contains(_pattern(code)) | cited].reset_index(drop=True)


def named(text: str) -> list[str]:
    """Return the countries of `index` that a text names.

    Parameters
    ----------
    text : str
        English text; adjectives ("Japanese", "American") and capitals name no country here.

    Returns
    -------
    list of str
        Codes, in alphabetical order.

    Examples
    --------
    >>> named("The Patriots go to the US, not to Ukraine, for US$20m.")
    ['UKR', 'USA']
    """
    return [code for code in sorted(_codes()) if re.search(_pattern(code), text)]


def _known(iso3: str) -> str:
    """Return a code that `index` has; another is refused with the known ones."""
    return tables.one_of(iso3, sorted(_codes()), "country")


@tables.cached
def _codes() -> set[str]:
    """Return the codes of the countries with which the tables deal."""
    recipients = tables.read("programmes")["recipients"].dropna().str.split(";").explode()
    codes = [
        tables.read("transfers")["recipient_iso3"],
        tables.read("agreements")["iso3"],
        tables.read("nsc_cases")["recipient_iso3"],
        recipients,
    ]
    return set(pd.concat(codes).dropna().astype("str"))


@tables.cached
def _pattern(code: str) -> str:
    """Return a pattern for the English names of a country, as whole words: "the UK's", no "US$"."""
    aliases = tables.read("aliases")
    is_name = (aliases["iso3"] == code) & aliases["language"].isin(["en", "any"])
    names = [countries.name(code), *aliases.loc[is_name, "alias"]]
    longest_first = sorted(set(names), key=len, reverse=True)
    return rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w$])"


@tables.cached
def _texts_of_cases() -> pd.Series:
    """Return what each case says of countries: the recipient as printed, the item, the remark."""
    texts = transfers.cases()[["recipient_as_printed", "item", "note"]].fillna("")
    return texts.agg(" ".join, axis="columns")


@tables.cached
def _dated_cases() -> pd.DataFrame:
    """Return all cases with the day they are listed by: `day`, `day_precision` and `day_of`."""
    frame = transfers.cases()
    events = tables.read("transfer_events").dropna(subset="date").sort_values("date")
    latest = events.drop_duplicates("transfer_id", keep="last").set_index("transfer_id")
    frame = frame.assign(
        latest=frame["transfer_id"].map(latest["date"]),
        latest_precision=frame["transfer_id"].map(latest["date_precision"].astype("str")),
    )
    known = frame[DAYS].notna()
    first = known.idxmax(axis="columns").where(known.any(axis="columns"))
    frame = frame.assign(day=pd.NaT, day_precision=None, day_of=first)
    for name in DAYS:
        rows = first == name
        frame.loc[rows, "day"] = frame.loc[rows, name]
        frame.loc[rows, "day_precision"] = frame.loc[rows, f"{name}_precision"].astype("str")
    return frame.drop(columns=["latest", "latest_precision"])
