"""Web pages: what of them is text, and what stands beside it."""

from __future__ import annotations

import time

import pytest

from graph.errors import UnreadableSource
from ingestion.readers.html import read_html
from ingestion.readers.markdown import read_markdown

MENU = '<header><a href="/">Trang chủ</a><nav><ul><li><a href="/a">Giới thiệu</a></li></ul></nav></header>'
FOOTER = "<footer><p>© 2024 Công ty Hoa Sen. Mọi quyền được bảo lưu.</p></footer>"
WAGES = "<table><tr><th>Vùng</th><th>Mức lương</th></tr><tr><td>I</td><td>4.960.000</td></tr></table>"
WAGES_TEXT = "Vùng | Mức lương\nI | 4.960.000"


@pytest.mark.parametrize(
    ("body", "text", "tables"),
    [
        (f"<h1>Bảng lương</h1>{WAGES}", WAGES_TEXT, 1),
        (f"<h2>Từ ngày 01/7/2024</h2>{WAGES}", f"Từ ngày 01/7/2024\n\n{WAGES_TEXT}", 1),
        (f"<div id=content><div>Từ ngày 01/7/2024.</div>{WAGES}</div>", f"Từ ngày 01/7/2024.\n\n{WAGES_TEXT}", 1),
        ("<main><p>Phòng tiếp dân mở cửa lúc 8 giờ.</p></main>", "Phòng tiếp dân mở cửa lúc 8 giờ.", 0),
        ("<h2>Giờ mở cửa</h2><ul><li>Thứ hai: 8 giờ<li>Thứ ba: 9 giờ</ul>", "- Thứ hai: 8 giờ\n- Thứ ba: 9 giờ", 0),
        (f"<center><font><b>Từ ngày<br>01/7</b></font></center>{WAGES}", f"Từ ngày\n01/7\n\n{WAGES_TEXT}", 1),
        (f"<table><tr><td>Trái<td><h2>Lương</h2>{WAGES}</table>", f"Trái\n\nLương\n\n{WAGES_TEXT}", 1),
        (f'<div class="top menu">Giới thiệu</div>{WAGES}', WAGES_TEXT, 1),
        ("<ol><li>Một<ul><li>Hai</ul><li>Ba</ol>", "- Một\n- Hai\n- Ba", 0),
        ("<h1>Liên hệ</h1><dl><dt>Địa chỉ:<dd>12 Lê Lợi, Huế</dl>", "- Địa chỉ: 12 Lê Lợi, Huế", 0),
        ("<div><div>Tên: Hoa Sen</div><div>Thành lập: 1998</div></div>", "Tên: Hoa Sen", 0),
    ],
)
def test_a_short_page_without_an_article_keeps_its_tables_and_lists_and_no_menu(
    body: str, text: str, tables: int
) -> None:
    content = read_html(
        f"<html><head><title>Bảng lương</title></head><body>{MENU}{body}{FOOTER}</body></html>".encode()
    )
    assert text in content.text
    assert len(content.outline.tables) == tables
    assert not [word for word in ("Trang chủ", "Giới thiệu", "Mọi quyền") if word in content.text]


def test_a_long_page_of_one_paragraph_is_read_without_what_stands_beside_it() -> None:
    words = "Huế là thành phố ở miền Trung Việt Nam, bên bờ sông Hương, từng là kinh đô của triều Nguyễn. " * 8
    page = f"<html><body>{MENU}<article><p>{words}</p></article><div><a href='/x'>Tin khác</a></div></body></html>"
    assert read_html(page.encode()).text == words.strip()


@pytest.mark.parametrize(
    "name", ["wrap has-sidebar", "no-sidebar", "page-with-menu", "nav-open container", "menu", "main-nav", "sidebar"]
)
@pytest.mark.parametrize("heading", ["", "<h1>Bảng lương</h1>"])
def test_a_wrapper_that_is_called_after_a_menu_keeps_the_page(name: str, heading: str) -> None:
    links = '<div class="side menu"><a href="/">Trang chủ của chúng tôi</a> | <a href="/2">Tin</a></div>'
    page = f'<html><body><div class="{name}">{heading}{links}{WAGES}</div></body></html>'
    assert read_html(page.encode()).text.endswith(WAGES_TEXT)
    assert "Trang chủ" not in read_html(page.encode()).text


def test_a_page_of_navigation_alone_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="navigation only"):
        read_html(f"<html><body>{MENU}{FOOTER}</body></html>".encode())


@pytest.mark.parametrize("page", [b"", b"   ", b"<html><body><script>render()</script></body></html>"])
def test_html_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read_html(page)


@pytest.mark.parametrize("opening", ["<!-- a ", "<script a ", "<a ", "</a ", "<style>"])
def test_tags_that_are_never_closed_take_no_longer(opening: str) -> None:
    started = time.perf_counter()
    read_markdown(f"<div>\n{opening * 30_000}\n".encode())
    assert time.perf_counter() - started < 10  # quadratic reading takes minutes
