"""What every page works with: the records, the store, the intake and a clock. No web in here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from console.nightly_schedule import NightlySchedule
from console.oidc import Provider
from console.suggestions import Suggestions
from domain.sheets import Sheet
from domain.what_if import WhatIf, WhatIfAnswer
from intake.take import Intake
from records.companies import CompanyFile
from records.engine import reading, transaction
from store.files import Store


@dataclass(frozen=True)
class ConsoleContext:
    """Args:
    uploads: folder for files on their way in; on the same disk as the inbox.
    now: the time, in the zone whose dates people see.
    dagster_url, mlflow_url: as a browser reaches them.
    secret: what the forms' tokens are derived with, and the way to an identity provider and back is signed with.
    max_upload_bytes: of one request.
    secure_cookies: only over HTTPS.
    provider: where people may sign in besides here.
    read_companies: the companies of a file that a person brought, by its path and name; raises FileRefused and DecisionRefused.
    write_sheets: a file of sheets, as "xlsx" or, of one sheet, "csv".
    second_keying: whether amounts that one person confirmed are keyed by another.
    wake: says that a request was written, and waits so many seconds at most for what is done at once; False where nothing
        answers.
    expect_tables: says that the page of a table was opened, so that work on it may follow.
    what_if: the confirmed model's answer to a typed row; None where nothing answers. Raises Refusal.
    """

    engine: sa.Engine
    store: Store
    intake: Intake
    uploads: Path
    now: Callable[[], datetime]
    dagster_url: str
    mlflow_url: str
    secret: str
    max_upload_bytes: int
    suggestions: Suggestions
    nights: NightlySchedule
    session_length: timedelta = timedelta(hours=12)
    secure_cookies: bool = False
    provider: Provider | None = None
    read_companies: Callable[[Path, str], CompanyFile] = lambda _path, _name: CompanyFile([])
    write_sheets: Callable[[Sequence[Sheet], str], bytes] = lambda _sheets, _form: b""
    second_keying: bool = False
    wake: Callable[[float], object] = lambda _: None
    expect_tables: Callable[[], object] = lambda: None
    what_if: Callable[[WhatIf], WhatIfAnswer | None] = lambda _: None

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return reading(self.engine)

    def transaction(self) -> AbstractContextManager[Session]:
        """One writing transaction."""
        return transaction(self.engine)
