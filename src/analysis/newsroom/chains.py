"""The chain that an article's credits propose: who relays whom."""

import re
from functools import partial

import pandas as pd

from .. import tables
from .names import cues, finder

COLUMNS = ["by", "credited", "kind", "paragraph", "cue"]
NEWS = ("outlet", "agency", "self")
LANGUAGES = ("en", "ja", "uk", "ru")


class Chain:
    """The links so far, and what is needed to add one without looking at all of them again."""

    def __init__(self, outlet: str):
        self.outlet = outlet
        self.links: list[dict[str, str]] = []
        self.places: dict[str, list[int]] = {}  # where each name is credited
        self.unnamed: list[tuple[str, int]] = []  # newsrooms without a name, and their links
        self.named: dict[str, None] = {}  # newsrooms by name, in the order of the text
        self.finder = finder()
        self.collective = _word("collective")
        self.relayed = _word("relayed")

    def add(self, credit: dict[str, str], by: str) -> str:
        """Add what one credit tells; return on whom what follows in its paragraph rests."""
        name = credit["source"]
        is_news = credit["kind"] in NEWS
        is_named = is_news and bool(self.finder.find(name))
        if is_named and name not in self.named:
            meant = self._last_unnamed()
            self.named[name] = None
            if meant is not None:
                self._rename(meant, name, credit["kind"])
                return name
        elif self.named and self._means_another(credit, by, is_news, is_named):
            by = self._latest_but(by)
            name = by if is_news else name
        if name != by and not (is_named and self.places.get(name)):
            self._append(by, name, credit)
        return name if is_news else by

    def _means_another(
        self, credit: dict[str, str], by: str, is_news: bool, is_named: bool
    ) -> bool:
        """Whether a credit means a newsroom named before: "the agency", or "its sources"."""
        if is_news and not is_named:
            in_title = credit["paragraph"] == "title"
            if in_title or not self.collective.search(credit["source"]):
                return True
        return by == self.outlet and bool(self.relayed.search(credit["source"]))

    def _latest_but(self, by: str) -> str:
        """Return the newsroom named last that is not the one given, or that one."""
        for name in reversed(self.named):
            if name != by:
                return name
        return by

    def _last_unnamed(self) -> str | None:
        """Return the newsroom spoken of last that is still without its name."""
        while self.unnamed:
            name, place = self.unnamed[-1]
            if self.links[place]["credited"] == name and name not in self.named:
                return name
            self.unnamed.pop()
        return None

    def _rename(self, meant: str, name: str, kind: str) -> None:
        """Give a newsroom its name in every link that credits it."""
        places = self.places.pop(meant)
        for place in places:
            self.links[place] |= {"credited": name, "kind": kind}
        self.places.setdefault(name, []).extend(places)

    def _append(self, by: str, name: str, credit: dict[str, str]) -> None:
        place = len(self.links)
        copied = {column: credit[column] for column in ("kind", "paragraph", "cue")}
        self.links.append({"by": by, "credited": name, **copied})
        self.places.setdefault(name, []).append(place)
        if credit["kind"] in NEWS:
            self.unnamed.append((name, place))


def chain(credits: pd.DataFrame) -> pd.DataFrame:
    """Return the chain that an article's credits propose: who relays whom.

    In a paragraph that names several newsrooms each rests on the next, but one that ends a sentence
    and passes on what others report stands before them; people and documents rest
    with the newsroom of their paragraph, else with the article's own outlet. An outlet that is not
    named is taken for the first named one that follows. Proposals, not findings.

    Parameters
    ----------
    credits : pandas.DataFrame
        One row per paragraph and source, as `attributions` gives it, with its `attrs`.

    Returns
    -------
    pandas.DataFrame
        One row per link: `by` (who relays), `credited` (whom), `kind`, `paragraph` (where first),
        `cue`.

    Examples
    --------
    >>> credits = pd.DataFrame(
    ...     [["1", "Reuters", "agency", "said"], ["1", "aides", "unnamed officials", "citing"]],
    ...     columns=["paragraph", "source", "kind", "cue"],
    ... )
    >>> credits.attrs["outlet"] = "Kyiv Daily"
    >>> chain(credits)[["by", "credited"]].values.tolist()
    [['Kyiv Daily', 'Reuters'], ['Reuters', 'aides']]
    """
    outlet = credits.attrs.get("outlet") or "the article"
    proposed = Chain(outlet)
    last = set(credits.attrs.get("last", ()))
    is_body = credits["paragraph"] != "title"
    for part in (credits[is_body], credits[~is_body]):
        for _, rows in part[part["kind"] != "self"].groupby("paragraph", sort=False):
            by = outlet
            for credit in sorted(rows.to_dict("records"), key=partial(_place, last)):
                by = proposed.add(credit, by)
    links = pd.DataFrame(proposed.links, columns=COLUMNS, dtype="str")
    return links.drop_duplicates(["by", "credited"], ignore_index=True)


def _place(last: set[tuple[str, str]], credit: dict[str, str]) -> int:
    """Return where a credit stands in its paragraph's chain: who passes on, newsrooms, others."""
    if credit["kind"] not in NEWS:
        return 2
    return 0 if (credit["paragraph"], credit["source"]) in last else 1


@tables.cached
def _word(position: str) -> re.Pattern:
    """Return the words of one position, in whichever language, anywhere in a name."""
    patterns = [cues(language, position) for language in LANGUAGES]
    return re.compile("|".join(patterns), re.IGNORECASE)
