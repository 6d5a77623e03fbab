"""Which rows of a table are data: column names above, units, repeated headers, totals and notes are not."""
