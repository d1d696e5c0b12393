"""The tables as they are: complete against the research they were made from, consistent, and valid for other tools."""

import json
import re

import pandas as pd
import pytest
from frictionless import Package, system

from analysis import tables
from analysis.__main__ import frames

IDS = {
    "claims": ("claim_id", [f"C{i:02d}" for i in range(1, 33)]),
    "rule_changes": ("rule_id", [f"R{i:03d}" for i in range(1, 51)]),
    "provisions": ("provision_id", [f"P{i:02d}" for i in range(1, 15)]),
    "transfers": ("transfer_id", [f"T{i:03d}" for i in range(1, 54)]),
    "copies": ("copy_id", [f"K{i:02d}" for i in range(1, 34)]),
    "evidence": ("evidence_id", [f"E{i:03d}" for i in range(1, 167)]),
}


@pytest.mark.parametrize("name", IDS)
def test_no_id_of_the_research_is_lost(name):
    """Ids are stable: rows may be added, none may vanish or be renumbered."""
    column, ids = IDS[name]
    assert set(ids) <= set(tables.read(name)[column])


def test_processed_tables_are_what_the_raw_ones_give():
    """Nobody edited `data/processed/` by hand."""
    for name, frame in frames().items():
        assert (
            tables.to_csv(name, frame).encode()
            == (tables.folder() / tables.resource(name)["path"]).read_bytes()
        ), name


def test_frictionless_finds_the_package_valid():
    """Another tool, reading the same schema, agrees: types, codes, keys and foreign keys."""
    with system.use_context(trusted=True):
        report = Package(str(tables.folder() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_every_column_is_described():
    """The schema is the documentation: each table and column says what it is, each table what one row is."""
    for name in tables.names():
        assert tables.resource(name)["description"].startswith("One row per"), name
        assert all(field["description"].endswith(".") for field in tables.fields(name)), name


def test_no_address_stands_twice_in_the_register():
    """http and https, with and without www, with and without a final slash: one source each."""
    url = (
        tables.read("sources")["url"]
        .str.replace(r"^https?://(www\.)?", "", regex=True)
        .str.rstrip("/")
    )
    assert not url.duplicated().any()


def test_every_source_is_used_or_says_why_it_is_there():
    """A source that no table cites carries a note."""
    cited = set()
    for name in tables.names():
        frame = tables.read(name)
        for column in [c for c in frame if c.startswith("source_id") and name != "sources"]:
            cited |= set(frame[column].dropna())
    register = tables.read("sources")
    assert register.loc[~register["source_id"].isin(cited), "note"].notna().all()


def test_only_changes_stand_in_the_regimes():
    """Two successive standing rows of a provision differ in status, condition or grade."""
    regimes = (
        tables.read("regimes")
        .query("scope == 'standing'")
        .sort_values(["provision_id", "in_force_from"])
    )
    told = regimes[["provision_id", "status", "condition", "confidence"]].astype(str)
    assert not (told == told.shift()).all(axis=1).any()


def test_verdicts_cite_evidence_of_their_own_claim():
    """Every id exists, belongs to the claim, and for `then` was public by the article's day."""
    verdicts, evidence = tables.read("verdicts"), tables.read("evidence").set_index("evidence_id")
    published = (
        tables.read("articles").set_index("article_id").loc["ukrinform-3837875", "published"]
    )
    cited = (
        verdicts.assign(evidence_id=verdicts["evidence_ids"].str.split(";"))
        .explode("evidence_id")
        .dropna(subset=["evidence_id"])
    )
    rows = evidence.loc[cited["evidence_id"]]
    assert (rows["claim_id"].array == cited["claim_id"].array).all()
    then = rows[(cited["known_by"] == "then").array]
    assert (then["date"] <= published).all()


def test_a_claim_is_supported_only_by_an_independent_origin_or_a_primary_text():
    """And every claim misleading by timing names the date of which it is true."""
    verdicts, evidence = tables.read("verdicts"), tables.read("evidence")
    primary = (
        tables.read("sources")
        .set_index("source_id")["kind"]
        .astype(str)
        .isin(["primary government", "law text"])
    )
    kinds = tables.read("claims").set_index("claim_id")["claim_type"].astype(str)
    good = evidence[
        (evidence["relation"].isin(["supports", "partly supports"]))
        & ((evidence["independent"] == "yes") | evidence["source_id"].map(primary))
    ]
    supported = verdicts[
        verdicts["verdict"].isin(["supported"])
        & ~verdicts["claim_id"].map(kinds).isin(["attribution"])
    ]
    for claim, ids in supported[["claim_id", "evidence_ids"]].itertuples(index=False):
        assert set(ids.split(";")) & set(good["evidence_id"]), claim
    assert verdicts.loc[verdicts["verdict"] == "misleading by timing", "true_of"].notna().all()


def test_printed_parts_of_the_permits_add_up():
    """Heads add up to the total, sub-heads to their head, wherever all of them were read."""
    permits = tables.read("permits")
    heads = permits.query("level == 1").groupby("fiscal_year")["count"].sum(min_count=1)
    total = permits.query("level == 0").set_index("fiscal_year")["count"]
    full = heads.dropna().index
    assert len(full) >= 4 and (heads[full] == total[full]).all()


def test_blank_is_not_zero():
    """A year whose report was not found has a blank total, and no category row."""
    permits = tables.read("permits")
    lost = permits[permits["basis"] == "not found"]
    assert len(lost) and lost["count"].isna().all() and (lost["category"] == "total").all()


def test_no_row_begins_like_a_formula():
    """A spreadsheet that opens a table runs nothing."""
    for path in sorted((tables.folder() / "processed").glob("*.csv")):
        cells = pd.read_csv(path, dtype="str", keep_default_na=False).to_numpy().ravel()
        risky = [cell for cell in cells if re.match(r"[=+@\t]|-(?!\d)", cell)]
        assert not risky, (path.name, risky[:3])


def test_the_schema_is_kept_tidy():
    """The data package is stored as its own tools would write it, so that a change is a small diff."""
    text = (tables.folder() / "datapackage.json").read_text("utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
