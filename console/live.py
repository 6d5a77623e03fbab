"""Parts of a page that ask for themselves again, and are swapped only where they have changed.

An unchanged part answers 204, which makes htmx swap nothing: what has the focus, is selected or was opened stays. Where it
has changed, htmx gives the focus back to the element of the same id, so whatever can have it there has one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from console.rendering import render_part

CHANGED = "work-changed"
"""The event after which every such part asks at once."""


@dataclass(frozen=True)
class Live:
    """Args:
    name: id of its element.
    place: path it is asked from; may have a query.
    seconds: between two looks.
    """

    name: str
    place: str
    template: str
    seconds: int

    def show(self, request: Request, **values: Any) -> Markup:
        """The part, as a page includes it."""
        inner = render_part(request, self.template, **values)
        return render_part(request, "live.html", live=self, inner=inner, seen=_digest(inner), changed=CHANGED)

    def answer(self, request: Request, **values: Any) -> Response:
        """The part, for itself; 204 where the browser shows just this."""
        inner = render_part(request, self.template, **values)
        seen = _digest(inner)
        if request.query_params.get("seen") == seen:
            return Response(status_code=204)
        return HTMLResponse(
            render_part(request, "live.html", live=self, inner=inner, seen=seen, changed=CHANGED)
        )


def _digest(inner: Markup) -> str:
    return hashlib.sha256(inner.encode()).hexdigest()[:16]
