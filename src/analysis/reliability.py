"""How far two or more codings of the same units agree, beyond what chance would bring.

Percent agreement, Cohen's κ (1960) and Krippendorff's α (2011), nominal and ordinal, with intervals by resampling groups of
units: cells of one group are not independent, so that resampling single cells would make the interval too narrow.
"""

import numpy as np
import pandas as pd


def alpha(codings: pd.DataFrame, values: list, level: str = "nominal") -> float:
    """Krippendorff's α of codings, one row per unit and one column per coder, missing where a coder gave none.

    `values` lists the codes, in rising order where `level` is "ordinal" (else "nominal"). A code outside the list raises ValueError;
    codings without any difference that could be had by chance give NaN.
    """
    return float(_alpha(_coincidences(codings, values).sum(axis=0), level))


def kappa(codings: pd.DataFrame, values: list) -> float:
    """Cohen's κ of two codings, one row per unit and one column per coder, without missing values."""
    return float(_kappa(_confusions(codings, values).sum(axis=0)))


def agreement(
    codings: pd.DataFrame,
    values: list,
    scale: list,
    groups: pd.Series,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per measure of agreement of two codings: measure, value, low, high (95%, percentiles), units, groups.

    `scale` are the values that can be ordered, in rising order: the ordinal α leaves out units where a coder gave another. The
    interval draws `groups` with replacement, the same number each time, from a seeded generator.
    """
    places, names = pd.factorize(groups, sort=True)
    weights = np.random.default_rng(seed).multinomial(
        len(names), np.full(len(names), 1 / len(names)), draws
    )
    confusions, ordered = _confusions(codings, values), codings.where(codings.isin(scale))
    measures = {
        "percent agreement": (
            confusions,
            lambda m: np.trace(m, axis1=-2, axis2=-1) / m.sum(axis=(-2, -1)),
        ),
        "Cohen's κ": (confusions, _kappa),
        "Krippendorff's α, nominal": (
            _coincidences(codings, values),
            lambda m: _alpha(m, "nominal"),
        ),
        "Krippendorff's α, ordinal": (
            _coincidences(ordered, scale),
            lambda m: _alpha(m, "ordinal"),
        ),
    }
    rows = []
    for measure, (units, statistic) in measures.items():
        grouped = np.zeros((len(names), *units.shape[1:]))
        np.add.at(grouped, places, units)
        low, high = np.nanpercentile(statistic(np.tensordot(weights, grouped, 1)), [2.5, 97.5])
        counted = int((units.sum(axis=(1, 2)) > 0).sum())
        rows.append(
            (measure, float(statistic(grouped.sum(axis=0))), low, high, counted, len(names))
        )
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "units", "groups"])


def _codes(codings: pd.DataFrame, values: list) -> np.ndarray:
    """The place of each code in `values`, -1 for missing; units × coders."""
    codes = np.column_stack([pd.Index(values).get_indexer(codings[coder]) for coder in codings])
    strange = (codes < 0) & codings.notna().to_numpy()
    if strange.any():
        raise ValueError(
            f"no code: {codings.to_numpy()[strange][0]!r}; there are: {', '.join(map(str, values))}"
        )
    return codes


def _confusions(codings: pd.DataFrame, values: list) -> np.ndarray:
    """Per unit a matrix with 1 at (first coder's code, second coder's code); units × values × values."""
    codes = _codes(codings, values)
    if codes.shape[1] != 2 or (codes < 0).any():
        raise ValueError("two codings without missing values are wanted")
    one, other = (np.eye(len(values))[column] for column in codes.T)
    return one[:, :, None] * other[:, None, :]


def _coincidences(codings: pd.DataFrame, values: list) -> np.ndarray:
    """Per unit the pairs of codes that its coders gave, each coder's weight being one; a unit with a single code has none."""
    counts = (_codes(codings, values)[:, :, None] == np.arange(len(values))).sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    return pairs / np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]


def _kappa(confusion: np.ndarray) -> np.ndarray:
    share = confusion / confusion.sum(axis=(-2, -1), keepdims=True)
    observed = np.trace(share, axis1=-2, axis2=-1)
    expected = (share.sum(axis=-1) * share.sum(axis=-2)).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return (observed - expected) / (1 - expected)


def _alpha(coincidence: np.ndarray, level: str) -> np.ndarray:
    counts = coincidence.sum(axis=-1)
    total = counts.sum(axis=-1)
    rank = counts.cumsum(axis=-1) - counts / 2
    if level not in ("nominal", "ordinal"):
        raise ValueError(f'level is "nominal" or "ordinal", not {level!r}')
    distance = (
        (rank[..., :, None] - rank[..., None, :]) ** 2
        if level == "ordinal"
        else 1 - np.eye(counts.shape[-1])
    )
    observed = (coincidence * distance).sum(axis=(-2, -1)) / total
    expected = (counts[..., :, None] * counts[..., None, :] * distance).sum(axis=(-2, -1)) / (
        total * (total - 1)
    )
    with np.errstate(invalid="ignore"):
        return 1 - observed / expected
