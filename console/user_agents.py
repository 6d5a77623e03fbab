"""What a browser calls itself (User-Agent), in the words of people: enough to tell one's own devices apart.

No library: those that know every program are large lists, and a handful of names is enough here.
"""

from __future__ import annotations

MOST_CHARACTERS = 300
"""Of a User-Agent that is kept."""
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Whale/": "Whale",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
"""By what only they send; those that also send another's name come before it."""
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_of(user_agent: str | None) -> str:
    """The browser and its system, as "Chrome · Windows"; empty where neither is known."""
    sent = user_agent or ""
    found = (
        next((name for mark, name in names.items() if mark in sent), None) for names in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in found if name)
