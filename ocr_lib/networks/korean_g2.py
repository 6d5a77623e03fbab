"""EasyOCR's own Korean network, where this machine has it or can download it, as a network of our form.

It can write 913 of the 2,350 syllables of KS X 1001 (no 를, 했, 됩): grown to a larger set, it has to be taught the rest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.error import URLError

from domain.messages import Message
from ocr_lib.errors import NetworkRefused
from ocr_lib.networks.architecture import grow_head
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import NetworkFiles, load_weights, write_network

FILE_NAME = "korean_g2.pth"


def easyocr_folder() -> Path:
    """Where EasyOCR keeps the weights it downloads, as `easyocr.config` has it."""
    base = os.environ.get("EASYOCR_MODULE_PATH") or os.environ.get("MODULE_PATH") or Path.home() / ".EasyOCR"
    return Path(base).expanduser() / "model"


def find_korean_g2(folders: Iterable[Path]) -> Path | None:
    """The whole, unchanged file in the first folder that has it."""
    return next((path for folder in folders if _is_genuine(path := folder / FILE_NAME)), None)


def download_korean_g2(folder: Path) -> Path:
    """Have EasyOCR download it into `folder`.

    Raises:
        NetworkRefused: there is no way to its server, or what came is not whole.
    """
    from easyocr.utils import download_and_unzip

    folder.mkdir(parents=True, exist_ok=True)
    try:
        download_and_unzip(_published()["url"], FILE_NAME, str(folder), verbose=False)
    except (URLError, OSError) as error:
        raise NetworkRefused(
            Message(
                "{file_name} can't be downloaded ({error}); fetch it on a machine with internet and put it "
                "into {folder}",
                file_name=FILE_NAME,
                error=error,
                folder=folder,
            ),
            code="korean_g2_missing",
        ) from error
    path = folder / FILE_NAME
    if not _is_genuine(path):
        raise NetworkRefused(
            Message("{path} is not the file EasyOCR publishes; delete it and fetch it again", path=path),
            code="korean_g2_broken",
        )
    return path


def as_network(path: Path, charset: Charset, folder: Path) -> NetworkFiles:
    """A network of our form in `folder`: its weights, with untaught rows for what else `charset` holds.

    Raises:
        NetworkRefused: the weights can't be loaded safely, or don't fit.
    """
    import torch

    own = Charset(str(_published()["characters"]))
    state = load_weights(path)
    if state["Prediction.weight"].shape[0] != own.classes:
        raise NetworkRefused(
            Message(
                "{path} doesn't have {classes} classes; delete it and fetch it again",
                path=path,
                classes=own.classes,
            ),
            code="korean_g2_broken",
        )
    grown = own.grown([charset.characters])
    whole = grow_head(state, own, grown, torch.Generator().manual_seed(0))
    return write_network(folder, whole, grown, lineage={"base": "korean_g2", "taught": len(own.characters)})


def _is_genuine(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest() == _published()["md5sum"]


def _published() -> dict[str, str]:
    """What EasyOCR says of it: characters, address, MD5."""
    from easyocr.config import recognition_models

    found: dict[str, str] = recognition_models["gen2"]["korean_g2"]
    return found
