"""What the tagger looks at: a run of capitals, its shape and its neighbours."""

from __future__ import annotations

from ingestion.extraction.names.gazetteer import Lexicon
from ingestion.extraction.names.heads import cue_before
from ingestion.extraction.names.tokens import Tokens
from ingestion.extraction.names.words import LATIN_ONLY, SURNAMES, is_vietnamese_syllable

_LONGEST_COUNTED = 4
_SUFFIXES = (2, 3, 4)


def run_features(tokens: Tokens, first: int, end: int, lexicon: Lexicon) -> list[str]:
    """Features of the run itself."""
    lows = tokens.lows[first:end]
    words = tokens.words[first:end]
    last = lows[-1]
    vietnamese = all(is_vietnamese_syllable(low) for low in lows)
    shape = "v" if vietnamese else "l" if all(LATIN_ONLY.match(word) for word in words) else "m"
    length = min(len(lows), _LONGEST_COUNTED)
    features = [
        "bias",
        f"shape={shape}{length}",
        f"first={lows[0]}",
        f"last={last}",
        f"ordinary={lows[0] in lexicon.ordinary}{last in lexicon.ordinary}",
        f"person={lows[0] in SURNAMES}{last in lexicon.given}{length}",
    ]
    if not vietnamese:
        features.extend(f"end={last[-size:]}" for size in _SUFFIXES)
    if words[0].isupper() and len(words[0]) > 1:
        features.append(f"acronym={min(len(words[0]), 6)}{length}")
    if any(word[0].isdigit() for word in words):
        features.append("digit")
    features.extend(f"in={low}" for low in lows[1:-1])
    return features


def context_features(tokens: Tokens, first: int, end: int) -> list[str]:
    """Features of the words around the run."""
    lows = tokens.lows
    before = lows[first - 1] if first else "<"
    before2 = lows[first - 2] if first > 1 else "<"
    after = lows[end] if end < len(lows) else ">"
    after2 = lows[end + 1] if end + 1 < len(lows) else ">"
    features = [
        f"-1={_flat(before)}",
        f"-2={_flat(before2)} {_flat(before)}",
        f"+1={_flat(after)}",
        f"+2={_flat(after)} {_flat(after2)}",
        f"around={_flat(before)} {_flat(after)}",
    ]
    cue = cue_before(lows, first)
    if cue is not None:
        features.append(f"cue={cue[0].name}")
    return features


def coordination_feature(previous_type: str) -> str:
    """The run stands in a list after a name of that type."""
    return f"list={previous_type}"


def _flat(word: str) -> str:
    return "0" if word[0].isdigit() else word
