"""Workbooks (XLSX, XLSB, XLS, ODS): which sheet is read, its cells, and what their formats show."""
