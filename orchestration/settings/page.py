"""`docs/settings.md` from the Settings class: `python -m orchestration.settings.page > docs/settings.md`."""

from __future__ import annotations

import sys

from orchestration.settings import Settings

HEAD = """# Settings

Made from `orchestration/settings/` by `python -m orchestration.settings.page`; a test keeps it current.

A setting is read from the environment (`SAEBYEOK_NAME`), else from `saebyeok.toml` in the home (`name = value`),
else it has the default.

| setting | environment | default | meaning |
|---|---|---|---|
"""


def render() -> str:
    """The page, in Markdown."""
    lines = []
    fields = Settings.model_fields
    # The home and what lies in it first, then by subject.
    for name in sorted(fields, key=lambda name: name not in Settings.__annotations__):
        field = fields[name]
        default = "found by `saebyeok`: see below" if field.is_required() else f"`{field.default!r}`"
        lines.append(f"| `{name}` | `SAEBYEOK_{name.upper()}` | {default} | {field.description} |")
    return HEAD + "\n".join(lines) + TAIL


TAIL = """

The home is `SAEBYEOK_HOME`, else the nearest `.saebyeok/` in this folder or above, else `./.saebyeok`. Only
`saebyeok up` and `saebyeok demo` create one; `saebyeok --home FOLDER …` names one for a single command.
`SAEBYEOK_HOME` is absolute or begins with `~`: a relative path would be another folder for each process. Its path may hold spaces and Korean, but
none of `?`, `*`, `[`, `]`, no `%` before two hexadecimal digits, and no control characters: Dagster or a database would take them for something else.

A setting that can't be used (a value out of its range, a name there isn't, a `saebyeok.toml` that is no TOML) ends
every command with exit code 2 and one sentence that names the setting, its value and the remedy.
"""

if __name__ == "__main__":
    sys.stdout.write(render())
