"""Judges whether the passages are about what the question names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from agents.bridge import find_bridge, find_following
from agents.context import AgentContext
from agents.material import read_material
from agents.prompts import message
from agents.reading.mentions import resolved
from agents.state import AgentState, Update, question_of
from graph.long_text import apart
from graph.results import Fact, Passage
from graph.text.normalise import folded_key, name_key


async def grade(state: AgentState, context: AgentContext) -> Update:
    """Names what is missing: a name that no passage holds, or a bridge that no document is about."""
    question = question_of(state)
    material = await read_material(state, context)
    passages = material.passages
    if not passages:
        return {"missing": [], "following": [], "reason": message("retry.nothing", question.language)}
    bridges = state["bridges"]
    first_look = state["round"] == 1 or not bridges
    if first_look and (bridge := await find_bridge(question, material, context)) is not None:
        bridges = [bridge]
    following = await find_following(question, material, context) if first_look else []
    texts = [_folded(passage.title, passage.path, passage.text) for passage in passages]
    known = await apart(context.parts.work, question.text, resolved, question, passages)
    missing = [name for name in known.focus if not _named(name, texts)]
    missing += [name for name in bridges if not _named(name, _titles(passages))]
    if state["round"] == 1:
        missing += [name for name in bridges if name not in missing and not _in_facts(name, material.facts)]
    missing += [step.name for step in following if not step.found and step.name not in missing]
    reason = message("retry.missing", question.language, names=", ".join(missing)) if missing else ""
    return {"missing": missing, "bridges": bridges, "following": [step.second for step in following], "reason": reason}


@lru_cache(maxsize=1024)
def _folded(title: str, path: tuple[str, ...], text: str) -> str:
    """All that a passage says, as names are looked for in it."""
    return folded_key(f"{title} {' '.join(path)} {text}")


def _named(name: str, texts: Iterable[str]) -> bool:
    key = folded_key(name)
    return any(key in text for text in texts)


def _titles(passages: Iterable[Passage]) -> list[str]:
    return [folded_key(passage.title) for passage in passages]


def _in_facts(name: str, facts: Iterable[Fact]) -> bool:
    """Whether a fact at hand is about the name."""
    key = name_key(name)
    names = (alias for fact in facts for end in (fact.head, fact.tail) for alias in (end.name, *end.aliases))
    return any(name_key(alias) == key for alias in names)
