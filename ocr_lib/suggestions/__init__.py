"""What a text probably says, from what people corrected before."""

from ocr_lib.suggestions.memory import CorrectionMemory, Suggestion

__all__ = ["CorrectionMemory", "Suggestion"]
