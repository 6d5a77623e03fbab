"""Text cells of one column to typed values. The same code serves the rows of a table and new rows."""
