"""Characters: what a sign in an official text stands for, before anything is read from it."""

import re
import unicodedata

from . import columns

LETTERS = "ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆〇"
DIGITS = "0-9〇一二三四五六七八九"
LONGEST = 200  # characters; a longer text is not one value

# List marks, superscripts and fractions, of which NFKC would make figures: ①, ㈠, m², 1½.
_KEPT = re.compile("([²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⓿㈠-㈩㉈-㉟㊀-㊉㊱-㊿🄀-🄌]+)")
_INVISIBLE = re.compile("[\u00ad\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Radicals that NFKC leaves alone or turns into a form not used in Japan; ～ is the 〜 of Windows code page 932.
_MENDED = str.maketrans("⼾⾭⿆⿈⿊⺠⻁⻄⻆⻑⻘⻝⻣⻤⻦⻨⻩⻫⻭⻯⻲～", "戸青麦黄黒民虎西角長青食骨鬼鳥麦黄斉歯竜亀〜")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_AROUND_LINE_END = re.compile(" *\n *")
_WRAPPED = re.compile(f"(?<=[{LETTERS}])\n(?=[{LETTERS}0-9])|(?<=[0-9])\n(?=[{LETTERS}])")
_TOKEN = f"(?:[(「]?[{LETTERS}][)」、。]?|[0-9][0-9,.]*)"
_SPACED = re.compile(rf"(?<!\S){_TOKEN}(?: {_TOKEN}){{2,}}(?!\S)")

_SAME = {"[〔【〈《「『{": "(", "]〕】〉》」』}": ")", "壱壹": "一", "弐貳": "二", "参參": "三", "伍": "五", "零": "〇", "拾": "十"}
_SAME |= {"佰": "百", "仟阡": "千", "萬": "万", "圓": "円", "廿": "二十", "卅": "三十", "‐‑–−": "-"}
_PLAIN = str.maketrans({sign: same for signs, same in _SAME.items() for sign in signs})
_CIRCLE_AS_ZERO = re.compile("(?<=[〇一二三四五六七八九])[○◯]+")
_LOOSE = re.compile(rf"(?!(?<=[{DIGITS}十百千,.])\s+[{DIGITS}])(?:(?<=[{LETTERS}])\s+|\s+(?=[{LETTERS}]))|\s*(?=[()])|(?<=[()])\s*")
_FULL_STOP = re.compile(r"(?<=[^\d\s])[。.、,;]$")
_IN_BRACKETS = re.compile(r"(.+)\(((?:[^()]|\([^()]*\))*)\)")
_BETWEEN = re.compile(rf"\s+/\s+|(?<![{DIGITS}十元])/|/(?![{DIGITS}十元\s])|[;=]")


def normalise(values):
    """Return a text, or a Series of texts, in the form in which equal words compare equal: NFKC with exceptions.

    ①, m² and ½ stay as they are (NFKC makes figures of them), radicals become letters, 〜 stays a range (～ becomes 〜),
    ー ― ─ stay apart, a space between every character and a line break inside a Japanese word or year are closed; a blank
    line stays. Missing stays missing. Raises ValueError for what is not text.
    """
    return columns.series(values, normal, "str", missing=None)


def normal(text):
    """Return one text normalised."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text).translate(_MENDED)
        text = "".join(part if kept % 2 else unicodedata.normalize("NFKC", part) for kept, part in enumerate(_KEPT.split(text)))
    if text.isspace() or not text.split():
        return ""
    text = _LINE_END.sub("\n", text)
    text = _AROUND_LINE_END.sub("\n", re.sub(r"[^\S\n]+", " ", text)).strip()
    text = re.sub("\n{3,}", "\n\n", text)
    return _SPACED.sub(_closed, _WRAPPED.sub("", text))


def plain(text):
    """Return one text as the readers take it: normalised, one kind of bracket, everyday numerals, no loose spaces."""
    if len(text) > 5 * LONGEST:
        raise ValueError("is too long to be one value")
    text = _CIRCLE_AS_ZERO.sub(lambda found: "〇" * len(found[0]), normal(text).translate(_PLAIN))
    if len(text) > LONGEST:
        raise ValueError("is too long to be one value")
    return _FULL_STOP.sub("", _LOOSE.sub("", text))


def answers(text, read):
    """Return what `read` says of a text, or of each of its spellings: `A / B`, `A = B`, `A; B`, `A (B)`.

    Raises ValueError if neither the whole nor each of the parts can be read.
    """
    try:
        return [read(text)]
    except ValueError:
        found = _IN_BRACKETS.fullmatch(text)
        parts = found.groups() if found else _BETWEEN.split(text)
        if len(parts) < 2:
            raise
    return [answer for part in parts for answer in answers(part.strip(), read)]


def agreed(text, read):
    """Return the one answer that all spellings in a text give. Raises ValueError if they differ."""
    found = set(answers(text, read))
    if len(found) > 1:
        raise ValueError("its spellings do not agree")
    return found.pop()


def _closed(found):
    """Close a run of single characters; figures are joined only if each is a single digit, as table cells may stand side by side."""
    tokens = found[0].split(" ")
    figures = [token[0] in "0123456789" for token in tokens]
    beside = (len(a + b) > 2 for a, b, x, y in zip(tokens, tokens[1:], figures, figures[1:]) if x and y)
    return found[0] if sum(figures) > len(tokens) - 2 or any(beside) else "".join(tokens)
