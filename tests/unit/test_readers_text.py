"""Plain text: encodings, line ends, binary files."""

import pytest

from graph.errors import UnreadableSource
from ingestion.model import RawDocument
from ingestion.readers.common import Content, Origin, raw_document
from ingestion.readers.delimited import read_delimited
from ingestion.readers.encoding import decode
from ingestion.readers.text import read_text

SENTENCE = "Nguyễn Trãi sinh năm 1380, quê ở làng Chi Ngại, là tác giả của Bình Ngô đại cáo."

_SPELLED = ("ô\u0300", "ă\u0300", "ư\u0309", "ư\u0323", "ơ\u0301", "â\u0301", "u\u0309", "ê\u0323")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_need_no_warning(encoding: str) -> None:
    content = read_text(SENTENCE.encode(encoding))
    assert content.text.lstrip("\ufeff") == SENTENCE
    assert content.warnings == ()


def test_windows_1258_is_read_with_a_warning() -> None:
    text = "Đồng bằng sông Cửu Long là vựa lúa lớn nhất của Việt Nam."
    combined = text.translate({ord(c): c2 for c, c2 in zip("ồằửựớấủệ", _SPELLED, strict=True)})
    content = read_text(combined.encode("cp1258"))
    assert content.text == text
    assert "windows-1258" in content.warnings[0]


def test_tcvn3_is_read_with_a_warning() -> None:
    decoded = decode(b"Vi\xd6t Nam l\xb5 n\xad\xedc n\xbbm \xeb b\xb8n \xae\xb6o \xa7\xabng D\xad\xacng")
    assert decoded.encoding == "TCVN3"
    assert decoded.guessed
    assert decoded.text == "Việt Nam là nước nằm ở bán đảo Đông Dương"


def test_unknown_encoding_is_refused_with_advice() -> None:
    with pytest.raises(UnreadableSource, match="Save it as UTF-8"):
        decode("Привет, как дела сегодня".encode("koi8-r"))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20, bytes(range(256)) * 4])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="binary"):
        decode(data)


def test_broken_utf16_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="breaks at byte"):
        decode("Hà Nội".encode("utf-16") + b"\x00")


def test_line_ends_become_one_kind() -> None:
    assert decode(b"mot\r\nhai\rba\n").text == "mot\nhai\nba\n"


ROOMS = 'Phòng,Tầng,Điện thoại\nKế toán,2,101\n"Nhân sự, tiền lương",3,102\n'
ROOMS_TEXT = "Phòng | Tầng | Điện thoại\nKế toán | 2 | 101\nNhân sự, tiền lương | 3 | 102"


def document(content: Content) -> RawDocument:
    return raw_document(Origin("a/danh-ba.csv", "kho", "kho/a/danh-ba.csv"), content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_delimited_file_is_one_document_with_a_table(delimiter: str) -> None:
    quoted = ROOMS.replace('"Nhân sự, tiền lương"', "@").replace(",", delimiter).replace("@", '"Nhân sự, tiền lương"')
    content = read_delimited(quoted.encode("utf-8-sig"))
    raw = document(content)
    assert (raw.title, raw.titled, raw.text) == ("danh ba", False, ROOMS_TEXT)
    (table,) = content.outline.tables
    assert (content.text[table.start : table.end], table.header) == (ROOMS_TEXT, "Phòng | Tầng | Điện thoại")


def test_rows_of_one_cell_above_the_table_are_its_title_and_notes() -> None:
    raw = document(read_delimited(f"Danh bạ công ty,,\n,,\nTháng 5/2024,,\n{ROOMS}".encode()))
    assert raw.title == "Danh bạ công ty"
    assert raw.text == f"Danh bạ công ty\n\nTháng 5/2024\n\n{ROOMS_TEXT}"


def test_cells_of_several_lines_and_with_bars_stay_one_cell() -> None:
    raw = document(read_delimited('Tên,Địa chỉ\nAn,"12 Lê Lợi\nHuế"\nBa|Bình,Vinh\n'.encode()))
    assert raw.text == "Tên | Địa chỉ\nAn | 12 Lê Lợi Huế\nBa/Bình | Vinh"


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,\n,,\n"])
def test_a_delimited_file_without_rows_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="no row"):
        read_delimited(data)


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_endless_length_is_refused_by_its_line(quote: str) -> None:
    with pytest.raises(UnreadableSource, match="more than 131,072 characters in the row that starts at line 2"):
        read_delimited(f"a,b\nc,{quote}{'d' * 200_000}".encode())


@pytest.mark.parametrize("mark", "\u2028 \u2029 \x85 \x0b \x0c \x1c \x1d \x1e".split(" "))
def test_only_line_ends_end_a_row(mark: str) -> None:
    content = read_delimited(f"Phòng,Tầng,Ghi chú\nKế toán,2,mở{mark}cửa\nKho,1,đóng\n".encode())
    assert content.text == "Phòng | Tầng | Ghi chú\nKế toán | 2 | mở cửa\nKho | 1 | đóng"


def test_a_quotation_mark_that_is_never_closed_is_told() -> None:
    content = read_delimited(('Tên,Nơi\nAn,Huế\n"Bình,Vinh\n' + "Cúc,Hà Nội\n" * 9).encode())
    assert len(content.warnings) == 1
    assert "line 3 is never closed" in content.warnings[0]


def test_a_cell_that_swallowed_rows_is_told_and_a_long_note_is_not() -> None:
    swallowed = read_delimited(('Tên,Nơi\n"Bình,Vinh\n' + "Cúc,Hà Nội\n" * 9 + '"Dung",Huế\n').encode())
    assert "row of line 2 has a cell of 11 lines" in swallowed.warnings[0]
    assert not read_delimited(('Tên,Ghi chú\nAn,"' + "Nghỉ phép năm\n" * 9 + '"\nBình,đi làm').encode()).warnings


@pytest.mark.parametrize("text", [ROOMS, ROOMS.replace(",", ";"), "Tên\tTuổi\nAn\t3\n", ROOMS_TEXT])
def test_the_header_of_a_table_is_no_title(text: str) -> None:
    assert document(read_text(text.encode())).title == "danh ba"


@pytest.mark.parametrize("title", ["Hà Nội, Huế", "Tin tức; bình luận", "Lễ hội"])
def test_a_title_with_commas_is_one(title: str) -> None:
    assert document(read_text(f"{title}\n\nHuế, Vinh, Hà Nội là ba thành phố.\nVinh, Huế.\n".encode())).title == title
