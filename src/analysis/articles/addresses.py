"""Addresses of pages, told from their AMP, mobile and tracking twins."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

TRACKING = re.compile(
    r"""^(
        utm_\w*                                     # utm_source=newsletter
      | [gyd]clid | fbclid | msclkid | igshid       # fbclid=IwAR…
      | mc_[ce]id | _ga | cmpid | ocid | smid | s_cid
      | ref | ref_src | from | share | source       # ref_src=twsrc
      | amp | outputtype | __twitter_impression     # outputType=amp
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
CACHE = re.compile(
    r"""^https?://(?:
        [\w-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?  # x-example.cdn.ampproject.org/c/s/x.example/a
      | (?:www\.)?google\.[a-z.]+/amp/(?:s/)?       # www.google.com/amp/s/x.example/a
    )""",
    re.IGNORECASE | re.VERBOSE,
)
AMP_PATH = re.compile(r"/amp(?=/|$)|\.amp(?=\.html?$|$)", re.IGNORECASE)  # /a/amp/, /a.amp.html
TWIN = re.compile(r"(www\d?|m|mobile|amp)\.[^.]+\.")  # www2.x.example, m.x.example
LONGEST = 2000  # characters of an address


def canonical(url: str | None, base: str | None = None) -> str | None:
    """Return the address that all twins of a page share; None for what is no web address.

    Folded are http and https, www., m., mobile. and amp. hosts, AMP caches, /amp/ paths, tracking
    parameters, the fragment and the final slash.
    """
    joined = (url or "").strip()
    try:
        parts = urlsplit(CACHE.sub("https://", urljoin(base or "", joined)[:LONGEST]))
        port = parts.port
    except ValueError:
        return None
    name = parts.hostname or ""
    if parts.scheme.lower() not in ("http", "https") or not re.fullmatch(r"[\w.-]+", name):
        return None
    suffix = "" if port in (None, 80, 443) else f":{port}"
    path = re.sub(r"/{2,}", "/", AMP_PATH.sub("", parts.path)).rstrip("/")
    query = _query(parts)
    return f"https://{_folded(name)}{suffix}{path}" + (f"?{query}" if query else "")


def host(url: str) -> str:
    """Return the host of a canonical address; blank where there is none."""
    return urlsplit(url).hostname or ""


def _query(parts: SplitResult) -> str:
    """Return the parameters of an address in order, without those that only track."""
    pairs = parse_qsl(parts.query, max_num_fields=None)
    return urlencode(sorted(pair for pair in pairs if not TRACKING.match(pair[0])))


def _folded(name: str) -> str:
    """Return a host without the prefixes that mark twins, as long as two labels remain."""
    while TWIN.match(name):
        name = name.split(".", 1)[1]
    return name
