"""What the rules say about the names of a corpus: types of names seen often, and examples for the tagger."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.text.sentences import iter_sentences
from ingestion.extraction.names import Head, Tokens, head_at, tokenise
from ingestion.extraction.names.candidates import Candidate, joined
from ingestion.extraction.names.features import context_features, coordination_feature, run_features
from ingestion.extraction.names.gazetteer import Lexicon
from ingestion.extraction.names.rules import NameRules
from ingestion.extraction.names.tagger import LABELS, NO_NAME

_MOST_EXAMPLES_OF_A_NAME = 15
_TELLING = frozenset({Head.PERSON, Head.UNIT, Head.SITE, Head.FIRM, Head.INSTITUTION, Head.PARTY})
_OTHER_THINGS = frozenset({Head.WORK, Head.PRODUCT, Head.EVENT, Head.OTHER, Head.PEOPLE})


@dataclass(frozen=True, slots=True)
class Example:
    """A run with its label and the features that the tagger may see of it."""

    label: str
    features: tuple[str, ...]


def iter_candidates(text: str, rules: NameRules) -> Iterator[tuple[Tokens, list[Candidate]]]:
    """Tokens and candidates of each sentence of a text."""
    for start, end in iter_sentences(text):
        tokens = tokenise(text, start, end)
        yield tokens, rules.candidates(tokens)


def written(tokens: Tokens, candidate: Candidate) -> str:
    """A candidate's words, joined by spaces."""
    return " ".join(tokens.words[candidate.first : candidate.end])


def sighted_names(
    texts: Iterable[str], rules: NameRules, min_count: int = 3, min_share: float = 0.8
) -> Iterator[tuple[str, str]]:
    """Names that a head word to their left typed ``min_count`` times, the same way in ``min_share`` of them."""
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        for tokens, candidates in iter_candidates(text, rules):
            for candidate in candidates:
                if (
                    candidate.cue in _TELLING
                    and candidate.cue is not Head.SITE
                    and candidate.end - candidate.first > 1
                    and _is_plain(tokens, candidate)
                ):
                    seen.setdefault(written(tokens, candidate), Counter())[str(candidate.type)] += 1
    for name, types in seen.items():
        type_, count = types.most_common(1)[0]
        if count >= min_count and count >= min_share * types.total():
            yield name, type_


def examples(
    texts: Iterable[str], rules: NameRules, known: Mapping[str, str], lexicon: Lexicon, seed: int = 7
) -> Iterator[Example]:
    """Examples for the tagger.

    A run that is a known name has its type, and in a third of the cases hides its own words from the tagger. A run
    after a telling head word has that word's type and hides the words to its left, so that the tagger learns the rest.

    Args:
        texts: The corpus.
        rules: Rules that know no names, only head words.
        known: Types of known names; `NO_NAME` for words with a capital that are none.
        lexicon: Word lists for the features.
        seed: Of the choices what to hide.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    used: Counter[str] = Counter()
    for text in texts:
        for tokens, candidates in iter_candidates(text, rules):
            previous: Candidate | None = None
            for candidate in candidates:
                name = written(tokens, candidate)
                used[name] += 1
                if used[name] > _MOST_EXAMPLES_OF_A_NAME:
                    previous = candidate
                    continue
                label = known.get(name)
                run = run_features(tokens, candidate.first, candidate.end, lexicon)
                context = context_features(tokens, candidate.first, candidate.end)
                if previous is not None and joined(tokens, previous, candidate) and previous.type:
                    context.append(coordination_feature(str(previous.type)))
                previous = candidate
                if label is not None:
                    hidden = chance.random() < 1 / 3
                    yield Example(label if label in LABELS else NO_NAME, (*(run[:2] if hidden else run), *context))
                elif _is_plain(tokens, candidate) and (label := _cued_label(candidate)):
                    yield Example(label, (*run, *(feature for feature in context if feature.startswith("+"))))


def _is_plain(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether the candidate is a run of capitals without a head word of its own."""
    return all(tokens.capital[candidate.first : candidate.end]) and head_at(tokens.lows, candidate.first) is None


def _cued_label(candidate: Candidate) -> str | None:
    if candidate.cue in _OTHER_THINGS:
        return NO_NAME
    return str(candidate.type) if candidate.cue in _TELLING and candidate.type in LABELS else None
