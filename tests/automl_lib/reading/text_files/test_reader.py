"""CSV files as people bring them: charsets, delimiters, ragged and blank rows, odd headers."""

from __future__ import annotations

import codecs

import pytest

from automl_lib.errors import FileRefused
from automl_lib.reading import ReadLimits

TABLE = "이름,나이,도시\n김하나,31,서울\n이두리,42,부산\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (TABLE.encode("cp949"), "cp949"),
        (TABLE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.encode("utf-32"), "utf-32"),
    ],
)
def test_the_same_table_comes_out_of_every_charset(read, content, encoding):
    outcome = read(content)
    assert outcome.report.encoding == encoding
    assert outcome.labels == ["이름", "나이", "도시"]
    assert outcome.values("이름") == ["김하나", "이두리"]
    assert outcome.values("나이") == [31, 42]


def test_syllables_outside_euc_kr_are_read_as_cp949(read):
    outcome = read("이름,값\n똠방각하,1\n펲시,2\n".encode("cp949"))
    assert outcome.values("이름") == ["똠방각하", "펲시"]


def test_a_japanese_file_is_guessed_and_said_so(read):
    text = "名前,都市\n" + "".join(f"たなか{i},とうきょうのまち\n" for i in range(30))
    outcome = read(text.encode("shift_jis"))
    assert outcome.values("名前")[0] == "たなか0"
    assert "charset_guessed" in outcome.codes


def test_lines_in_two_charsets_are_read_and_the_first_odd_line_named(read):
    content = "이름,값\n서울,1\n".encode() + "부산,2\n".encode("cp949") + "대구,3\n".encode()
    outcome = read(content)
    assert outcome.values("이름") == ["서울", "부산", "대구"]
    note = outcome.entry("charset_mixed")
    assert note.count == 1
    assert "3번째 줄" in note.ko
    assert "line 3" in note.en


def test_a_line_no_charset_can_read_is_refused_by_number(read):
    with pytest.raises(FileRefused) as refusal:
        read("이름,값\n서울,1\n".encode() + b"\xff\xfe\xff,2\n")
    assert refusal.value.code == "encoding"
    assert "3번째 줄" in refusal.value.ko
    assert "line 3" in refusal.value.en


def test_stray_nul_bytes_are_left_out_and_counted(read):
    outcome = read(b"a,b\n1,x\x00y\n2,z\n3,w\n4,v\n5,u\n6,t\n7,s\n")
    assert outcome.values("b")[0] == "xy"
    assert outcome.entry("nul_removed").count == 1


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\x00" * 100])
def test_a_file_with_nothing_in_it_is_refused(read, content):
    with pytest.raises(FileRefused) as refusal:
        read(content)
    assert refusal.value.code == "empty"


def test_a_header_without_rows_is_refused(read):
    with pytest.raises(FileRefused) as refusal:
        read("이름,나이\n")
    assert refusal.value.code == "header_only"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_each_delimiter_is_found(read, delimiter):
    outcome = read(TABLE.replace(",", delimiter))
    assert outcome.report.delimiter == delimiter
    assert outcome.values("나이") == [31, 42]


def test_delimiters_inside_quotes_do_not_mislead(read):
    outcome = read('"h1","h2","h3"\n"",";\n",";"\n"\n",";\n",""')
    assert outcome.report.delimiter == ","
    assert outcome.labels == ["h1", "h2", "h3"]


def test_decimal_commas_beside_semicolons(read):
    outcome = read("name;price\na;1.234,56\nb;7,5\nc;12\n")
    assert outcome.report.delimiter == ";"
    assert outcome.values("price") == [1234.56, 7.5, 12.0]
    assert outcome.entry("decimal_comma", "price").count == 2


def test_excels_sep_line_is_obeyed_and_is_no_row(read):
    outcome = read("sep=;\na;b\n1;2\n3;4\n")
    assert outcome.labels == ["a", "b"]
    assert outcome.values("b") == [2, 4]


def test_quoted_newlines_and_delimiters_stay_inside_their_cell(read):
    outcome = read('memo,n\n"first line\nsecond, line",1\n"say ""hi""",2\n')
    assert outcome.values("memo") == ["first line\nsecond, line", 'say "hi"']
    assert outcome.values("n") == [1, 2]


def test_short_and_long_rows_are_kept_and_their_lines_named(read):
    outcome = read("a,b,c\n1,2,3\n4,5\n6,7,8,extra\n9,10,11\n")
    assert outcome.values("a") == [1, 4, 6, 9]
    assert outcome.values("c") == [3, None, 8, 11]
    assert outcome.raw("열4") == [None, None, "extra", None]
    assert outcome.entry("short_rows").examples[0][0] == "3번째 줄"
    assert outcome.entry("long_rows").examples[0][0] == "4번째 줄"


def test_duplicate_and_blank_names_are_made_unique_and_reported(read):
    outcome = read("id,값,,값,값_2\nx,1,2,3,4\ny,5,6,7,8\n")
    assert outcome.labels == ["id", "값", "열3", "값_3", "값_2"]
    assert outcome.entry("labels_renamed").count == 2


@pytest.mark.parametrize(
    ("header", "labels"),
    [
        ("이름,이름,,", ["이름", "이름_2", "열3", "열4"]),
        ("이름,이름,이름,이름", ["이름", "이름_2", "이름_3", "이름_4"]),
        (",이름,이름,", ["열1", "이름", "이름_2", "열4"]),
        ("이름,이름,,,,", ["이름", "이름_2", "열3", "열4", "열5", "열6"]),
    ],
)
def test_a_header_of_repeats_and_gaps_over_numbers_is_a_header(read, header, labels):
    row = ",".join(str(i) for i in range(7, 7 + len(labels)))
    outcome = read(f"{header}\n{row}\n{row}\n")
    assert outcome.labels == labels
    assert outcome.report.rows == 2
    assert outcome.report.header.rows == 1
    assert outcome.report.header.skipped == 0
    assert outcome.entry("labels_renamed").count == len(labels) - 1


def test_a_repeated_title_over_a_header_is_no_header(read):
    outcome = read("실적,실적,실적,\n지역,2021,2022,2023\n서울,10,20,30\n부산,11,21,31\n")
    assert outcome.labels == ["지역", "2021", "2022", "2023"]
    assert outcome.report.header.skipped == 1


def test_blank_rows_and_nameless_blank_columns_are_dropped_and_counted(read):
    outcome = read("a,b,,\n1,x,,\n,,,\n2,y,,\n , ,,\n,,,\n")
    assert outcome.labels == ["a", "b"]
    assert outcome.values("a") == [1, 2]
    assert outcome.entry("blank_rows_dropped").count == 3
    assert outcome.entry("blank_columns_dropped").count == 2


def test_a_named_column_without_values_is_kept(read):
    outcome = read("a,b\n1,\n2,\n")
    assert outcome.types == {"a": "integer", "b": "text"}
    assert outcome.values("b") == [None, None]
    assert "all_blank" in outcome.codes


def test_a_nameless_first_column_that_counts_rows_is_dropped(read):
    outcome = read(",a,b\n0,x,1\n1,y,2\n2,z,3\n")
    assert outcome.labels == ["a", "b"]
    assert "row_numbers_dropped" in outcome.codes


def test_a_nameless_first_column_of_other_numbers_is_kept(read):
    outcome = read(",a,b\n5,x,1\n3,y,2\n4,z,3\n")
    assert outcome.labels == ["열1", "a", "b"]


def test_five_thousand_columns(read):
    header = ",".join(f"v{i}" for i in range(5000))
    row = ",".join(str(i) for i in range(5000))
    outcome = read(f"{header}\n{row}\n{row}\n")
    assert len(outcome.labels) == 5000
    assert outcome.values("v4999") == [4999, 4999]


def test_more_columns_than_the_limit_are_refused(read):
    row = ",".join("1" * 11)
    with pytest.raises(FileRefused) as refusal:
        read(f"{row}\n{row}\n", limits=ReadLimits(max_columns=10))
    assert refusal.value.code == "too_many_columns"


@pytest.mark.parametrize("careful_bytes", [0, 10**6])
def test_more_rows_than_the_limit_are_refused(read, careful_bytes):
    with pytest.raises(FileRefused) as refusal:
        read("a,b\n" + "1,2\n" * 50, limits=ReadLimits(max_rows=49), careful_bytes=careful_bytes)
    assert refusal.value.code == "too_many_rows"
    assert read("a,b\n" + "1,2\n" * 49, limits=ReadLimits(max_rows=49)).report.rows == 49


def test_a_file_over_the_size_limit_is_refused(read):
    with pytest.raises(FileRefused) as refusal:
        read("a,b\n1,2\n", limits=ReadLimits(max_bytes=4))
    assert refusal.value.code == "too_large"


def test_formulas_are_plain_text(read):
    outcome = read("a,b\n=cmd|'/c calc'!A0,1\n@SUM(1),2\n")
    assert outcome.values("a") == ["=cmd|'/c calc'!A0", "@SUM(1)"]


def test_infinities_and_nan_are_missing_and_said_so(read):
    outcome = read("a,b\n1.5,x\ninf,y\nNaN,z\n-Infinity,w\n")
    assert outcome.values("a") == [1.5, None, None, None]
    assert outcome.entry("missing_word", "a").count == 3


def test_one_class_and_constant_columns_are_read(read):
    outcome = read("a,y\n1,yes\n1,yes\n1,yes\n")
    assert outcome.values("a") == [1, 1, 1]
    assert outcome.values("y") == [True, True, True]


def test_titles_above_the_header_are_passed_over(read):
    outcome = read("2024년 판매 실적,,\n,,\n품목,수량,금액\n사과,3,1200\n배,4,2400\n")
    assert outcome.labels == ["품목", "수량", "금액"]
    assert outcome.report.header.skipped == 2
    assert outcome.values("수량") == [3, 4]


def test_two_header_rows_are_joined_and_said_so(read):
    outcome = read("지역,매출,,고객,\n,상반기,하반기,신규,기존\n서울,10,20,3,4\n부산,30,40,5,6\n")
    assert outcome.labels == ["지역", "매출 상반기", "매출 하반기", "고객 신규", "고객 기존"]
    assert outcome.values("고객 기존") == [4, 6]
    assert "header_rows_joined" in outcome.codes


@pytest.mark.parametrize(
    ("header", "labels"),
    [
        ("2023,,2024,\n매출,비용,매출,비용\n", ["2023 매출", "2023 비용", "2024 매출", "2024 비용"]),
        ("2023년,2023년,2024년,2024년\n매출,비용,매출,비용\n", [f"{y}년 {n}" for y in (2023, 2024) for n in ("매출", "비용")]),
    ],
)  # fmt: skip
def test_years_over_the_same_few_names_are_the_first_of_two_header_rows(read, header, labels):
    outcome = read(header + "10,7,12,8\n11,6,13,9\n12,5,14,10\n")
    assert outcome.labels == labels
    assert set(outcome.types.values()) == {"integer"}
    assert "header_rows_joined" in outcome.codes


def test_names_of_rows_beside_years_stay_with_their_own_header(read):
    outcome = read(",2023,,2024,\n지점,매출,비용,매출,비용\n서울,10,7,12,8\n부산,11,6,13,9\n")
    assert outcome.labels == ["지점", "2023 매출", "2023 비용", "2024 매출", "2024 비용"]
    assert outcome.report.rows == 2


@pytest.mark.parametrize(
    "content", ["5,,3\nNA,무응답,NA\n1,2,3\n4,5,6\n", "5,4,3\n서울,부산,대구\n1,2,3\n4,5,6\n"]
)
def test_numbers_over_a_row_that_names_nothing_are_data(read, content):
    assert read(content).report.rows == 4


def test_without_a_header_names_are_made(read):
    outcome = read("1,2.5,서울\n2,3.5,부산\n3,4.5,대구\n")
    assert outcome.labels == ["열1", "열2", "열3"]
    assert outcome.report.rows == 3
    assert "header_generated" in outcome.codes


def test_years_can_be_column_names(read):
    outcome = read("지역,2021,2022,2023\n서울,10,20,30\n부산,11,21,31\n")
    assert outcome.labels == ["지역", "2021", "2022", "2023"]
    assert outcome.values("2023") == [30, 31]


def test_names_in_decomposed_hangul_are_composed(read):
    outcome = read("\u1112\u1161\u11ab\u1100\u1173\u11af,b\n1,2\n")
    assert outcome.labels == ["한글", "b"]


def test_an_unbalanced_binary_blob_is_refused(read):
    blob = bytes((i * 37 + i // 7) % 256 for i in range(5000))
    with pytest.raises(FileRefused):
        read(blob)
