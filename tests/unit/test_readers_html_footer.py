"""The footer of an HTML page: what it states of its owner stays, menus and copyright go."""

import time

import pytest

from graph.errors import UnreadableSource
from ingestion.readers.html import read_html

ARTICLE = "<article><h1>Chùa Một Cột</h1>" + 3 * (
    "<p>Chùa Một Cột nằm ở quận Ba Đình, <b>Hà Nội</b>, được dựng năm 1049 dưới triều vua Lý Thái Tông.</p>"
)
BODIES = [f"{ARTICLE}</article>", "<main><p>Phòng tiếp dân mở cửa cho mọi người.</p></main>"]
OWNER = """<h4>Bảo tàng Mỹ thuật Huế</h4>
<p>Địa chỉ: 12 Lê Lợi, phường Vĩnh Ninh, Huế</p>
<p>Điện thoại: <a href="tel:+842343822222">0234 382 2222</a> | Email: <a href="mailto:x@y.vn">hoi@baotang.vn</a></p>
<ul><li><a href="/">Trang chủ</a></li><li><a href="/lien-he">Liên hệ</a></li></ul>
<div>Giờ mở cửa</div><div>Thứ 2 - Thứ 6: 8h00 - 17h00</div><div>Chủ nhật: nghỉ</div>
<form><input><button>Đăng ký</button></form><p>Theo dõi chúng tôi</p>
<p>© 2024 Bảo tàng Mỹ thuật Huế. Mọi quyền được bảo lưu. Giấy phép số 12/GP-TTĐT cấp ngày 01/02/2020.</p>"""
FACTS = """Bảo tàng Mỹ thuật Huế
Địa chỉ: 12 Lê Lợi, phường Vĩnh Ninh, Huế
Điện thoại: 0234 382 2222 | Email: hoi@baotang.vn
Giờ mở cửa: Thứ 2 - Thứ 6: 8h00 - 17h00
Chủ nhật: nghỉ
Giấy phép số 12/GP-TTĐT cấp ngày 01/02/2020."""


def text_of(body: str) -> str:
    page = f"<html><head><title>T</title></head><body><nav><a href='/'>Trang chủ</a></nav>{body}</body></html>"
    return read_html(page.encode()).text


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("attributes", ['class="footer"', 'id="site-footer"', 'role="contentinfo"', None])
def test_facts_of_the_owner_stay_and_menus_and_copyright_go(body: str, attributes: str | None) -> None:
    footer = f"<footer>{OWNER}</footer>" if attributes is None else f"<div {attributes}>{OWNER}</div>"
    text = text_of(body + footer)
    assert text.split("\n\n")[-1] == FACTS
    assert not [words for words in ("Trang chủ", "Liên hệ", "Đăng ký", "Theo dõi", "quyền") if words in text]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "line",
    [
        "Số 9, đường Đại lộ Thống Nhất, thành phố Dĩ An",
        "Hotline: 1800 1515",
        "Tổng biên tập: Lê Văn Nam",
        "Mã số thuế: 3700381324",
        "(0274) 3847 000",
        "Mở cửa từ 7h30 đến 17h",
    ],
)
def test_each_kind_of_fact_is_seen(body: str, line: str) -> None:
    assert text_of(f"{body}<footer><div>{line}</div></footer>").endswith(line)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "line",
    [
        "Copyright © 2024 Hoa Sen. All rights reserved.",
        "Thiết kế bởi WebViet - 0901234567",
        "Liên hệ ban biên tập · Điều khoản sử dụng · Chính sách riêng tư",
        '<a href="/24h">Tin tức</a> | <a href="/2024">Năm 2024</a>',
        "Phiên bản 2.1.3 ngày 12/05/2024",
    ],
)
def test_what_states_nothing_of_the_owner_goes(body: str, line: str) -> None:
    assert text_of(f"{body}<footer><div>{line}</div></footer>") == text_of(body)


def test_what_the_page_says_already_is_not_said_again() -> None:
    line = "Điện thoại: 0234 382 2222"
    text = text_of(f"<main><p>Phòng tiếp dân.</p><p>{line}</p></main><footer><p>{line}</p></footer>")
    assert text.count(line) == 1


def test_a_footer_alone_is_no_page() -> None:
    with pytest.raises(UnreadableSource, match="navigation only"):
        text_of("<footer><ul><li><a href='/'>Trang chủ</a></li></ul><p>Hotline: 1800 1515</p></footer>")


@pytest.mark.parametrize("body", BODIES)
def test_a_long_list_of_links_goes_but_for_the_link_that_states_a_fact(body: str) -> None:
    links = "".join(f"<li><a href='/{number}'>Chuyên mục số {number}</a></li>" for number in range(40))
    text = text_of(f"{body}<footer><ul>{links}<li><a href='tel:1'>0234 382 2222</a></li></ul></footer>")
    assert text.endswith("0234 382 2222")
    assert "Chuyên mục" not in text


ABOUT = "Chúng tôi luôn mong được đón tiếp quý khách đến tham quan bảo tàng và cùng giữ gìn di sản. " * 4


@pytest.mark.parametrize("body", BODIES)
def test_of_a_link_around_a_paragraph_the_contact_values_stay(body: str) -> None:
    contact = "Địa chỉ: 12 Lê Lợi, phường Vĩnh Ninh, Huế. Điện thoại: 0234 382 2222; Email: hoi@baotang.vn"
    text = text_of(f"{body}<footer><p>Bảo tàng Huế</p><a href='/lien-he'><b>{ABOUT}</b>{contact}</a></footer>")
    assert "0234 382 2222" in text
    assert "hoi@baotang.vn" in text
    assert "12 Lê Lợi" in text
    assert "mong được đón tiếp" not in text


@pytest.mark.parametrize("body", BODIES)
def test_a_link_around_a_paragraph_without_contact_values_goes(body: str) -> None:
    assert text_of(f"{body}<footer><a href='/gioi-thieu'>{ABOUT}</a></footer>") == text_of(body)


@pytest.mark.parametrize("body", BODIES)
def test_a_contact_value_within_a_long_sentence_of_a_link_stays(body: str) -> None:
    words = ABOUT.replace(".", "")
    text = text_of(f"{body}<footer><a href='/'>{words}, gọi ngay 0234 382 2222, {words}</a></footer>")
    assert text.endswith("0234 382 2222")


@pytest.mark.parametrize(
    "unit",
    [
        "1 a,",
        "a",
        "gp",
        "1/",
        "a@a.",
        "0",
        "<a>1 a,</a>",
        "</p></footer><footer><p>a",
        "<p><a>" + "1 a," * 70 + "</a></p>",
    ],
)
def test_no_footer_takes_long(unit: str) -> None:
    footer = f"<footer><p><a href='/'>{unit * (200_000 // len(unit))}</a></p></footer>"
    started = time.perf_counter()
    text_of(BODIES[0] + footer)
    assert time.perf_counter() - started < 10
