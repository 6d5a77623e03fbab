"""A kept model predicts the same once loaded, and changed files are refused."""

import io
import json
import pickletools
import zipfile
from dataclasses import fields

import numpy as np
import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.persistence import load_model, save_model
from automl_lib.persistence.allow_list import ALLOWED_TYPES
from automl_lib.persistence.files import PIPELINE, fingerprint
from domain.learners import CLASSIFIERS, LEARNERS

ALL = [(code, many) for code in LEARNERS for many in (False, True)]


@pytest.fixture(scope="module")
def kept(trained, tmp_path_factory):
    """Gives (folder, digest) of a family's model, written once."""
    written = {}

    def get(code, many=False):
        if (code, many) not in written:
            folder = tmp_path_factory.mktemp(code)
            written[code, many] = folder, save_model(trained(code, many), folder).digest
        return written[code, many]

    return get


@pytest.mark.parametrize(("code", "many"), ALL)
def test_a_loaded_model_predicts_the_same(trained, kept, table, many_class_table, code, many):
    frame = (many_class_table if many else table).frame
    model, loaded = trained(code, many), load_model(*kept(code, many))
    assert (loaded.predict(frame) == model.predict(frame)).all()
    if model.is_classifier:
        assert np.array_equal(loaded.predict_proba(frame), model.predict_proba(frame))


@pytest.mark.parametrize("code", LEARNERS)
def test_everything_about_a_model_is_kept(trained, kept, code):
    model, loaded = trained(code), load_model(*kept(code))
    for field in fields(model):
        if field.name not in ("pipeline", "held_back"):
            assert getattr(loaded, field.name) == getattr(model, field.name), field.name


@pytest.mark.parametrize("code", CLASSIFIERS)
def test_held_back_predictions_are_kept(trained, kept, code):
    model, loaded = trained(code).held_back, load_model(*kept(code)).held_back
    assert np.array_equal(loaded.truth, model.truth)
    assert np.array_equal(loaded.predictions, model.predictions, equal_nan=True)


def test_saving_leaves_the_model_usable(trained, table, tmp_path):
    model = trained("neural_network")
    before = model.predict_proba(table.frame)
    save_model(model, tmp_path)
    assert np.array_equal(model.predict_proba(table.frame), before)


@pytest.mark.parametrize(("code", "many"), ALL)
def test_no_kept_file_holds_a_pickle(kept, code, many):
    for path in kept(code, many)[0].iterdir():
        for name, content in _members(path.name, path.read_bytes()):
            assert not _is_pickle(content), name


def test_the_scan_for_pickles_finds_one():
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    (content,) = [c for name, c in _members("x.npy", buffer.getvalue()) if name.endswith("data")]
    assert _is_pickle(content)


@pytest.mark.parametrize("name", ["manifest.json", "pipeline.skops", "weights.safetensors"])
def test_a_changed_file_is_refused(trained, tmp_path, name):
    digest = save_model(trained("neural_network"), tmp_path).digest
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PredictionRefused) as refusal:
        load_model(tmp_path, digest)
    assert refusal.value.code == "model_changed"


def test_a_missing_file_is_refused(trained, tmp_path):
    digest = save_model(trained("decision_tree"), tmp_path).digest
    (tmp_path / PIPELINE).unlink()
    with pytest.raises(PredictionRefused) as refusal:
        load_model(tmp_path, digest)
    assert refusal.value.code == "model_missing"


def test_a_type_outside_our_list_is_refused_even_with_the_right_digest(trained, tmp_path):
    from skops.io import dumps

    save_model(trained("decision_tree"), tmp_path)
    (tmp_path / PIPELINE).write_bytes(dumps(Foreign()))
    contents = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(PredictionRefused, match="Foreign") as refusal:
        load_model(tmp_path, fingerprint(contents).digest)
    assert refusal.value.code == "model_foreign"


def test_a_model_of_another_format_is_refused(trained, tmp_path):
    save_model(trained("decision_tree"), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    contents = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(PredictionRefused) as refusal:
        load_model(tmp_path, fingerprint(contents).digest)
    assert refusal.value.code == "model_format"


def test_the_allow_list_names_our_own_and_numerical_types_only():
    assert {name.split(".")[0] for name in ALLOWED_TYPES} == {"automl_lib", "numpy", "sklearn"}


class Foreign:
    """A type that is not allowed."""

    def __init__(self) -> None:
        self.value = 1


def _members(name: str, content: bytes) -> list[tuple[str, bytes]]:
    """A file's parts down to single blobs: members of zips, headers and data of .npy."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inner = [(f"{name}/{m}", archive.read(m)) for m in archive.namelist()]
        return [part for member, blob in inner for part in _members(member, blob)]
    if content.startswith(b"\x93NUMPY"):
        file = io.BytesIO(content)
        version = np.lib.format.read_magic(file)
        read = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        _, _, dtype = read(file)
        data = content[file.tell() :]
        assert not dtype.hasobject or _is_pickle(data), name
        # Plain numbers may start with any byte; only an object array's data is interpreted.
        return [(f"{name}#data", data)] if dtype.hasobject else []
    return [(name, content)]


def _is_pickle(content: bytes) -> bool:
    """Whether the whole blob is a pickle stream of any protocol."""
    try:
        return any(opcode.name == "STOP" for opcode, _, _ in pickletools.genops(content))
    except (ValueError, UnicodeDecodeError, IndexError):
        return False
