"""Rules of the codebook that no schema can say: what must stand together, and what must add up."""

from collections.abc import Iterator

import pandas as pd

from .. import countries, tables
from .faults import Fault

Frames = dict[str, pd.DataFrame]
KANA = "[ぁ-ゖァ-ヺー・]+"


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of all rules below, given all raw tables, typed, indexed by row."""
    return [fault for rule in RULES for fault in rule(frames)]


def _claims(frames: Frames) -> Iterator[Fault]:
    """A claim has its chain; one of a published article has its two verdicts as well."""
    claims, verdicts = frames["claims"], frames["verdicts"]
    published = frames["articles"].dropna(subset=["source_id"])["article_id"]
    settled = verdicts[verdicts["coder"] == "settled"]
    for row, claim, article in claims[["claim_id", "article_id"]].dropna().itertuples():
        if not (frames["attributions"]["claim_id"] == claim).any():
            yield Fault("claims", row, "claim_id", claim, _lacks("no chain", "attributions"))
        for side in ("then", "now"):
            coded = (settled["claim_id"] == claim) & (settled["known_by"] == side)
            if article in set(published) and not coded.any():
                what = f"no settled verdict known by `{side}`"
                yield Fault("claims", row, "claim_id", claim, _lacks(what, "verdicts"))


def _lacks(what: str, table: str) -> str:
    return f"has {what}; add a row to {tables.raw(table)}"


def _numbered(frames: Frames) -> Iterator[Fault]:
    """The links of a chain, and the sources of one side, are counted from 1 without a hole."""
    for table, group in (
        ("attributions", ["claim_id"]),
        ("conflict_values", ["conflict_id", "side"]),
    ):
        rows = frames[table].dropna(subset=[*group, "position"])
        for _, members in rows.groupby(group, observed=True):
            count = len(members)
            for row, position in members["position"].items():
                if position > count:
                    advice = f"is beyond the {count} there are; count from 1 without a hole"
                    yield Fault(table, row, "position", position, advice)


def _settled(frames: Frames) -> pd.DataFrame:
    """Return the verdicts that stand; the codings they were settled from are kept as received."""
    verdicts = frames["verdicts"]
    return verdicts[verdicts["coder"] == "settled"]


def _rulings(frames: Frames) -> Iterator[Fault]:
    """Where coders differ a ruling says which verdict stands; where none does, theirs stands."""
    cell = ["claim_id", "known_by"]
    verdicts = frames["verdicts"].astype({"known_by": "str", "verdict": "str", "coder": "str"})
    rulings = frames["verdict_rulings"].astype({"known_by": "str", "ruling": "str"})
    ruled = rulings.set_index(cell)["ruling"]
    for key, rows in verdicts.dropna(subset=cell).groupby(cell):
        coded = set(rows.loc[rows["coder"] != "settled", "verdict"])
        settled = rows.loc[rows["coder"] == "settled", "verdict"]
        stands = {ruled[key]} if key in ruled.index else coded
        place = ("verdicts", rows.index[0], "+".join(cell), " + ".join(key))
        if len(stands) > 1:
            yield Fault(*place, _lacks("codings that differ and no ruling", "verdict_rulings"))
        elif len(settled) and stands and set(settled) != stands:
            advice = f"is settled as {settled.iloc[0]}, but {stands.pop()} stands; mend one"
            yield Fault(*place, advice)


def _cited(frames: Frames) -> pd.DataFrame:
    """Return one row per settled verdict × evidence that it names and that there is."""
    verdicts = _settled(frames).rename_axis("row").reset_index()
    verdicts["evidence_id"] = verdicts["evidence_ids"].str.split(";")
    cited = verdicts.explode("evidence_id").dropna(subset=["evidence_id"])
    evidence = frames["evidence"].dropna(subset=["evidence_id"]).drop_duplicates("evidence_id")
    cited = cited.merge(evidence, on="evidence_id", suffixes=("", "_of_evidence"))
    sources = frames["sources"].drop_duplicates("source_id").set_index("source_id")
    return cited.assign(
        source_kind=cited["source_id"].map(sources["kind"].astype("str")),
        public=cited["source_id"].map(sources["published"]),
    )


def _verdict_evidence(frames: Frames) -> Iterator[Fault]:
    """A verdict names evidence of its own claim, and `then` only what was public by that day."""
    claims = frames["claims"].drop_duplicates("claim_id").set_index("claim_id")
    articles = frames["articles"].drop_duplicates("article_id").set_index("article_id")
    days = claims["article_id"].map(articles["published"])
    for cited in _cited(frames).itertuples():
        if cited.claim_id != cited.claim_id_of_evidence:
            advice = (
                f"is evidence of {cited.claim_id_of_evidence}, not of {cited.claim_id}; mend it"
            )
            yield Fault("verdicts", cited.row, "evidence_ids", cited.evidence_id, advice)
        day = days.get(cited.claim_id, pd.NaT)
        if cited.known_by == "then" and not cited.public <= day:
            advice = f"was not public by {day}, the article's day; take it out of this verdict"
            advice = advice.replace(" 00:00:00", "")
            yield Fault("verdicts", cited.row, "evidence_ids", cited.evidence_id, advice)


def _verdict_grounds(frames: Frames) -> Iterator[Fault]:
    """*Supported* rests on an independent origin or a primary text; *by timing* names its time."""
    cited, verdicts = _cited(frames), _settled(frames)
    supporting = cited["relation"].isin(["supports", "partly supports"])
    primary = cited["source_kind"].isin(["primary government", "law text"])
    good = set(cited.loc[supporting & ((cited["independent"] == "yes") | primary), "row"])
    types = frames["claims"].drop_duplicates("claim_id").set_index("claim_id")["claim_type"]
    attributions = verdicts["claim_id"].map(types.astype("str")) == "attribution"
    supported = verdicts[(verdicts["verdict"] == "supported") & ~attributions]
    for row in supported.index.difference(list(good)):
        advice = (
            "rests on no independent origin and no primary text that supports the claim; "
            "name one in evidence_ids, or choose another verdict"
        )
        yield Fault("verdicts", row, "verdict", "supported", advice)
    timing = verdicts["verdict"] == "misleading by timing"
    for row in verdicts.index[timing & verdicts["true_of"].isna()]:
        advice = "is empty, but the verdict is `misleading by timing`; name the time"
        yield Fault("verdicts", row, "true_of", "", advice)


def _regimes(frames: Frames) -> Iterator[Fault]:
    """Each kind of transfer has a status, and only changes of it stand in the regimes."""
    regimes = frames["regimes"]
    for row, provision in frames["provisions"]["provision_id"].dropna().items():
        if not (regimes["provision_id"] == provision).any():
            yield Fault(
                "provisions", row, "provision_id", provision, _lacks("no status", "regimes")
            )
    rules = frames["rule_changes"].drop_duplicates("rule_id").set_index("rule_id")
    days = regimes["rule_id"].map(rules["in_force_from"])
    standing = regimes[regimes["scope"] == "standing"].assign(day=days)
    standing = standing.sort_values(["provision_id", "day"])
    said = standing[["provision_id", "status", "condition", "confidence"]].astype("str")
    same = (said == said.shift()).all(axis=1)
    for row, rule in standing.loc[same, "rule_id"].items():
        advice = "changes neither status nor condition nor grade; take the row out, or mend it"
        yield Fault("regimes", row, "rule_id", rule, advice)


def _codings(frames: Frames) -> Iterator[Fault]:
    """Both coders coded each cell; the disagreements hold the cells on which they differ."""
    cell = ["regime_id", "provision_id"]
    codings, disagreements = frames["regime_codings"], frames["regime_disagreements"]
    differing = set()
    for key, rows in codings.dropna(subset=cell).groupby(cell):
        if rows["coder"].nunique() < 2:
            advice = "was coded once; add the other coder's row"
            yield Fault("regime_codings", rows.index[0], "+".join(cell), " + ".join(key), advice)
        elif rows["status"].nunique() > 1:
            differing.add(key)
            if not (disagreements[cell] == list(key)).all(axis=1).any():
                advice = _lacks("two different codes and no ruling", "regime_disagreements")
                place = ("regime_codings", rows.index[0], "+".join(cell), " + ".join(key))
                yield Fault(*place, advice)
    for row, *key in disagreements[cell].dropna().itertuples():
        if tuple(key) not in differing:
            advice = "is no cell on which the codings differ; take the row out, or mend it"
            yield Fault("regime_disagreements", row, "+".join(cell), " + ".join(key), advice)


def _conflicts(frames: Frames) -> Iterator[Fault]:
    """A conflict has both its sides."""
    values = frames["conflict_values"].dropna(subset=["side"])
    sides = values.groupby("conflict_id")["side"].nunique()
    for row, conflict in frames["conflicts"]["conflict_id"].dropna().items():
        if sides.get(conflict, 0) < 2:
            advice = _lacks("not both sides (a, b)", "conflict_values")
            yield Fault("conflicts", row, "conflict_id", conflict, advice)


def _permits(frames: Frames) -> Iterator[Fault]:
    """Each report has its total; *not found* is blank, not zero; heads add up to their total."""
    permits = frames["permits"]
    total = permits[permits["category"] == "total"].drop_duplicates("fiscal_year")
    for row, year in frames["permit_reports"]["fiscal_year"].dropna().items():
        if not (total["fiscal_year"] == year).any():
            advice = _lacks("no row of the category `total`", "permits")
            yield Fault("permit_reports", row, "fiscal_year", year, advice)
    for row in permits.index[(permits["basis"] == "not found") & permits["count"].notna()]:
        advice = "stands beside the basis `not found`; leave it blank"
        yield Fault("permits", row, "count", permits.at[row, "count"], advice)
    lost = (permits["basis"] == "not found") & (permits["category"] != "total")
    for row in permits.index[lost]:
        advice = "was not found; only a total that was not found has a row"
        yield Fault("permits", row, "category", permits.at[row, "category"], advice)
    heads = permits[permits["level"] == 1].groupby("fiscal_year")["count"].sum(min_count=1)
    topics = frames["conflicts"]["topic"].str.extract(r"\bFY(\d{4})\b.*\bparts\b")[0].dropna()
    for row, year, count in total[["fiscal_year", "count"]].dropna().itertuples():
        added = heads.get(year, pd.NA)
        if pd.notna(added) and added < count and str(year) not in set(topics):
            advice = f"is more than the heads of FY{year}, which add up to {added}; mend one"
            yield Fault("permits", row, "count", count, advice)


def _sources(frames: Frames) -> Iterator[Fault]:
    """No page stands twice in the register; what no table cites says why it is there."""
    sources = frames["sources"]
    pages = sources["url"].dropna().str.replace(r"^https?://(www\.)?", "", regex=True)
    pages = pages.str.rstrip("/")
    exact = sources["url"].duplicated(keep=False)
    for row in pages.index[pages.duplicated() & ~exact.reindex(pages.index)]:
        advice = "is a page that is there already (with another http, www or slash); keep one row"
        yield Fault("sources", row, "url", sources.at[row, "url"], advice)
    cited: set[str] = set()
    for name, frame in frames.items():
        if name != "sources":
            for column in frame.columns[frame.columns.str.startswith("source_id")]:
                cited |= set(frame[column].dropna())
    unused = sources["source_id"].notna() & ~sources["source_id"].isin(cited)
    for row in sources.index[unused & sources["note"].isna()]:
        advice = "is empty, and no table cites this source; say what it was read for"
        yield Fault("sources", row, "note", "", advice)


def _reach(frames: Frames) -> Iterator[Fault]:
    """What stands in a table was read by the day that reading reached on its subject."""
    reach = frames["as_of"].dropna(subset=["covers", "as_of"])
    for row, columns, day in reach[["covers", "as_of"]].itertuples():
        for covered in columns.split(";"):
            table, _, column = covered.partition(".")
            if column not in frames.get(table, pd.DataFrame()):
                yield Fault("as_of", row, "covers", covered, "is no column of a table; mend it")
            elif frames[table][column].max() > day:
                newest = f"{frames[table][column].max():%Y-%m-%d}"
                advice = f"is before {newest}, which stands in {covered}; reading reached that day"
                yield Fault("as_of", row, "as_of", f"{day:%Y-%m-%d}", advice)


def _aliases(frames: Frames) -> Iterator[Fault]:
    """A spelling has a code where it names a country, and nowhere else."""
    aliases = frames["aliases"].dropna(subset=["kind"])
    country = aliases["kind"] == "country"
    for row in aliases.index[country & aliases["iso3"].isna()]:
        yield Fault("aliases", row, "iso3", "", "is empty, but the kind is `country`; fill it")
    for row, code in aliases.loc[~country, "iso3"].dropna().items():
        yield Fault(
            "aliases", row, "iso3", code, "stands beside what is no country; leave it blank"
        )


def _spellings(frames: Frames) -> Iterator[Fault]:
    """No alias is a spelling already, in `countries` or further up, however it is written."""
    aliases = frames["aliases"]["alias"].dropna()
    names = (
        frames["countries"]
        .melt("iso3", ["name_en", "name_ja"])["value"]
        .dropna()
        .map(countries.folded)
    )
    keys = aliases.map(countries.folded)
    for row, alias in aliases[keys.duplicated(keep="first") | keys.isin(names)].items():
        advice = "is a spelling that is there already (in countries or above); take it out"
        yield Fault("aliases", row, "alias", alias, advice)


def _readings(frames: Frames) -> Iterator[Fault]:
    """A country whose Japanese name is not all kana has its reading; one in kana has none."""
    rows = frames["countries"].dropna(subset="name_ja")
    in_kana = rows["name_ja"].str.fullmatch(KANA)
    for row, name in rows.loc[~in_kana & rows["reading"].isna(), "name_ja"].items():
        advice = f"is empty, but {name} is not all kana; write how it is read, in kana"
        yield Fault("countries", row, "reading", "", advice)
    for row, reading in rows.loc[in_kana, "reading"].dropna().items():
        advice = "repeats a name that is kana already; leave it blank"
        yield Fault("countries", row, "reading", reading, advice)


RULES = (
    _claims,
    _numbered,
    _verdict_evidence,
    _verdict_grounds,
    _rulings,
    _regimes,
    _codings,
    _conflicts,
    _permits,
    _sources,
    _reach,
    _aliases,
    _spellings,
    _readings,
)
