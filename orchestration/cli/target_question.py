"""Asks at a terminal whether the values of a target are classes or numbers."""

from __future__ import annotations

import sys

import click

from domain.messages import Message
from domain.target_question import TargetQuestion
from domain.tasks import Task
from orchestration.cli.language import translated


def asked_task(question: TargetQuestion, *, explains: bool) -> Task | None:
    """The answer to a question; None without a terminal.

    Args:
        explains: whether to say how it is decided without one. All that is said is on standard error, which leaves
            the output to programs.
    """
    if sys.stdin.isatty() and sys.stderr.isatty():
        return _ask(question)
    if explains:
        click.echo(translated(_decided_by_rule(question)), err=True)
    return None


def _ask(question: TargetQuestion) -> Task:
    click.echo(translated(question.text), err=True)
    if question.rows:
        counted = ", ".join(f"{name} ({rows:,})" for name, rows in question.rows)
        click.echo(translated("Values (rows): {values}", values=counted), err=True)
    numbers = {str(number): task for number, task in enumerate(Task, start=1)}
    for number, task in numbers.items():
        said = f"  {number}. {translated(question.choice(task))}: {translated(question.outcome(task))}"
        click.echo(said, err=True)
    if question.suggested is not None and question.reason is not None:
        suggested = next(number for number, task in numbers.items() if task is question.suggested)
        click.echo(
            translated("Suggested: {number}, because {reason}.", number=suggested, reason=question.reason),
            err=True,
        )
    chosen = click.prompt(translated("Your choice"), type=click.Choice(list(numbers)), err=True)
    return numbers[chosen]


def _decided_by_rule(question: TargetQuestion) -> Message:
    if question.suggested is None:
        return Message(
            "{question} It is decided by how many rows each value has; --task classification or --task regression decides "
            "otherwise.",
            question=question.text,
        )
    return Message(
        "{question} It is decided as suggested ({choice}), because {reason}; --task classification or --task regression "
        "decides otherwise.",
        question=question.text,
        choice=question.choice(question.suggested),
        reason=question.reason or "",
    )
