"""No pickle is read from a place people can write to: not by our code, not by what it calls, not from files made for it."""

from __future__ import annotations

import ast
import io
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.ocr.training_data import data_set
from ocr_lib.datasets.lmdb_files import read_lmdb, write_lmdb
from ocr_lib.errors import NetworkRefused, TrainingRefused
from ocr_lib.networks.files import load_weights
from orchestration.runtime.reading_resources import build_files
from orchestration.settings import load_settings
from records.ocr.tables import Network
from store.errors import StoreError
from untrusted_files import importable

ROOT = Path(__file__).parent.parent.parent
PACKAGES = (
    *("assets", "automl_lib", "console", "domain", "intake", "ocr_lib", "orchestration"),
    *("records", "resources", "schedules", "sensors", "store", "untrusted_files"),
)
MODULES = {"cPickle", "cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve", "jsonpickle"}
HARMLESS = {("pickle", "UnpicklingError")}
"""What may be used of such a module."""
METHODS = {"read_pickle", "to_pickle", "unsafe_load", "full_load"}
"""Of whatever module."""
CALLS = {
    *("mlflow.pyfunc.load_model", "mlflow.sklearn.load_model", "mlflow.pytorch.load_model", "yaml.load"),
    *("eval", "exec", "torch.jit.load", "torch.package.PackageImporter", "torch.hub.load"),
}


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an expression of names; what isn't one is "?"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def keyword(call: ast.Call, name: str) -> object:
    found = next((k.value for k in call.keywords if k.arg == name), None)
    return found.value if isinstance(found, ast.Constant) else found


def harmless(module: str | None, name: str) -> bool:
    return (module, name) in HARMLESS


def faults(source: str) -> Iterator[str]:
    """What in a module's code could read a pickle, or run what stands in a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield from (
                f"{node.module}.{name.name}" for name in node.names if not harmless(node.module, name.name)
            )
        if isinstance(node, ast.Attribute) and dotted(node.value) in MODULES:
            yield from [] if harmless(dotted(node.value), node.attr) else [dotted(node)]
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            if called in CALLS or called.rpartition(".")[2] in METHODS:
                yield called
            if called == "torch.load" and keyword(node, "weights_only") is not True:
                yield "torch.load without weights_only=True"
            if called.endswith(("np.load", "numpy.load")) and keyword(node, "allow_pickle") not in (
                None,
                False,
            ):
                yield "numpy.load of pickles"
            if keyword(node, "shell") is True:
                yield "a shell"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_of_ours_can_read_a_pickle(package):
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    found = {str(path.relative_to(ROOT)): list(faults(path.read_text(encoding="utf-8"))) for path in modules}
    assert {path: bad for path, bad in found.items() if bad} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import pickle\npickle.loads(b'')",
        "from joblib import load",
        "import torch\ntorch.load('x')",
        "import torch\ntorch.load('x', weights_only=False)",
        "import numpy as np\nnp.load('x', allow_pickle=True)",
        "import pandas\npandas.read_pickle('x')",
        "import mlflow\nmlflow.pyfunc.load_model('x')",
        "import yaml\nyaml.load('x')",
        "eval('x')",
    ],
)
def test_the_scan_finds_what_it_looks_for(source):
    assert list(faults(source))


WATCH = """
import sys
found = []
sys.addaudithook(lambda event, args: found.append(args) if event == "pickle.find_class" else None)
"""
OPENED = {
    "the network that reads": "from ocr_lib.networks.files import shipped_network; shipped_network().network()",
    "the detector's weights": (
        "from pathlib import Path; import easyocr_en_models\n"
        "from ocr_lib.detection.prepare import _scores_only\n"
        "_scores_only(Path(easyocr_en_models.model_dir()) / 'craft_mlt_25k.pth')"
    ),
    "a kept model": (
        "import tempfile; from pathlib import Path\n"
        "from tests.automl_lib.conftest import make_table\n"
        "from automl_lib.persistence import load_model, save_model\n"
        "from automl_lib.training import train\n"
        "t = make_table(); folder = Path(tempfile.mkdtemp())\n"
        "kept = save_model(train(t.frame, t.schema, t.plan, 'decision_tree'), folder)\n"
        "del found[:]\n"  # scikit-learn copies between its processes by pickle; nothing is read from a file
        "load_model(folder, kept.digest)"
    ),
    "the lines every network is judged by": "from ocr_lib.gate.general_set import general_set; general_set()",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", OPENED)
def test_nothing_that_is_opened_goes_through_pickle(what, tmp_path):
    """By Python's own audit event, whichever library would do it."""
    code = f"{WATCH}\n{OPENED[what]}\nassert not found, found"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=importable(TMPDIR=str(tmp_path), OMP_NUM_THREADS="1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_watch_sees_a_pickle():
    code = f"{WATCH}\nimport pickle, collections\npickle.loads(pickle.dumps(collections.OrderedDict()))\nassert not found"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0


class Trap:
    """Makes a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return open, (str(self.path), "w")


def saved(content: object) -> bytes:
    import torch

    out = io.BytesIO()
    torch.save(content, out)
    return out.getvalue()


def hostile_weights(trap: Path) -> dict[str, bytes]:
    import torch

    tensor = torch.zeros(2)
    whole = saved({"module.a": tensor})
    return {
        "nothing": b"",
        "a pickle that acts": pickle.dumps({"module.a": Trap(trap)}),
        "a torch file that acts": saved({"module.a": Trap(trap)}),
        "half a file": whole[: len(whole) // 2],
        "an archive of nothing": b"PK\x05\x06" + bytes(18),
        "keys that are numbers": saved({1: tensor}),
        "values that are no weights": saved({"module.a": "text"}),
        "a list": saved([tensor]),
        "weights of another program": saved({"a": tensor}),
        "an impossible size": whole.replace(struct.pack("<I", 2), struct.pack("<I", 2**31 - 1)),
    }


@pytest.mark.parametrize("what", hostile_weights(Path("unused")))
def test_a_hostile_pth_is_refused_and_runs_nothing(tmp_path, what):
    trap, path = tmp_path / "trap", tmp_path / "custom.pth"
    path.write_bytes(hostile_weights(trap)[what])
    with pytest.raises(NetworkRefused, match=r"custom\.pth"):
        load_weights(path)
    assert not trap.exists()


def data_of(folder: Path) -> Path:
    write_lmdb(folder, [(b"no picture", "a")])
    return folder / "data.mdb"


@pytest.mark.parametrize("content", [b"", bytes(8192), bytes(range(256)) * 64, b"\xde\xc0\xef\xbe" * 4096])
def test_a_data_set_of_noise_is_refused(tmp_path, content):
    data_of(tmp_path / "set").write_bytes(content)
    with pytest.raises(TrainingRefused):
        list(read_lmdb(tmp_path / "set"))


def test_a_data_set_that_was_changed_is_not_opened(tmp_path):
    files = build_files(load_settings(tmp_path))
    key = "ocr/networks/261122000000001/training/lmdb/train/data.mdb"
    stored = files.store.put(data_of(tmp_path / "set"), key)
    network = Network(network_id="261122000000001", items={"lmdb": {key: stored.sha256}})
    with data_set(files, network, "train") as folder:
        assert [path.name for path in folder.iterdir()] == ["data.mdb"]
    path = Path(str(files.store.path(key)))
    changed = bytearray(path.read_bytes())
    changed[5000] ^= 0xFF
    path.write_bytes(changed)
    with pytest.raises(StoreError), data_set(files, network, "train"):
        pass
    with pytest.raises(TrainingRefused), data_set(files, Network(network_id="261122000000001"), "train"):
        pass


@pytest.mark.parametrize(
    "content",
    [b"", bytes(100), struct.pack("<Q", 2**62) + b"{}", struct.pack("<Q", 5) + b"{nope", b"\xff" * 64],
)
def test_hostile_safetensors_are_no_weights(content):
    from safetensors import SafetensorError
    from safetensors.numpy import load

    with pytest.raises(SafetensorError):
        load(content)
