"""What chat programs ask of a model behind the person's back: titles, tags and follow-ups of a conversation.

A model that answers from documents would search them for such a prompt, and show what it found as a title. These
prompts are recognised by their fixed words and answered at once, without a search.
"""

from __future__ import annotations

import json
import re

_TITLE = 60
_READ = 10_000
"""Characters of a conversation in which its first question is looked for."""
_OPEN_WEBUI = "### Task:"
_CHAT, _CHAT_END = "<chat_history>", "</chat_history>"
_EMPTY = ("tags", "follow_ups", "queries")
_LIBRECHAT = (
    "Provide a concise, 5-word-or-less title for the conversation",
    "Analyze this conversation and provide:",
)
_FIRST_SAID = "\nUser: "
_SAID = re.compile(r"^(?:USER|User): *(?P<said>.*?)(?=^(?:ASSISTANT|AI|USER|User): |\Z)", re.DOTALL | re.MULTILINE)


def chore(prompt: str) -> str | None:
    """The answer to such a prompt; None where it is none.

    Titles are the person's first question. Tags, follow-ups and searches are none: they would be made up.
    """
    prompt = prompt.strip()
    if prompt.startswith(_OPEN_WEBUI) and prompt.endswith(_CHAT_END):
        asked, begun, chat = prompt.removesuffix(_CHAT_END).rpartition(_CHAT)
        if begun and '"title"' in asked:
            return json.dumps({"title": _title(chat)}, ensure_ascii=False)
        return next((json.dumps({key: []}) for key in _EMPTY if f'"{key}"' in asked), None)
    if prompt.startswith(_LIBRECHAT):
        _, begun, chat = prompt.partition(_FIRST_SAID)
        return _title(f"{_FIRST_SAID}{chat}".strip()) if begun else None
    return None


def _title(chat: str) -> str:
    chat = chat[:_READ]
    said = _SAID.search(chat)
    words = (said["said"] if said else chat).split()
    title = ""
    for word in words:
        if len(title) + len(word) >= _TITLE:
            return f"{title}…"
        title = f"{title} {word}".strip()
    return title
