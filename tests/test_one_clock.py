"""One clock: a table that is rewritten while a process runs is seen by every function.

The tables are rewritten in a copy of the data folder. What each public function then returns in
this process must be what it returns in a new one, which has kept nothing.
"""

import importlib
import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import tables

ROOT = Path(__file__).parents[1]
TEXT = "A headline\n\nThe officials said so, Yomiuri reported.\n\nReuters was told of another plan."

# Each public function that takes no argument, and some that take simple ones.
CALLS: dict[str, tuple] = {
    "articles.read": (TEXT, "https://www.ukrinform.net/a/b"),
    "claims.agreement": (10,),
    "claims.audited": (),
    "claims.chain": ("C01",),
    "claims.drift": (),
    "claims.heard": ("C01",),
    "claims.known": (),
    "claims.matrix": (),
    "claims.origins": (),
    "claims.state": ("2026-11-20",),
    "claims.verdicts": (),
    "claims.voice": ("YOMIURI",),
    "conclusions.table": (),
    "countries.name": ("UKR",),
    "countries.to_iso3": ("Freedonia", "coerce"),
    "country.cases": ("PHL",),
    "country.gaps": ("PHL",),
    "country.index": (),
    "country.mentioned": ("ITA",),
    "country.money": ("PHL",),
    "country.named": ("Ukraine and Freedonia",),
    "country.rules_naming": ("IDN",),
    "permits.counts": (),
    "permits.reconcile": (),
    "rules.agreement": (50,),
    "rules.assess": ("finished", "2024-04-01", "UKR"),
    "rules.bands": (),
    "rules.codings": (),
    "rules.compare": ("2022-01-01", "2024-04-01"),
    "rules.headlines": (),
    "rules.in_force": ("2024-04-01",),
    "rules.known_until": (),
    "rules.partner_count": ("2014-04-01",),
    "rules.partners": ("2024-04-01",),
    "rules.sensitivity": (),
    "rules.set_by": ("R043",),
    "rules.status": ("P02", "2024-04-01"),
    "rules.timeline": (),
    "sources.as_of": ("rules",),
    "sources.cite": (["ukrinform-3837875"],),
    "sources.register": (),
    "transfers.bridge": (),
    "transfers.case": ("T001",),
    "transfers.cases": (),
    "transfers.nsc_cases": (),
    "transfers.osa": (),
    "transfers.programmes": (),
    "transfers.revisions": ("JPN",),
    "transfers.series": (),
    "transfers.statuses": (),
}
ROOMS = "articles claims conclusions countries newsroom permits reliability rules sources transfers"


def _marked(column: str) -> Callable:
    """Return a change that marks every text of a column."""
    return lambda frame: frame.assign(**{column: frame[column] + "*"})


def _coded(column: str, code: str, step: int = 2) -> Callable:
    """Return a change that gives every second row the same code, or every row."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.copy()
        frame.loc[frame.index[::step], column] = code
        return frame

    return change


def _shifted(column: str, days: int) -> Callable:
    """Return a change that moves every day of a column."""
    return lambda frame: frame.assign(**{column: frame[column] + pd.Timedelta(days=days)})


def _scaled(column: str) -> Callable:
    """Return a change that doubles every number of a column."""
    return lambda frame: frame.assign(**{column: frame[column] * 2})


def _with_freedonia(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the aliases with one more spelling."""
    row = frame.iloc[[0]].assign(alias="Freedonia", iso3="ITA", kind="country", note="")
    return pd.concat([frame, row], ignore_index=True)


CHANGES: dict[str, list[Callable]] = {
    "agreements": [_shifted("signed", -600), _shifted("in_force_from", -600), _marked("title")],
    "aliases": [_with_freedonia],
    "arms_export_series": [_scaled("tiv_million")],
    "attributions": [_marked("credited")],
    "case_statuses": [_coded("counted", "yes")],
    "claims": [_marked("paraphrase")],
    "countries": [_marked("name_en")],
    "evidence": [_marked("note"), _shifted("date", 9), _coded("relation", "contradicts")],
    "nsc_cases": [_marked("item")],
    "outlets": [_marked("name")],
    "permits": [_scaled("count")],
    "programmes": [_marked("programme"), _scaled("amount")],
    "provisions": [_marked("name"), _marked("short_name")],
    "regime_codings": [_coded("status", "conditional")],
    "regimes": [_marked("condition"), _coded("status", "conditional", step=1)],
    "rule_changes": [_marked("title_en"), _coded("effect", "clarifies")],
    "sources": [_marked("publisher")],
    "as_of": [_shifted("as_of", 30)],
    "transfers": [_marked("item"), _shifted("decided", 30), _coded("status", "delivered")],
    "verdicts": [_coded("verdict", "unsupported")],
}
UNMOVED = {"claims.state"}  # it rests on days that the changes leave alone


def _rewrite() -> None:
    """Write every table of `CHANGES` anew, changed."""
    for name, changes in CHANGES.items():
        frame = tables.read(name)
        for change in changes:
            frame = change(frame)
        assert tables.write({name: frame}) == [name]


def _results() -> dict[str, str]:
    """Return what each function of `CALLS` gives, as text; an error is a result too."""
    texts = {}
    for call, arguments in CALLS.items():
        room, name = call.rsplit(".", 1)
        function = getattr(importlib.import_module(f"analysis.{room}"), name)
        try:
            result = function(*arguments)
        except (ValueError, KeyError, IndexError) as error:
            result = error
        is_table = isinstance(result, pd.DataFrame | pd.Series)
        texts[call] = f"{result.to_csv()} {result.attrs}" if is_table else repr(result)
    return texts


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, dict[str, str]]:
    """What every call gives before its tables are rewritten, after, and in a new process."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copy(tables.folder() / "datapackage.json", folder)
    shutil.copytree(tables.folder() / "processed", folder / "processed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "folder", lambda: folder)
        before = _results()
        _rewrite()
        after = _results()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    command = [sys.executable, __file__, str(folder)]
    new = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return {"before": before, "after": after, "new process": json.loads(new.stdout)}


@pytest.mark.parametrize("call", CALLS)
def test_every_function_follows_the_tables(results, call):
    """What a function returns once its tables are rewritten is what a new process returns."""
    assert results["after"][call] == results["new process"][call]
    assert (results["after"][call] != results["before"][call]) or call in UNMOVED


def test_every_function_without_arguments_is_called():
    """A new public function that needs no argument cannot be forgotten here."""
    forgotten = set()
    for room in ROOMS.split():
        module = importlib.import_module(f"analysis.{room}")
        for name in getattr(module, "__all__", None) or vars(module):
            function = getattr(module, name)
            is_own = callable(function) and function.__module__.startswith(f"analysis.{room}")
            if is_own and not name.startswith("_") and not inspect.isclass(function):
                needed = [
                    parameter
                    for parameter in inspect.signature(function).parameters.values()
                    if parameter.default is parameter.empty
                ]
                if not needed:
                    forgotten.add(f"{room}.{name}")
    assert forgotten - set(CALLS) == set()


def test_the_tables_of_the_project_are_not_touched(results):
    """The rewriting stays in the copy."""
    assert not tables.read("sources")["publisher"].str.endswith("*").any()


def test_a_new_description_is_seen_too(tmp_path, monkeypatch):
    """A column that is described anew is typed anew, and what is kept of the tables is dropped."""
    shutil.copytree(tables.folder() / "processed", tmp_path / "processed")
    shutil.copy(tables.folder() / "datapackage.json", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    before = tables.stamp()
    assert not tables.read("sources")["kind"].cat.ordered
    package = tables.package()
    fields = next(table for table in package["resources"] if table["name"] == "sources")["schema"]
    kind = next(field for field in fields["fields"] if field["name"] == "kind")
    kind["ordered"] = True
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert tables.read("sources")["kind"].cat.ordered
    assert tables.stamp() != before


def test_an_older_file_put_back_is_seen(tmp_path, monkeypatch):
    """The clock is not the latest time alone: a table restored with its old time counts too."""
    shutil.copytree(tables.folder() / "processed", tmp_path / "processed")
    shutil.copy(tables.folder() / "datapackage.json", tmp_path)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    before = tables.stamp()
    path = tmp_path / "processed" / "sources.csv"
    os.utime(path, ns=(0, path.stat().st_mtime_ns - 1_000_000_000))
    assert tables.stamp() != before


if __name__ == "__main__":
    home = Path(sys.argv[1])
    tables.folder = lambda: home
    print(json.dumps(_results()))
