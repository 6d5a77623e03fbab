"""OCR as Dagster assets: pages, texts, and the nightly graph. Glue only."""
