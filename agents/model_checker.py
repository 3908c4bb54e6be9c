"""Checks sentences with a language model: any LangChain chat model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from agents.chat import complete, numbered_passages
from agents.ports import Citation, Grounding, Verdict
from agents.prompts import message, prompt
from agents.reading.context import context_passage
from graph.results import Passage
from graph.text.sentences import Span, sentences
from graph.text.syllables import spanned_syllables, syllables

_LABEL = re.compile(r"kết luận\s*:\W*(có|trái|không)\b", re.IGNORECASE)
_QUOTE = re.compile(r"trích\s*:\s*(.+)", re.IGNORECASE)
_VERDICTS = {"có": Verdict.SUPPORTED, "trái": Verdict.CONTRADICTED, "không": Verdict.UNSUPPORTED}
_PROBABILITIES = {Verdict.SUPPORTED: 0.9, Verdict.CONTRADICTED: 0.02, Verdict.UNSUPPORTED: 0.1}
"""A chat model gives a label and no probability; these stand for it and are not calibrated."""
_BADNESS = {Verdict.SUPPORTED: 0, Verdict.UNSUPPORTED: 1, Verdict.CONTRADICTED: 2}
_SHORTEST_QUOTE = 2


class ModelChecker:
    """An `AnswerChecker` that asks a chat model for a label and for the words that carry the sentence.

    A label alone is not believed: the quoted words must stand in a passage, and become the citation.
    """

    def __init__(self, model: BaseChatModel, *, timeout_s: float = 60.0) -> None:
        """Takes the model, and the seconds that it has for a sentence."""
        self._model = model
        self._timeout_s = timeout_s

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        """Judges one sentence, as `agents.ports.GroundingChecker` says.

        Raises:
            ModelError: The model failed.
        """
        asked = prompt("claim", "vi", passages=numbered_passages(passages), question=question, sentence=sentence)
        reply = await complete(self._model, prompt("check", "vi"), asked, language="vi", timeout_s=self._timeout_s)
        return _read(reply, passages)

    async def check_answer(self, question: str, answer: str, context: str) -> Grounding:
        """Judges each sentence against the context; the worst of them stands, as `agents.ports.AnswerChecker` says.

        Raises:
            ModelError: The model failed.
        """
        worst: Grounding | None = None
        for sentence in sentences(answer):
            judged = await self.check(question, sentence, (context_passage(context),))
            if worst is None or _BADNESS[judged.verdict] > _BADNESS[worst.verdict]:
                worst = judged
        return worst or Grounding(Verdict.UNSUPPORTED, 0.0, reason=message("check.unsupported"))


def _read(reply: str, passages: Sequence[Passage]) -> Grounding:
    plain = reply.replace("*", "")
    label, quote = _LABEL.search(plain), _QUOTE.search(plain)
    if label is None:
        return Grounding(Verdict.UNSUPPORTED, 0.0, reason=message("check.unreadable"))
    verdict = _VERDICTS[label[1].lower()]
    if verdict is not Verdict.SUPPORTED:
        return Grounding(verdict, _PROBABILITIES[verdict], reason=message(f"check.{verdict}"))
    citation = _cited(quote[1] if quote else "", passages)
    if citation is None:
        return Grounding(Verdict.UNSUPPORTED, _PROBABILITIES[Verdict.UNSUPPORTED], reason=message("check.no_quote"))
    return Grounding(verdict, _PROBABILITIES[verdict], (citation,))


def _cited(quote: str, passages: Sequence[Passage]) -> Citation | None:
    words = syllables(quote)
    if len(words) < _SHORTEST_QUOTE:
        return None
    for passage in passages:
        span = _found(words, passage.text)
        if span is not None:
            start, end = passage.start + span[0], passage.start + span[1]
            return Citation(passage.chunk_id, passage.document_id, start, end, _PROBABILITIES[Verdict.SUPPORTED])
    return None


def _found(words: Sequence[str], text: str) -> Span | None:
    """Where the words stand one after the other, whatever stands between them."""
    held = spanned_syllables(text)
    for at in range(len(held) - len(words) + 1):
        if all(held[at + place].term == word for place, word in enumerate(words)):
            return held[at].start, held[at + len(words) - 1].end
    return None
