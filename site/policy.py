"""What the pages may load and run: a content security policy in the head of each.

Whatever stood in a table, a page runs only the site's own script files and the few inline scripts
that the theme wrote, which are named by their hashes. `file:` lets a copy in a folder work; a
published page cannot reach files by it.
"""

import base64
import hashlib
import re

OWN = "'self' file:"
INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
META = '<meta http-equiv="Content-Security-Policy" content="{}">'
# The page that runs SQL has WebAssembly of its own to compile; no other may
COMPILED = {"sql": "'wasm-unsafe-eval'"}


def guarded(page: str, document: str = "") -> str:
    """Return a page with its policy as the first thing in its head.

    It stands before all else that the page loads, after the declaration of the encoding alone.
    """
    meta = META.format(policy(inline_scripts(page), COMPILED.get(document, "")))
    return re.sub(r"(<head>\s*<meta charset=[^>]*>)", rf"\1\n    {meta}", page, count=1)


def inline_scripts(page: str) -> list[str]:
    """Return the code of the scripts that stand within a page and would be run."""
    scripts = INLINE_SCRIPT.finditer(page)
    return [
        script["code"]
        for script in scripts
        if " src=" not in script["attributes"] and "json" not in script["attributes"]
    ]


def policy(scripts: list[str], compiled: str = "") -> str:
    """Return what a page with these inline scripts may load and run.

    Styles may stand within the page: bars and bands have their lengths there.
    """
    hashes = sorted({f"'sha256-{digest(code)}'" for code in scripts})
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join([OWN, *hashes, compiled]).strip(),
        "style-src": f"{OWN} 'unsafe-inline'",
        "img-src": f"{OWN} data:",
        "font-src": f"{OWN} data:",
        "connect-src": OWN,
        "form-action": OWN,
        "base-uri": "'none'",
    }
    return "; ".join(f"{what} {where}" for what, where in allowed.items())


def digest(code: str) -> str:
    """Return the hash by which a policy names a script."""
    return base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
