"""Every kept model is the one its training made; one that was changed is named before it is needed."""

from __future__ import annotations

import pytest

from automl_lib.persistence.files import MANIFEST, PIPELINE, fingerprint
from orchestration.operations.doctor.models import check_models
from records.tables import Document, Training
from tests.orchestration.household import DOC, MODEL


@pytest.fixture
def model(household):
    """The household's model, with files and a digest as trainings leave them."""
    contents = {MANIFEST: b"{}", PIPELINE: b"pipeline"}
    for name, content in contents.items():
        household.store.put_bytes(content, f"{MODEL}/{name}")
    with household.write() as session:
        session.get_one(Training, DOC).model_digest = fingerprint(contents).digest
    return household


def test_models_as_recorded_are_well(model):
    found = check_models(model.settings)
    assert found.ok
    assert found.detail == "1 models as recorded"


def test_a_changed_model_is_named(model):
    model.store.put_bytes(b"Pipeline", f"{MODEL}/{PIPELINE}")
    found = check_models(model.settings)
    assert not found.ok
    assert f"training {DOC}" in found.detail
    assert "restore" in found.remedy.ko


def test_a_lost_model_is_named(model):
    model.store.path(f"{MODEL}/{PIPELINE}").unlink()
    assert not check_models(model.settings).ok


def test_one_of_a_deleted_document_troubles_nobody(model):
    model.store.path(f"{MODEL}/{PIPELINE}").unlink()
    with model.write() as session:
        session.get_one(Document, DOC).deleted = True
    assert check_models(model.settings).ok
