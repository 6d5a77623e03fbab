"""A recogniser as files: its character set, its weights, and the folder EasyOCR reads it from."""
