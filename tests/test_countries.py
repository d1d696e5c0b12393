"""Spellings of countries: what becomes a code, what is refused, what other registers call them."""

import contextlib
import csv
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from analysis import countries, tables
from analysis.checks.completeness import _spellings

RAW = Path(__file__).parents[1] / "data" / "raw"

FORMS = {
    "USA": [
        "米国",
        "米",
        "アメリカ",
        "アメリカ合衆国",
        "US",
        "U.S.",
        "United States of America",
        "⽶国",
        "USA",
        "usa",
    ],
    "AUS": ["豪州", "豪", "オーストラリア", "オーストラリア連邦", "Australia", "豪 州"],
    "GBR": ["英国", "英", "イギリス", "UK", "U.K.", "ＵＫ", "Britain", "GBR", " GBR "],
    "KOR": [
        "韓国",
        "韓",
        "大韓民国",
        "South Korea",
        "Republic of Korea",
        "Korea, Republic of",
        "Korea, Rep.",
        "ROK",
    ],
    "VNM": [
        "ベトナム",
        "越",
        "ベトナム社会主義共和国",
        "Viet Nam",
        "Vietnam",
        "viet-nam",
        "ﾍﾞﾄﾅﾑ",
        "ヴェトナム",
    ],
    "PHL": [
        "フィリピン",
        "比",
        "フィリピン共和国",
        "Philippines",
        "the Philippines",
        "THE_PHILIPPINES",
    ],
    "IDN": ["インドネシア", "インドネシア共和国", "Republic of Indonesia"],
    "TUR": ["トルコ", "Turkey", "Türkiye", "TÜRKİYE", "Turkiye"],
    "TLS": ["東ティモール", "East Timor", "Timor-Leste", "timor leste"],
    "CIV": ["コートジボワール", "Ivory Coast", "Côte d'Ivoire", "Cote d’Ivoire", "cote-d-ivoire"],
    "PNG": ["パプアニューギニア", "パプア・ニューギニア", "papua-new-guinea", "PNG"],
    "COD": [
        "コンゴ民主共和国",
        "DR Congo",
        "D.R. Congo",
        "DRC",
        "Zaire",
        "Congo, The Democratic Republic of the",
    ],
    "THA": ["タイ", "タイ王国", "泰", "\u3000タイ\n"],
    "ATG": [
        "アンティグア・バーブーダ",
        "アンティグアバーブーダ",
        "Antigua & Barbuda",
        "Antigua and Barbuda",
    ],
    "ARE": ["アラブ首長国連邦", "UAE", "U.A.E.", "United Arab Emirates"],
    "RUS": ["ロシア", "露", "ロ", "Russian Federation"],
    "MMR": ["ミャンマー", "ビルマ", "Burma"],
    "TWN": ["台湾", "台", "Taiwan", "Taiwan, Province of China"],
    "FRA": ["仏"],
    "DEU": ["独"],
    "ITA": ["伊"],
    "CAN": ["加"],
    "IND": ["印"],
    "CHN": ["中"],
    "SWZ": ["Swaziland"],
    "MKD": ["Macedonia"],
    "CPV": ["Cape Verde"],
    "CZE": ["Czech Republic"],
    "GMB": ["The Gambia"],
}
REFUSED = {
    "organisation": [
        "国連",
        "UN",
        "United Nations",
        "U.N.",
        "NATO",
        "EU",
        "ASEAN",
        "UNMISS",
        "African Union**",
    ],
    "group": ["G7", "同志国", "日米豪印", "World", "東南アジア", "Europe", "共産圏"],
    "historic state": [
        "East Germany",
        "東ドイツ",
        "西独",
        "Soviet Union",
        "ソ連",
        "Yugoslavia",
        "南ベトナム",
    ],
    "not a country": [
        "unknown supplier(s)",
        "Unknown recipient(s)",
        "multiple recipients",
        "その他",
        "自衛隊",
    ],
    "ambiguous": ["Korea", "Congo", "コンゴ", "朝鮮", "ドミニカ", "瑞"],
    "unknown spelling": [
        "国連 (韓国隊) / Republic of Korea via UN",
        "英国・イタリア (also ITA)",
        "英国・イタリア",
        "米英",
        "US, UK",
        "白・ロシア",
        "白、ロシア",
        "Japan?",
        "Atlantis",
        "XYZ",
        "and",
        "can",
        "are",
        "&",
        "-",
        "",
    ],
}

# Names in charts where CLDR's are long or tell two countries apart by their capitals.
SHORTER = {
    "en": {
        "CIV": "Côte d'Ivoire",
        "COD": "DR Congo",
        "COG": "Republic of the Congo",
        "HKG": "Hong Kong",
        "MAC": "Macao",
        "MMR": "Myanmar",
        "PSE": "Palestine",
    },
    "ja": {
        "COD": "コンゴ民主共和国",
        "COG": "コンゴ共和国",
        "GBR": "英国",
        "HKG": "香港",
        "MAC": "マカオ",
        "MMR": "ミャンマー",
        "PSE": "パレスチナ",
        "USA": "米国",
    },
}
# ISO's short name of COG alone; everyone else also calls COD so.
LEFT_OUT = {("Congo", "COG")}
# Spellings that read as two countries run together; the joined reading is meant.
JOINED = {
    "白ロシア": "BLR",
    "西サモア": "WSM",
    "hongkongsarchina": "HKG",
    "macaosarchina": "MAC",
    "中華人民共和国香港特別行政区": "HKG",
    "中華人民共和国マカオ特別行政区": "MAC",
}


@pytest.mark.parametrize(
    ("iso3", "printed"), [(iso3, printed) for iso3 in FORMS for printed in FORMS[iso3]]
)
def test_every_form_of_a_name_gives_its_code(iso3, printed):
    assert countries.to_iso3(printed) == iso3
    assert countries.to_iso3(pd.Series([printed])).tolist() == [iso3]


@pytest.mark.parametrize(
    ("kind", "printed"), [(kind, printed) for kind in REFUSED for printed in REFUSED[kind]]
)
def test_what_is_no_country_raises_and_says_what_it_is(kind, printed):
    with pytest.raises(ValueError) as caught:
        countries.to_iso3(printed)
    for part in (repr(printed), kind, "add a row to data/raw/words/aliases.csv"):
        assert part in str(caught.value)
    assert countries.to_iso3(printed, errors="coerce") is None


def test_a_series_keeps_index_name_and_gaps():
    printed = pd.Series(["豪州", None, "比", "豪州"], index=[7, 3, 3, "x"], name="recipient")
    expected = pd.Series(
        ["AUS", None, "PHL", "AUS"], index=[7, 3, 3, "x"], name="recipient", dtype="str"
    )
    pd.testing.assert_series_equal(countries.to_iso3(printed), expected)
    pd.testing.assert_series_equal(countries.to_iso3(printed.astype("category")), expected)
    assert printed.tolist()[0] == "豪州"


@pytest.mark.parametrize("dtype", ["str", "string", "object", "category"])
@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_in_is_nothing_out(values, dtype):
    pd.testing.assert_series_equal(
        countries.to_iso3(pd.Series(values, dtype=dtype)), pd.Series(values, dtype="str")
    )


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_scalar_stays_missing(missing):
    assert countries.to_iso3(missing) is None
    assert countries.name(missing) is None


def test_the_error_names_the_first_place():
    printed = pd.Series(["米国", None, "国連", "NATO", "国連"], index=list("abcde"))
    with pytest.raises(
        ValueError, match=r"'国連' at index 'c', row 2 \(organisation: the United Nations"
    ):
        countries.to_iso3(printed)
    assert countries.to_iso3(printed, errors="coerce").fillna("-").tolist() == [
        "USA",
        "-",
        "-",
        "-",
        "-",
    ]


def test_what_is_not_text_is_named_or_coerced():
    mixed = pd.Series(["米国", 5, ["米国"], b"USA", "\ud800", None], dtype="object")
    with pytest.raises(ValueError, match="'5' at index 1, row 1"):
        countries.to_iso3(mixed)
    assert countries.to_iso3(mixed, errors="coerce").isna().tolist() == [
        False,
        True,
        True,
        True,
        True,
        True,
    ]
    with pytest.raises(ValueError, match="no country: 5"):
        countries.to_iso3(5)
    assert countries.to_iso3(5, errors="coerce") is None


@pytest.mark.parametrize("errors", ["raise", "coerce", "report"])
@pytest.mark.parametrize("values", [{"a": "米国"}, {"米国"}, pd.DataFrame({"a": [1]}), object()])
def test_what_is_no_column_is_refused(values, errors):
    with pytest.raises(ValueError, match="one value or a column"):
        countries.to_iso3(values, errors=errors)


@pytest.mark.parametrize("kind", [list, tuple, pd.Index, pd.array, np.array, pd.Series])
def test_a_list_like_is_a_column(kind):
    values = kind(["米国", "豪州"])
    assert countries.to_iso3(values).tolist() == ["USA", "AUS"]
    assert countries.to_iso3([]).tolist() == []


def test_a_report_tells_values_and_reasons_side_by_side():
    """Each refused value has its reason, a missing one has none, and the index stays."""
    printed = pd.Series(["米国", None, "国連", "Freedonia", 5], index=[5, 5, 7, 8, 9])
    table = countries.to_iso3(printed, errors="report")
    assert table.index.equals(printed.index) and list(table) == ["value", "reason"]
    assert table["value"].fillna("-").tolist() == ["USA", "-", "-", "-", "-"]
    assert table["reason"].isna().tolist() == [True, True, False, False, False]
    assert "organisation" in table.loc[7, "reason"] and "unknown" in table.loc[8, "reason"]
    assert countries.to_iso3("豪州", errors="report")["value"].tolist() == ["AUS"]
    assert len(countries.to_iso3([], errors="report")) == 0


@pytest.mark.parametrize(
    ("printed", "iso3"),
    [
        ("Korea, Republic of", "KOR"),
        ("Bahrain, Kingdom of", "BHR"),
        ("Gambia, The", "GMB"),
        ("Virgin Islands, British", "VGB"),
        ("Sudan, South", "SSD"),
        ("Solomon Isds", "SLB"),
        ("クウェイト", "KWT"),
        # Reported of other readers, which took one Korea or Congo for the other.
        ("korea, dem. rep.", "PRK"),
        ("D.P.R of Korea", "PRK"),
        ("N Korea", "PRK"),
        ("Korea, Rep.", "KOR"),
        ("D.R. Congo", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("Congo-Brazzaville", "COG"),
        ("Congo-Kinshasa", "COD"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Republic of Guinea", "GIN"),
        ("United Mexican States", "MEX"),
        ("Republic of the Union of Myanmar", "MMR"),
        ("Republic of South Sudan", "SSD"),
        ("Uk", "GBR"),
        ("Brasil", "BRA"),
        ("レユニオン島", "REU"),
    ],
)
def test_statistics_and_older_forms_are_read(printed, iso3):
    """Names turned round at a comma, shortened, or spelt as the ministry once did."""
    assert countries.to_iso3(printed) == iso3


@pytest.mark.parametrize("printed", ["Japan, Italy", "Italy,", ",", "Korea,", "of, Kingdom"])
def test_a_comma_makes_no_country(printed):
    with pytest.raises(ValueError, match="no country"):
        countries.to_iso3(printed)


def test_an_unknown_option_raises():
    with pytest.raises(ValueError, match="ignore"):
        countries.to_iso3("米国", errors="ignore")
    with pytest.raises(ValueError, match="fr"):
        countries.name("USA", language="fr")


def test_each_distinct_value_is_looked_up_once(monkeypatch):
    asked = []
    monkeypatch.setattr(countries, "_code", lambda text, by: asked.append(text) or "USA")
    assert len(countries.to_iso3(pd.Series(["米国", "比", None] * 1000))) == 3000
    assert asked == ["米国", "比"]


def test_name_labels_codes_in_both_languages():
    codes = pd.Series(["AUS", None, "VNM"], index=[5, 6, 7], name="recipient")
    pd.testing.assert_series_equal(
        countries.name(codes),
        pd.Series(["Australia", None, "Vietnam"], index=[5, 6, 7], name="recipient", dtype="str"),
    )
    assert countries.name(codes, "ja").dropna().tolist() == ["オーストラリア", "ベトナム"]
    assert countries.name("USA", language="ja") == "米国"


@pytest.mark.parametrize("code", ["usa", "US", "XKX", "", 5, "Japan"])
def test_name_refuses_what_is_no_code(code):
    with pytest.raises(ValueError, match=f"no ISO 3166-1 alpha-3 code: {code!r}$"):
        countries.name(code)
    with pytest.raises(ValueError, match="at index 'b', row 1"):
        countries.name(pd.Series(["USA", code], index=["a", "b"], dtype="object"))


def test_the_countries_are_those_of_iso_3166():
    codes = [country.alpha_3 for country in pycountry.countries]
    assert tables.read("countries")["iso3"].tolist() == sorted(codes)
    assert countries.to_iso3(pd.Series(codes)).tolist() == codes


@pytest.mark.parametrize("language", ["en", "ja"])
def test_names_are_those_of_cldr_but_for_the_shorter_ones(language):
    territories = Locale(language).territories
    for country in pycountry.countries:
        plain = unicodedata.normalize("NFC", territories[country.alpha_2])
        assert countries.name(country.alpha_3, language) == SHORTER[language].get(
            country.alpha_3, plain
        )


def reference_names() -> pd.DataFrame:
    """The names that pycountry and Babel give, one row per register, name and code."""
    rows = []
    for country in pycountry.countries:
        names = {
            language: Locale(language).territories[country.alpha_2] for language in ("en", "ja")
        }
        names |= {
            field: getattr(country, field, None)
            for field in ("name", "common_name", "official_name")
        }
        rows += [
            (register, printed, country.alpha_3) for register, printed in names.items() if printed
        ]
    return pd.DataFrame(rows, columns=["register", "printed", "iso3"])


def test_no_name_of_the_reference_registers_is_missing():
    names = reference_names()
    assert names["register"].value_counts()[["en", "ja", "name"]].tolist() == [249, 249, 249]
    codes = countries.to_iso3(names["printed"], errors="coerce")
    missing = names[(codes != names["iso3"]) | codes.isna()]
    assert set(zip(missing["printed"], missing["iso3"], strict=True)) == LEFT_OUT
    with pytest.raises(ValueError, match="ambiguous: COD or COG"):
        countries.to_iso3("Congo")


def test_every_english_name_is_read_from_its_slug():
    table = tables.read("countries")
    slugs = (
        table["name_en"]
        .str.lower()
        .str.replace(r"[ .'’&]+", "-", regex=True)
        .str.replace("---", "-")
    )
    plain = ~table["name_en"].str.contains("&")
    assert countries.to_iso3(slugs[plain]).tolist() == table["iso3"][plain].tolist()


def test_two_countries_run_together_are_no_third():
    codes = countries._stored().codes
    joined = {
        key: code
        for key, code in codes.items()
        if any(key[:cut] in codes and key[cut:] in codes for cut in range(1, len(key)))
    }
    assert joined == JOINED


def test_no_spelling_contradicts_a_code():
    spellings = countries._stored()
    for code in tables.read("countries")["iso3"]:
        assert spellings.codes.get(code.lower(), code) == code
        assert code.lower() not in spellings.others


@pytest.mark.parametrize(
    ("table", "order"), [("countries", ["iso3"]), ("aliases", ["kind", "iso3", "alias"])]
)
def test_raw_rows_are_sorted_and_normalised(table, order):
    with open(RAW / "words" / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == sorted(rows, key=lambda row: [row[column] for column in order])
    for row in rows:
        for value in row.values():
            assert value == unicodedata.normalize("NFC", value).strip()
        assert (row["iso3"] != "") == (row.get("kind", "country") == "country")


def test_every_row_means_what_it_says():
    aliases = tables.read("aliases")
    country = aliases["kind"] == "country"
    assert (
        countries.to_iso3(aliases["alias"][country]).tolist() == aliases["iso3"][country].tolist()
    )
    assert countries.to_iso3(aliases["alias"][~country], errors="coerce").isna().all()


def test_a_spelling_given_twice_is_a_fault():
    """In the table itself or against a country's name, however it is written."""
    twice = pd.DataFrame({"alias": ["Blefuscu", "blefuscu ", "united-states"]}, index=[2, 3, 4])
    faults = list(_spellings({"countries": tables.read("countries"), "aliases": twice}))
    assert [(fault.row, fault.column) for fault in faults] == [(3, "alias"), (4, "alias")]
    assert faults[1].value == "united-states"


def test_spellings_of_other_tables_can_be_gone_by():
    """The build reads new rows by the tables that it is about to write; gaps are passed over."""
    names = tables.read("countries")
    rows = {
        "alias": ["Freedonia", "Sylvania", None, "Blefuscu"],
        "iso3": ["ITA", None, "USA", None],
    }
    kinds = ["country", "country", "country", "group"]
    aliases = pd.DataFrame(rows | {"kind": kinds, "note": [None, None, None, "an island"]})
    spellings = countries.spellings(names, aliases)
    assert countries.to_iso3("freedonia", spellings=spellings) == "ITA"
    assert countries.to_iso3("Italy", spellings=spellings) == "ITA"
    with pytest.raises(ValueError, match="'Sylvania' .unknown spelling"):
        countries.to_iso3("Sylvania", spellings=spellings)
    with pytest.raises(ValueError, match="'Blefuscu' at index 0, row 0 .group: an island"):
        countries.to_iso3(pd.Series(["Blefuscu"]), errors="raise", spellings=spellings)
    with pytest.raises(ValueError, match="'Freedonia' .unknown spelling"):
        countries.to_iso3("Freedonia")


spelling = st.sampled_from(
    ["豪州", "U.S.", "the Gambia", "Türkiye", "国連", "East Germany", "-", "the"]
)
odd = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(), st.text(), spelling
)


@given(
    st.one_of(odd, st.lists(odd), st.dictionaries(st.text(), odd)),
    st.sampled_from(["raise", "coerce"]),
)
def test_only_value_errors_come_out_of_scalars(value, errors):
    for convert in (lambda: countries.to_iso3(value, errors), lambda: countries.name(value)):
        with contextlib.suppress(ValueError):
            assert convert() is None or isinstance(value, str | list)


@given(st.lists(odd | st.lists(odd)))
def test_only_value_errors_come_out_of_a_series(values):
    column = pd.Series(values, dtype="object")
    coerced = countries.to_iso3(column, errors="coerce")
    assert len(coerced) == len(column)
    try:
        assert countries.to_iso3(column).isna().equals(column.isna())
    except ValueError as error:
        assert "add a row" in str(error)


@given(st.lists(st.text() | spelling, min_size=1))
def test_a_series_agrees_with_its_scalars(values):
    column = countries.to_iso3(pd.Series(values, dtype="object"), errors="coerce")
    scalars = [countries.to_iso3(value, errors="coerce") for value in values]
    assert [None if pd.isna(code) else code for code in column] == scalars


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str.swapcase])
def test_case_does_not_matter(change):
    table = tables.read("countries")
    assert countries.to_iso3(table["name_en"].map(change)).tolist() == table["iso3"].tolist()
