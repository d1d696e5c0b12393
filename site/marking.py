"""Japanese in the finished pages: every run of it says so, for the voices that read it, the fonts and the line breaks."""

import re
from pathlib import Path

LETTER = "々-〇〻ぁ-ゖゝ-ゟァ-ヺー-ヿㇰ-ㇿ㐀-䶿一-鿿豈-龎ｦ-ﾟ\U00020000-\U0003fffd"
SIGN = "、-〃〈-〟・！-｠￠-￦"  # points, brackets and wide letters, which count as Japanese beside a letter
FIGURE = "0-9A-Za-z"  # what a Japanese word may hold: 5類型, 19億2,100万円, F-35の製造, PAC－3
LETTERS = re.compile(f"[{LETTER}]")
WORD = f"[{FIGURE}]++(?:[.,-][{FIGURE}]++)*+"
RUN = re.compile(
    f"(?<![{FIGURE}])(?:[{SIGN}]|{WORD})*+[{LETTER}](?:[{LETTER}{SIGN}]|{WORD}|(?<=[{LETTER}{SIGN}]) (?=[{LETTER}]))*+"
)
KEPT = "script|style|title|textarea|select|svg|math|template|iframe|noscript"  # a mark inside would be shown, or break them
PIECES = re.compile(
    rf"<!--.*?-->|<({KEPT})\b.*?</\1\s*>|<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+|<",
    re.DOTALL | re.IGNORECASE,
)
FOREIGN = re.compile(
    r"<([a-zA-Z][\w-]*)(?=[\s/])[^<>]*?\slang\s*=\s*[\"']?(?!en\b)[a-zA-Z]", re.IGNORECASE
)
EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}


def mark(page: str) -> str:
    """A page with `lang="ja"` around each run of Japanese text, but for what already says its language."""
    made, inside, depth = [], "", 0
    for found in PIECES.finditer(page):
        piece = found[0]
        if piece[0] != "<":
            wanted = not depth and LETTERS.search(piece)
            made.append(RUN.sub(r'<span lang="ja">\g<0></span>', piece) if wanted else piece)
            continue
        made.append(piece)
        if depth:
            depth += nesting(piece, inside)
        elif (
            (foreign := FOREIGN.match(piece))
            and foreign[1].lower() not in EMPTY
            and not piece.endswith("/>")
        ):
            inside, depth = foreign[1].lower(), 1
    return "".join(made)


def nesting(tag: str, name: str) -> int:
    """1 where a tag opens another element of that name, -1 where it closes one, else 0."""
    found = re.match(r"<(/?)([a-zA-Z][\w-]*)", tag)
    if not found or found[2].lower() != name or tag.endswith("/>"):
        return 0
    return -1 if found[1] else 1


def finish(app, error: Exception | None) -> None:
    """Mark all pages once they are written; Sphinx calls this at the end of a build."""
    if error or app.builder.format != "html":
        return
    for document in sorted(app.env.found_docs):
        path = Path(app.builder.get_outfilename(document))
        page = path.read_text("utf-8")
        if LETTERS.search(page):
            path.write_bytes(mark(page).encode("utf-8"))
