"""A model that reads its prompt: the recorded server with answers made from what it was asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from graph.text.sentences import sentences
from tests.servers.openai_stub import OpenAIStub, openai_stub, replies_whole, says

_PASSAGES = re.compile(r"Các đoạn văn:\n\n(.*)\n\nCâu hỏi:", re.DOTALL)
_CLAIM = re.compile(r"Câu cần kiểm tra: (.*)\Z", re.DOTALL)
_HEADING = re.compile(r"\[\d+\] .*\n")
DECLINES = "KHÔNG CÓ TRONG TÀI LIỆU"


@asynccontextmanager
async def reading_model(respond: Callable[[str], str], delay_s: float = 0.0) -> AsyncIterator[OpenAIStub]:
    """Runs the server; it replies with what ``respond`` makes of the messages of a request.

    Where it streams, the tokens come so many seconds apart.
    """

    async def reply(writer: asyncio.StreamWriter) -> None:
        streamed, text = stub.requests[-1].get("stream"), respond(stub.prompts[-1])
        await (says(text, delay_s=delay_s) if streamed else replies_whole(text))(writer)

    async with openai_stub(reply) as stub:
        yield stub


def passages_of(prompt: str) -> str:
    """The passages of a prompt, without their headings; none in a prompt of another language."""
    found = _PASSAGES.search(prompt)
    return _HEADING.sub("", found[1]) if found else ""


def copies(asked_about: str) -> Callable[[str], str]:
    """A writer: it copies the sentences with those words that the prompt has neither as accepted nor as rejected."""

    def respond(prompt: str) -> str:
        told = prompt[prompt.index("Câu hỏi:") :]
        fresh = [text for text in sentences(passages_of(prompt)) if asked_about in text and text not in told]
        return f"Trả lời ngắn: {asked_about}\n{' '.join(fresh)}" if fresh else DECLINES

    return respond


def judges(prompt: str) -> str:
    """A checker: what stands word for word in a passage is so."""
    claim = _CLAIM.search(prompt)
    words = claim[1].strip().rstrip(".") if claim else ""
    return f"KẾT LUẬN: CÓ\nTRÍCH: {words}" if words and words in passages_of(prompt) else "KẾT LUẬN: KHÔNG\nTRÍCH: –"
