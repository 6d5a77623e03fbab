"""Networks run by OpenVINO: converted once, kept on disk by what they were made of, compiled for this machine.

Knows no detector and no recogniser.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import shutil
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from ocr_lib.arrays import Floats
from ocr_lib.prepared import mark_used

if TYPE_CHECKING:
    import openvino

KERNELS_KEPT = 50
"""Of compiled kernels for shapes of input, by network. Each takes up to 0.5 MB; with OpenVINO's 5,000, a process that reads pages of
many sizes grows by a gigabyte within 40 pages, and reads them no faster."""
_LOG = logging.getLogger(__name__)


def compiled(
    name: str,
    made_of: str,
    build: Callable[[], openvino.Model],
    *,
    cache: Path | None,
    threads: int | None,
) -> openvino.CompiledModel:
    """A compiled model for the processor.

    Args:
        name: what it is, for its files' names.
        made_of: what it is converted from (hashes, settings); another value is another model.
        build: makes the `openvino.Model`; called where it isn't in the cache.
        cache: a folder of ours; None, or one that can't be written, means that it is converted each time.
        threads: processor threads; None for as many as there are.
    """
    import openvino

    return compile_model(_kept(openvino.Core(), name, made_of, build, cache), threads=threads)


def read_model(path: Path) -> openvino.Model:
    """The `openvino.Model` of an ONNX file or of OpenVINO's own format."""
    import openvino

    return openvino.Core().read_model(path)


def compile_model(model: openvino.Model, *, threads: int | None) -> openvino.CompiledModel:
    """The `openvino.Model` compiled for the processor; `threads` None for as many as there are."""
    import openvino

    # By default OpenVINO computes in 16 bits where the processor can, which gives other texts on other machines.
    options: dict[str, str | int] = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "f32",
        "CPU_RUNTIME_CACHE_CAPACITY": KERNELS_KEPT,
    }
    if threads:
        options["INFERENCE_NUM_THREADS"] = threads
    return openvino.Core().compile_model(model, "CPU", options)


def quantised(
    model: openvino.Model, samples: list[Floats], *, exact_types: Sequence[str] = ()
) -> openvino.Model:
    """The model with 8-bit weights and activations (NNCF's post-training quantisation).

    Args:
        samples: inputs to calibrate on.
        exact_types: kinds of operations left as they are.
    """
    import nncf

    nncf.set_log_level(logging.WARNING)
    ignored = nncf.IgnoredScope(types=list(exact_types), validate=False)
    # It draws its progress on standard output, where a command's answer belongs.
    with contextlib.redirect_stdout(io.StringIO()):
        return nncf.quantize(model, nncf.Dataset(samples), subset_size=len(samples), ignored_scope=ignored)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait for other processes that make the same; where no file can be written, go on without."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(path))
        yield


def _kept(
    core: openvino.Core, name: str, made_of: str, build: Callable[[], openvino.Model], cache: Path | None
) -> openvino.Model:
    import openvino

    if cache is None:
        return build()
    key = hashlib.sha256(f"{made_of}|{openvino.__version__}".encode()).hexdigest()[:20]
    folder = cache / f"{name}-{key}"
    if (model := _found(core, folder)) is not None:
        return model
    with _alone(cache / f".{folder.name}.lock"):
        if (model := _found(core, folder)) is not None:  # another process made it while we waited
            return model
        shutil.rmtree(folder, ignore_errors=True)  # a broken one
        for left in cache.glob(f".{folder.name}.*.part"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
        return _made(build, cache, folder)


def _found(core: openvino.Core, folder: Path) -> openvino.Model | None:
    """The model that was kept; None where there is none, or a disk or a loss of power broke it."""
    if not (folder / "model.xml").exists():
        return None
    mark_used(folder)
    try:
        return core.read_model(folder / "model.xml")
    except RuntimeError as error:
        _LOG.warning("%s is broken and rebuilt: %s", folder, str(error).splitlines()[0])
        return None


@contextlib.contextmanager
def _without_remarks() -> Iterator[None]:
    """Silence what converting libraries say of their own future; it means nothing to who reads a page."""
    compiler = logging.getLogger("torch.utils.cpp_extension")
    before = compiler.level
    compiler.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        compiler.setLevel(before)


def _made(build: Callable[[], openvino.Model], cache: Path, folder: Path) -> openvino.Model:
    import openvino

    _LOG.warning("preparing %s for this machine; once, up to a minute", folder.name.rpartition("-")[0])
    with _without_remarks():
        model = build()
    partial = cache / f".{folder.name}.{uuid.uuid4().hex}.part"
    try:
        partial.mkdir(parents=True)
        openvino.save_model(model, partial / "model.xml", compress_to_fp16=False)
        partial.rename(folder)
    except OSError as error:
        # The disk is full, say; then it is made again next time.
        shutil.rmtree(partial, ignore_errors=True)
        _LOG.warning("%s was not kept in %s: %s", folder.name, cache, error)
    return model
