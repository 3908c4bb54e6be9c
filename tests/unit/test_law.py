"""Legal references resolve to the article they mean, and relations between legal texts point the right way."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model import Chunk, Document
from ingestion.extraction.law import find_references, subject_of
from ingestion.extraction.spans import NameSpan, Statement

_SOURCE = "(Điều 6 Nghị định số 100/2021/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/01/2022)"


def _document(text: str, title: str = "", source: str = "", **fields: str) -> Document:
    metadata = {"source": source} if source else {}
    return Document("d", "t", "u", title, text, "law", "x", metadata=metadata, instrument=fields.get("instrument"))


def _find(text: str, title: str = "", source: str = "", **fields: str) -> tuple[list[NameSpan], list[Statement]]:
    document = _document(text, title, source, **fields)
    mentions, statements = find_references(document, [Chunk("c", "d", 0, 0, len(text))])
    return [span for _, span in mentions], statements


def _keys(text: str, **fields: str) -> set[str]:
    return {span.key for span in _find(text, **fields)[0]}


def _facts(statements: list[Statement]) -> set[tuple[str, str, str]]:
    return {(s.head.key, s.type, s.tail.key) for s in statements}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (
            "điểm a khoản 2 Điều 8 Nghị định 100/2019/NĐ-CP",
            {"100/2019/nđ-cp|điều 8", "100/2019/nđ-cp"},
        ),
        (
            "các Điều 5, 6 và 7 của Luật Đất đai năm 2013",
            {f"45/2013/qh13|điều {n}" for n in (5, 6, 7)} | {"45/2013/qh13"},
        ),
        ("từ Điều 3 đến Điều 6 Luật Nhà ở 2023", {f"27/2023/qh15|điều {n}" for n in (3, 4, 5, 6)} | {"27/2023/qh15"}),
        (
            "khoản 1 Điều 5 và khoản 2 Điều 9 Thông tư số 1/2015/TT - BTC",
            {"01/2015/tt-btc|điều 5", "01/2015/tt-btc|điều 9", "01/2015/tt-btc"},
        ),
        ("Bộ luật Dân sự số 91/2015/QH13", {"91/2015/qh13"}),
        ("Luật dân sự năm 2015", {"91/2015/qh13"}),
        ("theo Nghị định 168/2024", {"168/2024/nđ-cp"}),
        ("Luật Lượng tử năm 2031", {"luật lượng tử 2031"}),
        ("quy định tạiĐiều 9 Luật Đầu tư số 61/2020/QH14", {"61/2020/qh14|điều 9", "61/2020/qh14"}),
        ("Ông là luật sư, điều 5 người cùng làm", set()),
        ("quy định chi tiết khoản 3 Điều 12 Luật Giá 2012", {"11/2012/qh13|điều 12", "11/2012/qh13"}),
    ],
)
def test_references(text: str, keys: set[str]) -> None:
    assert _keys(text) == keys


def test_spans_hold_the_written_words() -> None:
    text = "Theo điểm a khoản 2 Điều 8 Nghị định 100/2019/NĐ-CP."
    spans, _ = _find(text)
    assert [text[s.start : s.end] for s in spans] == ["điểm a khoản 2 Điều 8", "Nghị định 100/2019/NĐ-CP"]
    assert spans[0].name == "Điều 8 Nghị định 100/2019/NĐ-CP"


def test_own_instrument_is_meant_where_no_other_is_named() -> None:
    text = "Việc cấp phép theo Điều 9 và khoản 1 Điều 7 Nghị định này."
    assert _keys(text, source=_SOURCE) == {"100/2021/nđ-cp|điều 9", "100/2021/nđ-cp|điều 7", "100/2021/nđ-cp"}


def test_a_name_means_the_version_of_its_time() -> None:
    old = "(Điều 1 Nghị định số 43/2014/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/07/2014)"
    new = "(Điều 1 Nghị định số 102/2024/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/08/2024)"
    assert _keys("theo Điều 5 Luật Đất đai", source=old) >= {"45/2013/qh13|điều 5"}
    assert _keys("theo Điều 5 Luật Đất đai", source=new) >= {"31/2024/qh15|điều 5"}


def test_the_publication_day_tells_the_version() -> None:
    document = Document("d", "t", "u", "Tin", "Theo Luật Đất đai.", "news", "x", published=date(2010, 5, 1))
    mentions, _ = find_references(document, [Chunk("c", "d", 0, 0, 18)])
    assert [span.key for _, span in mentions] == ["13/2003/qh11"]


def test_subjects() -> None:
    source = (
        "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội,"
        " có hiệu lực thi hành kể từ ngày 01/01/2021)"
    )
    codified = subject_of(_document("", "Điều 36.3.LQ.1. Thanh niên", source))
    assert codified is not None
    assert (codified.type, codified.key) == ("LegalArticle", "57/2020/qh14|điều 1")
    whole = subject_of(_document("Điều 1. Phạm vi", instrument="57/2020/QH14"))
    assert whole is not None
    assert (whole.type, whole.key, whole.name) == ("LegalDocument", "57/2020/qh14", "Luật Thanh niên 2020")
    assert subject_of(_document("Luật Đất đai có hiệu lực.", "Luật Đất đai có hiệu lực từ hôm nay")) is None


_OWN = "100/2021/nđ-cp|điều 6"
_WHOLE = "100/2021/nđ-cp"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Thực hiện theo Điều 5 Luật Giá 2012.", (_OWN, "CITES", "11/2012/qh13|điều 5")),
        (
            "Sửa đổi, bổ sung khoản 2 Điều 5 Nghị định số 10/2015/NĐ-CP như sau:",
            (_OWN, "AMENDS", "10/2015/nđ-cp|điều 5"),
        ),
        ("Bãi bỏ Điều 4 và Điều 6 Thông tư số 12/2016/TT-BTC.", (_OWN, "REPEALS", "12/2016/tt-btc|điều 6")),
        (
            "Thông tư số 12/2016/TT-BTC hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
            (_WHOLE, "REPEALS", "12/2016/tt-btc"),
        ),
        ("Nghị định này thay thế Nghị định số 1/2010/NĐ-CP.", (_WHOLE, "REPLACES", "01/2010/nđ-cp")),
        ("Nghị định này quy định chi tiết Điều 7 Luật Giá 2012.", (_WHOLE, "GUIDES", "11/2012/qh13|điều 7")),
        (
            "Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 01 năm 2022.",
            (_WHOLE, "EFFECTIVE_FROM", "2022-01-01"),
        ),
        (
            "Theo Thông tư số 12/2016/TT-BTC ngày 3/5/2016 của Bộ Tài chính.",
            ("12/2016/tt-btc", "ISSUED_BY", "bộ tài chính"),
        ),
        (
            "Nghị định số 2/2011/NĐ-CP được thay thế bởi Nghị định số 3/2012/NĐ-CP.",
            ("03/2012/nđ-cp", "REPLACES", "02/2011/nđ-cp"),
        ),
        (
            "Điều 4 Luật Giá 2012 đã được sửa đổi, bổ sung theo Luật số 61/2014/QH13.",
            ("61/2014/qh13", "AMENDS", "11/2012/qh13|điều 4"),
        ),
    ],
)
def test_relations(text: str, fact: tuple[str, str, str]) -> None:
    assert fact in _facts(_find(text, source=_SOURCE)[1])


def test_a_typed_reference_is_not_also_cited_and_typing_needs_adjacency() -> None:
    _, statements = _find("Bãi bỏ Điều 4 Thông tư số 12/2016/TT-BTC.", source=_SOURCE)
    assert {s.type for s in statements} == {"REPEALS"}
    _, statements = _find("Hồ sơ sửa đổi, bổ sung nộp theo mẫu tại Điều 4 Thông tư số 12/2016/TT-BTC.", source=_SOURCE)
    assert {s.type for s in statements} == {"CITES"}


def test_recitals_give_the_base_and_the_issuer() -> None:
    text = (
        "Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;\n"
        "Chính phủ ban hành Nghị định quy định chi tiết một số điều của Luật Đất đai.\nĐiều 1. Phạm vi\nNghị định này."
    )
    facts = _facts(_find(text, instrument="102/2024/NĐ-CP")[1])
    assert {
        ("102/2024/nđ-cp", "BASED_ON", "31/2024/qh15"),
        ("102/2024/nđ-cp", "ISSUED_BY", "chính phủ"),
        ("102/2024/nđ-cp", "GUIDES", "31/2024/qh15"),
    } <= facts


def test_an_amending_article_speaks_of_the_amended_law() -> None:
    text = (
        "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 10/2015/NĐ-CP\n"
        "1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Thực hiện theo Điều 9 Nghị định này.”"
    )
    facts = _facts(_find(text, instrument="20/2020/NĐ-CP")[1])
    assert ("20/2020/nđ-cp|điều 1", "AMENDS", "10/2015/nđ-cp|điều 5") in facts
    assert not {fact for fact in facts if fact[2] == "20/2020/nđ-cp|điều 9"}


def test_definitions() -> None:
    text = "Trong Nghị định này:\n1. Rừng trồng là rừng do con người trồng.\n2. “Chủ rừng” (bên A) là tổ chức."
    _, statements = _find(text, "Điều 3. Giải thích từ ngữ", _SOURCE)
    assert {s.tail.name for s in statements if s.type == "DEFINES"} == {"Rừng trồng", "Chủ rừng"}


def test_a_news_text_states_relations_between_the_instruments_that_it_names() -> None:
    _, statements = _find("Nghị định 168/2024/NĐ-CP thay thế Nghị định 100/2019/NĐ-CP.")
    assert _facts(statements) == {("168/2024/nđ-cp", "REPLACES", "100/2019/nđ-cp")}


def test_a_number_given_with_a_new_name_makes_them_one() -> None:
    _, statements = _find("Luật Điện toán lượng tử số 12/2031/QH17 có hiệu lực thi hành từ ngày 01/07/2032.")
    facts = _facts(statements)
    assert ("12/2031/qh17", "SAME_AS", "luật điện toán lượng tử 2031") in facts
    assert ("12/2031/qh17", "EFFECTIVE_FROM", "2032-07-01") in facts
    assert _keys("Luật Điện toán lượng tử số 12/2031/QH17. Điều 5 Luật Điện toán lượng tử năm 2031.") == {
        "12/2031/qh17",
        "12/2031/qh17|điều 5",
    }
