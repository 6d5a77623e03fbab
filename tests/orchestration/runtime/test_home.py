"""A home is made whole, and starts again though a share it watches is away."""

from __future__ import annotations

import shutil

import pytest

from orchestration.runtime.errors import NotReady
from orchestration.runtime.home import prepare_home
from orchestration.runtime.ports import free_port
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path):
    """A home whose inbox lies on a share."""
    (tmp_path / "share").mkdir()
    return Settings(home=tmp_path / "home", inbox=tmp_path / "share" / "inbox")


def away(settings):
    """The share's place, where no folder can be made."""
    shutil.rmtree(settings.effective_inbox.parent)
    settings.effective_inbox.parent.write_text("")


def test_a_machine_that_starts_before_its_file_server_starts_all_the_same(settings):
    prepare_home(settings, code_port=free_port())
    away(settings)
    prepare_home(settings, code_port=free_port())


def test_an_inbox_that_never_was_is_told(settings):
    away(settings)
    with pytest.raises(NotReady, match="the setting inbox"):
        prepare_home(settings, code_port=free_port())
