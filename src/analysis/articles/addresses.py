"""Addresses of pages, told from their AMP, mobile and tracking twins."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

TRACKING = re.compile(
    r"^(utm_\w*|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|_ga|cmpid|ocid|smid|s_cid|ref|ref_src|amp|outputtype|from|share|__twitter_impression|source)$",
    re.I,
)
CACHE = re.compile(
    r"^https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?|(?:www\.)?google\.[a-z.]+/amp/(?:s/)?)",
    re.I,
)


def canonical(url: str | None, base: str | None = None) -> str | None:
    """The address that all twins of a page share, for comparing; None for what is no web address.

    Folded: http and https, www., m., mobile. and amp. hosts, AMP caches, /amp/ paths, tracking parameters, fragment, final slash.
    """
    try:
        parts = urlsplit(CACHE.sub("https://", urljoin(base or "", (url or "").strip())[:2000]))
        port = parts.port
    except ValueError:
        return None
    if (
        parts.scheme.lower() not in ("http", "https")
        or not parts.hostname
        or not re.fullmatch(r"[\w.-]+", parts.hostname)
    ):
        return None
    path = re.sub(
        r"/{2,}", "/", re.sub(r"/amp(?=/|$)|\.amp(?=\.html?$|$)", "", parts.path, flags=re.I)
    ).rstrip("/")
    query = urlencode(
        sorted(
            pair
            for pair in parse_qsl(parts.query, max_num_fields=None)
            if not TRACKING.match(pair[0])
        )
    )
    return (
        f"https://{_folded(parts.hostname)}{'' if port in (None, 80, 443) else f':{port}'}{path}"
        + (f"?{query}" if query else "")
    )


def host(url: str) -> str:
    """The host of a canonical address; blank where there is none."""
    return urlsplit(url).hostname or ""


def _folded(name: str) -> str:
    """A host without the prefixes that mark twins, as long as two labels remain."""
    while re.match(r"(www\d?|m|mobile|amp)\.[^.]+\.", name):
        name = name.split(".", 1)[1]
    return name
