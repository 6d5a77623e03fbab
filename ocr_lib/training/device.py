"""Where a training computes: the processor, or a CUDA card where there is one."""

from __future__ import annotations

from domain.messages import Message
from ocr_lib.errors import TrainingRefused

DEVICES = ("auto", "cpu", "cuda")
AMX = "amx_bf16"


def chosen_device(name: str) -> str:
    """`cpu` or `cuda`; `auto` takes a card where there is one.

    Raises:
        TrainingRefused: `cuda` is asked for where there is none.
        ValueError: there is no such name.
    """
    import torch

    if name not in DEVICES:
        raise ValueError(f"no device {name!r}; there are {', '.join(DEVICES)}")
    if name == "cpu" or (name == "auto" and not torch.cuda.is_available()):
        return "cpu"
    if not torch.cuda.is_available():
        raise TrainingRefused(
            Message("there is no CUDA card; set device to auto or cpu, or look at the driver"), code="no_cuda"
        )
    return "cuda"


def multiplies_bfloat16(device: str) -> bool:
    """Whether training steps are quicker with products in bfloat16 (weights and sums stay in float32).

    On processors with tiles for it (Intel AMX) a step takes two thirds of the time; on others it takes longer.
    """
    import torch

    return device == "cpu" and bool(torch.cpu.get_capabilities().get(AMX, False))
