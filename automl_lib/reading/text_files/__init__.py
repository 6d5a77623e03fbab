"""Text files (CSV, TSV and the like): from bytes to rows of cells."""
