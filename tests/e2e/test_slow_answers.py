"""Answers that take their time: sentences as they come, stopping, broken connections. A script writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.agent_doubles import KINGS, QUESTION, RIVER, ScriptedWriter
from tests.asking_http import scripted
from tests.e2e.conftest import OpenPage, begin
from tests.e2e.cutting_proxy import cutting_proxy

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]
UNSUPPORTED = "Huế nằm trên sao Hỏa."


def test_sentences_come_one_by_one_and_what_is_withheld_says_why(tmp_path: Path, open_page: OpenPage) -> None:
    writer = ScriptedWriter([[f"{KINGS} {UNSUPPORTED} {RIVER} ", 2.0, KINGS]])
    with scripted(tmp_path, writer) as (client, _):
        page = open_page(str(client.base_url).rstrip("/"))
        begin(page, QUESTION)
        expect(page.locator(".sentences li").first).to_contain_text(KINGS)
        expect(page.locator(".answer")).to_have_attribute("aria-busy", "true")
        expect(page.locator(".answer")).to_have_attribute("aria-busy", "false")
        page.get_by_text("câu bị giữ lại").click()
        expect(page.locator(".withheld li").first).to_contain_text(UNSUPPORTED)
        expect(page.locator(".withheld .reason").first).not_to_have_text(" – ")


def test_an_answer_is_stopped(tmp_path: Path, open_page: OpenPage) -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0]])
    with scripted(tmp_path, writer) as (client, _):
        page = open_page(str(client.base_url).rstrip("/"))
        begin(page, QUESTION)
        expect(page.locator(".sentences li").first).to_contain_text(KINGS)
        page.get_by_role("button", name="Dừng").click()
        expect(page.locator(".stopped")).to_have_text("Đã dừng.")
        expect(page.get_by_role("textbox", name="Câu hỏi")).to_be_focused()
        assert writer.closed == 1


@pytest.mark.parametrize("mark", [b"event: run", b"event: sentence"])
def test_a_broken_stream_goes_on_where_it_broke(tmp_path: Path, open_page: OpenPage, mark: bytes) -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 1.5]])
    with scripted(tmp_path, writer) as (client, _), cutting_proxy(str(client.base_url)) as proxy:
        page = open_page(proxy.url)
        proxy.cut_after = mark
        begin(page, QUESTION)
        expect(page.locator(".steps li", has_text="Mất kết nối")).to_have_count(1)
        expect(page.locator(".answer")).to_have_attribute("aria-busy", "false")
        expect(page.locator(".sentences li")).to_contain_text([KINGS, RIVER])
        assert proxy.cuts == 1
        assert len(writer.told) == 1
        assert any(line.startswith("GET /runs/") for line in proxy.requests)


def test_a_view_that_did_not_load_is_tried_again(tmp_path: Path, open_page: OpenPage) -> None:
    with scripted(tmp_path, ScriptedWriter([])) as (client, _), cutting_proxy(str(client.base_url)) as proxy:
        page = open_page(proxy.url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        proxy.away = True
        page.get_by_role("link", name="Cài đặt").click()
        expect(page.get_by_role("alert")).to_contain_text("Không liên lạc được")
        proxy.away = False
        page.get_by_role("button", name="Thử lại").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cài đặt")


def test_a_server_that_is_away_for_a_while_is_waited_for(tmp_path: Path, open_page: OpenPage) -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 3.0]])
    with scripted(tmp_path, writer) as (client, _), cutting_proxy(str(client.base_url)) as proxy:
        page = open_page(proxy.url)
        proxy.cut_after, proxy.leaves = b"event: sentence", True
        begin(page, QUESTION)
        expect(page.locator(".steps summary")).to_contain_text("Mất kết nối")
        page.wait_for_timeout(1500)
        proxy.away = False
        expect(page.locator(".sentences li")).to_contain_text([KINGS, RIVER])


def test_a_problem_is_told_in_the_readers_language_with_the_servers_words_beside_it(
    tmp_path: Path, open_page: OpenPage
) -> None:
    told = '{"code": "store_failed", "detail": "The disk failed."}'
    with scripted(tmp_path, ScriptedWriter([])) as (client, _):
        page = open_page(str(client.base_url).rstrip("/"))
        page.route(
            lambda url: "/threads?" in url,
            lambda route: route.fulfill(status=503, content_type="application/problem+json", body=told),
        )
        page.get_by_role("link", name="Hội thoại", exact=True).click()
        problem = page.get_by_role("alert")
        expect(problem).to_contain_text("Kho dữ liệu gặp lỗi.")
        expect(problem.get_by_text("The disk failed.")).to_be_hidden()
        problem.get_by_text("Chi tiết từ máy chủ").click()
        expect(problem.get_by_text("The disk failed.")).to_be_visible()
