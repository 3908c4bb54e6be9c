"""How the page draws what a server may say: here the server's words are written by the test."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, ask

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]
MARKUP = "<b onmouseover='window.broken=1'>đậm</b>"
TEXT = f"𝒜😀 Đầu.\nVùng | Lương\nVùng I | 4.960.000\nVùng II | 4.410.000 {MARKUP}"
BASE = 100


def _citation(quote: str) -> dict[str, Any]:
    start = BASE + TEXT.index(quote)
    return {"number": 1, "chunk": "c", "document": "d", "start": start, "end": start + len(quote), "score": 1.0}


def _sentence(ordinal: int, text: str, quote: str) -> dict[str, Any]:
    return {"type": "sentence", "ordinal": ordinal, "text": text, "citations": [_citation(quote)], "score": 1.0}


def _events() -> list[dict[str, Any]]:
    source = {
        "number": 1, "chunk": "c", "document": "d", "uri": "a.md", "title": MARKUP, "path": ["Chương I", "Điều 2"],
        "text": TEXT, "start": BASE, "end": BASE + len(TEXT), "page": 3, "valid_from": "2020-01-01",
        "valid_to": "2021-07-01", "score": 1.0,
    }  # fmt: skip
    return [
        {"type": "run", "id": "r"},
        {"type": "status", "node": "understand", "detail": "Đang tìm hiểu câu hỏi"},
        {"type": "degraded", "part": "xếp hạng", "missing": "dùng thứ tự của lượt tìm"},
        {"type": "sources", "sources": [source]},
        _sentence(0, "4.960.000 đồng.", "Vùng I | 4.960.000"),
        {"type": "withheld", "ordinal": 1, "text": f"Một câu {MARKUP}", "reason": "không đoạn nào nói vậy"},
        _sentence(1, "Vùng | Lương", "Lương"),
        _sentence(2, "Vùng I | 4.960.000", "Vùng I | 4.960.000"),
        _sentence(3, f"Câu có {MARKUP}", MARKUP),
        {
            "type": "final", "answer": "…", "short_answer": "4.960.000 đồng", "abstained": False,
            "remarks": [f"Lưu ý {MARKUP}"], "usage": {"tokens": 0, "rounds": 1}, "seconds": {"retrieve": 0.25},
        },
    ]  # fmt: skip


def test_all_that_a_run_may_tell_is_drawn_as_text(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    stream = ": đợi\n\n" + "".join(
        f"id: {number}\r\nevent: {event['type']}\r\ndata: {json.dumps(event)}\r\n\r\n"
        for number, event in enumerate(_events(), 1)
    )
    page.route("**/query/stream", lambda route: route.fulfill(body=stream, content_type="text/event-stream"))
    ask(page, "Lương?")
    answer = page.locator(".answer")
    expect(answer.locator(".sentences li")).to_have_text(
        ["4.960.000 đồng.\u00a0[1]", "Vùng I · Lương: 4.960.000\u00a0[1]", f"Câu có {MARKUP}\u00a0[1]"]
    )
    expect(answer.locator(".steps summary")).to_have_text("3 câu, 1 nguồn · 0,25 giây")
    expect(answer.locator(".remark")).to_have_text(f"Lưu ý {MARKUP}")
    answer.get_by_text("1 câu bị giữ lại").click()
    expect(answer.locator(".withheld li")).to_have_text(f"Một câu {MARKUP} – không đoạn nào nói vậy")

    answer.locator(".sentences .cite").last.click()
    panel = page.get_by_role("complementary", name="Nguồn")
    expect(panel.locator("mark")).to_have_text(MARKUP)
    expect(panel.locator(".title")).to_have_text(MARKUP)
    expect(panel).to_contain_text("Chương I › Điều 2 › Trang 3")
    expect(panel).to_contain_text("Hết hiệu lực từ 01/07/2021")
    assert page.locator("main b, main img").count() == 0


def test_nothing_moves_while_an_answer_comes(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    ask(page, "Nguyễn Du sinh năm nào?")
    page.evaluate(
        """() => { window.moved = [];
        new PerformanceObserver((list) => window.moved.push(...list.getEntries().map(({value}) => value)))
            .observe({type: "layout-shift", buffered: false}); }"""
    )
    ask(page, "Hồ Chí Minh sinh ở đâu?")
    assert page.evaluate("() => window.moved.reduce((sum, value) => sum + value, 0)") < 0.05


def test_a_refusal_for_now_blames_nobody_and_tells_the_servers_reason(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    told = {"status": 429, "code": "rate_limited", "detail": "3 questions are being answered for your tenant."}
    page.route("**/threads?*", lambda route: route.fulfill(status=429, json=told))
    page.get_by_role("link", name="Hội thoại").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Máy chủ chưa nhận thêm yêu cầu lúc này. Hãy đợi một lát rồi thử lại.")
    problem.get_by_text("Chi tiết từ máy chủ").click()
    expect(problem.get_by_text("for your tenant")).to_be_visible()
