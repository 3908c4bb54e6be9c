"""Markdown, HTML, PDF and DOCX: text, titles, headings, tables, refusals."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from functools import cache

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableSource
from ingestion.model import RawDocument
from ingestion.options import Limits
from ingestion.readers.common import Content, Origin, raw_document
from ingestion.readers.docx import read_docx
from ingestion.readers.html import read_html
from ingestion.readers.markdown import read_markdown
from ingestion.readers.pdf import read_pdf


def headings(content: Content) -> list[str]:
    return [content.text[heading.start : heading.end] for heading in content.outline.headings]


def tables(content: Content) -> list[str]:
    return [content.text[table.start : table.end] for table in content.outline.tables]


def document(content: Content) -> RawDocument:
    return raw_document(Origin("a/tep.md", "kho", "kho/a/tep.md"), content)


MARKDOWN = """---
title: Sông Hương
published: 2024-05-01
valid_from: 01/07/2024
instrument: 12/2024/QĐ-UBND
tac_gia: Ban biên tập
---
# Sông Hương

Sông Hương chảy qua **thành phố [Huế](hue.md)**.
Dòng này nối liền.

## Phụ lưu

- Tả Trạch
- Hữu Trạch

1. Thứ nhất
2. Thứ hai

| Tên | Dài |
|---|---|
| Tả Trạch | 67 km |

```
# không phải tiêu đề
```
"""


def test_markdown_becomes_plain_text_with_structure() -> None:
    content = read_markdown(MARKDOWN.encode())
    assert "Sông Hương chảy qua thành phố Huế. Dòng này nối liền." in content.text
    assert headings(content) == ["Phụ lưu"]
    assert tables(content) == ["Tên | Dài\nTả Trạch | 67 km"]
    assert "- Tả Trạch" in content.text
    assert "2. Thứ hai" in content.text


def test_front_matter_fills_the_fields() -> None:
    raw = document(read_markdown(MARKDOWN.encode()))
    assert raw.title == "Sông Hương"
    assert raw.published == date(2024, 5, 1)
    assert raw.validity.start == date(2024, 7, 1)
    assert raw.instrument == "12/2024/QĐ-UBND"
    assert raw.metadata == {"kind": "md", "tac_gia": "Ban biên tập"}


def test_unreadable_day_stays_with_a_warning() -> None:
    raw = document(read_markdown("---\npublished: mùa thu\n---\nNội dung.".encode()))
    assert raw.published is None
    assert raw.metadata["published"] == "mùa thu"
    assert "mùa thu" in raw.warnings[0]


def test_broken_front_matter_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="front matter"):
        read_markdown(b"---\ntitle: [a\n---\ntext")


def test_title_falls_back_to_first_heading_then_file_name() -> None:
    assert document(read_markdown("# Núi Bà Đen\n\nMột ngọn núi.".encode())).title == "Núi Bà Đen"
    assert document(read_markdown("Một ngọn núi ở Tây Ninh.".encode())).title == "tep"


HTML = """<html lang="vi"><head><title>Chùa Một Cột – Cẩm nang</title>
<meta property="article:published_time" content="2023-04-05"><script>alert('độc hại')</script></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>Chùa Một Cột</h1>
<p>Chùa Một Cột nằm ở quận Ba Đình, <b>Hà Nội</b>, được dựng năm 1049
dưới triều vua Lý Thái Tông theo một giấc mơ.</p>
<h2>Kiến trúc</h2><p>Ngôi chùa dựng trên một cột đá giữa hồ sen, như đóa sen nở trên mặt nước trong xanh.</p>
<table><tr><th>Năm</th><th>Việc</th></tr>
<tr><td>1954</td><td>Bị phá</td></tr><tr><td>1955</td><td>Dựng lại</td></tr>
</table>
</article><script>track()</script><footer>Liên hệ</footer></body></html>"""


def test_html_gives_main_text_headings_and_tables() -> None:
    content = read_html(HTML.encode())
    assert content.title == "Chùa Một Cột"
    assert content.text.startswith("Chùa Một Cột nằm ở quận Ba Đình, Hà Nội, được dựng năm 1049")
    assert headings(content) == ["Kiến trúc"]
    assert tables(content) == ["Năm | Việc\n1954 | Bị phá\n1955 | Dựng lại"]
    assert not {"alert", "track", "Trang chủ", "Liên hệ"} & set(content.text.replace("(", " ").split())
    assert document(content).published == date(2023, 4, 5)


def pdf_bytes(pages: list[list[str]]) -> bytes:
    """A small PDF with lines of Helvetica."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 760 Td {shown} ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def test_pdf_lines_are_joined_and_pages_known() -> None:
    content = read_pdf(
        pdf_bytes(
            [
                ["Quy dinh nay ap dung cho tat ca nhan vien dang", "lam viec tai cong ty theo hop dong lao dong.", "1"],
                ["Trang thu hai noi ve ngay nghi hang nam cua moi nhan vien."],
            ]
        )
    )
    assert "nhan vien dang lam viec tai cong ty" in content.text
    assert [page.number for page in content.outline.pages] == [1, 2]
    assert content.text[content.outline.pages[1].start :].startswith("Trang thu hai")
    assert "\n1\n" not in content.text


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b"no pdf at all"])
def test_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="PDF"):
        read_pdf(data)


@pytest.mark.parametrize(
    ("title", "kept"), [(b"anonymous", ""), (b"\\(anonymous\\)", ""), (b"untitled", ""), (b"Quy che", "Quy che")]
)
def test_default_pdf_title_is_no_title(title: bytes, kept: str) -> None:
    data = pdf_bytes([["Mot dong chu."]])
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog /Title (%b)" % title)
    data = data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 1 0 R")
    assert read_pdf(data).title == kept


def test_what_is_no_pdf_is_not_told_to_lose_its_password() -> None:
    with pytest.raises(UnreadableSource, match=r"format error\)\)\. It is damaged or no PDF"):
        read_pdf(b"%PDF-1.4 nothing of the sort")


def test_pdf_without_text_asks_for_ocr() -> None:
    with pytest.raises(UnreadableSource, match="OCR"):
        read_pdf(pdf_bytes([[]]))


@cache
def word_bytes() -> bytes:
    word = docx.Document()
    word.add_heading("Quy chế làm việc", 0)
    word.add_heading("Giờ làm việc", 1)
    word.add_paragraph("Giờ làm việc bắt đầu lúc tám giờ.")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Ngày", "Giờ", "Thứ Hai", "08:00"], strict=True):
        cell.text = text
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_docx_keeps_headings_and_tables() -> None:
    content = read_docx(word_bytes(), Limits())
    assert content.title == "Quy chế làm việc"
    assert headings(content) == ["Giờ làm việc"]
    assert tables(content) == ["Ngày | Giờ\nThứ Hai | 08:00"]
    assert "Giờ làm việc bắt đầu lúc tám giờ." in content.text


def test_a_day_that_does_not_exist_is_kept_with_a_warning() -> None:
    raw = document(read_markdown("---\npublished: 2024-02-30\ncode: 007\ndraft: null\n---\nNội dung.".encode()))
    assert raw.published is None
    assert (raw.metadata["published"], raw.metadata["code"]) == ("2024-02-30", "007")
    assert "draft" not in raw.metadata
    assert any("2024-02-30" in warning for warning in raw.warnings)


@pytest.mark.parametrize(
    "front_matter",
    ["tags: " + "[" * 5000 + "]" * 5000, "a: &a [x, x]\nb: [*a, *a]", "a: !!int x", "{" * 50],
)
def test_front_matter_that_grows_is_refused(front_matter: str) -> None:
    with pytest.raises(UnreadableSource, match="front matter"):
        read_markdown(f"---\n{front_matter}\n---\nNội dung.".encode())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1. a\n2. b\n\n4. d\n", "1. a\n2. b\n4. d"),
        ("1. a\n1. b\n1. c\n", "1. a\n2. b\n3. c"),
        ("- a\n- b\n", "- a\n- b"),
    ],
)
def test_items_of_a_list_keep_the_numbers_that_were_written(written: str, read: str) -> None:
    assert read_markdown(written.encode()).text.replace("\n\n", "\n") == read


def test_html_in_markdown_leaves_its_text() -> None:
    page = "<div>\n<!-- ghi chú --><p class='x'>Núi</p> 1 < 2<script>a()</script> Bà <b\n</div>\n"
    assert read_markdown(page.encode()).text == "Núi 1 < 2 Bà <b"


def test_docx_bomb_is_refused_before_it_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 3_000_000)
    limits = Limits(unpacked_free=1_000_000, unpacked_ratio=100)
    with pytest.raises(UnreadableSource, match="bomb"):
        read_docx(packed.getvalue(), limits)


@pytest.mark.parametrize("limits", [Limits(member_bytes=90_000), Limits(archive_bytes=150_000)])
def test_docx_has_an_absolute_size(limits: Limits) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", b"0" * 100_000)
        archive.writestr("word/styles.xml", b"0" * 80_000)
    with pytest.raises(UnreadableSource, match="more than a DOCX may"):
        read_docx(packed.getvalue(), limits)


@pytest.mark.parametrize("data", [b"no zip", b"PK\x03\x04broken"])
def test_broken_docx_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="DOCX"):
        read_docx(data, Limits())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused_but_never_break_the_reader(data: st.DataObject) -> None:
    whole, read = data.draw(
        st.sampled_from(
            [
                (word_bytes(), lambda damaged: read_docx(damaged, Limits())),
                (pdf_bytes([["mot hai ba"]]), read_pdf),
                (HTML.encode(), read_html),
                (MARKDOWN.encode(), read_markdown),
            ]
        )
    )
    damaged = bytearray(whole)
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=12)):
        damaged[place] = byte
    with suppress(UnreadableSource):
        assert isinstance(read(bytes(damaged)), Content)
