"""Writes workbooks and CSV files that spreadsheet programs open right. What is in them is decided elsewhere."""

from spreadsheets.sheets import sheet_to_csv, sheets_to_xlsx

__all__ = ["sheet_to_csv", "sheets_to_xlsx"]
