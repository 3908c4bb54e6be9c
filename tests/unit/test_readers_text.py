"""Plain text: encodings, line ends, binary files."""

import pytest

from graph.errors import UnreadableSource
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
