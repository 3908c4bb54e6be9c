"""Steps between reading and writing: normal form, language, quality, duplicates."""

import tracemalloc
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from graph.model import Validity
from graph.signature import similarities
from ingestion.model import Draft, Heading, Item, Outline, RawDocument, Reject, Signature
from ingestion.options import IngestOptions, Limits
from ingestion.steps.dedup import Deduplicator
from ingestion.steps.prepare import prepare

TEXT = (
    "Vịnh Hạ Long nằm ở phía đông bắc Việt Nam, thuộc tỉnh Quảng Ninh. Vịnh có gần hai nghìn hòn đảo đá vôi lớn nhỏ. "
    "UNESCO công nhận vịnh là di sản thiên nhiên thế giới lần đầu vào năm 1994. Mỗi năm vịnh đón hàng triệu khách."
)


def raw(text: str = TEXT, **changes: object) -> RawDocument:
    document = RawDocument("a.txt", "kho", "kho/a.txt", "Vịnh Hạ Long", text, "a.txt")
    return replace(document, **changes)  # type: ignore[arg-type]


def prepared(document: RawDocument, options: IngestOptions | None = None) -> Item:
    (item,) = prepare([document], options or IngestOptions())
    return item


def draft(document: RawDocument) -> Draft:
    item = prepared(document)
    assert isinstance(item, Draft)
    return item


def reject(document: RawDocument, options: IngestOptions | None = None) -> Reject:
    item = prepared(document, options)
    assert isinstance(item, Reject)
    return item


def test_text_is_composed_and_the_outline_moves_along() -> None:
    text = unicodedata.normalize("NFD", "Mở đầu ở đây.\n\nĐịa lý của vịnh\n\nVịnh rộng lớn.")
    start = text.index(unicodedata.normalize("NFD", "Địa lý"))
    outline = Outline(headings=(Heading(start, text.index("\n\nV"), 2),))
    made = draft(raw(text, outline=outline))
    (heading,) = made.outline.headings
    assert made.document.text == unicodedata.normalize("NFC", text)
    assert made.document.text[heading.start : heading.end] == "Địa lý của vịnh"


def test_control_and_invisible_characters_go() -> None:
    assert draft(raw("Vịnh\x00 Hạ\u200b Long\u00ad rộng.")).document.text == "Vịnh Hạ Long rộng."


def test_ids_and_hashes_depend_on_what_was_read() -> None:
    first = draft(raw()).document
    assert draft(raw()).document.content_hash == first.content_hash
    assert draft(raw(place="nơi khác")).document.content_hash == first.content_hash
    assert draft(raw(metadata={"a": "b"})).document.content_hash != first.content_hash
    assert draft(raw(title="Khác")).document.id == first.id
    assert draft(raw(uri="b.txt")).document.id != first.id


@pytest.mark.parametrize("text", ["", " \n ", "…", "hai từ"])
def test_empty_and_near_empty_are_rejected(text: str) -> None:
    assert "empty" in reject(raw(text)).reason


def test_overlong_documents_are_rejected() -> None:
    assert "Split it" in reject(raw(TEXT), IngestOptions(limits=Limits(characters=100))).reason


def test_text_decoded_into_rubbish_is_rejected() -> None:
    assert "broken characters" in reject(raw("V\ufffdnh H\ufffd Long n\ufffdm \ufffd ph\ufffda b\ufffdc")).reason


def test_half_a_surrogate_pair_is_rejected() -> None:
    assert "surrogate" in reject(raw(TEXT + "\ud800")).reason


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Thu do cua Viet Nam la thanh pho nao va co bao nhieu nguoi dang song trong thanh pho nay",
        "Tỉnh | Diện tích\nHà Nội | 3.359 km²\nĐà Nẵng | 11.859 km²\nHuế | 4.947 km²",
        "Chỉ có bốn từ.",
    ],
)
def test_vietnamese_is_known_with_and_without_marks(text: str) -> None:
    made = draft(raw(text))
    assert made.document.language == "vi"
    assert made.warnings == ()


ENGLISH = "Ha Long Bay is a famous place in the northeast of the country, known for its thousands of limestone islands."


def test_another_language_is_kept_with_a_warning_or_rejected() -> None:
    made = draft(raw(ENGLISH))
    assert made.document.language == "en"
    assert "not Vietnamese" in made.warnings[0]
    assert reject(raw(ENGLISH), IngestOptions(vietnamese_only=True)).step == "language"


def outcomes(*documents: RawDocument) -> list[str]:
    deduplicator = Deduplicator()
    results = [deduplicator.check(draft(document)) for document in documents]
    return [item.step if isinstance(item, Reject) else "kept" for item in results]


def test_copies_are_dropped_whatever_their_spacing() -> None:
    copy = raw(TEXT.replace(". ", ".\n\n"), uri="b.txt", place="b")
    assert outcomes(raw(), copy) == ["kept", "duplicate"]


def test_near_copies_are_dropped() -> None:
    longer = " ".join(
        f"Hòn đảo số {number * 7} của vịnh cao {number * 13} mét và có {number} hang." for number in range(90)
    )
    near = raw(longer.replace("Hòn đảo số 70 của", "Hòn đảo thứ 70 của"), uri="b.txt", place="b")
    assert outcomes(raw(longer), near) == ["kept", "near-duplicate"]


def signed(number: int, signature: Signature) -> Draft:
    document = replace(draft(raw()).document, uri=f"kho/tep-{number}.txt", text=f"Văn bản {number}")
    return Draft(document, place=f"kho/tep-{number}.txt", signature=signature)


def test_near_copies_are_found_wherever_they_differ() -> None:
    first = np.arange(64, dtype=np.uint32)
    for number, places in enumerate(([0, 21, 42], [5, 30, 60], [0, 1, 2], [61, 62, 63])):
        other = first.copy()
        other[places] += 1000
        deduplicator = Deduplicator()
        deduplicator.check(signed(0, first))
        assert isinstance(deduplicator.check(signed(number + 1, other)), Reject), places


def test_a_document_of_the_run_is_remembered_in_little_room() -> None:
    random = np.random.default_rng(0)
    drafts = [signed(number, random.integers(0, 2**32, 64, dtype=np.uint32)) for number in range(3000)]
    deduplicator = Deduplicator()
    tracemalloc.start()
    try:
        assert not any(isinstance(deduplicator.check(one), Reject) for one in drafts)
        assert tracemalloc.get_traced_memory()[0] / len(drafts) < 1400, "bytes a document"
    finally:
        tracemalloc.stop()


def test_of_very_many_alike_a_bounded_number_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counted(one: bytes, others: Sequence[bytes]) -> list[float]:
        compared.append(len(others))
        return similarities(one, others)

    monkeypatch.setattr("ingestion.steps.dedup.similarities", counted)
    random = np.random.default_rng(0)
    signatures = random.integers(0, 2**32, (1200, 64), dtype=np.uint32)
    signatures[:, :24] = 7  # two bands in common, and no more than that
    deduplicator = Deduplicator()
    for number, signature in enumerate(signatures):
        assert isinstance(deduplicator.check(signed(number, signature)), Draft)
    assert max(compared) <= 500
    copy = signatures[1000].copy()
    copy[63] += 1
    assert isinstance(deduplicator.check(signed(1200, copy)), Reject)


def test_different_texts_of_one_title_stay() -> None:
    other = raw("Vịnh này có nhiều hang động đẹp, nổi tiếng nhất là hang Sửng Sốt và động Thiên Cung ở đảo Đầu Gỗ.")
    assert outcomes(raw(), replace(other, uri="b.txt", place="b")) == ["kept", "kept"]


@pytest.mark.parametrize(
    "difference",
    [
        {"title": "Vịnh Bái Tử Long"},
        {"instrument": "38/2022/NĐ-CP"},
        {"validity": Validity(date(2024, 7, 1))},
        {"version": "2"},
        {"metadata": {"article": "5"}},
    ],
)
def test_equal_texts_that_are_different_documents_stay(difference: dict[str, object]) -> None:
    other = replace(raw(uri="b.txt", place="b"), **difference)  # type: ignore[arg-type]
    assert outcomes(raw(), other) == ["kept", "kept"]


def test_an_id_given_twice_is_rejected_with_the_first_place() -> None:
    deduplicator = Deduplicator()
    deduplicator.check(draft(raw()))
    second = deduplicator.check(draft(raw("Một văn bản khác hẳn, nhưng cùng mã.", place="kho/b.txt")))
    assert isinstance(second, Reject)
    assert "kho/a.txt" in second.reason


@pytest.mark.parametrize("change", [{"source": "khác"}, {"language": "en"}])
def test_the_hash_tells_another_collection_or_language(change: dict[str, object]) -> None:
    other = draft(replace(raw(), **change))  # type: ignore[arg-type]
    assert other.document.content_hash != draft(raw()).document.content_hash
