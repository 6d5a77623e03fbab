"""Which type each column of a table has: found from its cells, or chosen by people."""
