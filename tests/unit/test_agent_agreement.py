"""Shown sentences that say different things of the same are told."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from agents.agreement import disagreement
from agents.context import AgentOptions
from agents.ports import Question, QuestionKind
from agents.run import AgentRunner
from agents.state import Sentence
from app.cli.render import AnswerPrinter
from tests.agent_doubles import Analyst, ScriptedWriter, events_of, final, parts, passage, shown

SAYS_300 = "Trường Lê Lợi có 300 học sinh."
SAYS_320 = "Trường Lê Lợi có 320 học sinh."


def said(text: str, document: str) -> Sentence:
    span = {"chunk_id": f"{document}-1", "document_id": document, "start": 0, "end": len(text), "score": 1.0}
    return {"text": text, "score": 1.0, "citations": [span]}  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        (SAYS_300, SAYS_320, ("300", "320")),
        ("Nguyễn Du sinh năm 1765.", "Nguyễn Du sinh năm 1766.", ("1765", "1766")),
        ("Nguyễn Du sinh năm 1765.", "Nguyễn Du sinh ngày 3 tháng 1 năm 1766.", ("1765", "1766")),
        ("Hội thi mở ngày 5 tháng 3 năm 2020.", "Hội thi mở ngày 7 tháng 4 năm 2020.", ("5 tháng 3", "7 tháng 4")),
        ("Vốn của công ty An Bình là 3,5 triệu đồng.", "Vốn của công ty An Bình là 4 triệu đồng.", ("3,5", "4")),
        ("Nhà máy An Bình xả thải.", "Nhà máy An Bình không xả thải.", None),
    ],
    ids=["number", "year", "longer date", "whole date", "amount", "negation"],
)
def test_other_numbers_dates_and_negations_for_the_same_words_disagree(
    one: str, other: str, pair: tuple[str, str] | None
) -> None:
    assert disagreement([said(one, "a"), said(other, "b")]) == (pair or (one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SAYS_300, SAYS_300),
        ("Vốn của công ty An Bình là 3,5 triệu đồng.", "Vốn của công ty An Bình là 3.500.000 đồng."),
        ("Nguyễn Du sinh năm 1765.", "Nguyễn Du sinh ngày 3 tháng 1 năm 1765."),
        ("Năm 2019, Huế thắng giải.", "Năm 2020, Huế thắng giải."),
        ("Dân số Huế năm 2019 là 5 nghìn.", "Dân số Huế năm 2020 là 5 nghìn."),
        ("Dân số Huế năm 2019 là 5 nghìn.", "Dân số Huế năm 2020 là 6 nghìn."),
        ("Mức lương vùng 1 cao.", "Mức lương vùng 2 cao."),
        ("Điều 5 quy định mức phạt tiền.", "Điều 6 quy định mức phạt tiền."),
        ("Mức phạt theo Nghị định 38/2022/NĐ-CP tăng.", "Mức phạt theo Nghị định 74/2022/NĐ-CP tăng."),
        ("3. Nộp hồ sơ trong thời hạn 5 ngày.", "4. Nộp hồ sơ trong thời hạn 7 ngày."),
        ("Diện tích tự nhiên | 3.942 km²", "Diện tích tự nhiên | 3.194 km²"),
        ("Nghị định này có hiệu lực sau 30 ngày.", "Nghị định này có hiệu lực sau 45 ngày."),
        ("Phạt tiền từ 2 đến 3 triệu đồng:", "Phạt tiền từ 4 đến 6 triệu đồng:"),
        ("1975.", "1976."),
        (SAYS_300, "Trường Lê Lai có 320 học sinh."),
    ],
)
def test_sentences_that_are_about_different_things_do_not_disagree(one: str, other: str) -> None:
    assert disagreement([said(one, "a"), said(other, "b")]) is None


def test_a_document_does_not_disagree_with_itself() -> None:
    assert disagreement([said(SAYS_300, "a"), said(SAYS_320, "a")]) is None


SHELF = (passage(1, "Báo cáo", SAYS_300), passage(2, "Bản tin", SAYS_320))
ASKED = "Trường Lê Lợi có bao nhiêu học sinh?"


async def test_who_asked_is_told_that_the_sources_disagree() -> None:
    writer = ScriptedWriter([[f"{SAYS_300} {SAYS_320}"]])
    events = await events_of(AgentRunner(parts(writer, passages=SHELF)), ASKED)
    assert shown(events) == [SAYS_300, SAYS_320]
    [remark] = final(events).remarks
    assert remark.startswith("Lưu ý: các nguồn nói khác nhau")
    assert "“300” và “320”" in remark
    assert final(events).answer == f"{SAYS_300} {SAYS_320}\n{remark}"


async def test_an_answer_that_agrees_is_left_without_a_remark() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([[SAYS_300]]), passages=SHELF)), ASKED)
    assert final(events).remarks == ()
    assert final(events).answer == SAYS_300


async def test_a_comparison_may_differ() -> None:
    analyst = Analyst(template=Question("", "", QuestionKind.COMPARISON))
    writer = ScriptedWriter([[f"{SAYS_300} {SAYS_320}"]])
    agent = parts(writer, passages=SHELF, analyst=analyst)
    assert final(await events_of(AgentRunner(agent), ASKED, AgentOptions(rounds=1))).remarks == ()


async def test_the_terminal_shows_the_remark_after_the_sentences() -> None:
    shown_on = StringIO()
    writer = ScriptedWriter([[f"{SAYS_300} {SAYS_320}"]])
    printer = AnswerPrinter(Console(file=shown_on, width=200), None)
    await printer.show(AgentRunner(parts(writer, passages=SHELF)).answer(ASKED))
    lines = shown_on.getvalue().splitlines()
    assert [line.partition(" [")[0] for line in lines[:2]] == [SAYS_300, SAYS_320]
    assert lines[2].startswith("Lưu ý:")
