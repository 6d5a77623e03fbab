"""Text files (CSV, TSV and the like): from bytes to rows of cells.

charset: which charset a file is in, and its UTF-8 copy. reader: the delimiter, the first rows, and the careful reader of any text.
quotes: rows of delimited text, with quotes that are literal text. fast_reader: large regular files.
"""
