"""Statuses of the regimes held against the two codings, and against the words beside them.

Each status was settled from two codings: where both say the same it stands, and where they differ a
row of `regime_disagreements` says whose is taken. A kind that was found to be conditional since has
its conditions as rows, which speak for it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from ..checks import Fault

Frames = dict[str, pd.DataFrame]
BARS = re.compile(r"\brestrain|\bbarred\b|list of permitted cases (?:does not include|has only)")
LIMITS = re.compile(r"\bonly\b", re.IGNORECASE)
SILENT = re.compile(r"\b(?:names no|speaks of no|does not speak)\b")


def faults(frames: Frames) -> Iterator[Fault]:
    """Yield the statuses that neither the codings nor the words beside them bear out."""
    yield from _coded(frames)
    yield from _worded(frames["regimes"])


def _coded(frames: Frames) -> Iterator[Fault]:
    """A status is the one that was coded, or taken where the codings differ."""
    wanted = _taken(frames).sort_values("on")
    days = frames["rule_changes"].drop_duplicates("rule_id").set_index("rule_id")["in_force_from"]
    regimes = frames["regimes"].astype({"status": "object", "provision_id": "str"})
    standing = regimes.assign(on=regimes["rule_id"].map(days), row=regimes.index)
    standing = standing[(standing["scope"] == "standing") & standing["on"].notna()]
    columns = ["provision_id", "on", "row", "status"]
    held = pd.merge_asof(
        wanted, standing.sort_values("on")[columns], on="on", by="provision_id"
    ).dropna(subset=["row", "taken"])
    odd = held[(held["status"] != held["taken"]) & (held["status"] != "conditional")]
    for cell in odd.drop_duplicates("row").itertuples():
        advice = (
            f"is not what was taken from the codings of {cell.provision_id} for {cell.regime_id} "
            f"({cell.taken}); mend it, or the ruling in regime_disagreements"
        )
        yield Fault("regimes", int(cell.row), "status", cell.status, advice)


def _taken(frames: Frames) -> pd.DataFrame:
    """Return the status taken for each cell that was coded, and the day from which it holds."""
    cell = ["regime_id", "provision_id"]
    coded = frames["regime_codings"].dropna(subset=[*cell, "status", "in_force_from"])
    coded = coded.astype({"coder": "str", "status": "object"}).drop_duplicates([*cell, "coder"])
    both = coded.pivot(index=cell, columns="coder", values="status")
    both = (
        both.reindex(columns=["first", "second"]).reset_index().astype(dict.fromkeys(cell, "str"))
    )
    rulings = frames["regime_disagreements"].drop_duplicates(cell)[[*cell, "taken"]]
    rulings = rulings.rename(columns={"taken": "whose"}).dropna().astype("str")
    both = both.merge(rulings, "left", cell)
    agreed = both["first"].where(both["first"] == both["second"])
    taken = agreed.fillna(both["first"].where(both["whose"] == "first"))
    taken = taken.fillna(both["second"].where(both["whose"] == "second"))
    days = coded.groupby("regime_id")["in_force_from"].max()
    return both.assign(taken=taken, on=both["regime_id"].map(days))[[*cell, "on", "taken"]]


def _worded(regimes: pd.DataFrame) -> Iterator[Fault]:
    """What is prohibited is said to be barred, what is not addressed that a text is silent.

    What is allowed is neither barred nor limited to a few.
    """
    told = regimes.dropna(subset=["status", "condition"]).astype({"status": "object"})
    for row, status, words in told[["status", "condition"]].itertuples():
        is_barred, is_silent = BARS.search(words), SILENT.search(words)
        fits = {
            "prohibited": is_barred,
            "not addressed": is_silent,
            "allowed": not (is_barred or is_silent or LIMITS.search(words)),
            "conditional": not is_silent,
        }
        if not fits[status]:
            advice = (
                f"is not what the words of `condition` say ({words}); mend one, and call what is "
                "prohibited barred or restrained, and say of what is not addressed who names "
                "no such thing"
            )
            yield Fault("regimes", row, "status", status, advice)
