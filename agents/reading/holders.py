"""All who hold a post that a question names without saying of what: ``Ai là giám đốc?`` in papers of two companies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agents.reading.answers import Answer
from agents.reading.lexicon import SURNAMES
from agents.reading.named import whole_names
from agents.reading.passages import Sentence, sentences_of
from agents.reading.posts import POSTS
from graph.results import Passage
from graph.text.normalise import name_key, unify_tones

_BARE = re.compile(
    rf"^(?:(?:ai|người nào) (?:đang |hiện )?(?:là|làm|giữ chức) (?P<first>{POSTS})|"
    rf"(?P<second>{POSTS})(?: hiện nay| hiện tại| bây giờ)? (?:là ai|tên (?:là )?gì))\W*$",
    re.IGNORECASE,
)
_POST = "POST"
"""Stands for the post that is asked for."""

_BODY = r"(?: (?:công ty|nhà máy|bệnh viện|chi nhánh|trung tâm|khối|phòng|khoa))?(?: [A-ZĐÀ-Ỹ]\w*(?: \w+){0,4})?"
_BEFORE_NAME = (
    rf"(?<![Pp]hó )(?<!\w)(?i:{_POST})" + _BODY + r"(?:(?: là|:|,| \|| –) ?| )(?:(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị) )?$"
)
_BEHIND_NAME = r"(?:,| \|| –| \(|,? (?:hiện )?(?:là|làm|giữ chức)) ?(?i:POST)(?!\w)"
_MOST = 5


def holders(text: str, passages: Sequence[Passage]) -> Answer | None:
    """Everybody who is said to hold the post, with the sentences that say so; None where that is one or nobody.

    Args:
        text: The question.
        passages: What was found.
    """
    match = _BARE.match(text.strip())
    if match is None:
        return None
    post = match["first"] or match["second"]
    found: dict[str, tuple[str, Sentence]] = {}
    for passage in passages:
        for sentence in sentences_of(passage.text):
            for name in _named(sentence.text, post):
                found.setdefault(name_key(name), (name, sentence))
    if len(found) < 2:
        return None
    people = list(found.values())[:_MOST]
    lines = (line for _, sentence in people for line in (sentence.header, sentence.text) if line)
    return Answer(tuple(dict.fromkeys(lines)), "; ".join(name for name, _ in people))


def _named(text: str, post: str) -> Iterator[str]:
    """People whose name stands right beside the post."""
    behind = re.compile(_BEHIND_NAME.replace(_POST, re.escape(post)))
    before = re.compile(_BEFORE_NAME.replace(_POST, re.escape(post)))
    for start, end in whole_names(text):
        words = text[start:end].split()
        is_person = len(words) > 1 and unify_tones(words[0].lower()) in SURNAMES
        if is_person and (before.search(text, 0, start) or behind.match(text, end)):
            yield text[start:end]
