"""Which type each column of a table has.

options: the readings a column can have, in the order they are tried. infer: the first that a sample doesn't rule out. table_types: the
whole column confirms it, or people choose another. near_type: columns that only a few cells keep from a type.
"""
