"""One label for a freely worded answer, given its question and the context that it must rest on.

Answers like these join several sentences and correct what the question wrongly takes for granted, so
that small words prove nothing. They are judged by what they add: the IDF of the words that stand in
neither context nor question. Where a sentence nearly copies one of the context, the hard rules of
`agents.grounding.objections` count as they do in a stream.
"""

from __future__ import annotations

import math

from agents.grounding.contrary import contradictions
from agents.grounding.features import missing_pairs
from agents.grounding.objections import objections
from agents.grounding.paraphrase import excused, spaced
from agents.grounding.polarity import Told
from agents.grounding.source import Source
from agents.grounding.substitutions import substituted
from agents.grounding.support import claim_of, find_support
from agents.grounding.values import all_values, numbers_of
from agents.ports import Grounding, Verdict
from agents.reading.context import context_passage
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.passages import sentences_of
from agents.reading.tokens import tokenise
from agents.reading.weights import weights_of
from graph.text.normalise import nfc
from graph.text.sentences import sentences

_VERDICT_WORDS = frozenset(
    "đúng sai có không phải vâng context ngữ cảnh văn bản đoạn bài đề cập thông tin nhắc nói rõ cung cấp".split()
)
"""Words with which an answer speaks about the context instead of from it."""

_ADDED_LIMIT = 6.7
"""Added IDF at which both labels are as likely: about one word that one passage in a thousand holds."""

_SPREAD = 2.5
_NEW_VALUE = 3.0
_MUCH_ADDED = 25.0
"""Added IDF from which an answer brings matter of its own; one that adds less turns round what the context says."""

_ALIKE = 0.7
_COPY_SHARE = 0.9
_COPY_PAIRS = 0.15
_CONTRADICTED = 0.02


def added_weight(context: str, question: str, answer: str) -> float:
    """IDF of the answer's words, each once, that neither context nor question explains; new numbers weigh more."""
    terms, known_terms = tokenise(answer).terms, tokenise(context).terms
    asked = tokenise(question).terms
    known = frozenset(known_terms) | frozenset(asked) | FUNCTION_WORDS | _VERDICT_WORDS
    explained = excused(terms, spaced(known_terms))
    new = {term for index, term in enumerate(terms) if term not in known and index not in explained}
    values = all_values(known_terms) | all_values(asked)
    new_values = sum(value not in values for value, _ in numbers_of(terms))
    return sum(weights_of(new).values()) + _NEW_VALUE * new_values


def _contradiction(context: str, told: Told, asked: frozenset[str], sentence: str) -> str | None:
    """What a sentence that nearly copies the context changed, or None."""
    claim = claim_of(sentence)
    if not claim.content:
        return None
    supports = find_support(claim, (context_passage(context),))
    if not supports:
        return None
    turned = next(contradictions(claim, told, asked), None)
    if turned:
        return turned.reason
    source = Source(claim, supports[:1])
    if supports[0].shared >= _ALIKE * claim.total:
        for written, instead in substituted(source):
            return f"Ở chỗ của “{written}”, nguồn ghi “{instead}”."
    if supports[0].shared < _COPY_SHARE * claim.total:
        return None
    if missing_pairs(source) > _COPY_PAIRS:
        return None
    found = objections(source)
    return found[0].reason if found else None


def judge_pair(context: str, question: str, answer: str) -> Grounding:
    """Judges an answer of one or more sentences: the worst label, and the probability that it is supported."""
    context, question, answer = nfc(context), nfc(question), nfc(answer)
    if not answer.strip():
        return Grounding(Verdict.UNSUPPORTED, 0.0, (), "Câu trả lời đang trống.")
    added = added_weight(context, question, answer)
    chance = 1 / (1 + math.exp((added - _ADDED_LIMIT) / _SPREAD))
    asked = frozenset(tokenise(question).terms)
    told = Told(sentences_of(context))
    reasons = [reason for sentence in sentences(answer) if (reason := _contradiction(context, told, asked, sentence))]
    if reasons:
        return Grounding(Verdict.CONTRADICTED, min(chance, _CONTRADICTED), (), reasons[0])
    if chance >= 0.5:
        return Grounding(Verdict.SUPPORTED, chance)
    if added < _MUCH_ADDED:
        return Grounding(Verdict.CONTRADICTED, chance, (), "Câu trả lời nói khác với nguồn.")
    return Grounding(Verdict.UNSUPPORTED, chance, (), "Câu trả lời thêm điều mà nguồn không nói.")
