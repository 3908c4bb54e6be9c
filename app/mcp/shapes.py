"""What the tools answer, as models read it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.cited_text import Cited
from graph.model import Entity, Validity
from graph.results import Fact, Passage


class PassageOut(BaseModel):
    """A passage of a document; the span counts code points in the document's text."""

    chunk: str = Field(description="Id of the passage, for the tool `passage`")
    document: str = Field(description="Id of the document")
    title: str = Field(description="Title of the document")
    path: tuple[str, ...] = Field(description="Headings above the passage (Chương › Điều › Khoản)")
    uri: str = Field(description="Where the document came from")
    text: str = Field(description="The text, word for word")
    start: int = Field(description="First code point in the document's text")
    end: int = Field(description="One past the last")
    page: int | None = Field(None, description="Page, of paged documents")
    valid_from: str | None = Field(None, description="First day in force (law)")
    valid_to: str | None = Field(None, description="First day no longer in force (law)")
    score: float | None = Field(None, description="Higher is better; comparable within one search")


class Passages(BaseModel):
    """What a search found, best first."""

    passages: list[PassageOut]
    missing: list[str] = Field(description="Parts of the search that failed and were left out")


class CitationOut(BaseModel):
    """A place that carries a sentence of the answer."""

    number: int = Field(description="The `[n]` in the answer")
    title: str
    path: tuple[str, ...] = Field(description="Headings above the place")
    uri: str
    document: str
    chunk: str = Field(description="Id of the passage, for the tool `passage`")
    start: int = Field(description="First code point in the document's text")
    end: int = Field(description="One past the last")
    quote: str = Field(description="The words that are cited")


class Answer(BaseModel):
    """An answer of which each sentence was checked against the documents."""

    run: str = Field(description="Id of the run that answered")
    answer: str = Field(description="Sentences with `[n]` behind those that a citation carries")
    short_answer: str | None = Field(description="The answer in a few words, where there is one")
    abstained: bool = Field(description="The documents do not answer; `answer` says what was looked for")
    citations: list[CitationOut]


class EntityOut(BaseModel):
    """A thing that the documents name."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()


class FactOut(BaseModel):
    """A relation with the sentence that states it best."""

    head: str = Field(description="Name of the head")
    relation: str = Field(description="Reads as a sentence from head to tail (`BORN_IN`)")
    tail: str = Field(description="Name of the tail")
    sentence: str = Field(description="The sentence that states it, word for word")
    chunk: str = Field(description="Id of the passage that holds the sentence")
    document: str
    start: int
    end: int
    supports: int = Field(description="Number of sentences that state it")
    confidence: float


class EntityKnown(BaseModel):
    """What the documents say of an entity."""

    entity: EntityOut
    facts: list[FactOut] = Field(description="Best supported first")
    others: list[EntityOut] = Field(description="Others of that name, or with it in theirs; ask for them by id")


def passage_out(passage: Passage, score: float | None = None) -> PassageOut:
    """A passage as the tools answer it."""
    first, last = _days(passage.validity)
    return PassageOut(
        chunk=passage.chunk_id,
        document=passage.document_id,
        title=passage.title,
        path=passage.path,
        uri=passage.uri,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        valid_from=first,
        valid_to=last,
        score=score,
    )


def entity_out(entity: Entity) -> EntityOut:
    """An entity as the tools answer it."""
    return EntityOut(id=entity.id, name=entity.name, type=entity.type, aliases=entity.aliases)


def fact_out(fact: Fact) -> FactOut:
    """A fact as the tools answer it."""
    return FactOut(
        head=fact.head.name,
        relation=fact.relation.type,
        tail=fact.tail.name,
        sentence=fact.sentence,
        chunk=fact.chunk_id,
        document=fact.document_id,
        start=fact.start,
        end=fact.end,
        supports=fact.supports,
        confidence=fact.confidence,
    )


def citation_out(cited: Cited) -> CitationOut:
    """A cited place as the tools answer it."""
    source, start, end = cited.source, cited.citation.start, cited.citation.end
    return CitationOut(
        number=cited.number,
        title=source.title,
        path=source.path,
        uri=source.uri,
        document=source.document,
        chunk=source.chunk,
        start=start,
        end=end,
        quote=source.text[start - source.start : end - source.start],
    )


def _days(validity: Validity) -> tuple[str | None, str | None]:
    return (
        validity.start.isoformat() if validity.start else None,
        validity.end.isoformat() if validity.end else None,
    )
