"""Names in Vietnamese text: rules over runs of capitals, and a small linear tagger for what they leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph.model import Document, EntityType
from graph.text.sentences import Span
from ingestion.extraction.names.aliases import named
from ingestion.extraction.names.candidates import Candidate, joined
from ingestion.extraction.names.features import context_features, coordination_feature, run_features
from ingestion.extraction.names.gazetteer import Lexicon, lexicon
from ingestion.extraction.names.heads import TYPE_OF_HEAD, Head, cue_before
from ingestion.extraction.names.rules import NameRules
from ingestion.extraction.names.tagger import LABELS, NO_NAME, LinearTagger, shipped_tagger
from ingestion.extraction.names.tokens import Tokens, tokenise
from ingestion.extraction.spans import NameSpan

_PART_OF_NAME = frozenset({Head.UNIT, Head.SITE, Head.EVENT})
"""Words before a name that tell things of one name apart (``sông Hương``, ``trận Bạch Đằng``)."""
_CERTAIN = 0.5
"""Least probability at which the tagger's judgement makes a name; chosen on the development sentences."""


class NameTagger:
    """Tags people, organisations, places, works, events, products and awards.

    Rules settle most names; the tagger judges runs of capitals that they leave open.
    """

    def __init__(self, words: Lexicon | None = None, tagger: LinearTagger | None = None) -> None:
        """Takes word lists and weights; the shipped ones by default."""
        self._lexicon = words or lexicon()
        self._rules = NameRules(self._lexicon)
        self._tagger = tagger or shipped_tagger()

    def tag(self, document: Document, sentences: Sequence[Span]) -> list[tuple[NameSpan, ...]]:
        """Names of each sentence, by start, without overlaps.

        Args:
            document: Its text is read at the spans.
            sentences: Half-open spans into ``document.text``.
        """
        cut = [tokenise(document.text, start, end) for start, end in sentences]
        found = [(tokens, self._rules.candidates(tokens)) for tokens in cut]
        plain = _plain_types(found)
        return [
            tuple(self._span(document.text, tokens, c) for c in self._judged(tokens, candidates, plain))
            for tokens, candidates in found
        ]

    def type_of(self, name: str) -> str | None:
        """Type of a text that is one name as a whole and nothing more (a title); None where the rules see no such."""
        tokens = tokenise(name, 0, len(name))
        candidates = self._rules.candidates(tokens)
        if len(candidates) != 1 or candidates[0].end - candidates[0].first != len(tokens.words):
            return None
        return str(candidates[0].type) if candidates[0].type else None

    def _judged(self, tokens: Tokens, candidates: Sequence[Candidate], plain: Mapping[str, str]) -> Iterator[Candidate]:
        """Candidates with a type: the rules' here or elsewhere in the text, or else the tagger's if certain enough."""
        previous: Candidate | None = None
        for candidate in candidates:
            judged = candidate
            if candidate.type is None and not candidate.sure:
                elsewhere = plain.get(_written(tokens, candidate))
                judged = replace(candidate, type=elsewhere or self._judge(tokens, candidate, previous))
            if judged.type is not None:
                yield judged
            previous = judged

    def _judge(self, tokens: Tokens, candidate: Candidate, previous: Candidate | None) -> str | None:
        features = run_features(tokens, candidate.first, candidate.end, self._lexicon)
        features += context_features(tokens, candidate.first, candidate.end)
        if previous is not None and previous.type and joined(tokens, previous, candidate):
            features.append(coordination_feature(str(previous.type)))
        probabilities = self._tagger.probabilities(features)
        best = max(range(len(LABELS)), key=probabilities.__getitem__)
        if LABELS[best] == NO_NAME or probabilities[best] < _CERTAIN:
            return None
        acronym = candidate.end - candidate.first == 1 and tokens.words[candidate.first].isupper()
        return None if acronym and LABELS[best] == EntityType.PERSON else LABELS[best]

    def _span(self, text: str, tokens: Tokens, candidate: Candidate) -> NameSpan:
        start, end = tokens.starts[candidate.first], tokens.ends[candidate.end - 1]
        assert candidate.type is not None
        written = text[start:end]
        if candidate.cue in _PART_OF_NAME and candidate.type == TYPE_OF_HEAD[candidate.cue]:
            cue = cue_before(tokens.lows, candidate.first)
            if cue is not None and cue[0] is candidate.cue:
                written = f"{' '.join(tokens.lows[candidate.first - cue[1] : candidate.first])} {written}"
        return named(str(candidate.type), written, start, end, "rules" if candidate.sure else "tagger")


def _plain_types(found: Sequence[tuple[Tokens, Sequence[Candidate]]]) -> dict[str, str]:
    """The types that the rules gave most to what a text writes, by the words."""
    types: dict[str, Counter[str]] = {}
    for tokens, candidates in found:
        for candidate in candidates:
            if candidate.sure and candidate.type is not None:
                types.setdefault(_written(tokens, candidate), Counter())[str(candidate.type)] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in types.items()}


def _written(tokens: Tokens, candidate: Candidate) -> str:
    return " ".join(tokens.words[candidate.first : candidate.end])
