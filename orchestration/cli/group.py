"""A click group that ends refusals and failures in a sentence and an exit code instead of a traceback."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Bilingual, Message, sentence_in
from domain.refusal import Refusal
from orchestration.cli.help_texts import localized
from orchestration.cli.language import language, settings_of, translated
from orchestration.operations.errors import OperationFailed
from orchestration.runtime.errors import NotReady
from orchestration.settings import SettingsError
from store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

    from orchestration.settings import Settings

REFUSED = 2
FAILED = 1


class Said(Refusal):
    """A command ends here.

    Args:
        message: the sentence.
        exit_code: 1 failed, 2 used wrongly or refused.
    """

    def __init__(self, message: Message, *, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class FriendlyGroup(click.Group):
    """The one place where errors of the layers below, and of commands, become sentences and exit codes.

    Args:
        modules: modules of this package with further commands in a tuple COMMANDS. They are imported one after the
            other until the command is found, and all of them for the group's help.
    """

    def __init__(self, *args: Any, modules: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._modules = list(modules)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        while self._modules:
            self._import_next()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command with its help in the language of the settings."""
        while cmd_name not in self.commands and self._modules:
            self._import_next()
        command = super().get_command(ctx, cmd_name)
        return command and localized(command, language())

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Help in the language of the settings. Groups within others are localized by `get_command`."""
        shown = self if ctx.parent else localized(self, language())
        click.Group.format_help(shown, ctx, formatter)

    def _import_next(self) -> None:
        for command in import_module(f"orchestration.cli.{self._modules[0]}").COMMANDS:
            self.add_command(command)
        del self._modules[0]

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Said as end:
            click.echo(_sentence(context, end), err=True)
            context.exit(end.exit_code)
        except (NotReady, OperationFailed, StoreError) as failure:
            click.echo(_sentence(context, failure), err=True)
            context.exit(FAILED)
        except Refusal as refusal:
            click.echo(_sentence(context, refusal), err=True)
            context.exit(REFUSED)
        except OSError as trouble:
            if trouble.errno == errno.EPIPE:
                raise  # the reader has closed the pipe, which click handles
            click.echo(_sentence(context, _file_trouble(trouble)), err=True)
            context.exit(FAILED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise  # click's own ways to end a command
        except Exception as trouble:
            if (known := _database_trouble(trouble)) is None:
                raise  # a mistake of ours
            click.echo(_sentence(context, known), err=True)
            context.exit(FAILED)


_NOT_ALLOWED = ("25006", "42501")
"""Codes of PostgreSQL: it can only be read; the role has not the right."""


def _code(trouble: DBAPIError) -> str | None:
    return getattr(trouble.orig, "pgcode", None)


def _database_trouble(trouble: Exception) -> Said | None:
    """A database that is away, full, too busy or closed to us, with its own first line and without the statement.

    None for any other error.
    """
    # Imported here: SQLAlchemy takes longer to import than `--help` to run.
    from sqlalchemy.exc import DBAPIError, OperationalError

    if not isinstance(trouble, DBAPIError):
        return None
    if not isinstance(trouble, OperationalError) and _code(trouble) not in _NOT_ALLOWED:
        return None
    why = next(iter(str(trouble.orig).strip().splitlines()), type(trouble.orig).__name__)
    return Said(
        Message(
            "the database can't be used now ({why}); see to it and to its disk ('saebyeok doctor') and "
            "try again",
            why=why,
        )
    )


def _file_trouble(trouble: OSError) -> Said:
    """A disk that is full, a mount that went away, a right that is missing."""
    return Said(
        Message(
            "there is trouble with a file or a connection ({trouble}); see to the disk, the mount and "
            "the rights ('saebyeok doctor') and try again",
            trouble=trouble,
        )
    )


def _sentence(context: click.Context, error: Refusal) -> str:
    """Its sentence in the language of the settings, or of what can be read of them."""
    if settings_of(context) is None and isinstance(error, SettingsError):
        return error.message.render(error.language)
    return error.message.render(language())


def in_language(settings: Settings, sentence: Bilingual | None) -> str:
    """The sentence in the language of the setting `language`; empty where there is none."""
    return sentence_in(settings.language, sentence)


def of_page(number: int) -> str:
    """What precedes a sentence on a page."""
    return translated("page {number}: ", number=number)
