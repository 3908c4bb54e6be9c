"""A chat model as grounding checker and as analyst, behind a local server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from agents.factory import open_analyst, open_checker
from agents.model_server import ModelServer
from agents.ports import Turn, Verdict
from graph.errors import SettingsError
from tests.agent_doubles import PASSAGES
from tests.integration.command import end, start
from tests.servers import openai_stub as stub

SENTENCE = "Huế là kinh đô của triều Nguyễn."
HISTORY = [Turn("user", "Diện tích của Huế là bao nhiêu?"), Turn("assistant", "5.000 km².")]


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("KẾT LUẬN: CÓ\nTRÍCH: “huế là kinh đô của triều nguyễn”", Verdict.SUPPORTED),
        ("**Kết luận**: trái\nTrích: từ năm 1802", Verdict.CONTRADICTED),
        ("KẾT LUẬN: KHÔNG\nTRÍCH: –", Verdict.UNSUPPORTED),
        ("KẾT LUẬN: CÓ\nTRÍCH: Huế là thủ đô của nước Pháp", Verdict.UNSUPPORTED),
        ("KẾT LUẬN: CÓ", Verdict.UNSUPPORTED),
        ("Tôi nghĩ là đúng.", Verdict.UNSUPPORTED),
    ],
    ids=["quoted", "contradicted", "absent", "made-up quote", "no quote", "no label"],
)
async def test_a_label_counts_only_with_words_that_stand_in_a_passage(reply: str, verdict: Verdict) -> None:
    async with stub.openai_stub(stub.replies_whole(reply)) as server:
        grounding = await open_checker(ModelServer(server.url, "stub")).check("?", SENTENCE, PASSAGES)
    assert grounding.verdict is verdict
    assert bool(grounding.citations) == (verdict is Verdict.SUPPORTED)
    assert bool(grounding.reason) == (verdict is not Verdict.SUPPORTED)
    for citation in grounding.citations:
        text = PASSAGES[0].text[citation.start - PASSAGES[0].start : citation.end - PASSAGES[0].start]
        assert text == "Huế là kinh đô của triều Nguyễn"


async def test_a_model_is_asked_to_judge_a_few_words_as_the_answer_to_the_question() -> None:
    async with stub.openai_stub(stub.replies_whole("KẾT LUẬN: TRÁI")) as server:
        checker = open_checker(ModelServer(server.url, "stub"))
        grounding = await checker.check("Triều Nguyễn bắt đầu năm nào?", "Năm 1945.", PASSAGES)
    assert grounding.verdict is Verdict.CONTRADICTED
    (sent,) = server.prompts
    assert "Triều Nguyễn bắt đầu năm nào?" in sent
    assert "là câu trả lời cho câu hỏi" in sent


async def test_an_answer_takes_the_worst_label_of_its_sentences(tmp_path: Path) -> None:
    context = "Huế là kinh đô của triều Nguyễn từ năm 1802."
    row = {"id": 1, "context": context, "question": "?", "answer": f"{SENTENCE} Triều Nguyễn kết thúc năm 1945."}
    pairs, out = tmp_path / "p.jsonl", tmp_path / "g.jsonl"
    pairs.write_text(json.dumps(row), encoding="utf-8")
    right = stub.replies_whole("KẾT LUẬN: CÓ\nTRÍCH: kinh đô của triều Nguyễn")
    async with stub.openai_stub(right, stub.replies_whole("KẾT LUẬN: KHÔNG")) as server:
        settings = {"checker_url": server.url, "checker_model": "stub"}
        arguments = ("eval", "grounding", "--pairs", pairs, "--out", out)
        ended = await asyncio.to_thread(end, start(tmp_path / "none", *arguments, settings=settings))
    assert ended.status == 0, ended.err
    assert len(server.requests) == 2
    assert json.loads(out.read_text(encoding="utf-8"))["label"] == "unsupported"


async def test_a_follow_up_is_rewritten_by_the_model() -> None:
    async with stub.openai_stub(stub.replies_whole("“Dân số của Huế là bao nhiêu?”\n")) as server:
        analyst = open_analyst(ModelServer(server.url, "stub"), graph=None, tenant="t")
        question = await analyst.analyse("Còn dân số thì sao?", HISTORY)
        alone = await analyst.analyse("Dân số của Vinh là bao nhiêu?", [])
    assert question.text == "Dân số của Huế là bao nhiêu?"
    assert question.original == "Còn dân số thì sao?"
    assert alone.text == "Dân số của Vinh là bao nhiêu?"
    assert len(server.requests) == 1, "a question without a conversation needs no model"
    assert HISTORY[0].text in server.prompts[0]


@pytest.mark.parametrize("reply", ["", "x" * 2_000, "Một.\nHai."], ids=["nothing", "far too long", "two lines"])
async def test_a_rewriting_that_is_no_question_is_not_used(reply: str) -> None:
    async with stub.openai_stub(stub.replies_whole(reply)) as server:
        analyst = open_analyst(ModelServer(server.url, "stub"), graph=None, tenant="t")
        question = await analyst.analyse("Còn dân số thì sao?", HISTORY)
    assert "ân số" in question.text
    assert len(question.text) < 200


def test_wrong_settings_say_what_to_do() -> None:
    with pytest.raises(SettingsError, match=r"VINAGRAPH_CHECKER_URL=models:x .* lexical:"):
        open_checker(ModelServer("models:x"))
    with pytest.raises(SettingsError, match=r"VINAGRAPH_ANALYST_URL=x .* rules:"):
        open_analyst(ModelServer("x"), graph=None, tenant="t")
