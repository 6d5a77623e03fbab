"""A recogniser as a folder: the three files EasyOCR reads, and a manifest with their hashes and lineage.

custom.pth    state dict, float16, keys with `module.` as EasyOCR expects them
custom.yaml   imgH, lang_list, character_list, network_params
custom.py     the class of the network
manifest.json name, SHA-256 of each file, where the weights come from

A stock `easyocr.Reader(["ko", "en"], recog_network="custom", model_storage_directory=FOLDER,
user_network_directory=FOLDER)` reads with it. What is no network of this form is refused: weights are
loaded with `weights_only=True`, so that a file people could write to never runs code.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from domain.messages import Message
from ocr_lib.arrays import StateDict
from ocr_lib.errors import NetworkRefused
from ocr_lib.networks.architecture import IMAGE_HEIGHT, PARAMETERS, build
from ocr_lib.networks.charset import Charset
from ocr_lib.weights import SHIPPED

if TYPE_CHECKING:
    import torch
    from easyocr.model.vgg_model import Model

NAME = "custom"
WEIGHTS, SETTINGS, CODE, MANIFEST = f"{NAME}.pth", f"{NAME}.yaml", f"{NAME}.py", "manifest.json"
_CODE = '"""EasyOCR builds the network of these weights from this class."""\n\nfrom easyocr.model.vgg_model import Model\n\n__all__ = ["Model"]\n'
_PREFIX = "module."
# What torch raises on files that are no archive of weights, or hold more than weights.
UNREADABLE = (
    OSError,
    RuntimeError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    struct.error,
    pickle.UnpicklingError,
)


@dataclass(frozen=True)
class NetworkFiles:
    """A folder whose files are whole: what they are, without having loaded the weights.

    Attributes:
        sha256: of the weights file; it names the network.
        lineage: where the weights come from, as written by `write_network`.
    """

    folder: Path
    charset: Charset
    sha256: str
    lineage: Mapping[str, object]

    def state(self) -> StateDict:
        """The weights, float32, keys without `module.`. Raises NetworkRefused where they don't fit."""
        state = load_weights(self.folder / WEIGHTS)
        network = build(self.charset)
        try:
            network.load_state_dict(state)
        except (RuntimeError, AttributeError) as error:
            raise _refused(
                self.folder / WEIGHTS,
                Message("weights that don't fit the character set"),
            ) from error
        return {name: value.float() if value.is_floating_point() else value for name, value in state.items()}

    def network(self) -> Model:
        """The network with these weights, ready to read (evaluation mode)."""
        network = build(self.charset)
        network.load_state_dict(self.state())
        return network.eval()


def shipped_network() -> NetworkFiles:
    """The network that comes with this library (see `weights/README.md` beside it)."""
    return open_network(SHIPPED)


def open_network(folder: Path) -> NetworkFiles:
    """Check the folder's files against their manifest.

    Raises:
        NetworkRefused: a file is missing, was changed or cut, or is not what it should be.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        hashes = manifest["files"]
        lineage = dict(manifest["lineage"])
        for name in (WEIGHTS, SETTINGS, CODE):
            if _sha256(folder / name) != hashes[name]:
                raise _refused(folder / name, Message("a file that was changed or cut"))
        settings = yaml.safe_load((folder / SETTINGS).read_text(encoding="utf-8"))
        charset = Charset(settings["character_list"])
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        why = f"{type(error).__name__}: {error}"
        raise _refused(folder, Message("no whole network ({why})", why=why)) from error
    return NetworkFiles(folder, charset, hashes[WEIGHTS], lineage)


def write_network(
    folder: Path, state: Mapping[str, torch.Tensor], charset: Charset, *, lineage: Mapping[str, object]
) -> NetworkFiles:
    """Write a network into `folder`, which must not exist; it appears whole or not at all.

    Args:
        state: state dict of `build(charset)`, any float type.
        lineage: JSON-ready: base, data, settings, scores: whatever tells where it comes from.
    """
    import torch

    partial = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.part")
    partial.mkdir(parents=True)
    try:
        halves = {
            f"{_PREFIX}{name}": value.detach().to("cpu", torch.float16 if value.is_floating_point() else None)
            for name, value in state.items()
        }
        torch.save(halves, partial / WEIGHTS)
        settings = {
            "imgH": IMAGE_HEIGHT,
            "lang_list": ["en", "ko"],
            "character_list": charset.characters,
            "network_params": dict(PARAMETERS),
        }
        # One line, whatever its length: a folded one would lose spaces.
        text = yaml.safe_dump(settings, allow_unicode=True, width=10**6)
        (partial / SETTINGS).write_text(text, encoding="utf-8")
        (partial / CODE).write_text(_CODE, encoding="utf-8")
        manifest = {
            "name": NAME,
            "files": {name: _sha256(partial / name) for name in (WEIGHTS, SETTINGS, CODE)},
            "lineage": dict(lineage),
        }
        (partial / MANIFEST).write_text(
            json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return open_network(folder)


def load_weights(path: Path) -> StateDict:
    """A state dict without its `module.` prefixes. Raises NetworkRefused for what could run code or is none."""
    import torch

    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except UNREADABLE as error:
        raise _refused(path, Message("no weights that can be loaded safely")) from error
    if not isinstance(state, dict) or not all(_is_weight(name, value) for name, value in state.items()):
        raise _refused(path, Message("weights of another program"))
    return {name.removeprefix(_PREFIX): value for name, value in state.items()}


def _is_weight(name: object, value: object) -> bool:
    import torch

    return isinstance(name, str) and name.startswith(_PREFIX) and isinstance(value, torch.Tensor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refused(path: Path, what: Message) -> NetworkRefused:
    return NetworkRefused(
        Message(
            "{path} is {what}; bring it back from a backup, or deploy another network", path=path, what=what
        ),
        code="network_files",
    )
