"""Questions and arguments that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.console import Exit
from tests.integration.command import command
from tests.integration.conftest import run_vinagraph


@pytest.mark.parametrize("question", ["", " \n\t", "a" * 100_000, "\u200b", "?!"])
def test_no_question_at_all_is_said_in_words(sample_store: Path, question: str) -> None:
    result = run_vinagraph(sample_store, "ask", question, "--quiet")
    assert result.exit_code in {Exit.USAGE, Exit.ABSTAINED}
    assert "câu hỏi" in (result.stderr + result.stdout).lower()


def test_binary_standard_input_is_refused_by_both_commands(sample_store: Path, tmp_path: Path) -> None:
    noise = bytes(range(256)) * 20
    asked = command(sample_store, "ask", "-", stdin=noise)
    assert asked.status == Exit.USAGE
    assert "Standard input holds no question" in asked.err
    read = command(tmp_path / "store", "ingest", "-", stdin=noise)
    assert read.status == Exit.REJECTS
    assert "binary" in read.err


def test_an_argument_that_is_no_text_is_refused(sample_store: Path) -> None:
    ended = command(sample_store, "ask", b"Hu\xff?")
    assert ended.status == Exit.USAGE
    assert "Hu\\xff?" in ended.err
