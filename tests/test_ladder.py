"""The ladder of verdicts, replayed on the evidence: no verdict stands that it cannot reach."""

import pytest

from analysis import claims, tables

VERDICTS = claims.verdicts("then")[["claim_id"]].assign(known_by="then")
CELLS = [(claim, side) for side in ("then", "now") for claim in VERDICTS["claim_id"]]


def reach(claim_id: str, known_by: str) -> set[str]:
    """Return the verdicts that the codebook's ladder allows for a claim, by its evidence.

    A row counts where its origin is independent of the claim's own source or, in a claim of
    attribution, where it is the text itself. Whether a detail or the time is wrong is a judgement:
    those rungs are in reach wherever there is support.
    """
    about = claims.audited().set_index("claim_id").loc[claim_id]
    if about["checkable"] == "no":
        return {"not checkable"}
    rows = claims.known(known_by).query("claim_id == @claim_id")
    counted = rows["independent"] == "yes"
    if about["claim_type"] == "attribution":
        counted |= rows["independent"] == "partly"
    relations = set(rows.loc[counted, "relation"].astype("str"))
    if not relations & {"supports", "partly supports"}:
        return {"contradicted"} if "contradicts" in relations else {"unsupported"}
    reached = {"misleading by timing", "mostly supported"}
    if "supports" in relations and "contradicts" not in relations:
        reached.add("supported")
    return reached


@pytest.mark.parametrize(("claim_id", "known_by"), CELLS)
def test_the_ladder_reaches_the_verdict_that_stands(claim_id, known_by):
    """By the evidence known then, or now."""
    verdicts = claims.verdicts().set_index("claim_id")
    assert verdicts.loc[claim_id, known_by] in reach(claim_id, known_by)


def test_each_disagreement_has_a_ruling_with_its_reason():
    """And a ruling stands only where coders differ."""
    coded = tables.read("verdicts").astype({"verdict": "str", "coder": "str", "known_by": "str"})
    coded = coded[coded["coder"] != "settled"]
    differing = coded.groupby(["claim_id", "known_by"])["verdict"].nunique() > 1
    rulings = tables.read("verdict_rulings").astype({"known_by": "str"})
    assert set(differing.index[differing]) == set(
        rulings[["claim_id", "known_by"]].itertuples(index=False, name=None)
    )
    assert rulings["reason"].str.len().min() > 20


def test_the_codings_agree_better_than_chance():
    """Each pair of coders: α well above nought, its interval too."""
    agreement = claims.agreement()
    alphas = agreement[agreement["measure"] == "Krippendorff's α, nominal"]
    assert len(alphas) == 4
    assert alphas["low"].min() > 0.2
    assert alphas["value"].between(0.6, 0.9).all()
