"""A page for each claim, rule change and provision, and the lists that lead to them: templates, filled from the tables.

`gather` writes the pages of single rows; `fill` fills the lists, which are hand-written pages with frames in them.
"""

import functools
import re
import shutil
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup, escape

from analysis import claims, rules, sources, tables, transfers
from analysis.charts import colours

SITE = Path(__file__).parent
KINDS = {
    "claims": "claim_id",
    "rules": "rule_id",
    "provisions": "provision_id",
}  # folder → what a page in it is about
ROWS = {
    "claims": "claims",
    "rules": "rule_changes",
    "provisions": "provisions",
}  # folder → its table
LISTS = ["check", "rules", "provisions", "transfers", "sources", "doubts"]
ANCHORS = {
    "transfers": "transfer_id",
    "sources": "source_id",
    "conflicts": "conflict_id",
    "gaps": "gap_id",
}
NAMED = re.compile(
    r"(?<![\w-])(?:[A-Z]\d{2,3}|[a-z0-9]+(?:-[a-z0-9]+)+)(?![\w-])"
)  # ids within a text, and no part of TPS-P14
PRECISE = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "fiscal year": "FY%Y"}


def gather(site: Path) -> None:
    """Write one page per claim, rule change and provision, in a folder each."""
    for folder, key in KINDS.items():
        shutil.rmtree(site / folder, ignore_errors=True)
        (site / folder).mkdir()
        template, each = environment().get_template(f"{folder}.jinja"), rows(ROWS[folder])
        for before, row, after in zip([None, *each], each, [*each[1:], None], strict=False):
            near = {"before": beside(before, row, key), "after": beside(after, row, key)}
            text = template.render(row=row, up="../", **near)
            (site / folder / f"{row[key]}.md").write_bytes(text.encode("utf-8"))


def beside(other: dict | None, row: dict, key: str) -> dict | None:
    """A neighbour, unless its ids belong to another series: the sample article's claims are not among the report's."""
    return other if other and other[key][0] == row[key][0] else None


def fill(app, page: str, source: list[str]) -> None:
    """Fill a list; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page in LISTS:
        source[0] = environment().from_string(source[0]).render(up="")


@functools.cache
def environment() -> jinja2.Environment:
    """The templates' folder, and what a template can call: the frames by name, and the filters for ids, texts and days."""
    loader = jinja2.FileSystemLoader(SITE / "templates")
    made = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"told": told, "to": to}
    made.globals |= {"rows": rows, "by": by, "one": one, "colours": colours} | constants()
    return made


def constants() -> dict:
    """What is the same on every page: the article audited, the days up to which is known, the grades, the kinds of source, the decades."""
    grades = next(
        field for field in tables.fields("rule_changes") if field["name"] == "confidence"
    )["description"]
    first, last = rules.bands()["start"].min(), rules.known_until()
    decades = [
        (year, round((pd.Timestamp(f"{year}-01-01") - first) / (last - first) * 100, 2))
        for year in range(1970, last.year, 10)
    ]
    return {
        "work": one("articles", "article_id", claims.ARTICLE),
        "seen_until": f"{tables.read('evidence')['date'].max():%Y-%m-%d}",
        "until": f"{last:%Y-%m-%d}",
        "grades": dict(re.findall(r"\b([A-D]) ([^,.]+)", grades)),
        "kinds": list(dict.fromkeys(row["kind"] for row in rows("sources"))),
        "decades": decades,
    }


@jinja2.pass_context
def told(context, text: str | None) -> Markup:
    """A text as HTML: ids in it lead to their pages, and what is missing was not seen."""
    if text is None:
        return Markup('<span class="unseen">not seen</span>')
    return Markup(
        NAMED.sub(
            lambda found: to(context, found[0]) if found[0] in addresses() else found[0],
            str(escape(text)),
        )
    )


@jinja2.pass_context
def to(context, name: str, text: str | None = None) -> Markup:
    """A link to the page, or the place on a page, of a claim, rule, provision, transfer, source … by its id."""
    return Markup('<a href="{}">{}</a>').format(context["up"] + addresses()[name], text or name)


@functools.cache
def addresses() -> dict[str, str]:
    """The address of each id from the top of the site."""
    found = {
        row[key]: f"{folder}/{row[key]}.html"
        for folder, key in KINDS.items()
        for row in rows(ROWS[folder])
    }
    for table, key in ANCHORS.items():
        page = table if table in LISTS else "doubts"
        found |= {row[key]: f"{page}.html#{row[key]}" for row in rows(table)}
    return found | {
        row["evidence_id"]: f"claims/{row['claim_id']}.html#{row['evidence_id']}"
        for row in rows("evidence")
    }


@functools.cache
def rows(name: str) -> list[dict]:
    """A table, or one of the frames below, as rows of text and numbers; dates as precise as they are known, None for missing."""
    frame = FRAMES[name]() if name in FRAMES else tables.read(name)
    for column in frame.select_dtypes("datetime"):
        beside = (
            frame.get(f"{column}_precision", pd.Series("day", frame.index))
            .astype("str")
            .map(PRECISE)
        )
        texts = {form: frame[column].dt.strftime(form) for form in PRECISE.values()}
        frame[column] = pd.concat([texts[form][beside == form] for form in texts]).reindex(
            frame.index
        )
    frame = frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def by(name: str, column: str, value: str) -> list[dict]:
    """The rows of a frame with a value, or with it among several joined by `;`."""
    return grouped(name, column).get(value, [])


def one(name: str, column: str, value: str) -> dict:
    """The only row of a frame with a value; none or several are an error."""
    (row,) = by(name, column, value)
    return row


@functools.cache
def grouped(name: str, column: str) -> dict[str, list[dict]]:
    """The rows of a frame under each value of a column."""
    found = {}
    for row in rows(name):
        for value in (row[column] or "").split(";"):
            found.setdefault(value, []).append(row)
    return found


def spells() -> pd.DataFrame:
    """`rules.bands()` with the status and condition before, and its place in the provision's time, in parts of a hundred."""
    frame = rules.bands()
    frame = frame.assign(scope=frame["scope"].astype("str")).sort_values(
        ["provision_id", "scope", "start"], ascending=[True, False, True]
    )
    held = frame.groupby(["provision_id", "scope"])[["status", "condition"]].shift()
    first, last = frame["start"].min(), rules.known_until()
    left, right = (
        (day - first) / (last - first) * 100 for day in (frame["start"], frame["end"].fillna(last))
    )
    return frame.assign(
        status_before=held["status"],
        condition_before=held["condition"],
        left=left.round(2),
        width=(right - left).round(2),
    )


def citations() -> pd.DataFrame:
    """One row per source × row that cites it: source_id, table, and as `citing` the id of the transfer, claim, rule … or None."""
    frames = []
    for name in tables.names():
        frame = tables.read(name)
        key = next(
            (key for key in ("transfer_id", "claim_id", "rule_id", "conflict_id") if key in frame),
            None,
        )
        citing = frame[key].astype("str") if key else None
        for column in ("source_id", "source_id_2"):
            if column in frame and name != "sources":
                frames.append(
                    pd.DataFrame(
                        {"source_id": frame[column].astype("str"), "table": name, "citing": citing}
                    )
                )
    return (
        pd.concat(frames, ignore_index=True)
        .dropna(subset="source_id")
        .drop_duplicates(ignore_index=True)
    )


def register() -> pd.DataFrame:
    """The sources by kind, then by the `name` of publisher or host, newest last; without a kind at the end."""
    frame = sources.register()
    frame = frame.assign(
        name=sources.name(frame),
        brief=frame["url"].str.replace(r"^https?://(www\.)?", "", regex=True).str[:60],
    )
    return frame.reset_index().sort_values(
        ["kind", "name", "published", "source_id"], key=folded, ignore_index=True
    )


def folded(column: pd.Series) -> pd.Series:
    """A column as it is sorted: capitals count as small letters."""
    return column.str.casefold() if column.dtype == "str" else column


def shared() -> pd.DataFrame:
    """One row per claim × rule change whose evidence and record name the same source."""
    record = tables.read("rule_changes").melt(
        "rule_id", ["source_id", "source_id_2"], value_name="named"
    )
    pairs = (
        record[["rule_id", "named"]]
        .dropna()
        .merge(tables.read("evidence"), left_on="named", right_on="source_id")
    )
    return pairs[["claim_id", "rule_id"]].drop_duplicates().sort_values(["rule_id", "claim_id"])


FRAMES = {
    "cases": lambda: transfers.cases().sort_values("transfer_id"),
    "chains": lambda: tables.read("attributions").sort_values(
        ["claim_id", "position"], ascending=[True, False]
    ),
    "citations": citations,
    "conflict_values": lambda: tables.read("conflict_values").assign(
        said=lambda rows: rows["side"].astype("str") + ": " + rows["value"]
    ),
    "counts": claims.origins,
    "evidence": lambda: tables.read("evidence").sort_values(["claim_id", "date", "evidence_id"]),
    "shared": shared,
    "sources": register,
    "spells": spells,
    "timeline": rules.timeline,
    "verdicts_then_now": claims.verdicts,
    "voices": claims.matrix,
}
