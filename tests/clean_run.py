"""The checks of a table with a slip, in a tenth of the time: what the slip does not touch is kept.

A run over the clean tables keeps what each check found and which tables it read for that. A later
run takes it from there where these tables are the same objects, and else works it out.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import __main__ as pipeline
from analysis import checks, citations, countries
from analysis.checks import (
    cases,
    completeness,
    consistency,
    files,
    order,
    printed,
    relations,
    schema,
    translated,
)
from analysis.citations import about, forms
from analysis.rules import agreeing, codes_held, coverage

NAMES = object()  # stands for the names of all tables, where a check goes through them
STEPS = {  # functions that are called by their modules' names
    schema: ["typed"],
    relations: ["_keys", "_lists", "_link", "_circles"],
    order: ["_early", "_late"],
    printed: ["_spellings"],
    countries: ["spellings"],
    forms: ["faults_of"],
    about: ["names"],
    citations: ["derived"],
    coverage: "_decisions _idle _kinds _conditions _exemptions _values _facts _items".split()
    + ["_programmes"],
    agreeing: ["faults"],
    codes_held: ["faults"],
    translated: ["_twofold", "_holes"],
}
LISTS = {  # and those that stand in a list or a dictionary
    completeness: ["RULES"],
    consistency: ["RULES"],
    cases: ["RULES"],
    pipeline: ["STEPS", "LATER", "FINDERS"],
}


class Noted(Mapping):
    """Tables by name, which note what is read of them; `instead` holds those put in their place."""

    def __init__(self, tables: Mapping, reads: dict, instead: dict | None = None):
        self.tables = tables
        self.reads = reads
        self.instead = instead or {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name in self.instead:
            return self.instead[name]
        self.reads[name] = self.tables.get(name)
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        self.reads[NAMES] = list(self.tables)
        return iter({**dict.fromkeys(self.tables), **self.instead})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __or__(self, other: dict) -> "Noted":
        return Noted(self.tables, self.reads, self.instead | other)


class Kept:
    """What the clean run found, by function and arguments."""

    def __init__(self) -> None:
        self.recording = True
        self.found: dict[tuple, tuple] = {}

    def keeping(self, function: Callable) -> Callable:
        """Return a function that takes what the clean run found where nothing it read differs."""

        def checked(*arguments: Any) -> Any:
            tables = [each for each in arguments if is_tables(each)]
            others = [each for each in arguments if not is_tables(each)]
            key = (function, *(each if isinstance(each, str) else id(each) for each in others))
            if not self.recording:
                reads, result, _ = self.found.get(key, (None, None, None))
                if reads is not None and is_same(reads, tables):
                    return result
                return settled(function(*arguments), result)
            noted = {}
            given = [Noted(each, noted) if is_tables(each) else each for each in arguments]
            self.found[key] = (noted, result := settled(function(*given)), others)
            return result

        return checked

    def reading(self, read: Callable) -> Callable:
        """Return the reader of files, which reads a file of the same bytes no second time."""

        def cells(name: str, path: Path) -> tuple:
            content = path.read_bytes() if path.is_file() else None
            if self.recording:
                self.found[name, content] = read(name, path)
            return self.found.get((name, content)) or read(name, path)

        return cells


def is_tables(value: object) -> bool:
    """Whether an argument is the tables by name: no description of a column or a key."""
    if isinstance(value, Noted):
        return True
    return isinstance(value, dict) and any(
        isinstance(each, pd.DataFrame) for each in value.values()
    )


def is_same(reads: dict, tables: list[Mapping]) -> bool:
    """Whether the tables that were read are the same objects now."""
    (given,) = tables or [{}]
    return all(
        list(given) == frame if name is NAMES else given.get(name) is frame
        for name, frame in reads.items()
    )


def settled(result: Any, clean: Any = None) -> Any:
    """Return a result that can be taken twice; a table as the clean run made it is that table."""
    if isinstance(result, Iterator):
        return list(result)
    if isinstance(result, dict) and isinstance(clean, dict):
        return {name: settled(frame, clean.get(name)) for name, frame in result.items()}
    if isinstance(result, pd.DataFrame) and isinstance(clean, pd.DataFrame):
        return clean if result.equals(clean) else result
    return result


@contextmanager
def kept_from_clean_tables() -> Iterator[None]:
    """Within it, `frames` works out again only what a change of the tables touches."""
    with keeping_in(clean_run()):
        yield


@functools.cache
def clean_run() -> Kept:
    """Return what a run over the clean tables finds; the test files of a process share it."""
    kept = Kept()
    with keeping_in(kept):
        pipeline.frames()
    kept.recording = False
    return kept


@contextmanager
def keeping_in(kept: Kept) -> Iterator[None]:
    """Within it, the steps of `frames` keep what they find, or take what was kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "read", kept.reading(files.read))
        for module, names in STEPS.items():
            for name in names:
                patch.setattr(module, name, kept.keeping(getattr(module, name)))
        for module, names in LISTS.items():
            for name in names:
                patch.setattr(module, name, each_kept(kept, getattr(module, name)))
        yield


def each_kept(kept: Kept, steps: Any) -> Any:
    """Return the functions of a list or dictionary as `keeping` returns them.

    What calls others in turn stays: these are kept one by one.
    """
    whole = [checks.find, citations.faults, coverage.answer_faults]
    if isinstance(steps, dict):
        return {name: kept.keeping(step) for name, step in steps.items()}
    return [step if step in whole else kept.keeping(step) for step in steps]
