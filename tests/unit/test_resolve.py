"""One entity, one key: canonical names, abbreviations, last names and the subject of a document."""

from __future__ import annotations

import pytest

from graph.model import Chunk, Document, Entity, Extraction
from graph.text.normalise import name_key
from ingestion.extraction.extractor import DocumentExtractor
from ingestion.extraction.names import canonical_name

EXTRACTOR = DocumentExtractor()


def extract(title: str, text: str, **fields: str) -> tuple[Document, Extraction]:
    id_ = Document.make_id("t", title)
    document = Document(id_, "t", title, title, text, "s", title, **fields)  # type: ignore[arg-type]
    return EXTRACTOR.extract(document, [Chunk(Chunk.make_id(id_, "", 0), id_, 0, 0, len(text))])


def keys_at(title: str, text: str, written: str) -> list[str]:
    """Keys of the entities that the written form stands for, in the order of the text."""
    _, extraction = extract(title, text)
    keys = {entity.id: entity.key for entity in extraction.entities}
    return [
        keys[mention.entity_id]
        for mention in sorted(extraction.mentions, key=lambda mention: mention.start)
        if text[mention.start : mention.end] == written
    ]


def subject_of(title: str, text: str) -> Entity | None:
    document, extraction = extract(title, text)
    return next((entity for entity in extraction.entities if entity.id == document.subject_id), None)


@pytest.mark.parametrize(
    ("type_", "forms"),
    [
        ("Place", ["Thành phố Hồ Chí Minh", "TP.HCM", "TP. Hồ Chí Minh", "Sài Gòn"]),
        ("Place", ["Anh", "Anh Quốc", "Vương quốc Anh"]),
        ("Place", ["Hoa Kỳ", "Mỹ"]),
        ("Place", ["tỉnh Bình Dương", "Bình Dương"]),
        ("Place", ["Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"]),
        ("Place", ["Hòa Bình", "Hoà Bình"]),
        ("Organisation", ["UBND tỉnh Quảng Nam", "Ủy ban nhân dân tỉnh Quảng Nam", "Uỷ ban nhân dân tỉnh Quảng Nam"]),
        ("Organisation", ["Trường Đại học Y Hà Nội", "ĐH Y Hà Nội", "Đại học Y Hà Nội"]),
        ("Organisation", ["Công ty TNHH Hoàng Phát", "Công ty Hoàng Phát", "Hoàng Phát"]),
        ("Organisation", ["Bộ Lao động - Thương binh và Xã hội", "Bộ LĐTBXH"]),
    ],
)
def test_forms_of_a_name_have_one_key(type_: str, forms: list[str]) -> None:
    assert len({name_key(canonical_name(type_, form)) for form in forms}) == 1


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        ("Place", "tỉnh Cà Mau", "thành phố Cà Mau"),
        ("Place", "Sông Hương", "Hương"),
        ("Organisation", "Bộ Y tế", "Sở Y tế"),
        ("Person", "Hòa", "Hoa"),
    ],
)
def test_different_things_keep_different_keys(type_: str, one: str, other: str) -> None:
    assert name_key(canonical_name(type_, one)) != name_key(canonical_name(type_, other))


def test_a_defined_acronym_is_the_same_entity_with_evidence() -> None:
    text = "Đại học Quốc gia Hà Nội (ĐHQGHN) có nhiều trường. Năm 1993, ĐHQGHN được thành lập lại."
    _, extraction = extract("Giới thiệu", text)
    names = {entity.id: entity.name for entity in extraction.entities}
    (relation,) = [relation for relation in extraction.relations if relation.type == "SAME_AS"]
    assert {names[relation.head_id], names[relation.tail_id]} == {"Đại học Quốc gia Hà Nội", "ĐHQGHN"}
    (evidence,) = [evidence for evidence in extraction.evidence if evidence.relation_id == relation.id]
    assert text[evidence.start : evidence.end] == "Đại học Quốc gia Hà Nội (ĐHQGHN) có nhiều trường."
    assert keys_at("Giới thiệu", text, "ĐHQGHN")[1] == "đại học quốc gia hà nội"


def test_brackets_that_are_no_short_form_define_nothing() -> None:
    _, extraction = extract("Tin", "Mưa lớn ở huyện Kỳ Sơn (Nghệ An) và Đại học Huế (NATO) đóng cửa.")
    assert not [relation for relation in extraction.relations if relation.type == "SAME_AS"]


def test_a_generic_short_form_means_the_full_name_in_its_document_only() -> None:
    text = "Công ty Cổ phần Long Hậu (sau đây gọi là “Công ty”) cho thuê đất. Công ty có trụ sở ở Long An."
    assert keys_at("Hợp đồng", text, "Công ty") == ["long hậu", "long hậu"]
    _, extraction = extract("Hợp đồng", text)
    assert not [relation for relation in extraction.relations if relation.type == "SAME_AS"]


def test_a_last_name_alone_means_the_person_named_before() -> None:
    text = "Nhà khoa học Michael Jackson gặp ông Trần Văn Bình. Ông Bình và giáo sư Jackson trò chuyện."
    assert keys_at("Tin", text, "Bình") == ["trần văn bình"]
    assert keys_at("Tin", text, "Jackson") == ["michael jackson"]


@pytest.mark.parametrize(
    ("title", "text", "type_", "key"),
    [
        ("Huế", "Huế là thành phố ở miền Trung.", "Place", "huế"),
        ("Chè (món ăn)", "Chè là món ăn ngọt của người Việt.", "Concept", "chè"),
        ("Tố Hữu", "Tố Hữu\n\nTố Hữu (4/10/1920 – 9/12/2002) là nhà thơ Việt Nam.", "Person", "tố hữu"),
        ("Thủ đô", "Thủ đô là trung tâm hành chính. Mỗi nước có một thủ đô.", "Concept", "thủ đô"),
    ],
)
def test_the_title_names_the_subject(title: str, text: str, type_: str, key: str) -> None:
    subject = subject_of(title, text)
    assert subject is not None
    assert (subject.type, subject.key) == (type_, key)


def test_a_headline_names_no_subject() -> None:
    assert subject_of("Lãnh đạo kiểm tra tuyến đường", "Sáng nay, lãnh đạo kiểm tra tuyến đường mới ở Huế.") is None


def test_an_article_of_law_is_its_own_subject() -> None:
    id_ = Document.make_id("t", "a")
    document = Document(
        id_, "t", "a", "Điều 36.3.LQ.1. Thanh niên", "Thanh niên là công dân Việt Nam.", "phapdien", "a",
        metadata={"source": "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội)"},
    )  # fmt: skip
    chunk = Chunk(Chunk.make_id(id_, "", 0), id_, 0, 0, len(document.text))
    document, extraction = EXTRACTOR.extract(document, [chunk])
    subject = next(entity for entity in extraction.entities if entity.id == document.subject_id)
    assert subject.type == "LegalArticle"
    assert subject.key.startswith("57/2020/qh14")


def test_every_entity_is_mentioned_and_every_relation_has_evidence() -> None:
    text = (
        "Viettel là tập đoàn viễn thông của Việt Nam, trụ sở tại Hà Nội. Ông Tào Đức Thắng là Tổng giám đốc Viettel. "
        "Nghị định này thay thế Nghị định số 12/2017/NĐ-CP."
    )
    document, extraction = extract("Viettel", text)
    mentioned = {mention.entity_id for mention in extraction.mentions}
    implied = {end for r in extraction.relations for end in (r.head_id, r.tail_id)} | {document.subject_id}
    assert {entity.id for entity in extraction.entities} <= mentioned | implied
    assert all(mention.start < mention.end for mention in extraction.mentions)
    assert {relation.id for relation in extraction.relations} == {e.relation_id for e in extraction.evidence}
    assert document.subject_id in {entity.id for entity in extraction.entities}
    assert extraction.relations


def test_ids_do_not_depend_on_what_was_read_before() -> None:
    first = DocumentExtractor()
    second = DocumentExtractor()
    texts = [("Huế", "Huế là thành phố của Việt Nam."), ("Tin", "Ông Lê Văn An thăm Thừa Thiên Huế.")]

    def ids(extractor: DocumentExtractor, title: str, text: str) -> set[str]:
        id_ = Document.make_id("t", title)
        chunk = Chunk(Chunk.make_id(id_, "", 0), id_, 0, 0, len(text))
        _, found = extractor.extract(Document(id_, "t", title, title, text, "s", title), [chunk])
        return {entity.id for entity in found.entities}

    forward = [ids(first, *item) for item in texts]
    backward = [ids(second, *item) for item in reversed(texts)]
    assert forward == backward[::-1]


def test_surface_forms_become_aliases_under_which_a_question_finds_the_entity() -> None:
    _, extraction = extract("Tin", "UBND TP.HCM họp. Đoàn công tác rời TP.HCM.")
    place = next(entity for entity in extraction.entities if entity.type == "Place")
    assert place.key == name_key(place.name) == "thành phố hồ chí minh"
    assert "TP.HCM" in place.aliases
