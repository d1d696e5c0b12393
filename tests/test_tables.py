"""Reading and writing of processed tables."""

import os
import shutil

import pandas as pd
import pytest

from analysis import claims, permits, rules, tables, transfers
from analysis.tables import descriptors


@pytest.mark.parametrize("name", tables.names())
def test_reading_gives_the_types_of_the_schema(name):
    """Every column has the dtype of its descriptor; codes are ordered where it says so alone."""
    frame = tables.read(name)
    assert list(frame) == [field["name"] for field in tables.fields(name)]
    for field in tables.fields(name):
        dtype = frame[field["name"]].dtype
        enum = field.get("constraints", {}).get("enum")
        if enum:
            assert list(dtype.categories) == enum
            assert dtype.ordered == field.get("ordered", False)
        else:
            kind = {"string": "str", "integer": "Int64", "number": "float64", "date": "datetime64"}[
                field["type"]
            ]
            assert str(dtype).startswith(kind), (field["name"], dtype)


def test_grades_relations_and_statuses_are_ordered_and_nothing_else_is():
    """A vocabulary without rank cannot be compared by mistake."""
    fields = [(name, field) for name in tables.names() for field in tables.fields(name)]
    ordered = {(name, field["name"]) for name, field in fields if field.get("ordered")}
    closed = {(n, field["name"]) for n, field in fields if "enum" in field.get("constraints", {})}
    grades = {(n, c) for n, c in closed if c == "confidence" or c.startswith("grade")}
    statuses = {(n, c) for n, c in closed if c == "status"}
    assert ordered == grades | statuses | {("evidence", "relation")}
    with pytest.raises(TypeError, match="Unordered"):
        tables.read("sources")["kind"] < "wire"  # noqa: B015


@pytest.mark.parametrize("name", tables.names())
def test_writing_what_was_read_changes_no_byte(name, tmp_path):
    """Read and write are inverse, so a table can be loaded, kept and written again without loss."""
    stored = (tables.folder() / tables.resource(name)["path"]).read_bytes()
    assert tables.to_csv(name, tables.read(name)).encode() == stored


def test_unknown_table_is_refused_by_name():
    """The message lists the tables there are."""
    with pytest.raises(ValueError, match=r"'clams'.*claims"):
        tables.read("clams")


def test_write_reports_only_what_changed_and_leaves_nothing_behind(tmp_path):
    """A second write of the same frames touches no file, and no temporary file stays."""
    frames = {"claims": tables.read("claims"), "origins": tables.read("origins")}
    assert tables.write(frames, tmp_path) == ["claims", "origins"]
    assert tables.write(frames, tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "origins.csv"]


def test_a_failing_write_leaves_the_old_tables_whole(tmp_path):
    """When one table cannot be written, none is replaced."""
    frames = {"claims": tables.read("claims"), "origins": tables.read("origins")}
    tables.write(frames, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    broken = {
        "claims": frames["claims"].iloc[:3],
        "origins": frames["origins"].drop(columns="name"),
    }
    with pytest.raises(KeyError):
        tables.write(broken, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_partial_dates_keep_their_precision():
    """A date known to the month is its first day, and the column beside it says so."""
    copies = tables.read("copies").set_index("copy_id")
    assert copies.loc["K24", "published"] == pd.Timestamp("2024-03-01")
    assert copies.loc["K24", "published_precision"] == "month"


def test_a_table_read_again_is_as_written_whatever_was_done_to_the_first():
    first = tables.read("provisions")
    first.loc[:, "name"] = "changed"
    first["added"] = 1
    first.attrs["note"] = "changed"
    again = tables.read("provisions")
    assert "added" not in again and not again["name"].eq("changed").any()
    assert "note" not in again.attrs


def test_a_file_that_changed_is_read_anew(tmp_path, monkeypatch):
    frame = tables.read("provisions")
    (tmp_path / "processed").mkdir()
    shutil.copy(tables.folder() / "datapackage.json", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    for note in ("first", "second, longer"):
        tables.write({"provisions": frame.assign(name=note)}, tmp_path / "processed")
        assert tables.read("provisions")["name"].eq(note).all()


def test_a_stamp_is_of_the_tables_that_it_names(tmp_path, monkeypatch):
    """Of all where none is named; a table that another is written beside keeps its own."""
    shutil.copytree(tables.folder() / "processed", tmp_path / "processed")
    shutil.copy(tables.folder() / "datapackage.json", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    before = [tables.stamp("claims"), tables.stamp("origins"), tables.stamp()]
    os.utime(tmp_path / "processed" / "origins.csv", ns=(1, 1))
    after = [tables.stamp("claims"), tables.stamp("origins"), tables.stamp()]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False]


@pytest.mark.parametrize("name", tables.names())
def test_a_table_is_described_column_by_column(name):
    """Each with what it holds, its type, and its unit, codes and links where it has them."""
    frame = tables.describe(name)
    fields = tables.fields(name)
    assert list(frame) == ["column", "holds", "type", "unit", "values"]
    assert frame["column"].tolist() == [field["name"] for field in fields]
    assert frame["holds"].tolist() == [field["description"] for field in fields]
    for field, unit, values in zip(fields, frame["unit"], frame["values"], strict=True):
        assert field.get("unit") == unit or ("unit" not in field and pd.isna(unit))
        codes = field.get("constraints", {}).get("enum", [])
        assert not codes or values == " | ".join(codes)
    keys = tables.resource(name)["schema"].get("foreignKeys", [])
    single = [key for key in keys if isinstance(key["fields"], str)]
    told = frame.set_index("column")["values"]
    coded = {f["name"] for f in fields if "enum" in f.get("constraints", {}) or "items" in f}
    for key in single:
        if key["fields"] not in coded:
            assert (key["reference"]["resource"] or "this table") in told[key["fields"]]


@pytest.mark.parametrize("name", tables.names())
def test_a_frame_says_whose_it_is(name):
    """Title, source, licence and version, which a copy and a choice of rows keep."""
    frame = tables.read(name)
    about = tables.package()
    for each in (frame, frame.copy(), frame.head(1), tables.describe(name)):
        assert set(each.attrs) == {"title", "source", "licence", "version"}
        assert each.attrs["title"] == tables.resource(name)["title"]
        assert each.attrs["source"].endswith(f", table {name}")
        assert each.attrs["version"] == about["version"]
    assert frame.attrs["licence"].startswith(about["licenses"][0]["title"])
    assert ("SIPRI" in frame.attrs["licence"]) == ("terms" in tables.resource(name))
    assert ("terms" in tables.resource(name)) == (name in ("sipri_register", "arms_export_series"))


def test_a_frame_of_several_tables_says_so():
    """What the subjects return names all its tables, with the terms of each."""
    made = {
        "regimes, rule_changes, provisions": rules.in_force("2024-03-10"),
        "transfers, case_statuses": transfers.cases(),
        "permits, permit_reports": permits.counts(),
    }
    for names, frame in made.items():
        assert frame.attrs["source"].endswith(f", tables {names}")
        assert set(frame.attrs) >= {"title", "source", "licence", "version"}
    assert "SIPRI" in transfers.series().attrs["licence"]
    assert claims.known().attrs["title"] == "The evidence known by a day"


def test_tables_are_written_into_a_folder_that_is_made(tmp_path):
    """With all folders above it."""
    place = tmp_path / "new" / "processed"
    tables.write({"landmarks": tables.read("landmarks")}, place)
    assert (place / "landmarks.csv").read_bytes() == (
        tables.folder() / "processed" / "landmarks.csv"
    ).read_bytes()


def test_a_credit_names_the_first_author_and_licence():
    """The package's own; those who come after it helped."""
    about = {
        "name": "data",
        "version": "2.0",
        "contributors": [{"title": "We"}, {"title": "They"}],
        "licenses": [{"title": "CC BY 4.0"}, {"title": "ODbL"}],
        "resources": [{"name": "polls", "title": "Polls"}],
    }
    credit = descriptors.credits_of(about)["polls"]
    assert (credit["source"], credit["licence"]) == ("We, data, table polls", "CC BY 4.0")
    one = credit | {"source": "We, data, table a", "licence": "CC BY 4.0; terms"}
    both = descriptors.joined([credit, one])
    assert both["source"] == "We, data, tables polls, a"
    assert both["licence"] == "CC BY 4.0; terms"
    assert descriptors.joined([credit]) == credit


def test_yes_and_no_are_read_as_such():
    """And a blank as missing."""
    column = descriptors.typed(pd.Series(["true", None, "false"]), {"type": "boolean"})
    assert column.dtype == "boolean" and column.tolist() == [True, pd.NA, False]
