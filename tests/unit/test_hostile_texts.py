"""Long texts of a chat program are told apart in a time that grows with their length alone."""

from __future__ import annotations

import time

import pytest

from app.cited_text import without_marks
from app.openai.chores import chore
from app.openai.request import ChatMessage, check_length, history_of, question_of
from app.problem import Problem

MEGABYTE = 1024 * 1024
TASK = "### Task:"
TITLE = "Analyze this conversation and provide:"

_NO_WORK_S = 0.5
"""CPU seconds, under a coverage tracer too; what is quadratic takes minutes."""


def of_a_megabyte(piece: str) -> str:
    return piece * (MEGABYTE // len(piece))


@pytest.mark.parametrize(
    "prompt",
    [
        TASK + of_a_megabyte("<chat_history>"),
        TASK + of_a_megabyte("<chat_history></chat_history>") + "x",
        TASK + of_a_megabyte("</chat_history> ") + "x",
        TASK + of_a_megabyte("<chat_history>") + of_a_megabyte("\n") + "x",
        of_a_megabyte(" "),
        TITLE + of_a_megabyte("\nUser:"),
        f"{TITLE}\nUser: " + of_a_megabyte("AI:\n"),
    ],
    ids=["begun", "closed", "ends", "blanks", "blank", "users", "answers"],
)
def test_a_prompt_of_a_megabyte_is_no_work(prompt: str) -> None:
    begun = time.thread_time()
    chore(prompt)
    assert time.thread_time() - begun < _NO_WORK_S


@pytest.mark.parametrize("piece", ["\n", "\n**", "\n\n**Nguồn**", " [1", "[1][", "\n**Nguồn**\n"])
def test_an_answer_of_a_megabyte_is_no_work(piece: str) -> None:
    text = of_a_megabyte(piece) + "x"
    begun = time.thread_time()
    without_marks(text)
    assert time.thread_time() - begun < _NO_WORK_S


def test_the_list_of_sources_and_the_lines_before_it_go() -> None:
    assert without_marks("Vua. [1]\n\n\n**Nguồn**\n\n- [1] A") == "Vua."
    assert without_marks("King. [1]\n\n**Sources**\n\n- [1] A\n\n**Nguồn**\n\n- B") == "King."
    assert without_marks("Đọc **Nguồn** này.\n") == "Đọc **Nguồn** này.\n"


def user(text: str) -> ChatMessage:
    return ChatMessage(role="user", content=text)


def test_messages_that_are_read_have_a_bound_and_others_have_none() -> None:
    long = "dài " * 12_501
    with pytest.raises(Problem, match="50,000"):
        question_of([user(long)])
    with pytest.raises(Problem, match="50,000"):
        history_of([user(long), user("Huế?")])
    with pytest.raises(Problem, match="10,000"):
        check_length("x" * 10_001)
    system = ChatMessage(role="system", content=long)
    assert question_of([system, user("Huế?")]) == "Huế?"
    assert history_of([system, user("a" * 50_000), user("Huế?")])[0].text == "a" * 50_000
