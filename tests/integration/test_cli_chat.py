"""A conversation on the command line, typed through prompt_toolkit's own pipe."""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from typer.testing import Result

from tests.integration.conftest import run_vinagraph


def chat(data_dir: Path, *lines: str, thread: str | None = None) -> Result:
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("".join(f"{line}\n" for line in lines))
        return run_vinagraph(data_dir, "chat", "--quiet", *(("--thread", thread) if thread else ()))


def test_a_follow_up_leans_on_what_was_said_and_the_thread_can_be_taken_up_again(own_store: Path) -> None:
    first = chat(own_store, "Phan Bội Châu sinh năm nào?", "", "/thoat", thread="t1")
    assert first.exit_code == 0, first.output
    assert "1867" in first.stdout
    again = chat(own_store, "Ông mất ở đâu?", "/thoat", thread="t1")
    assert "Huế" in again.stdout


def test_a_new_conversation_forgets(own_store: Path) -> None:
    result = chat(own_store, "Phan Bội Châu sinh năm nào?", "/moi", "Ông mất ở đâu?", "/thoat")
    _, _, second = result.stdout.rpartition("(cuộc trò chuyện")
    assert "Phan Bội Châu" not in second


def test_a_failed_question_does_not_end_the_conversation(own_store: Path) -> None:
    result = chat(own_store, "a" * 20_000, "Nguyễn Du mất ở đâu?", "/thoat")
    assert result.exit_code == 0
    assert "câu hỏi" in result.stderr.lower()
    assert "Huế" in result.stdout


def test_slash_commands_teach_or_are_refused_and_are_never_searched(own_store: Path) -> None:
    result = chat(own_store, "/help", "/trogiup Nguyễn Du mất ở đâu?", "/THOAT", "Nguyễn Du mất ở đâu?")
    assert result.exit_code == 0
    assert result.stdout.count("/moi: cuộc trò chuyện mới") == 3
    assert "Không có lệnh /trogiup" in result.stderr
    assert "Huế" not in result.stdout
