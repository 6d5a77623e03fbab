"""From a template and what it needs to a page in the language of the person."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from console import i18n
from console.context import ConsoleContext
from console.document_links import linked
from console.formatting import (
    exact_number,
    shown_cell,
    shown_number,
    shown_score,
    shown_value,
    typed_number,
)
from console.resident_numbers import visible
from domain.access import Role
from domain.labelled import Labelled
from domain.messages import Bilingual, Language, sentence_in
from domain.setting_names import named_settings

THEME_COOKIE = "saebyeok_theme"
"""Written by console.js, read here so that no page shows in other colours first."""
THEMES = ("light", "dark")

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals |= {
    "number": shown_number,
    "exact": exact_number,
    "linked": linked,
    "score": shown_score,
    "shown_cell": shown_cell,
    "named_settings": named_settings,
    "shown_value": shown_value,
    "typed_number": typed_number,
}


def context_of(request: Request) -> ConsoleContext:
    """The context of the application; a dependency."""
    context: ConsoleContext = request.app.state.context
    return context


def user_of(request: Request) -> str:
    """The name of who asks; a dependency of pages behind the login."""
    name: str = request.state.who.user.name
    return name


def language_of(request: Request) -> Language:
    """The language chosen in this browser."""
    return "en" if request.cookies.get(i18n.COOKIE) == "en" else "ko"


def theme_of(request: Request) -> str:
    """The colours chosen in this browser; empty for those of the system."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def size(count: float) -> str:
    """Bytes as people read them."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def render(request: Request, template: str, *, code: int = 200, **values: Any) -> HTMLResponse:
    """The page."""
    return HTMLResponse(render_part(request, template, **values), code)


def render_part(request: Request, template: str, **values: Any) -> Markup:
    """A piece of a page.

    `_` and `pgettext` translate, `label` names an enum's member, `local` shows a time and `day` its day, as of what was registered, `said` chooses
    a sentence; `visible` masks resident registration numbers in what is from documents, where the person may not see them; `edits` tells
    whether the person may change anything, `manages` whether also who may; `at_once` whether small work is done at once.
    """
    language = language_of(request)
    translate = i18n.Translator(language)
    context = context_of(request)

    def label(member: Labelled) -> str:
        return member.message.render(language)

    def local(moment: datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
        return moment.astimezone(context.now().tzinfo).strftime(form) if moment else ""

    def day(moment: datetime | None) -> Markup:
        """The day, with the time in its title."""
        if moment is None:
            return Markup()
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            moment.isoformat(), local(moment), local(moment, "%Y-%m-%d")
        )

    def said(sentence: Bilingual | None) -> str:
        return visible(request, sentence_in(language, sentence))  # it may name a file or quote a text

    who = request.state.who
    html = _TEMPLATES.get_template(template).render(
        _=translate,
        pgettext=translate.in_context,
        label=label,
        local=local,
        day=day,
        said=said,
        visible=partial(visible, request),
        size=size,
        language=language,
        theme=theme_of(request),
        who=who,
        edits=who is not None and Role(who.user.role).may(Role.EDITOR),
        manages=who is not None and Role(who.user.role).may(Role.ADMIN),
        path=request.url.path,
        at_once=request.app.state.at_once,
        **values,
    )
    return Markup(html)
