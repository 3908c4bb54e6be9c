"""Internal regulations state the days on which they are in force; the version of the day that is meant is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.model import ALWAYS, Validity
from ingestion.legal.regulation import regulation_validity, repealed_validity
from ingestion.model import Draft, RawDocument
from ingestion.options import IngestOptions
from ingestion.steps.prepare import prepare

ARTICLES = "Điều 1. Phạm vi\nÁp dụng tại kho.\nĐiều 2. Giờ làm\nKho mở lúc 7 giờ."
FROM_2031 = Validity(date(2031, 4, 1))


@pytest.mark.parametrize(
    ("opening", "validity"),
    [
        ("Có hiệu lực từ ngày 01 tháng 4 năm 2031.", FROM_2031),
        ("Ngày ban hành: 20/3/2031. Ngày có hiệu lực: 01/4/2031.", FROM_2031),
        ("Quyết định số 9/QĐ-BM ngày 20/3/2031, hiệu lực từ ngày 01/4/2031", FROM_2031),
        ("Áp dụng từ ngày 1/4/2031 đến hết ngày 31/3/2032.", Validity(date(2031, 4, 1), date(2032, 4, 1))),
        ("Có hiệu lực từ ngày 1/4/2031.\nHết hiệu lực từ ngày 1/7/2033.", Validity(date(2031, 4, 1), date(2033, 7, 1))),
        ("Quy chế này hết hiệu lực kể từ ngày 1/7/2033, được thay thế.", Validity(None, date(2033, 7, 1))),
        ("Có hiệu lực từ ngày 1/4/2031. Quy chế số 2/QC-BM hết hiệu lực từ ngày 1/4/2031.", FROM_2031),
        ("Có hiệu lực từ ngày 1/4/2031. Quy chế này hết hiệu lực từ ngày 1/4/2030.", FROM_2031),
        ("Ban hành ngày 20 tháng 3 năm 2031.", ALWAYS),
    ],
)
def test_the_opening_states_the_days_in_force(opening: str, validity: Validity) -> None:
    assert regulation_validity("QUY CHẾ KHO", f"{opening}\n{ARTICLES}") == validity


@pytest.mark.parametrize(
    ("title", "text", "validity"),
    [
        ("Nội quy kho", f"{ARTICLES}\nĐiều 3. Thi hành\nNội quy này có hiệu lực kể từ ngày 1/4/2031.", FROM_2031),
        ("CÔNG TY BÌNH MINH", f"QUY CHẾ KHO\nCó hiệu lực từ ngày 1/4/2031.\n{ARTICLES}", FROM_2031),
        ("Nội quy kho", f"{ARTICLES}\nThẻ ra vào có hiệu lực từ ngày 1/4/2031.", ALWAYS),
        ("Hợp đồng thuê kho", f"Có hiệu lực từ ngày 1/4/2031.\n{ARTICLES}", ALWAYS),
        ("Quy định mới về kho", "Theo tin mới nhất, quy định có hiệu lực từ ngày 1/4/2031.", ALWAYS),
    ],
)
def test_only_what_a_regulation_says_of_itself_counts(title: str, text: str, validity: Validity) -> None:
    assert regulation_validity(title, text) == validity


def test_a_document_takes_the_days_of_its_regulation_unless_its_source_gives_others() -> None:
    text = f"QUY ĐỊNH KHO\nSố: 08/QyĐ-BM\nCó hiệu lực từ ngày 1/4/2031.\n{ARTICLES}"
    stated = Validity(date(2030, 1, 1))
    given = RawDocument("a.txt", "kho", "a.txt", "Quy định kho", text, "a.txt")
    for document, days in ((given, FROM_2031), (replace(given, validity=stated), stated)):
        (item,) = prepare([document], IngestOptions())
        assert isinstance(item, Draft)
        assert item.document.validity == days


TODAY = date(2035, 5, 6)


@pytest.mark.parametrize(
    ("title", "text", "end"),
    [
        ("Nội quy kho năm 2019 (đã hết hiệu lực)", "Kho mở lúc 7 giờ.", TODAY),
        ("Nội quy kho", "NỘI QUY KHO (ĐÃ HẾT HIỆU LỰC)\nKho mở lúc 7 giờ.", TODAY),
        ("Nội quy kho", "Nội quy kho\n[Hết hiệu lực từ ngày 01/4/2024]\nKho mở lúc 7 giờ.", date(2024, 4, 1)),
        ("Quy chế kho - hết hiệu lực từ 01/4/2024", "", date(2024, 4, 1)),
        ("Quy chế kho – đã bị bãi bỏ", "", TODAY),
        ("Danh mục văn bản đã hết hiệu lực", "Nội quy kho.", None),
        ("Nội quy kho", "Nội quy kho thay thế Nội quy số 5/NQ-BM (đã hết hiệu lực).", None),
        ("Nội quy kho", "Mở lúc 7 giờ.\nThẻ cũ (đã hết hiệu lực) không dùng nữa.", None),
    ],
)
def test_a_document_marked_as_repealed_is_no_longer_in_force(title: str, text: str, end: date | None) -> None:
    assert repealed_validity(title, text, TODAY) == Validity(end=end)


def test_a_repealed_document_is_read_as_not_in_force_today() -> None:
    text = f"NỘI QUY KHO\nCó hiệu lực từ ngày 01/4/2021.\n{ARTICLES}"
    raw = RawDocument("a.txt", "kho", "a.txt", "Nội quy kho (đã hết hiệu lực)", text, "a.txt")
    (item,) = prepare([raw], IngestOptions())
    assert isinstance(item, Draft)
    assert item.document.validity.start == date(2021, 4, 1)
    assert item.document.validity.end is not None
    assert not item.document.validity.holds_on(datetime.now(UTC).date())
