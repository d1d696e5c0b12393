"""Which function answers what: questions, the line of Python that answers each, what it returns.

`fill` fills the page. Every line runs when the page is made, so that none can be out of date; what
it returns is told by the value itself, or by the rows and columns of the table.
"""

import re
from typing import NamedTuple

import pages
import pandas as pd

import analysis
from analysis import (
    articles,
    claims,
    countries,
    japanese,
    newsroom,
    permits,
    questions,
    reliability,
    rules,
    sources,
    tables,
    transfers,
)

NAMESPACE = {
    module.__name__.removeprefix("analysis."): module
    for module in (
        articles,
        claims,
        countries,
        japanese,
        newsroom,
        permits,
        questions,
        reliability,
        rules,
        sources,
        tables,
        transfers,
    )
}
CALL = re.compile(r"\b(\w+)\.(\w+)\(")
SAMPLE = 'tables.folder() / "raw/article/sample-article.html"'


class Answer(NamedTuple):
    """A question, the line of Python that answers it, and what one row of the answer is."""

    question: str
    code: str
    row: str = ""  # empty where the answer is no table


ANSWERS = {
    "The rules": [
        Answer("What has changed, and when?", "rules.timeline()", "rule change"),
        Answer("What did one change set?", 'rules.set_by("R043")', "kind of transfer"),
        Answer("What was allowed on a day?", 'rules.in_force("2023-12-22")', "kind of transfer"),
        Answer(
            "Could Patriots built under licence go to the United States on a day?",
            'rules.status("P02", "2023-12-22")',
        ),
        Answer(
            "What changed from one day to another?",
            'rules.compare("2023-12-21", "2023-12-22")',
            "kind of transfer that differs",
        ),
        Answer(
            "Could interceptors built under licence go to the United States, and on what grounds?",
            'rules.assess("finished", "2023-12-22", "USA", origin="licensed", licensor=True)',
        ),
        Answer(
            "With whom does Japan have a transfer agreement?",
            'rules.partners("2024-03-10")',
            "country that had signed",
        ),
        Answer(
            "How many such agreements are in force, at least and at most?",
            'rules.partner_count("2024-03-10")',
        ),
        Answer("Who was prime minister on a day?", 'rules.prime_minister("1976-02-27")'),
        Answer("Up to which day do the tables know?", "rules.known_until()"),
        Answer("How far did reading reach on a subject?", 'sources.as_of("transfers")'),
        Answer("How far do the two codings agree?", "rules.agreement()", "measure of agreement"),
    ],
    "The article and its claims": [
        Answer("What does the report claim?", "claims.audited()", "claim"),
        Answer("What holds up: on the report's day, and now?", "claims.verdicts()", "claim"),
        Answer("Through whose hands did a claim come?", 'claims.chain("C18")', "link of its chain"),
        Answer(
            "How many independent voices support or contradict each claim?",
            "claims.origins()",
            "claim",
        ),
        Answer("Who said what on which claim?", "claims.matrix()", "claim and origin"),
        Answer("Which claims changed on the way?", "claims.drift()", "claim whose wording moved"),
        Answer(
            "What evidence was public on a day?",
            'claims.known("2024-03-10")',
            "piece of evidence",
        ),
    ],
    "What left": [
        Answer("Which transfers are known?", "transfers.cases()", "case"),
        Answer("What happened to one case?", 'transfers.case("T048")', "stage of the case"),
        Answer(
            "How long after its rule did each case come?",
            "transfers.lags(rules.timeline())",
            "case and stage",
        ),
        Answer("What was given as security assistance?", "transfers.osa()", "grant"),
        Answer("How large is it beside others?", "transfers.series()", "country, year and vintage"),
        Answer(
            "What do the permit counts say?",
            "permits.counts(2017)",
            "category of permits",
        ),
        Answer("Do the printed totals add up?", "permits.reconcile()", "fiscal year"),
    ],
    "Sources and tables": [
        Answer("Which tables are there?", "tables.names()"),
        Answer("What is in a table?", 'tables.read("rule_changes")', "rule change"),
        Answer("What does each of its columns hold?", 'tables.describe("rule_changes")', "column"),
        Answer("Which sources are there?", "sources.register()", "source"),
        Answer(
            "What do people ask, and what is the answer?", 'questions.answers("fact")', "question"
        ),
        Answer("How is a source cited?", 'sources.cite(["mofa-page18e-000051"])'),
    ],
    "Official notation": [
        Answer("Which fiscal year is this?", 'japanese.to_fiscal_year("平成29年度")'),
        Answer("Which day is this?", 'japanese.to_date("令和五年十二月二十二日")'),
        Answer("Which number is this?", 'japanese.to_number("1,464件")'),
        Answer("How much money is this?", 'japanese.to_money("19億2,100万円")', "sum"),
        Answer("Which country is this?", 'countries.to_iso3("豪州")'),
    ],
    "Any article": [
        Answer("What does a page say, without what surrounds it?", "page", "paragraph"),
        Answer("Whom does it credit?", "newsroom.attributions(page)", "statement that is credited"),
        Answer("How is it recognised without its text?", "articles.fingerprint(page)", "article"),
    ],
}
READ = f"articles.read(({SAMPLE}).read_bytes())"


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "functions":
        source[0] = pages.filled(source[0], subjects=subjects(), read=READ)


def subjects() -> dict[str, list[dict[str, str]]]:
    """Return the questions by subject: the line, where its function stands, what it returns."""
    page = evaluated(READ)
    return {
        subject: [
            {
                "question": answer.question,
                "code": answer.code,
                "address": address(answer.code),
                "returns": returns(answer, evaluated(answer.code, page)),
            }
            for answer in answers
        ]
        for subject, answers in ANSWERS.items()
    }


def evaluated(code: str, page: pd.DataFrame | None = None) -> object:
    """Return what a line of Python gives; `page` is the sample article, where the line names it."""
    return eval(code, {**NAMESPACE, "page": page})


def address(code: str) -> str:
    """Return where the API reference tells of the first function that a line calls."""
    call = CALL.search(code) or CALL.search(READ)
    module, function = call.groups()
    return f"api/analysis.{module}.html#{analysis.__name__}.{module}.{function}"


def returns(answer: Answer, value: object) -> str:
    """Return in words what a line gives: a table by its rows and columns, all else as it prints."""
    if isinstance(value, pd.DataFrame):
        rows, columns = value.shape
        return f"a table of {rows} × {columns}, one row per {answer.row}"
    if isinstance(value, pd.Series):
        return f"a row with {len(value)} entries: {', '.join(map(str, value.index[:3]))}, …"
    if isinstance(value, list):
        return f"a list of {len(value)}: {value[0]!r}, …"
    if isinstance(value, pd.Timestamp):
        return f"a day: {value:%Y-%m-%d}"
    return repr(value)
