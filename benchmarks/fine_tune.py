"""Training steps: ours beside a loop as deep-text-recognition-benchmark (and EasyOCR's trainer) has it.

    python -m benchmarks.fine_tune [--seconds 240]

All teach the shipped network the same 300 lines of a handwriting face from the same start.

- `adadelta`: their defaults: every picture squashed or padded to 64 × 600, batches of 32, all layers, Adadelta with rate 1, no buckets,
  no replay.
- `adam`: the same with Adam, which their option `--adam` turns on (rate 3e-4; their 1 would diverge).
- `ours`: the product's own training, with general lines between the items and a penalty for forgetting.
- `ours_items_only`: the product's own without those two, which is what theirs do: learning the items alone. With nothing
  to be remembered it bears twice the product's rate.

Validation is outside theirs' time and inside ours. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import torch

from ocr_lib.networks.files import NetworkFiles, shipped_network
from ocr_lib.synthetic.fonts import installed_fonts, named
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import TextMix
from ocr_lib.training.evaluation import network_error
from ocr_lib.training.fine_tune import FineTuneSettings, fine_tune
from ocr_lib.training.samples import Sample, targets, to_sample

FACE, ITEMS, HELD = "NanumPen", 300, 150
WIDTH, BATCH, EVERY = 600, 32, 20
ITEMS_ONLY_RATE = 2 * FineTuneSettings().learning_rate
CURVE = FineTuneSettings(patience=10_000, validate_every=50, forgetting=0)
"""What is drawn is the error on held-out lines alone, as theirs is."""


def main() -> None:
    """Run all four."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=240.0)
    options = parser.parse_args()
    base = shipped_network()
    faces = named(installed_fonts(), [FACE])
    mix = TextMix(frozenset(base.charset.characters))
    items, held = (
        [
            (line.image, line.text)
            for line in LineMaker(mix.draw, faces, Style(font_size=(20, 36)), seed).lines(0, count)
        ]
        for seed, count in ((1, ITEMS), (2, HELD))
    )
    theirs = {
        "adadelta": _their_loop(
            base, items, held, options.seconds, lambda p: torch.optim.Adadelta(p, lr=1.0, rho=0.95, eps=1e-8)
        ),
        "adam": _their_loop(base, items, held, options.seconds, lambda p: torch.optim.Adam(p, lr=3e-4)),
    }
    ours = {
        "ours": _our_loop(base, items, held, replace(CURVE, seconds=options.seconds)),
        "ours_items_only": _our_loop(
            base,
            items,
            held,
            replace(CURVE, seconds=options.seconds, replay=0, remembering=0, learning_rate=ITEMS_ONLY_RATE),
        ),
    }
    pairs = {
        f"{name} to {peer}": _beside(own, other)
        for name, own in ours.items()
        for peer, other in theirs.items()
    }
    print(json.dumps({"pairs": pairs, **theirs, **ours}, indent=1))


def _beside(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Steps a second as a ratio, and when ours first reads as well as theirs ever did."""
    best = min(theirs["curve"], key=lambda point: point["error"])
    reached = next((p["seconds"] for p in ours["curve"] if p["error"] <= best["error"]), None)
    return {
        "images_a_second_ratio": round(ours["images_a_second"] / theirs["images_a_second"], 2),
        "their_best_error": best["error"],
        "their_seconds": best["seconds"],
        "our_best_error": min(p["error"] for p in ours["curve"]),
        "ours_reached_it_after": reached,
        "share_of_their_time": round(reached / best["seconds"], 3) if reached else None,
    }


def _their_loop(
    base: NetworkFiles, items: list[Any], held: list[Any], seconds: float, optimiser_of: Callable[[Any], Any]
) -> dict[str, Any]:
    """As `train.py` of both projects: AlignCollate to 64 × 600, CTC, clipping 5."""
    torch.manual_seed(0)
    network = base.network().train()
    optimiser = optimiser_of(network.parameters())
    judged = _samples(held)
    rng = np.random.default_rng(0)
    curve, images, spent = [], 0, 0.0
    while spent < seconds:
        began = time.monotonic()
        for _ in range(EVERY):
            chosen = [items[n] for n in rng.integers(len(items), size=BATCH)]
            batch = torch.from_numpy(np.stack([_padded(image) for image, _ in chosen])[:, None])
            labels, lengths = targets([label for _, label in chosen], base.charset)
            scores = network(batch, None).log_softmax(2).permute(1, 0, 2)
            frames = torch.full((BATCH,), scores.shape[0])
            loss = torch.nn.functional.ctc_loss(scores, labels, frames, lengths, zero_infinity=True)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5)
            optimiser.step()
            images += BATCH
        spent += time.monotonic() - began
        network.eval()
        curve.append({"seconds": round(spent, 1), "error": network_error(network, judged, base.charset)})
        network.train()
        print("theirs", curve[-1], file=sys.stderr, flush=True)
    return {"images_a_second": round(images / spent, 1), "curve": curve}


def _our_loop(
    base: NetworkFiles, items: list[Any], held: list[Any], settings: FineTuneSettings
) -> dict[str, Any]:
    """The product's own; its validations are in its time, which theirs leaves out."""
    trained = fine_tune(
        base,
        items,
        held,
        settings,
        on_progress=lambda step: print("ours", step, file=sys.stderr, flush=True),
    )
    points = [p for p in trained.history if p["iteration"]]
    return {
        "images_a_second": round(points[-1]["images"] / points[-1]["seconds"], 1),
        "curve": [{"seconds": round(p["seconds"], 1), "error": p["validation_cer"]} for p in points],
    }


def _padded(image: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """64 × 600, squashed where it is longer, as AlignCollate with `keep_ratio_with_pad` does it."""
    height, width = image.shape
    fitted = min(WIDTH, int(np.ceil(64 * width / height)))
    resized = cv2.resize(image, (fitted, 64), interpolation=cv2.INTER_CUBIC)
    return np.pad(resized.astype(np.float32) / 127.5 - 1, ((0, 0), (0, WIDTH - fitted)), mode="edge")


def _samples(lines: list[Any]) -> list[Sample]:
    return [s for s in (to_sample(image, label) for image, label in lines) if s is not None]


if __name__ == "__main__":
    main()
