"""What a column with `holds` may hold: a public address, a currency, a language, a table."""

import ipaddress
import re
from urllib.parse import urlsplit

from .. import japanese, tables

# ISO 639-1, as registered with the Library of Congress.
LANGUAGES = set(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht
    hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky
    la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
    oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo
    za zh zu
    """.split()
)
HOST = re.compile(
    r"""([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+   # www. or news.yahoo.co.
    ([a-z]{2,}|xn--[a-z0-9-]+)                  # jp, com, xn--p1ai; never a number""",
    re.VERBOSE | re.ASCII,
)
RESERVED = ("local", "localhost", "internal", "test", "invalid", "example", "onion")
KINDS = ("address", "currency", "language", "table")


def advice(kind: str, text: str) -> str:
    """Return why a text is not of a kind, and what to write; blank where it is."""
    if kind == "language" and text not in LANGUAGES:
        return "is no language of ISO 639-1; write its two letters (ja, en, uk)"
    if kind == "currency" and not _is_currency(text):
        return "is no currency that printed sums are read in; write its ISO 4217 code (JPY, USD)"
    if kind == "table" and text not in tables.names():
        return f"is no table; write one of: {', '.join(tables.names())}"
    if kind == "address" and not _is_public(text):
        return "is no public web address; write it as https://www.example.org/page"
    return ""


def _is_currency(text: str) -> bool:
    """Return whether a text is the code of a currency that the reader of sums knows."""
    (currency,) = japanese.to_money(f"1 {text}", errors="coerce")["currency"]
    return currency == text


def _is_public(text: str) -> bool:
    """Return whether a text is the http or https address of a host that anybody can reach."""
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or port not in (None, 80, 443):
        return False
    try:
        number = ipaddress.ip_address(host)
        return number.is_global and not getattr(number, "is_site_local", False)
    except ValueError:
        return bool(HOST.fullmatch(host)) and host.rsplit(".", 1)[-1] not in RESERVED
