"""Which rows of a table are data.

table_start: where the data begin. header_rows: which rows name the columns, and a row of units. stray_rows: repeated headers, tables
side by side, lines that were not split. total_rows: totals and notes, by their words (total_words) and numbers (total_numbers).
"""
