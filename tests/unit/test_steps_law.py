"""What the form of legal texts tells: citation of a codification, header, entry into force, scope."""

import json
from dataclasses import replace
from datetime import date

import pytest

from graph.model import Document, Validity
from ingestion.legal.citation import parse_citation
from ingestion.legal.header import parse_header
from ingestion.legal.instruments import inherit, scan_rows
from ingestion.legal.naming import sentence_case
from ingestion.model import Draft, RawDocument
from ingestion.options import IngestOptions
from ingestion.readers.fields import FieldMap
from ingestion.readers.jsonl import RowBatch, read_rows
from ingestion.steps.prepare import prepare

DECREE = """CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 11/2031/NĐ-CP
Hà Nội, ngày 02 tháng 3 năm 2031

NGHỊ ĐỊNH
Quy định về trồng cây xanh ở đô thị

Căn cứ Luật Cây xanh ngày 01 tháng 02 năm 2030;

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về trồng cây xanh.
Điều 2. Hiệu lực thi hành
1. Nghị định này có hiệu lực thi hành kể từ ngày 15 tháng 4 năm 2031.
2. Nghị định số 9/2025/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành.
"""


def test_a_decree_tells_number_days_title_and_scope() -> None:
    header = parse_header(DECREE)
    assert header is not None
    assert (header.number, header.kind, header.issued) == ("11/2031/NĐ-CP", "Nghị định", date(2031, 3, 2))
    assert header.name == "Nghị định 11/2031/NĐ-CP quy định về trồng cây xanh ở đô thị"
    assert header.validity == Validity(date(2031, 4, 15))
    assert header.scope == "Nghị định này quy định về trồng cây xanh."


def test_a_law_is_named_as_people_name_it() -> None:
    header = parse_header(
        "QUỐC HỘI\nLuật số: 45/2030/QH16\nHà Nội, ngày 1 tháng 2 năm 2030\nLUẬT\nCÂY XANH VIỆT NAM\nĐiều 1. Một\nHết."
    )
    assert header is not None
    assert (header.name, header.number) == ("Luật Cây xanh Việt Nam 2030", "45/2030/QH16")


@pytest.mark.parametrize(
    ("sentence", "validity"),
    [
        ("Thông tư này có hiệu lực kể từ ngày 01/5/2031.", Validity(date(2031, 5, 1))),
        ("Thông tư này có hiệu lực thi hành kể từ ngày ký.", Validity(date(2031, 3, 2))),
        (
            "Thông tư này có hiệu lực từ ngày 01/5/2031.\nThông tư này hết hiệu lực từ ngày 01/6/2032.",
            Validity(date(2031, 5, 1), date(2032, 6, 1)),
        ),
        ("Thông tư số 1/2020/TT-BTC hết hiệu lực từ ngày 01/6/2032.", Validity()),
    ],
)
def test_entry_into_force(sentence: str, validity: Validity) -> None:
    header = parse_header(
        f"Số: 7/2031/TT-BTC\nHà Nội, ngày 02 tháng 3 năm 2031\nTHÔNG TƯ\nVề phí\nĐiều 1. Phí\n{sentence}"
    )
    assert header is not None
    assert header.validity == validity


@pytest.mark.parametrize("text", ["Bài báo nói về Nghị định số 100/2019/NĐ-CP.", "Số: 12/QĐ\nKhông có điều nào.", ""])
def test_other_texts_are_no_instruments(text: str) -> None:
    assert parse_header(text) is None


CITATIONS = {
    "(Điều 2 Luật số 57/2020/QH14, có hiệu lực thi hành kể từ ngày 01/01/2021)": (
        "Luật", "57/2020/QH14", "2", None, date(2021, 1, 1),
    ),
    "(Điều 1 Nghị định số 13/2021/NĐ-CP Quy định về đối thoại ngày 01/03/2021 của Chính phủ, "
    "có hiệu lực thi hành kể từ ngày 15/03/2021)": (
        "Nghị định", "13/2021/NĐ-CP", "1", "Quy định về đối thoại", date(2021, 3, 15),
    ),
    "(Điều 24 Thông tư số 18 /2018/TT-BTNMT , có hiệu lực thi hành kể từ ngày 01/01/2019 )": (
        "Thông tư", "18/2018/TT-BTNMT", "24", None, date(2019, 1, 1),
    ),
    "((Điều 4 Quyết định số 58/2008/QĐ-BTC, có hiệu lực thi hành kể từ ngày 17/08/2008))": (
        "Quyết định", "58/2008/QĐ-BTC", "4", None, date(2008, 8, 17),
    ),
    "(Điều 5 Pháp lệnh Về Hàm, cấp ngoại giao, có hiệu lực thi hành kể từ ngày 31/05/1995)": (
        "Pháp lệnh", None, "5", None, date(1995, 5, 31),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CITATIONS.items())
def test_citations_of_the_codification(text: str, expected: tuple[object, ...]) -> None:
    citation = parse_citation(text)
    assert citation is not None
    assert (citation.kind, citation.number, citation.article, citation.name, citation.effective) == expected


@pytest.mark.parametrize("text", ["", "VnExpress", "Luật sư Nguyễn Văn A"])
def test_other_sources_are_no_citations(text: str) -> None:
    assert parse_citation(text) is None


ROWS = [
    {
        "id": "a1",
        "title": "Điều 9.1.NĐ.1.1. Phạm vi điều chỉnh",
        "source": "(Điều 1 Nghị định số 5/2030/NĐ-CP Về cây xanh ngày 01/02/2030 của Chính phủ, "
        "có hiệu lực thi hành kể từ ngày 01/03/2030)",
        "text": "Nghị định này quy định về việc trồng và chăm sóc cây xanh.",
        "demuc": "Cây xanh",
        "chuong": "Chương I QUY ĐỊNH CHUNG",
    },
    {
        "id": "a2",
        "title": "Điều 9.1.NĐ.1.2. Chăm sóc",
        "source": "(Điều 2 Nghị định số 5/2030/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/03/2030)",
        "text": "Cây xanh phải được tưới nước mỗi ngày một lần.",
    },
]


def codified() -> list[Document]:
    lines = tuple(json.dumps(row, ensure_ascii=False).encode() for row in ROWS)
    batch = RowBatch("luat.jsonl", "luat", "luat", 1, lines)
    items = prepare(read_rows(batch, FieldMap({}), 10_000), IngestOptions())
    return [item.document for item in items if isinstance(item, Draft)]


def test_rows_of_the_codification_become_articles() -> None:
    first, second = codified()
    assert first.path == ("Cây xanh", "Chương I QUY ĐỊNH CHUNG")
    assert (first.instrument, first.published) == ("5/2030/NĐ-CP", date(2030, 2, 1))
    assert second.validity == Validity(date(2030, 3, 1))
    assert second.metadata["article"] == "2"
    assert second.metadata["kind"] == "Nghị định"


def test_articles_inherit_scope_name_and_day_of_their_instrument() -> None:
    scan = scan_rows([json.dumps(row).encode() for row in ROWS], FieldMap({}))
    assert scan.rows == 2
    second = codified()[1]
    made = inherit(second, scan.instruments)
    assert made.context == ROWS[0]["text"]
    assert made.published == date(2030, 2, 1)
    assert made.metadata["instrument_name"] == "Về cây xanh"
    assert made.metadata["issuer"] == "Chính phủ"
    assert made.content_hash != second.content_hash
    assert inherit(replace(second, instrument=None), scan.instruments).context == ""


def test_a_plain_text_decree_takes_its_title_from_its_header() -> None:
    document = RawDocument("nd.txt", "kho", "nd.txt", "CHÍNH PHỦ", DECREE, "nd.txt")
    (item,) = prepare([document], IngestOptions())
    assert isinstance(item, Draft)
    assert item.document.title.startswith("Nghị định 11/2031/NĐ-CP quy định")
    assert item.document.instrument == "11/2031/NĐ-CP"
    assert item.document.context.startswith("Nghị định này quy định")


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("NHỮNG QUY ĐỊNH CHUNG", "Những quy định chung"),
        ("TỔ CHỨC QUỐC HỘI VIỆT NAM", "Tổ chức Quốc hội Việt Nam"),
        ("SỬA ĐỔI NGHỊ ĐỊNH SỐ 5/2020/NĐ-CP", "Sửa đổi nghị định số 5/2020/NĐ-CP"),
        ("Quy định chung", "Quy định chung"),
    ],
)
def test_capitals_are_written_as_people_write(printed: str, written: str) -> None:
    assert sentence_case(printed) == written
