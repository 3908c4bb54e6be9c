"""A model's stream mixes 200 sentences that the passages support with 200 that they do not."""

from __future__ import annotations

import random
from collections import Counter

from agents.context import AgentOptions
from agents.events import SentenceEvent, SourcesEvent, WithheldEvent
from agents.factory import open_writer
from agents.lexical_checker import LexicalChecker
from agents.model_server import ModelServer
from agents.run import AgentRunner
from graph.results import Passage, ScoredPassage
from graph.retrieval.options import Query, Retrieved
from tests.agent_doubles import events_of, parts, passage
from tests.sentence_edits import Edited, falsified, plain_sentences, reworded, sample_passages
from tests.servers.openai_stub import openai_stub, says

SEED = 20_261_121
PASSAGES = 60
KINDS = ("number", "date", "name", "negation", "addition")
LEAK = {"number": 0.05, "date": 0.05, "name": 0.05, "negation": 0.25, "addition": 0.25}


class Everything:
    """A search that finds all passages."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages

    async def search(self, query: Query) -> Retrieved:
        return Retrieved(tuple(ScoredPassage(item, 1.0) for item in self.passages[: query.limit]))


def mixed_stream(texts: list[str], chance: random.Random) -> list[Edited]:
    found = plain_sentences(texts)
    kept = [Edited(reworded(text, chance), "kept") for text in chance.sample(found, 200)]
    return chance.sample([*kept, *falsified(found, 40, chance)], 400)


async def test_supported_sentences_are_shown_and_altered_ones_are_not() -> None:
    chance = random.Random(SEED)
    texts = chance.sample(sample_passages(), PASSAGES)
    stream = mixed_stream(texts, chance)
    assert Counter(item.kind for item in stream) == {"kept": 200, **dict.fromkeys(KINDS, 40)}
    passages = [passage(number, f"Tài liệu {number}", text) for number, text in enumerate(texts, start=1)]

    async with openai_stub(says(" ".join(item.text for item in stream)), says("KHÔNG CÓ TRONG TÀI LIỆU")) as server:
        writer = open_writer(ModelServer(server.url, "stub"))
        agent = parts(writer, passages=passages, search=Everything(passages), checker=LexicalChecker())
        events = await events_of(AgentRunner(agent), "Tài liệu nói gì?", AgentOptions(rounds=1, passages=PASSAGES))

    shown = [event for event in events if isinstance(event, SentenceEvent)]
    withheld = [event for event in events if isinstance(event, WithheldEvent)]
    assert len(shown) + len(withheld) == 400, "each sentence is judged once"
    said = {event.text for event in shown}
    passed = Counter(item.kind for item in stream if item.text in said)
    rates = {kind: passed[kind] / (200 if kind == "kept" else 40) for kind in ("kept", *KINDS)}
    print(rates)
    assert rates["kept"] >= 0.95, rates
    assert all(rates[kind] <= LEAK[kind] for kind in KINDS), rates
    assert all(event.reason for event in withheld)

    sources = {source.number: source for event in events if isinstance(event, SourcesEvent) for source in event.sources}
    for event in shown:
        assert event.citations
        for citation in event.citations:
            source = sources[citation.number]
            assert source.chunk == citation.chunk
            assert source.start <= citation.start < citation.end <= source.end
