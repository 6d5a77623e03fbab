"""Text cells of a column to typed values. The same code serves the rows of a table and new rows.

parse: one column, new rows, and a whole table. numbers, units, dates, durations: the ways of writing them. missing: the words that
mean no value. counts: what was seen while parsing.
"""
