"""The tables as built: complete against the research, what the raw ones give, valid for others."""

import json

import pytest
from frictionless import Package, system

from analysis import tables

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


def test_processed_tables_are_what_the_raw_ones_give(made):
    """Nobody edited `data/processed/` by hand."""
    for name, frame in made.items():
        assert (
            tables.to_csv(name, frame).encode()
            == (tables.folder() / tables.resource(name)["path"]).read_bytes()
        ), name


def test_frictionless_finds_the_package_valid():
    """Another tool, reading the same schema, agrees: types, codes, keys and foreign keys."""
    with system.use_context(trusted=True):
        report = Package(str(tables.folder() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_the_schema_is_kept_tidy():
    """The data package is stored as `json` would write it, so that a change is a small diff."""
    text = (tables.folder() / "datapackage.json").read_text("utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
