"""Messages and prompts exist in both languages, with the same values to fill in."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter, Template

import pytest
import yaml

from agents.prompts import message, prompt

AGENTS = Path(__file__).resolve().parents[2] / "agents"
PROMPTS = AGENTS / "prompts"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in AGENTS.rglob("*.py"))


def messages(language: str) -> dict[str, str]:
    texts: dict[str, str] = yaml.safe_load((PROMPTS / f"messages.{language}.yaml").read_text(encoding="utf-8"))
    return texts


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same() -> None:
    vietnamese, english = messages("vi"), messages("en")
    assert vietnamese.keys() == english.keys()
    assert all(values(vietnamese[key]) == values(english[key]) for key in vietnamese)


def test_every_message_is_used_and_every_used_one_exists() -> None:
    kinds = "status|filter|remark|retry|degraded|withheld|abstain|direct|writer|check"
    used = set(re.findall(rf'"((?:{kinds})\.\w+)"', CODE))
    made_of_names = {key for key in messages("vi") if key.startswith(("status.", "error.", "check."))}
    assert used - messages("vi").keys() == set()
    assert messages("vi").keys() - used - made_of_names == set()


@pytest.mark.parametrize("path", sorted(PROMPTS.glob("*.en.md")), ids=lambda path: path.name)
def test_prompts_take_the_same_values(path: Path) -> None:
    vietnamese = path.with_name(path.name.replace(".en.", ".vi.")).read_text(encoding="utf-8")
    english = path.read_text(encoding="utf-8")
    assert set(Template(vietnamese).get_identifiers()) == set(Template(english).get_identifiers())


def test_what_is_filled_in_is_left_as_it_is() -> None:
    text = prompt("material", "vi", passages="giá $5 {x} $question", question="$passages?")
    assert "giá $5 {x} $question" in text
    assert text.endswith("$passages?")
    assert "{tên}" in message("degraded.writer", error="{tên}")


def test_other_languages_read_vietnamese() -> None:
    assert message("status.route", "fr") == message("status.route", "vi")
