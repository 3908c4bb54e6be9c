"""What every `Writer` does; an implementation inherits the suite and gives the fixture ``writer``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from agents.ports import AnswerType, Material, Question, Rejected, Writer, Written
from agents.stream import closing
from graph.text.sentences import sentences
from tests.agent_doubles import passage
from tests.contract.asking import lets_go, same_at_once

TEXT = (
    "Văn Cao là nhạc sĩ, sinh tại Hải Phòng. Văn Cao sáng tác bài Tiến quân ca vào năm 1944 tại Hà Nội. "
    "Bài Tiến quân ca của Văn Cao được in trên báo Độc Lập vào năm 1944."
)
COMPOSER = "Văn Cao"
QUESTION = Question("Ai sáng tác bài Tiến quân ca?", "Ai sáng tác bài Tiến quân ca?", answer_type=AnswerType.PERSON)
MATERIAL = Material((passage(1, "Tiến quân ca", TEXT),))
ELSEWHERE = Material((passage(2, "Ga Vinh", "Ga Vinh nằm trên đường sắt Bắc Nam. Ga có bốn đường."),))


async def written(
    writer: Writer,
    material: Material = MATERIAL,
    accepted: Sequence[str] = (),
    rejected: Sequence[Rejected] = (),
) -> list[Written]:
    """A whole stream about `QUESTION`."""
    async with closing(writer.write(QUESTION, material, accepted, rejected)) as stream:
        return [piece async for piece in stream]


def text_of(pieces: Sequence[Written]) -> str:
    """The text of a stream."""
    return "".join(piece.text for piece in pieces)


class WriterContract:
    """The suite; the writer must be one that answers `QUESTION` from `MATERIAL`."""

    async def test_whole_sentences_answer_from_the_material(self, writer: Writer) -> None:
        text = text_of(await written(writer))
        assert COMPOSER in text
        assert text.endswith("\n") or text.rstrip()[-1] in ".!?…"
        assert all(sentence in TEXT for sentence in sentences(text))

    async def test_the_short_answer_is_given_once_before_the_stream_ends(self, writer: Writer) -> None:
        pieces = await written(writer)
        assert [piece.short_answer for piece in pieces if piece.short_answer is not None] == [COMPOSER]
        assert not text_of(pieces).startswith(f"{COMPOSER}\n"), "it is no part of the text"
        assert all(piece.tokens >= 0 for piece in pieces)

    @pytest.mark.parametrize("material", [Material(()), ELSEWHERE], ids=["nothing", "something else"])
    async def test_nothing_is_written_where_the_material_does_not_answer(
        self, writer: Writer, material: Material
    ) -> None:
        pieces = await written(writer, material)
        assert text_of(pieces).strip() == ""
        assert all(piece.short_answer is None for piece in pieces)

    async def test_what_was_accepted_is_not_said_again(self, writer: Writer) -> None:
        said = sentences(text_of(await written(writer)))
        further = sentences(text_of(await written(writer, accepted=said)))
        assert not set(further) & set(said)

    async def test_what_was_rejected_is_not_said_again(self, writer: Writer) -> None:
        said = sentences(text_of(await written(writer)))
        rejected = [Rejected(text, "Nguồn không nói điều này.") for text in said]
        assert not set(sentences(text_of(await written(writer, rejected=rejected)))) & set(said)

    async def test_what_it_is_given_stays_as_it_was(self, writer: Writer) -> None:
        accepted, rejected = ["Một."], [Rejected("Hai.", "sai")]
        await written(writer, accepted=accepted, rejected=rejected)
        assert (accepted, rejected) == (["Một."], [Rejected("Hai.", "sai")])

    async def test_streams_run_side_by_side(self, writer: Writer) -> None:
        async def told() -> str:
            return text_of(await written(writer))

        await same_at_once(told)

    async def test_who_leaves_a_stream_leaves_nothing_behind(self, writer: Writer) -> None:
        tasks = asyncio.all_tasks()
        async with closing(writer.write(QUESTION, MATERIAL, (), ())) as stream:
            await anext(stream)
        assert [task for task in asyncio.all_tasks() - tasks if "agents" in repr(task.get_coro())] == []
        assert await written(writer) == await written(writer)

    async def test_who_is_cancelled_stops(self, writer: Writer) -> None:
        async def told() -> str:
            return text_of(await written(writer))

        await lets_go(told)
