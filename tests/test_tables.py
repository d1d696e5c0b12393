"""Reading and writing of processed tables."""

import shutil

import pandas as pd
import pytest

from analysis import tables


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
    assert "added" not in again and not again["name"].eq("changed").any() and not again.attrs


def test_a_file_that_changed_is_read_anew(tmp_path, monkeypatch):
    frame = tables.read("provisions")
    (tmp_path / "processed").mkdir()
    shutil.copy(tables.folder() / "datapackage.json", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    for note in ("first", "second, longer"):
        tables.write({"provisions": frame.assign(name=note)}, tmp_path / "processed")
        assert tables.read("provisions")["name"].eq(note).all()
