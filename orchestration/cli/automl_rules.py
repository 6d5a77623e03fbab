"""`saebyeok automl rule`: the decision rule of a model of two classes; and the options that choose one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Message
from orchestration.cli.group import REFUSED, Said
from orchestration.cli.language import translated
from orchestration.cli.output import format_option, print_json
from orchestration.cli.session import CliContext, to_stderr, wait_option

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.decision_rules import DecisionRule, RuleChoice
    from domain.refusal import Refusal
    from orchestration.settings import Settings

_OPTIONS = (
    click.option(
        "--miss-cost",
        metavar="WON",
        help="What it costs where a positive row is not called so; sets the threshold together with --false-alarm-cost.",
    ),
    click.option(
        "--false-alarm-cost", metavar="WON", help="What it costs where another row is called positive."
    ),
    click.option(
        "--precision", metavar="SHARE", help="Precision to reach on held-back rows, such as 0.9 or 90%."
    ),
    click.option("--recall", metavar="SHARE", help="Recall to reach on held-back rows, such as 0.9 or 90%."),
)


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that choose a decision rule; `choice_of` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def choice_of(values: dict[str, str | None], refusal: type[Refusal]) -> RuleChoice | None:
    """The choice that the options make; None where none of them is given.

    Raises:
        Refusal: of the given type, for a value that is none, or options that exclude each other.
    """
    from domain.decision_rules import RuleChoice

    if all(value is None for value in values.values()):
        return None
    return RuleChoice.parse(values, refusal)


@click.command()
@click.argument("doc")
@click.argument("model", required=False)
@rule_options
@click.option("--default", "back", is_flag=True, help="Back to the threshold that training chose by F1.")
@wait_option
@format_option
@click.pass_obj
def rule(
    settings: Settings,
    doc: str,
    model: str | None,
    back: bool,
    wait: bool,
    as_format: str,
    **values: str | None,
) -> None:
    """Show the decision rule of MODEL (default: the confirmed one), or choose it by costs, precision or recall."""
    from domain.decision_rules import RuleChoice
    from records import trainings
    from records.errors import DecisionRefused
    from work_requests import decision_rules

    cli = CliContext(settings)
    show = print_rule_json if as_format == "json" else print_rule
    choice = choice_of(values, DecisionRefused)
    if choice is not None and back:
        raise DecisionRefused(Message("--default excludes costs, a precision or a recall; give one of them"))
    if back:
        choice = RuleChoice()
    if choice is None:
        with cli.reading() as session:
            found = decision_rules.rule_in_force(trainings.get(session, training_of(session, doc, model)))
        if found is None:
            raise Said(
                Message("this model has no two classes, so it has no decision rule"), exit_code=REFUSED
            )
        show(found)
        return
    with cli.transaction() as session:
        training_id = training_of(session, doc, model)
        request = decision_rules.set_rule(
            session, doc, training_id=training_id, choice=choice, by=cli.by, now=cli.now()
        )
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    with cli.reading() as session:
        chosen = decision_rules.rule_in_force(trainings.get(session, training_id))
    if chosen is not None:
        show(chosen)


def training_of(session: Session, doc: str, model: str | None) -> str:
    """The id of the training that MODEL means: a code (its latest), an id, or, None, the confirmed one.

    Raises:
        Said: there is no such training.
        NotFound: there is no such document.
    """
    from domain.learners import LEARNERS
    from records import documents, trainings

    document = documents.get(session, doc)
    if model is None:
        if document.confirmed_training_id is None:
            raise Said(
                Message("document {doc} has no confirmed model; name a model, or confirm one first", doc=doc),
                exit_code=REFUSED,
            )
        return document.confirmed_training_id
    latest = {s.training.model_code: s.training.training_id for s in trainings.latest(session, doc)}
    if model in LEARNERS and model not in latest:
        raise Said(
            Message(
                "document {doc} has no training of {model}; run 'saebyeok automl train {doc} --models "
                "{model}', then confirm it",
                doc=doc,
                model=model,
            ),
            exit_code=REFUSED,
        )
    return latest.get(model, model)


def print_rule(found: DecisionRule) -> None:
    """The rule, and what it comes to."""
    from domain.rule_sentences import rule_line, rule_sentences

    click.echo(translated(rule_line(found)))
    if found.held_back is not None:
        for sentence in rule_sentences(found):
            click.echo(f"  {translated(sentence)}")


def print_rule_json(found: DecisionRule) -> None:
    """The rule with its sentences, for scripts."""
    from domain.rule_sentences import rule_text

    print_json({**found.to_json(), **rule_text(found).sentences})


COMMANDS = (rule,)
