"""Workbooks (XLSX, XLSB, XLS, ODS): from a file to rows of cells as Excel shows them.

reader: sheets, merged cells and values, through python-calamine. sheet_choice: which sheet is read. xlsx_details: what a sheet's XML
has besides values. number_formats: codes and units that formats show. sheet_faults: how these change the cells, and the ledger.
"""
