"""What chat programs ask of a model behind the person's back: titles, tags and follow-ups of a conversation.

A model that answers from documents would search them for such a prompt, and show what it found as a title. These
prompts are recognised by their fixed words and answered at once, without a search.
"""

from __future__ import annotations

import json
import re

_TITLE = 60
_OPEN_WEBUI = re.compile(r"\s*### Task:.*<chat_history>(?P<chat>.*)</chat_history>\s*$", re.DOTALL)
_EMPTY = ("tags", "follow_ups", "queries")
_LIBRECHAT = re.compile(
    r"\s*(?:Provide a concise, 5-word-or-less title for the conversation|Analyze this conversation and provide:)"
    r".*?\n(?P<chat>User: .*)$",
    re.DOTALL,
)
_SAID = re.compile(r"^(?:USER|User): *(?P<said>.*?)(?=^(?:ASSISTANT|AI|USER|User): |\Z)", re.DOTALL | re.MULTILINE)


def chore(prompt: str) -> str | None:
    """The answer to such a prompt; None where it is none.

    Titles are the person's first question. Tags, follow-ups and searches are none: they would be made up.
    """
    if found := _OPEN_WEBUI.match(prompt):
        asked = prompt[: found.start("chat")]
        if '"title"' in asked:
            return json.dumps({"title": _title(found["chat"])}, ensure_ascii=False)
        return next((json.dumps({key: []}) for key in _EMPTY if f'"{key}"' in asked), None)
    if found := _LIBRECHAT.match(prompt):
        return _title(found["chat"])
    return None


def _title(chat: str) -> str:
    said = _SAID.search(chat)
    words = (said["said"] if said else chat).split()
    title = ""
    for word in words:
        if len(title) + len(word) >= _TITLE:
            return f"{title}…"
        title = f"{title} {word}".strip()
    return title
