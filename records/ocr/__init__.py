"""The tables of the OCR half and the only code that reads or writes them."""
