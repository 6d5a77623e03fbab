"""Made business papers as placed texts, with their fields, for `benchmarks.fields`.

Their layouts and wordings were written without the rules of `ocr_lib.fields`, from how such papers look. Each is for
tuning or unseen; only unseen ones are reported.
"""
