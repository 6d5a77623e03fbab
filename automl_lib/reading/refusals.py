"""The sentences with which a table is refused: what is wrong and what to do. No detection here."""

from __future__ import annotations

from domain.messages import Message
from untrusted_files import Refusals

# code: (what is wrong, what to do)
refuse = Refusals(
    {
        "empty": (Message("is empty"), Message("Check the file has content and upload it again")),
        "header_only": (
            Message("has column names but no rows of data"),
            Message("Upload a file with at least one row of data"),
        ),
        "no_column": (Message("has no column {column}"), Message("Choose one of {known}")),
        "not_a_file": (
            Message("is not an ordinary readable file"),
            Message("Check that it is there and may be read"),
        ),
        "too_large": (
            Message("is {size}, over the limit of {limit}"),
            Message("Split the file, or raise SAEBYEOK_MAX_FILE_MB"),
        ),
        "too_many_rows": (
            Message("has more than {limit} rows"),
            Message("Keep only the rows you need, split the file, or raise SAEBYEOK_MAX_ROWS"),
        ),
        "too_many_columns": (
            Message("has {found} columns, over the limit of {limit}"),
            Message("Keep only the columns you need and upload it again, or raise SAEBYEOK_MAX_COLUMNS"),
        ),
        "too_many_cells": (
            Message("has {found} cells, over the limit of {limit}"),
            Message("Keep only the rows and columns you need"),
        ),
        "drm": (
            Message("is locked by document security (DRM)"),
            Message("Remove the document security and upload it again"),
        ),
        "password": (
            Message("is protected by a password"),
            Message("Save it without a password and upload it again"),
        ),
        "wrong_kind": (
            Message("is {kind}, not a table"),
            Message("Save it as CSV or Excel (xlsx, xls, ods) and upload it again"),
        ),
        "html": (
            Message("is a web page (HTML) whatever its name says"),
            Message("Open it in Excel, save it as .xlsx and upload that"),
        ),
        "mhtml": (
            Message("is a web page (MHTML) whatever its name says"),
            Message("Open it in Excel, save it as .xlsx and upload that"),
        ),
        "json": (
            Message("is JSON whatever its name says"),
            Message("Turn it into a table of rows and columns, save it as CSV or .xlsx and upload that"),
        ),
        "xml_spreadsheet": (
            Message("is in the old XML spreadsheet format"),
            Message("Open it in Excel, save it as .xlsx and upload that"),
        ),
        "archive": (Message("is an archive"), Message("Unpack it and upload the table inside")),
        "zip_bomb": (
            Message("unpacks to {size}, over the limit of {limit}"),
            Message("Save only the sheet you need as a new file, or raise SAEBYEOK_READ_UNPACKED_MB"),
        ),
        "damaged": (
            Message("is damaged or was cut short"),
            Message("Open the original, save it again and upload that"),
        ),
        "binary": (
            Message("is not text (too many unreadable bytes)"),
            Message("Save it as CSV (UTF-8) or Excel and upload it again"),
        ),
        "encoding": (
            Message("has characters on line {line} that no known encoding can read"),
            Message("Mend that line, or save the file as CSV UTF-8 and upload it again"),
        ),
        "no_sheet": (
            Message("has no data on a visible sheet (sheets: {sheets})"),
            Message("Unhide the sheet with the data, save and upload it"),
        ),
        "unknown_sheet": (
            Message("has no sheet '{sheet}' (sheets: {sheets})"),
            Message("Give a sheet's name, or its number from 1"),
        ),
        "empty_sheet": (Message("has no data on sheet '{sheet}'"), Message("Choose a sheet with data")),
        "without_sheets": (
            Message("is a text file without sheets"),
            Message("Read it without choosing a sheet"),
        ),
        "unsaved_formulas": (
            Message("holds formulas without stored values and no data"),
            Message("Open it in Excel, save it and upload it again"),
        ),
        "open_quote": (
            Message('has a quote (") that opens on line {line} and never closes'),
            Message("Close or remove that quote and upload it again"),
        ),
        "long_field": (
            Message('has a quote (") that never closes, or a cell too long, near line {line}'),
            Message("Balance the quotes there and upload it again"),
        ),
        "timeout": (
            Message("could not be read within {seconds} seconds"),
            Message("Split the file, or raise SAEBYEOK_READ_SECONDS"),
        ),
        "memory": (
            Message("needs more memory than the limit of {limit}"),
            Message("Save it as CSV, split it, or raise SAEBYEOK_READ_MEMORY_MB"),
        ),
        "crashed": (
            Message("made the reading process stop ({how})"),
            Message("Save it in another form (CSV UTF-8) and upload it again"),
        ),
    }
)
