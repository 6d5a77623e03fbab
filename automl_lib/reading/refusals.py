"""The sentences with which a table is refused: what is wrong and what to do. No detection here."""

from __future__ import annotations

from untrusted_files import Refusals

# code: (Korean problem, Korean remedy, English problem, English remedy)
refuse = Refusals({
    "empty": (
        "내용이 비어 있습니다", "내용이 있는 파일인지 확인한 뒤 다시 올려 주세요",
        "is empty", "Check the file has content and upload it again",
    ),
    "header_only": (
        "열 이름만 있고 데이터 행이 없습니다", "데이터가 한 행 이상 있는 파일을 올려 주세요",
        "has column names but no rows of data", "Upload a file with at least one row of data",
    ),
    "no_column": (
        "{column} 칼럼이 없습니다", "다음 가운데 고르세요: {known}",
        "has no column {column}", "Choose one of {known}",
    ),
    "not_a_file": (
        "일반 파일이 아니거나 읽을 수 없습니다", "파일이 그 자리에 있고 읽기 권한이 있는지 확인해 주세요",
        "is not an ordinary readable file", "Check that it is there and may be read",
    ),
    "too_large": (
        "크기가 {size}로 한도 {limit}를 넘습니다", "파일을 나누거나 설정 SAEBYEOK_MAX_FILE_MB를 늘려 주세요",
        "is {size}, over the limit of {limit}", "Split the file, or raise SAEBYEOK_MAX_FILE_MB",
    ),
    "too_many_rows": (
        "행이 한도 {limit}개를 넘습니다", "필요한 행만 남기거나 파일을 나누거나 설정 SAEBYEOK_MAX_ROWS를 늘려 주세요",
        "has more than {limit} rows", "Keep only the rows you need, split the file, or raise SAEBYEOK_MAX_ROWS",
    ),
    "too_many_columns": (
        "열이 {found}개로 한도 {limit}개를 넘습니다", "필요한 열만 남겨 다시 올리거나 설정 SAEBYEOK_MAX_COLUMNS를 늘려 주세요",
        "has {found} columns, over the limit of {limit}", "Keep only the columns you need and upload it again, or raise SAEBYEOK_MAX_COLUMNS",
    ),
    "too_many_cells": (
        "칸이 모두 {found}개로 한도 {limit}개를 넘습니다", "필요한 행과 열만 남겨 다시 올려 주세요",
        "has {found} cells, over the limit of {limit}", "Keep only the rows and columns you need",
    ),
    "drm": (
        "문서보안(DRM)이 걸려 있어 읽을 수 없습니다", "문서보안을 해제하세요. 그런 뒤 다시 올려 주세요",
        "is locked by document security (DRM)", "Remove the document security and upload it again",
    ),
    "password": (
        "비밀번호로 보호되어 있습니다", "Excel에서 암호를 풀어 저장한 뒤 다시 올려 주세요",
        "is protected by a password", "Save it without a password and upload it again",
    ),
    "wrong_kind": (
        "표가 아니라 {kind_ko} 파일입니다", "CSV나 Excel(xlsx, xls, ods)로 저장해 다시 올려 주세요",
        "is {kind_en}, not a table", "Save it as CSV or Excel (xlsx, xls, ods) and upload it again",
    ),
    "html": (
        "이름과 달리 웹 페이지(HTML)입니다", "Excel에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장해 올려 주세요",
        "is a web page (HTML) whatever its name says", "Open it in Excel, save it as .xlsx and upload that",
    ),
    "mhtml": (
        "이름과 달리 웹 페이지(MHTML)입니다", "Excel에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장해 올려 주세요",
        "is a web page (MHTML) whatever its name says", "Open it in Excel, save it as .xlsx and upload that",
    ),
    "json": (
        "이름과 달리 JSON입니다", "행과 열이 있는 표로 바꾸어 CSV나 Excel(xlsx)로 저장한 뒤 다시 올려 주세요",
        "is JSON whatever its name says", "Turn it into a table of rows and columns, save it as CSV or .xlsx and upload that",
    ),
    "xml_spreadsheet": (
        "오래된 XML 스프레드시트 형식입니다", "Excel에서 열어 'Excel 통합 문서(.xlsx)'로 다시 저장해 올려 주세요",
        "is in the old XML spreadsheet format", "Open it in Excel, save it as .xlsx and upload that",
    ),
    "archive": (
        "압축 파일입니다", "압축을 풀고 안에 있는 표 파일을 올려 주세요",
        "is an archive", "Unpack it and upload the table inside",
    ),
    "zip_bomb": (
        "풀면 {size}가 되어 한도 {limit}를 넘습니다",
        "필요한 시트만 새 파일로 저장해 올리거나 설정 SAEBYEOK_READ_UNPACKED_MB를 늘려 주세요",
        "unpacks to {size}, over the limit of {limit}",
        "Save only the sheet you need as a new file, or raise SAEBYEOK_READ_UNPACKED_MB",
    ),
    "damaged": (
        "손상되었거나 끝까지 저장되지 않았습니다", "원본을 열어 다시 저장한 뒤 올려 주세요",
        "is damaged or was cut short", "Open the original, save it again and upload that",
    ),
    "binary": (
        "글자로 된 표가 아닙니다(읽을 수 없는 바이트가 많습니다)", "CSV(UTF-8)나 Excel로 저장해 다시 올려 주세요",
        "is not text (too many unreadable bytes)", "Save it as CSV (UTF-8) or Excel and upload it again",
    ),
    "encoding": (
        "{line}번째 줄의 글자를 어떤 문자 인코딩으로도 읽을 수 없습니다",
        "그 줄을 고치거나 CSV UTF-8로 다시 저장해 올려 주세요",
        "has characters on line {line} that no known encoding can read",
        "Mend that line, or save the file as CSV UTF-8 and upload it again",
    ),
    "no_sheet": (
        "보이는 시트에 데이터가 없습니다(시트: {sheets})", "데이터가 있는 시트의 숨기기를 취소하고 저장해 올려 주세요",
        "has no data on a visible sheet (sheets: {sheets})", "Unhide the sheet with the data, save and upload it",
    ),
    "unknown_sheet": (
        "'{sheet}' 시트가 없습니다(시트: {sheets})", "시트의 이름이나 1부터 세는 차례를 주세요",
        "has no sheet '{sheet}' (sheets: {sheets})", "Give a sheet's name, or its number from 1",
    ),
    "empty_sheet": (
        "'{sheet}' 시트에 데이터가 없습니다", "데이터가 있는 시트를 골라 주세요",
        "has no data on sheet '{sheet}'", "Choose a sheet with data",
    ),
    "without_sheets": (
        "시트가 없는 텍스트 파일입니다", "시트를 고르지 말고 읽어 주세요",
        "is a text file without sheets", "Read it without choosing a sheet",
    ),
    "unsaved_formulas": (
        "수식의 값이 저장되어 있지 않아 데이터가 없습니다", "Excel에서 열어 저장한 뒤 다시 올려 주세요",
        "holds formulas without stored values and no data", "Open it in Excel, save it and upload it again",
    ),
    "open_quote": (
        "{line}번째 줄에서 열린 따옴표(\")가 파일 끝까지 닫히지 않습니다",
        "그 줄의 따옴표를 닫거나 지운 뒤 다시 올려 주세요",
        "has a quote (\") that opens on line {line} and never closes",
        "Close or remove that quote and upload it again",
    ),
    "long_field": (
        "{line}번째 줄 부근에서 끝나지 않는 따옴표(\")나 너무 긴 칸을 만났습니다",
        "그 부근의 따옴표 짝을 맞춘 뒤 다시 올려 주세요",
        "has a quote (\") that never closes, or a cell too long, near line {line}",
        "Balance the quotes there and upload it again",
    ),
    "timeout": (
        "{seconds}초 안에 다 읽지 못했습니다", "파일을 나누거나 설정 SAEBYEOK_READ_SECONDS를 늘려 주세요",
        "could not be read within {seconds} seconds", "Split the file, or raise SAEBYEOK_READ_SECONDS",
    ),
    "memory": (
        "읽는 데 메모리가 한도 {limit}보다 더 필요합니다", "CSV로 저장하거나 파일을 나누거나 설정 SAEBYEOK_READ_MEMORY_MB를 늘려 주세요",
        "needs more memory than the limit of {limit}", "Save it as CSV, split it, or raise SAEBYEOK_READ_MEMORY_MB",
    ),
    "crashed": (
        "읽는 도중 판독 프로그램이 멈췄습니다({how})", "다른 형식(CSV UTF-8)으로 저장해 다시 올려 주세요",
        "made the reading process stop ({how})", "Save it in another form (CSV UTF-8) and upload it again",
    ),
})  # fmt: skip
