"""How far two or more codings of the same units agree, beyond what chance would bring.

Percent agreement, Cohen's κ (1960) and Krippendorff's α (2011), nominal and ordinal, with intervals
by resampling groups of units: cells of one group are not independent, so that resampling single
cells would make the interval too narrow.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd


def alpha(codings: pd.DataFrame, values: list, level: str = "nominal") -> float:
    """Return Krippendorff's α of codings.

    Parameters
    ----------
    codings : pandas.DataFrame
        One row per unit and one column per coder, missing where a coder gave no code.
    values : list
        The codes, in rising order where `level` is "ordinal".
    level : {"nominal", "ordinal"}
        Whether a slip by several steps weighs more than one by a single step.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance would bring; NaN where the codings never vary.

    Raises
    ------
    ValueError
        A code is not in the list, or the level is another.

    Examples
    --------
    >>> codings = pd.DataFrame({"Meg": list("0100000010"), "Owen": list("1110010000")})
    >>> round(alpha(codings, ["0", "1"]), 3)
    0.095
    """
    return float(_alpha(_coincidences(codings, values).sum(axis=0), level))


def kappa(codings: pd.DataFrame, values: list) -> float:
    """Return Cohen's κ of two codings.

    Parameters
    ----------
    codings : pandas.DataFrame
        One row per unit and one column per coder, without missing values.
    values : list
        The codes.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance would bring; NaN where the codings never vary.

    Raises
    ------
    ValueError
        A code is not in the list or is missing, or there are not two coders.

    Examples
    --------
    >>> codings = pd.DataFrame({"one": list("aabb"), "other": list("aaab")})
    >>> kappa(codings, ["a", "b"])
    0.5
    """
    return float(_kappa(_confusions(codings, values).sum(axis=0)))


def agreement(
    codings: pd.DataFrame,
    values: list,
    scale: list,
    groups: pd.Series,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return measures of agreement of two codings, each with its interval.

    Parameters
    ----------
    codings : pandas.DataFrame
        One row per unit and one column per coder, without missing values.
    values : list
        The codes.
    scale : list
        Those codes that can be ordered, in rising order: the ordinal α leaves out units where a
        coder gave another. Empty where none can: there is no ordinal α then.
    groups : pandas.Series
        The group of each unit; the interval draws groups with replacement, as many as there are.
    draws : int
        How many times.
    seed : int
        Of the generator, so that two runs give the same.

    Returns
    -------
    pandas.DataFrame
        One row per measure: measure, value, low and high (95%, percentiles), units, groups.

    Raises
    ------
    ValueError
        A code is not in the list or is missing, or there are not two coders.

    Examples
    --------
    >>> codings = pd.DataFrame({"one": list("aabb"), "other": list("aaab")})
    >>> groups = pd.Series([0, 1, 2, 3])
    >>> agreement(codings, ["a", "b"], ["a", "b"], groups)[["measure", "value"]].head(2).values
    array([['percent agreement', 0.75],
           ["Cohen's κ", 0.5]], dtype=object)
    """
    positions, group_names = pd.factorize(groups, sort=True)
    count = len(group_names)
    shares = np.full(count, 1 / count)
    weights = np.random.default_rng(seed).multinomial(count, shares, draws)
    rows = []
    for measure, (matrices, statistic) in _measures(codings, values, scale).items():
        grouped = np.zeros((count, *matrices.shape[1:]))
        np.add.at(grouped, positions, matrices)
        drawn = statistic(np.tensordot(weights, grouped, 1))
        drawn = drawn[np.isfinite(drawn)]  # a sample of one code alone has no agreement
        low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) else (np.nan, np.nan)
        value = float(statistic(grouped.sum(axis=0)))
        units = int((matrices.sum(axis=(1, 2)) > 0).sum())
        rows.append((measure, value, low, high, units, count))
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "units", "groups"])


Statistic = Callable[[np.ndarray], np.ndarray]


def _measures(
    codings: pd.DataFrame, values: list, scale: list
) -> dict[str, tuple[np.ndarray, Statistic]]:
    """Return for each measure a matrix per unit, and the statistic of their sum."""
    confusions = _confusions(codings, values)
    measures: dict[str, tuple[np.ndarray, Statistic]] = {
        "percent agreement": (confusions, _percent),
        "Cohen's κ": (confusions, _kappa),
        "Krippendorff's α, nominal": (_coincidences(codings, values), _alpha),
    }
    if scale:
        on_scale = codings.where(codings.isin(scale))
        coincidences = _coincidences(on_scale, scale)
        measures["Krippendorff's α, ordinal"] = (coincidences, _ordinal_alpha)
    return measures


def _codes(codings: pd.DataFrame, values: list) -> np.ndarray:
    """Return the place of each code in `values`, -1 for a missing one; units × coders."""
    codes = np.column_stack([pd.Index(values).get_indexer(codings[coder]) for coder in codings])
    strange = (codes < 0) & codings.notna().to_numpy()
    if strange.any():
        code = codings.to_numpy()[strange][0]
        raise ValueError(f"no code: {code!r}; there are: {', '.join(map(str, values))}")
    return codes


def _confusions(codings: pd.DataFrame, values: list) -> np.ndarray:
    """Return per unit a matrix with 1 at (first coder's code, second coder's code)."""
    codes = _codes(codings, values)
    if codes.shape[1] != 2 or (codes < 0).any():
        raise ValueError("two codings without missing values are wanted")
    first, second = (np.eye(len(values))[column] for column in codes.T)
    return first[:, :, None] * second[:, None, :]


def _coincidences(codings: pd.DataFrame, values: list) -> np.ndarray:
    """Return per unit a matrix of the pairs of codes that its coders gave.

    Each coder's weight is one; a unit with a single code has no pairs.
    """
    counts = (_codes(codings, values)[:, :, None] == np.arange(len(values))).sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    return pairs / np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]


def _percent(confusion: np.ndarray) -> np.ndarray:
    """Return the share of units on which two codings agree, of each matrix in the last two axes."""
    return np.trace(confusion, axis1=-2, axis2=-1) / confusion.sum(axis=(-2, -1))


def _kappa(confusion: np.ndarray) -> np.ndarray:
    """Return Cohen's κ of each matrix in the last two axes."""
    share = confusion / confusion.sum(axis=(-2, -1), keepdims=True)
    observed = np.trace(share, axis1=-2, axis2=-1)
    expected = (share.sum(axis=-1) * share.sum(axis=-2)).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return (observed - expected) / (1 - expected)


def _alpha(coincidence: np.ndarray, level: str = "nominal") -> np.ndarray:
    """Return Krippendorff's α of each matrix in the last two axes."""
    if level not in ("nominal", "ordinal"):
        raise ValueError(f'level is "nominal" or "ordinal", not {level!r}')
    counts = coincidence.sum(axis=-1)
    total = counts.sum(axis=-1)
    distance = 1 - np.eye(counts.shape[-1])
    if level == "ordinal":
        rank = counts.cumsum(axis=-1) - counts / 2
        distance = (rank[..., :, None] - rank[..., None, :]) ** 2
    observed = (coincidence * distance).sum(axis=(-2, -1)) / total
    by_chance = (counts[..., :, None] * counts[..., None, :] * distance).sum(axis=(-2, -1))
    expected = by_chance / (total * (total - 1))
    with np.errstate(invalid="ignore"):
        return 1 - observed / expected


def _ordinal_alpha(coincidence: np.ndarray) -> np.ndarray:
    """Return Krippendorff's ordinal α of each matrix in the last two axes."""
    return _alpha(coincidence, "ordinal")
