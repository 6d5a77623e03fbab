"""Help in the language of the settings: the docstrings of commands, and `help` and `metavar` of their options."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Iterator, Mapping
from typing import IO, Any, TypeVar

import click

from domain.columns import Reading
from domain.document_fields import DocumentKind
from domain.learners import LEARNERS
from domain.messages import Joined, Language, Message, verbatim

_Command = TypeVar("_Command", bound=click.Command)
# The placeholders of help texts.
_VALUES = {
    "codes": ",".join(LEARNERS),
    "readings": ", ".join(reading.value for reading in Reading),
    "kinds": Joined(
        [
            Joined([verbatim(kind.value), kind.message], " ")
            for kind in DocumentKind
            if kind is not DocumentKind.OTHER
        ],
        ", ",
    ),
}


def localized(command: _Command, language: Language) -> _Command:
    """A copy of a command whose help is in `language`."""
    found = copy.copy(command)
    found.help = _in_language(command.help, language)
    found.params = [_with_help(param, language) for param in command.params]
    return found


def _with_help(param: click.Parameter, language: Language) -> click.Parameter:
    found = copy.copy(param)
    found.metavar = _in_language(param.metavar, language)
    if isinstance(found, click.Option):
        found.help = _in_language(found.help, language)
    return found


def _in_language(text: str | None, language: Language) -> str | None:
    return text and Message(inspect.cleandoc(text), **_VALUES).render(language)


def extract(source: IO[bytes], keywords: Mapping[str, Any], comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extraction method for modules with commands: help texts, and what it finds in any Python file."""
    from babel.messages.extract import extract_python

    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            yield node.lineno, None, ast.get_docstring(node), []
        elif isinstance(node, ast.keyword) and node.arg in ("help", "metavar"):
            text = node.value.value if isinstance(node.value, ast.Constant) else None
            if isinstance(text, str):
                yield node.value.lineno, None, inspect.cleandoc(text), []
    source.seek(0)
    yield from extract_python(source, keywords, comment_tags, options)


def _makes_command(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(target, ast.Attribute) and target.attr in ("command", "group")
