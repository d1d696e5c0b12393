"""Money, quantities, counts and days of delivery that an article prints, held against the tables.

Where the tables have nothing to compare with, nothing is said.
"""

import re

import pandas as pd

from ... import japanese, tables
from . import naming

NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
# A number begins where no figure stands before it, and ends: a page of figures is read once.
FIGURES = r"\d[\d,]{0,24}(?:\.\d{1,12})?"
MONEY = re.compile(
    rf"(?:US|AU|A|C|NZ)?[$£€¥]\s?{FIGURES}\s?(?:trillion|billion|million|bn|tn|m)?\b"
    rf"|(?<![\d,]){FIGURES}\s(?:(?:trillion|billion|million)\s)?"
    r"(?:yen|U\.?S\.? dollars|Australian dollars|dollars|pounds|euros)\b"
    rf"|(?<![\d,]){FIGURES}(?:兆[\d,]{{0,9}}億?|億[\d,]{{0,9}}万?|万)?"
    r"(?:円|豪ドル|米ドル|ドル|ポンド|ユーロ)"
)
# Sums in Ukrainian and Russian are read as in English: 6,4 млрд долларов
SLAVIC_MONEY = re.compile(
    r"(?<![\d,.])(\d{1,6})(?:[.,](\d{1,3}))?\s"
    r"(м(?:лрд|ільярд\w*|иллиард\w*|лн|ільйон\w*|иллион\w*))\s"
    r"(австрал\w+\s)?(дол|ієн|иен|йен|[єе]вро|фунт)\w*",
    re.I,
)
SLAVIC_UNITS = {"дол": "US${}", "ієн": "{} yen", "иен": "{} yen", "йен": "{} yen"}
SLAVIC_UNITS |= {"євр": "€{}", "евр": "€{}", "фун": "£{}"}
NUMBER = rf"(?i:\d|\b(?:{'|'.join(NUMBERS)})\b)"
COUNT = re.compile(
    r"(?<![\d,.$])(\d{1,2},\d{3}|\d{3,5}(?=件|\s(?:licen|permit|approval|times)))(?![\d,])"
)
FISCAL = re.compile(r"(?:fiscal(?: year)?|FY)\s?(\d{4})|(\d{4})年度", re.I)
STATES = re.compile(
    rf"((?<!\d)\d{{1,4}}|{'|'.join(NUMBERS)})"
    r"(?:\s(?:countries|states|nations|країн\w*|стран\w*|держав\w*|государств\w*)|[かカヶ]国)",
    re.I,
)
COUNTER = re.compile(r"(?<![\d,])(\d[\d,]{0,11})(?:隻|基|機|着|個|両|台)(?!目)")
ARRIVALS = ["dispatched", "handed over first", "handed over part", "handed over last", "ceremony"]
BY_NAME_AND_DATE = ["name and date", "change and date"]  # how a sentence tells of a rule change
SINCE = (  # from when something is counted: since the rules of 2023; 2023年の解禁以降
    r"\b(?:since|under)\s(?:(?!{1})[\w’'-]+\s){{2,12}}?{0}"
    r"|{0}(?:に|の|から)?[^、。]{{0,25}}(?:以降|以来|後初|してから)"
)
NEAR = 0.1  # share by which a printed sum may differ from that of the table
IDEAS = ["handed over", "each", "permits", "arms exports", "weapons", "export", "signed"]
IDEAS += ["allowing", "transfer agreement", "defence transfer"]
COLUMNS = ["paragraph", "sentence", "about", "note", "grade", "source_id", "page"]


def held(frames: dict[str, pd.DataFrame], spoken: pd.DataFrame, dates: pd.DataFrame) -> list[dict]:
    """Return what differs from the tables, one dictionary with the keys `COLUMNS` for each.

    `frames` are those of the audit (`transfers`, `article` and, where it is there, `rules` are
    read), `spoken` what `subjects.sentences` gives, `dates` what `days.periods` gives.
    """
    once = spoken[~spoken["text"].duplicated() & spoken["text"].str.contains(NUMBER)]
    named = naming.ideas(once["text"]).reindex(columns=IDEAS, fill_value=False)
    published = frames["article"].at[0, "published"]
    moved = dict(iter(frames["transfers"].groupby("paragraph")))
    dated = dict(iter(dates.groupby("place")))
    changes = _told_changes(frames.get("rules"))
    found = []
    for place, label, text in once[["paragraph", "text"]].itertuples(name=None):
        is_named = named.loc[place]
        notes = [*_permits(text, is_named), *_agreements(text, is_named, published)]
        if label in moved:
            here = moved[label]
            here = here[[word in text for word in here["matched"]]]
            days = dated.get(place, dates.iloc[:0])
            days = _of_handover(text, days, changes)
            notes = [*_of_transfers(text, here, is_named, days, published), *notes]
        found += [{"paragraph": label, "sentence": text} | note for note in notes]
    return found


def _told_changes(rules: pd.DataFrame | None) -> dict[str, list[pd.Timestamp]]:
    """Return for each sentence the days of the rule changes of which it tells by name and date."""
    if rules is None or rules.empty:
        return {}
    told = rules[rules["how"].astype("str").isin(BY_NAME_AND_DATE)]
    return told.groupby("sentence")["adopted"].agg(list).to_dict()


def _of_handover(
    text: str, dates: pd.DataFrame, changes: dict[str, list[pd.Timestamp]]
) -> pd.DataFrame:
    """Return the dates of a sentence but those that it gives to something else.

    "The first handed over since the rules were eased in 2023" dates the rules, and no handover.
    """
    ends = "|".join(map(re.escape, dates["date_as_printed"].unique()))
    is_since = [
        re.search(SINCE.format(re.escape(printed), ends), text, re.I) is not None
        for printed in dates["date_as_printed"]
    ]
    days = changes.get(text, [])
    is_of_rule = [
        any(start <= day <= end for day in days)
        for start, end in zip(dates["start"], dates["end"], strict=True)
    ]
    elsewhere = pd.Series(is_since, dates.index, dtype="bool")
    return dates[~(elsewhere | pd.Series(is_of_rule, dates.index, dtype="bool"))]


def _of_transfers(
    text: str, here: pd.DataFrame, is_named: pd.Series, dates: pd.DataFrame, published: object
) -> list[dict]:
    """Return the notes on the transfers that a sentence mentions."""
    if here.empty:
        return []
    rows = tables.read("transfers").set_index("transfer_id").loc[here["transfer_id"]]
    notes = [_money(text, rows), _quantity(text, here["matched"].unique(), rows)]
    if is_named["each"]:
        notes = []
    if is_named["handed over"]:
        notes.append(_arrival(dates, rows, published))
    row = rows.iloc[0]
    case = {
        "about": rows.index[0],
        "grade": str(row["grade"]),
        "source_id": row["source_id"],
        "page": f"cases/{rows.index[0]}.html",
    }
    return [case | {"note": note} for note in notes if note]


def amounts(text: str) -> list[tuple[str, float, str]]:
    """Return the sums that a text prints: as printed, amount, currency.

    Examples
    --------
    >>> amounts("It costs A$10bn, or 6 billion yen.")[0]
    ('A$10bn', 10000000000.0, 'AUD')
    """
    printed = [hit[0].strip() for hit in MONEY.finditer(text)]
    clear = [_unmarked_dollars(one) for one in printed]
    slavic = list(SLAVIC_MONEY.finditer(text))
    printed += [hit[0] for hit in slavic]
    clear += [_in_english(hit) for hit in slavic]
    read = japanese.to_money(pd.Series(clear, dtype="str"), errors="coerce")
    rows = zip(printed, read["amount"], read["currency"], strict=True)
    return [(one, float(sum_), str(unit)) for one, sum_, unit in rows if pd.notna(sum_)]


def _in_english(sum_: re.Match) -> str:
    """Return a sum in Ukrainian or Russian as English prints it."""
    whole, part, unit, australian, currency = sum_.groups()
    is_billion = unit.lower().startswith(("млрд", "мільярд", "миллиард"))
    number = f"{whole}{'.' + part if part else ''} {'billion' if is_billion else 'million'}"
    if australian:
        return f"A${number}"
    return SLAVIC_UNITS[currency.lower()[:3]].format(number)


def _unmarked_dollars(printed: str) -> str:
    """Return a sum with "m" spelt out and dollars of no named state as those of the US."""
    spelt = re.sub(r"(?<=\d)\s?m$", " million", printed)
    dollars = re.fullmatch(r"(\d[^ ]*(?: \w+illion)?) dollars", spelt)
    return f"US${dollars[1]}" if dollars else re.sub(r"^\$", "US$", spelt)


def _money(text: str, rows: pd.DataFrame) -> str | None:
    """Return a note where no sum that the table prints for these transfers is the sentence's.

    Of a currency in which the table has sums for some of them only, nothing is said: it may be the
    sum of another.
    """
    known = [sums for sums in map(_sums, rows.to_dict("records")) if sums]
    for printed, amount, unit in amounts(text):
        units = {"USD", "AUD"} if printed[0] in "$0123456789" and unit == "USD" else {unit}
        same = [[sum_ for sum_, currency in sums if currency in units] for sums in known]
        if not (same and all(same)):
            continue
        if not any(abs(amount - sum_) <= NEAR * sum_ for sums in same for sum_ in sums):
            sums = "; ".join(rows["value_as_printed"].dropna().str.strip("; "))
            return f"Prints {printed}. The table has {sums} ({_listed(rows)})."
    return None


def _sums(case: dict) -> list[tuple[float, str]]:
    """Return the sums that the table has for a transfer, as printed and typed: amount, currency."""
    printed = case["value_as_printed"]
    sums = [] if pd.isna(printed) else [(sum_, unit) for _, sum_, unit in amounts(printed)]
    if pd.notna(case["value"]) and pd.notna(case["currency"]):
        sums.append((float(case["value"]), str(case["currency"])))
    return [(sum_, unit) for sum_, unit in sums if sum_ > 0]


def _quantity(text: str, words: list[str], rows: pd.DataFrame) -> str | None:
    """Return a note where the number before the item is none that the table has for it."""
    known = {int(number) for number in rows["quantity"].dropna()}
    known |= {int(number) for item in rows["item"] for number in re.findall(r"\d+", item)}
    known |= {sum(int(number) for number in rows["quantity"].dropna())}
    number = rf"(?<![\w.,-])(\d[\d,]*|{'|'.join(NUMBERS)})"
    printed = [
        hit[1]
        for word in words
        for hit in re.finditer(rf"{number}\s(?:[\w-]+\s){{0,2}}{re.escape(word)}", text, re.I)
    ]
    counted = [hit[1] for hit in COUNTER.finditer(text)]
    if not any(_number(one) in known for one in counted):
        printed += counted  # of a list of things, with one that is known, the others are not meant
    for one in printed:
        if known - {0} and _number(one) not in known:
            return f"Prints {one}. The table has {_listed(rows)}."
    return None


def _number(printed: str) -> int:
    word = printed.casefold()
    return NUMBERS.index(word) + 2 if word in NUMBERS else int(word.replace(",", ""))


def _listed(rows: pd.DataFrame) -> str:
    """Return the transfers with their quantities: "3 vessels: …, T029"."""
    parts = []
    for name, row in rows.iterrows():
        number = "" if pd.isna(row["quantity"]) else f"{row['quantity']} "
        parts.append(f"{number}{row['item']}: {row['status']}, {name}")
    return "; ".join(parts)


def _arrival(dates: pd.DataFrame, rows: pd.DataFrame, published: object) -> str | None:
    """Return a note where no handover of the table falls on a date of the sentence."""
    events = tables.read("transfer_events")
    events = events[events["transfer_id"].isin(rows.index) & events["event"].isin(ARRIVALS)]
    dates = dates[dates["date_as_printed"].str.contains(r"\d{4}")]
    if events.empty or dates.empty or (pd.notna(published) and dates["start"].min() > published):
        return None
    last = events["date"] + pd.offsets.MonthEnd(0)
    ends = last.where(events["date_precision"].astype("str").ne("day"), events["date"])
    for start, end in zip(dates["start"], dates["end"], strict=True):
        if (events["date"].le(end) & ends.ge(start)).any():
            return None
    days = ", ".join(sorted(set(events["date"].dt.strftime("%Y-%m"))))
    printed = dates["date_as_printed"].iat[0]
    return f"Dates a handover by '{printed}'. The table has handovers in {days} ({_listed(rows)})."


def _permits(text: str, is_named: pd.Series) -> list[dict]:
    """Return a note where a count of permits is told as exports, or is not that of its year."""
    counts = [_number(hit[1]) for hit in COUNT.finditer(text)]
    about_arms = is_named["arms exports"] or (is_named["weapons"] and is_named["export"])
    if not counts or not about_arms:
        return []
    totals = tables.read("permits").query("level == 0").dropna(subset=["count"])
    totals = totals.set_index("fiscal_year")["count"]
    years = [int(hit[1] or hit[2]) for hit in FISCAL.finditer(text)]
    same = totals[totals.isin(counts)]
    if len(same) and not is_named["permits"]:
        year, count = same.index[0], same.iloc[0]
        said = f"{count:,} is the number of permits in fiscal {year}. Most are for repair and for "
        said += "the Self-Defense Forces' own activities; a permit is no shipment."
        return [_permit(year, said)]
    asked = [year for year in years if year in totals.index]
    if is_named["permits"] and asked and totals[asked[0]] not in counts:
        year = asked[0]
        return [
            _permit(year, f"For fiscal {year} the ministry's report has {totals[year]:,} permits.")
        ]
    return []


def _permit(year: int, said: str) -> dict:
    report = tables.read("permit_reports").set_index("fiscal_year").loc[year]
    return {
        "about": f"permits {year}",
        "note": said,
        "grade": str(report["grade"]),
        "source_id": report["source_id"],
        "page": "questions.html#M031",
    }


def _agreements(text: str, is_named: pd.Series, published: object) -> list[dict]:
    """Return a note where a count of states with an agreement is not that of the article's day."""
    counts = [_number(hit[1]) for hit in STATES.finditer(text)]
    signing = is_named[["signed", "transfer agreement", "defence transfer"]].all()
    if not counts or not (signing or is_named[["allowing", "defence transfer"]].all()):
        return []
    rows = tables.read("agreements")
    day = published if pd.notna(published) else rows["signed"].max()
    signed = rows[rows["signed"].le(day)].drop_duplicates("iso3", keep="last")
    in_force = signed[signed["in_force_from"].le(day)]
    if {len(signed), len(in_force)} & set(counts):
        return []
    said = f"By {day:%Y-%m-%d} the table has agreements signed with {len(signed)} states, and "
    said += f"{len(in_force)} with a known day of entry into force by then."
    last = signed.sort_values("signed").iloc[-1]
    return [
        {
            "about": "agreements",
            "note": said,
            "grade": str(last["grade"]),
            "source_id": last["source_id"],
            "page": "countries.html",
        }
    ]
