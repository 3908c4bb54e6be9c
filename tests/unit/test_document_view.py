"""Large documents are told in bounded pieces."""

from __future__ import annotations

import json
from datetime import date

import pytest

from app import document_view
from app.api.document_models import DocumentDetail, ValidityOut, with_text
from graph.results import MentionSite


def site(entity: str, start: int) -> MentionSite:
    return MentionSite(entity_id=entity, chunk_id="c", document_id="d", start=start, end=start + 2)


def paged(sites: list[MentionSite], limit: int) -> list[list[tuple[str, int]]]:
    """All pages: on each the entities with how many places they have."""
    pages: list[list[tuple[str, int]]] = []
    offset, more = 0, True
    while more:
        page, more = document_view._page(sites, offset, limit)
        pages.append([(entity, len(places)) for entity, places in page])
        offset += len(page)
    return pages


def test_a_page_of_entities_tells_a_bounded_number_of_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.document_view._PLACES", 5)
    many = [site(entity, start) for start, entity in enumerate("abacbabbbbbbbd" * 2)]
    assert paged(many, 10) == [[("a", 5)], [("b", 5)], [("c", 2), ("d", 2)]]
    assert paged(many[:6], 2) == [[("a", 3), ("b", 2)], [("c", 1)]]


async def test_a_text_is_told_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.document_models._PIECE", 7)
    text = 'Điều 1.\n"Ông" \\ \u2028 𝄞 và\t' * 20
    detail = DocumentDetail(
        id="d",
        uri="a.txt",
        external_id="a.txt",
        title="Điều 1.",
        source="s",
        language="vi",
        revision=1,
        characters=len(text),
        chunks=1,
        published=date(2024, 7, 1),
        validity=ValidityOut(start=None, end=None),
        instrument=None,
        version=None,
        path=[],
        headings=[],
        context="",
        subject=None,
        mentions=0,
        entities=0,
        content_hash="9f",
        fingerprint="5d",
        metadata={"phòng": "Nhân sự"},
        text=None,
    )
    pieces = [piece async for piece in with_text(detail, text)]
    assert max(map(len, pieces[1:])) <= 7 * 6
    assert json.loads(b"".join(pieces)) == {**detail.model_dump(mode="json"), "text": text}
    assert DocumentDetail.model_validate_json(b"".join(pieces)).text == text
