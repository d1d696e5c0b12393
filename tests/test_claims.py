"""Claims and evidence: one voice per origin, and knowledge that grows with time."""

import functools

import pandas as pd
import pytest

from analysis import claims, tables
from analysis.claims import record

DAY = "2024-03-10"


def test_nothing_known_later_counts_earlier():
    """Undated evidence is never among what was known by a day; the last day brings all the rest."""
    then = claims.known(DAY)
    assert (
        0 < len(then) < len(claims.known())
        and then["date"].le(DAY).all()
        and then["date"].notna().all()
    )
    dated = tables.read("evidence")["date"].notna().sum()
    assert len(claims.known("2100-01-01")) == dated


def test_a_month_counts_when_it_is_over():
    """A source known to December 2023 is not yet known on the 30th."""
    months = tables.read("evidence").query("date_precision == 'month'")
    december = set(months.loc[months["date"] == "2023-12-01", "evidence_id"])
    assert december and not december & set(claims.known("2023-12-30")["evidence_id"])
    assert december <= set(claims.known("2023-12-31")["evidence_id"])


@pytest.mark.parametrize("known_by", [None, DAY])
def test_the_matrix_holds_every_piece_of_evidence_once(known_by):
    """One row per claim and origin; the ids behind the rows are those known by then."""
    matrix = claims.matrix(known_by)
    ids = matrix["evidence_ids"].str.split(";").explode()
    assert not matrix.duplicated(["claim_id", "origin_id"]).any() and not ids.duplicated().any()
    assert set(ids) == set(claims.known(known_by)["evidence_id"])


def test_several_sources_of_one_origin_are_one_voice():
    """Where they differ, the relation furthest from support is shown, and the row is mixed."""
    evidence = tables.read("evidence")
    several = evidence[evidence.duplicated(["claim_id", "origin_id"], keep=False)]
    matrix = claims.matrix().set_index(["claim_id", "origin_id"])
    for key, rows in several.groupby(["claim_id", "origin_id"], observed=True):
        worst = min(rows["relation"].astype(str), key=claims.RELATIONS.index)
        assert matrix.loc[key, "relation"] == worst
        assert matrix.loc[key, "mixed"] == (rows["relation"].nunique() > 1)


def test_counts_of_origins_agree_with_the_matrix():
    """Only independent origins are counted, and each once."""
    counts = claims.origins().set_index("claim_id")
    independent = claims.matrix().query("independent == 'yes'")
    audited = independent[independent["claim_id"].isin(counts.index)]
    assert counts.to_numpy().sum() == len(audited)
    assert counts.loc["C20", "contradict"] == len(
        audited.query("claim_id == 'C20' and relation == 'contradicts'")
    )


def test_the_chain_runs_from_the_officials_to_ukrinform():
    """Read from its origin, the first claim passes Yomiuri and Bloomberg."""
    chain = claims.chain("C01")
    assert chain["credited"].tolist() == [
        "unnamed officials of both governments",
        "Yomiuri",
        "Bloomberg",
        "Ukrinform",
    ]
    assert chain["by"].tolist()[:-1] == chain["credited"].tolist()[1:] and pd.isna(
        chain["by"].iloc[-1]
    )


def test_an_unknown_claim_has_no_chain():
    """ValueError names it."""
    with pytest.raises(ValueError, match="'C99'"):
        claims.chain("C99")


def test_every_claim_has_a_verdict_then_and_now():
    """Thirty-two claims, two states of knowledge, one coding."""
    verdicts = claims.verdicts()
    assert verdicts["claim_id"].tolist() == claims.audited()["claim_id"].tolist()
    assert verdicts[["then", "now"]].notna().all().all()
    assert (
        verdicts["moved"] == (verdicts["then"].astype(str) != verdicts["now"].astype(str))
    ).all()
    assert len(claims.verdicts("then")) == len(verdicts)


@pytest.mark.parametrize(
    ("date", "side"),
    [
        ("then", "then"),
        (DAY, "then"),
        (pd.Timestamp(DAY), "then"),
        (pd.Timestamp(f"{DAY} 17:10"), "then"),
        ("now", "now"),
        ("2100-01-01", "now"),
    ],
)
def test_a_date_that_is_coded_brings_its_verdicts(date, side):
    """The article's day is then, the latest evidence and after is now."""
    verdicts = claims.verdicts(date)
    assert (
        set(verdicts["known_by"].astype(str)) == {side}
        and verdicts["claim_id"].tolist() == claims.audited()["claim_id"].tolist()
    )


def test_the_day_of_the_latest_evidence_is_now():
    """Not only the days after it; the day before is no longer coded."""
    last = tables.read("evidence")["date"].max()
    assert claims.state(last) == "now"
    with pytest.raises(ValueError, match="two states of knowledge only"):
        claims.state(last - pd.Timedelta(days=1))


@pytest.mark.parametrize(
    "value", ["10/03/2024", 20240310, pd.NaT, "2024", "2024-03", f"{DAY} 17:10", "today", 2024.0]
)
@pytest.mark.parametrize(
    "function",
    [claims.known, claims.matrix, claims.origins, claims.verdicts, claims.state]
    + [functools.partial(claims.heard, "C01")],
)
def test_what_is_no_day_is_refused_by_all_alike(function, value):
    """Nothing is guessed: neither the order of day and month, nor the day of a month."""
    with pytest.raises(ValueError, match="no day: .*write it as YYYY-MM-DD"):
        function(value)


def test_then_and_now_mean_the_same_everywhere():
    """Then is the article's day; now is all the evidence, undated evidence with it."""
    assert claims.known("then").equals(claims.known(DAY))
    assert claims.known("now").equals(claims.known())
    assert claims.heard("C01", "then").equals(claims.heard("C01", DAY))
    assert claims.origins("now").equals(claims.origins())


@pytest.mark.parametrize("date", ["2024-03-09", "2024-03-11", "2025-01-01"])
def test_a_date_between_the_two_has_no_verdict(date):
    """Nothing is filled in: the error names the date and the two that are coded."""
    with pytest.raises(
        ValueError,
        match=f"known by {date}: verdicts are coded for two states of knowledge only, {DAY}",
    ):
        claims.verdicts(date)


def test_drift_lists_the_claims_whose_wording_moved():
    """Each has a kind and a description."""
    drift = claims.drift()
    assert drift[["drift_kind", "drift"]].notna().all().all() and "C25" in set(drift["claim_id"])


def test_frames_are_numbered_from_the_top():
    """So that a row is found by its number, and nothing of an older table stands beside it."""
    made = [
        claims.about("C20"),
        claims.agreement(draws=5),
        claims.audited(),
        claims.chain("C01"),
        claims.drift(),
        claims.heard("C01"),
        claims.known(DAY),
        claims.matrix(),
        claims.origins(),
        claims.verdicts(),
        claims.voice(claims.matrix()["origin_id"].iat[0]),
    ]
    for frame in made:
        assert len(frame) and list(frame.index) == list(range(len(frame))), frame.attrs
        assert not {"index", "level_0"} & set(frame)
    assert list(claims.chain("C01")) == ["credited", "by", "kind", "note"]


def test_the_sources_behind_evidence_stand_in_its_order_each_once():
    """A blank stays blank, and each cell its own; an unknown id is refused."""
    evidence = tables.read("evidence").set_index("evidence_id")["source_id"]
    one, *others = evidence.index
    other = next(id_ for id_ in others if evidence[id_] != evidence[one])
    ids = pd.Series([f"{other};{one};{other}", None, one], index=[7, 3, 5], dtype="str")
    behind = record.sources_behind(ids)
    assert behind.index.tolist() == [7, 3, 5] and pd.isna(behind[3])
    assert (behind[7], behind[5]) == (f"{evidence[other]};{evidence[one]}", evidence[one])
    with pytest.raises(KeyError):
        record.sources_behind(pd.Series(["E000"]))


@pytest.mark.parametrize("claim_id", ["C01", "C20"])
def test_a_chain_runs_from_the_first_source_to_the_outlet(claim_id):
    """Each step is credited by the next; nobody credits the last, who is the outlet."""
    chain = claims.chain(claim_id)
    assert chain["by"].tolist()[:-1] == chain["credited"].tolist()[1:]
    assert pd.isna(chain["by"].iat[-1])
    links = tables.read("attributions").query("claim_id == @claim_id").sort_values("position")
    assert chain["credited"].tolist() == links["credited"].tolist()[::-1]


@pytest.mark.parametrize("claim_id", ["C01", "C20"])
def test_what_is_heard_of_a_claim_is_all_its_evidence_and_no_other(claim_id):
    """In the order of its days."""
    heard = claims.heard(claim_id)
    evidence = tables.read("evidence").query("claim_id == @claim_id")
    assert sorted(heard["evidence_id"]) == sorted(evidence["evidence_id"])
    assert heard["date"].dropna().is_monotonic_increasing


def test_the_columns_of_the_matrix_stand_in_the_order_that_is_told():
    """Whose voice, what it says, how good it is, what it rests on."""
    assert list(claims.matrix()) == [
        "claim_id",
        "origin_id",
        "relation",
        "mixed",
        "independent",
        "first",
        "sources",
        "evidence_ids",
    ]
