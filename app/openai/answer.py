"""Answers in the shape of OpenAI's chat completions, whole or in chunks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from app.cited_text import Cited, CitedText, first_places, source_path
from graph.text.syllables import syllables

_USAGE: JsonDict = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
_EXAMPLE: JsonDict = {
    "id": "chatcmpl-9b2c6c1e-6c1f-4a53-8d5e-0a4a1f1f3f0e",
    "object": "chat.completion",
    "created": 1795000000,
    "model": "vinagraph",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Nguyễn Du sinh năm 1765. [1]", "annotations": []},
            "finish_reason": "stop",
        }
    ],
    "usage": _USAGE,
}


class Usage(BaseModel):
    """What it took, in tokens; a token is a syllable here: a run of letters and digits."""

    prompt_tokens: int = Field(description="Syllables of all messages that were sent")
    completion_tokens: int = Field(description="Syllables of the content")
    total_tokens: int = Field(description="Both")


class UrlCitation(BaseModel):
    """A place in a document that carries a sentence of the content."""

    start_index: int = Field(description="First code point of the sentence in the content")
    end_index: int = Field(description="One past its last")
    title: str = Field(description="Title and headings of the source")
    url: str = Field(description="The place by which the source is cited first, marked, on the web page of this server")
    number: int = Field(description="The `[n]` behind the sentence")
    chunk: str = Field(description="Id of the passage")
    document: str = Field(description="Id of the document")
    uri: str = Field(description="Where the document came from")
    start: int = Field(description="First code point of the place in the document's text")
    end: int = Field(description="One past its last")
    quote: str = Field(description="The words that are cited")
    score: float = Field(description="How well they carry the sentence, 0 to 1")


class Annotation(BaseModel):
    """An annotation of the content."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class AnswerMessage(BaseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str = Field(description="Sentences with `[n]`, remarks, and a Markdown list of the sources")
    refusal: None = None
    annotations: list[Annotation] = []


class Choice(BaseModel):
    """The one answer; to abstain is an answer, too."""

    index: int = 0
    message: AnswerMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class RunTold(BaseModel):
    """What VinaGraph tells beyond the convention."""

    run: str = Field(description="Id of the run: `GET /runs/{id}`")
    abstained: bool = Field(description="Whether the documents do not answer")
    short_answer: str | None = Field(description="The answer in a few words, where there is one")


class ChatCompletion(BaseModel):
    """A whole answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Seconds since 1970, UTC")
    model: str
    choices: list[Choice]
    usage: Usage
    vinagraph: RunTold | None = None


class Delta(BaseModel):
    """What a chunk adds to the message."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    annotations: list[Annotation] | None = None


class ChunkChoice(BaseModel):
    """The one answer, growing."""

    index: int = 0
    delta: Delta
    finish_reason: Literal["stop"] | None = None


class ChatCompletionChunk(BaseModel):
    """A part of a streamed answer."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Usage | None = None
    vinagraph: RunTold | None = None

    def json_line(self) -> str:
        """As it is sent: what is not there is left out, but ``finish_reason``, which clients look for."""
        data = self.model_dump(mode="json", exclude_none=True)
        for choice in data["choices"]:
            choice.setdefault("finish_reason", None)
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def usage_of(prompt: str, content: str) -> Usage:
    """The usage of an answer."""
    asked, told = len(syllables(prompt)), len(syllables(content))
    return Usage(prompt_tokens=asked, completion_tokens=told, total_tokens=asked + told)


def annotations_of(cited: Sequence[Cited], address: str) -> list[Annotation]:
    """The citations of a text; each number has one title and one address, by which chat programs tell sources apart."""
    titles, urls = _titles(cited), {number: place_url(address, one) for number, one in first_places(cited).items()}
    return [Annotation(url_citation=_citation(one, titles[one.number], urls[one.number])) for one in cited]


def _titles(cited: Sequence[Cited]) -> dict[int, str]:
    """The title of each number; of sources that are called the same, the later ones have their number behind it."""
    named: dict[str, int] = {}
    for one in cited:
        named.setdefault(source_path(one.source), one.number)
    titles = {one.number: source_path(one.source) for one in cited}
    return {number: title if named[title] == number else f"{title} ({number})" for number, title in titles.items()}


def _citation(one: Cited, title: str, url: str) -> UrlCitation:
    place, source = one.citation, one.source
    return UrlCitation(
        start_index=one.start,
        end_index=one.end,
        title=title,
        url=url,
        number=one.number,
        chunk=place.chunk,
        document=place.document,
        uri=source.uri,
        start=place.start,
        end=place.end,
        quote=source.text[place.start - source.start : place.end - source.start],
        score=place.score,
    )


def place_url(address: str, cited: Cited) -> str:
    """Address of a cited place on the web page, which marks it."""
    place = cited.citation
    return f"{address.rstrip('/')}/#/documents/{quote(place.document, safe='')}?at={place.start}-{place.end}"


def run_told(run: str, told: CitedText) -> RunTold:
    """What is told of the run of a text that is whole."""
    assert told.final is not None
    return RunTold(run=run, abstained=told.final.abstained, short_answer=told.final.short_answer)
