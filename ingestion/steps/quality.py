"""Documents that hold nothing to answer from are left out."""

from __future__ import annotations

import re

from ingestion.model import Draft, Item, Why
from ingestion.steps import rejected

_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 3
_REPLACEMENT = "\ufffd"
_BROKEN_SHARE = 0.01


def check_quality(draft: Draft, longest: int) -> Item:
    """Rejects empty, near-empty and overlong documents, and text that was decoded into rubbish."""
    text = draft.document.text
    if len(text) > longest:
        reason = (
            f"has {len(text):,} characters; one document may have {longest:,}. Split it, or give it as rows of .jsonl"
        )
        return rejected(draft, "quality", reason, Why.TOO_LARGE)
    if not text.strip():
        return rejected(draft, "quality", "is empty", Why.EMPTY)
    words = [match[0] for match, _ in zip(_WORD.finditer(text), range(_FEWEST_WORDS), strict=False)]
    if len(words) < _FEWEST_WORDS:
        return rejected(draft, "quality", f"is nearly empty: {text.strip()[:40]!r}", Why.EMPTY)
    broken = text.count(_REPLACEMENT)
    if broken > len(text) * _BROKEN_SHARE:
        reason = f"holds {broken} broken characters (\ufffd). Save it again with its encoding right"
        return rejected(draft, "quality", reason, Why.ENCODING)
    return draft
