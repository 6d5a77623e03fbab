"""The tables of the OCR half and the only code that reads or writes them."""

# Each session that writes a text also writes its entry in the index of the search, and what its neighbours have of a number.
from records.ocr import parted_numbers as parted_numbers
from records.ocr.searching import search_index as search_index
