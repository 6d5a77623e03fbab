"""EasyOCR builds the network of these weights from this class."""

from easyocr.model.vgg_model import Model

__all__ = ["Model"]
