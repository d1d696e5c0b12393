"""Japanese in the finished pages: every run of it says so.

Voices that read a page, fonts and line breaks hang on `lang="ja"`.
"""

import re

LETTER = "々-〇〻ぁ-ゖゝ-ゟァ-ヺー-ヿㇰ-ㇿ㐀-䶿一-鿿豈-龎ｦ-ﾟ\U00020000-\U0003fffd"
# Points, brackets and wide letters, which count as Japanese beside a letter
SIGN = "、-〃〈-〟・！-｠￠-￦"
FIGURE = "0-9A-Za-z"
LETTERS = re.compile(f"[{LETTER}]")
# What a Japanese word may hold: 5類型, 19億2,100万円, F-35の製造, PAC－3
WORD = f"[{FIGURE}]++(?:[.,-][{FIGURE}]++)*+"
RUN = re.compile(
    rf"""
    (?<![{FIGURE}])
    (?: [{SIGN}] | {WORD} )*+                       # 5 before 類型
    [{LETTER}]
    (?: [{LETTER}{SIGN}]                            # 類型」
      | {WORD}                                      # 億2,100万
      | (?<=[{LETTER}{SIGN}])[ ](?=[{LETTER}])      # the blank in 運用指針 一部改正
    )*+
    """,
    re.VERBOSE,
)
# Elements in which a mark would be shown, or would break them
KEPT = "script|style|title|textarea|select|svg|math|template|iframe|noscript"
PIECES = re.compile(
    rf"""
    <!-- .*? -->                                            # a comment
    | <({KEPT})\b .*? </\1\s*>                              # an element that is left as it is
    | <[a-zA-Z/!] (?: [^<>"'] | "[^"]*" | '[^']*' )* >      # a tag
    | [^<]+                                                 # text
    | <                                                     # a "<" that opens nothing
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
# A tag that says another language than English: <td lang="uk">
FOREIGN = re.compile(
    r"""<([a-zA-Z][\w-]*) (?=[\s/]) [^<>]*? \slang\s*=\s*["']? (?!en\b) [a-zA-Z]""",
    re.IGNORECASE | re.VERBOSE,
)
EMPTY = set("area base br col embed hr img input link meta source track wbr".split())


def mark(page: str) -> str:
    """Return a page with `lang="ja"` around each run of Japanese that does not say its language."""
    pieces = []
    element = ""  # the element with another language that is open, and how deep in it we are
    depth = 0
    for match in PIECES.finditer(page):
        piece = match[0]
        if piece[0] != "<" and not depth:
            piece = marked(piece)
        elif piece[0] == "<" and depth:
            depth += nesting(piece, element)
        elif piece[0] == "<" and foreign_element(piece):
            element = foreign_element(piece)
            depth = 1
        pieces.append(piece)
    return "".join(pieces)


def marked(text: str) -> str:
    """Return a text between two tags with its Japanese marked."""
    if not LETTERS.search(text):
        return text
    return RUN.sub(r'<span lang="ja">\g<0></span>', text)


def foreign_element(tag: str) -> str:
    """Return the name of the element that a tag opens in another language; empty if it does not."""
    opening = FOREIGN.match(tag)
    if not opening or tag.endswith("/>"):
        return ""
    name = opening[1].lower()
    return "" if name in EMPTY else name


def nesting(tag: str, name: str) -> int:
    """Return 1 where a tag opens another element of that name, -1 where it closes one, else 0."""
    parts = re.match(r"<(/?)([a-zA-Z][\w-]*)", tag)
    if not parts or parts[2].lower() != name or tag.endswith("/>"):
        return 0
    return -1 if parts[1] else 1


def finished(text: str, page: str) -> str:
    """Return the text of a page, once it is written, with its Japanese marked."""
    return mark(text) if LETTERS.search(text) else text
