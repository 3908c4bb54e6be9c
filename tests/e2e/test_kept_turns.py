"""What was asked stays on the page, whatever becomes of its answer. A script writes the answers."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import expect

from tests.agent_doubles import KINGS, QUESTION, RIVER, ScriptedWriter
from tests.asking_http import scripted
from tests.e2e.conftest import OpenPage, begin

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]


@pytest.mark.parametrize("again", [False, True])
def test_a_page_that_is_loaded_again_goes_on_with_the_answer(
    tmp_path: Path, open_page: OpenPage, *, again: bool
) -> None:
    goes_on = Event()
    writer = ScriptedWriter([*([[KINGS]] if again else []), [f"{KINGS} {RIVER}", goes_on]])
    with scripted(tmp_path, writer) as (client, _):
        page = open_page(str(client.base_url).rstrip("/"))
        begin(page, QUESTION)
        if again:
            page.get_by_role("button", name="Trả lời lại").click()
        expect(page.locator("article.turn:not([hidden]) .answer")).to_have_attribute("aria-busy", "true")
        expect(page.locator("article.turn:not([hidden]) .sentences li")).to_contain_text([KINGS])
        page.reload()
        turn = page.locator("article.turn:not([hidden])")
        expect(turn.get_by_role("heading")).to_contain_text(QUESTION)
        expect(turn.locator(".sentences li")).to_contain_text([KINGS])
        expect(turn.locator(".answer")).to_have_attribute("aria-busy", "true")
        expect(page.get_by_role("button", name="Dừng")).to_be_visible()
        goes_on.set()
        expect(turn.locator(".sentences li")).to_contain_text([KINGS, RIVER])
        expect(turn.locator(".answer")).to_have_attribute("aria-busy", "false")
        expect(page.locator("article.turn")).to_have_count(1)
        expect(page.get_by_role("button", name="Trả lời lại")).to_be_visible()
        assert len(writer.told) == 1 + again


def test_a_stopped_answer_keeps_its_question_and_can_be_asked_again(tmp_path: Path, open_page: OpenPage) -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0], [RIVER]])
    with scripted(tmp_path, writer) as (client, _):
        page = open_page(str(client.base_url).rstrip("/"))
        begin(page, QUESTION)
        expect(page.locator(".sentences li").first).to_contain_text(KINGS)
        page.get_by_role("button", name="Dừng").click()
        expect(page.locator(".stopped")).to_have_text("Đã dừng.")
        page.reload()
        turn = page.locator("article.turn")
        expect(turn.get_by_role("heading")).to_contain_text(QUESTION)
        expect(turn.locator(".sentences li")).to_contain_text([KINGS])
        expect(turn.locator(".stopped")).to_have_text("Đã dừng.")
        page.get_by_role("button", name="Hỏi lại").click()
        expect(page.locator(".sentences li")).to_contain_text([RIVER])
        expect(turn).to_have_count(1)
        page.reload()
        expect(page.locator(".sentences li")).to_contain_text([RIVER])
        expect(turn).to_have_count(1)


def test_a_question_that_did_not_reach_the_server_stands_in_its_field_again(
    tmp_path: Path, open_page: OpenPage
) -> None:
    with scripted(tmp_path, ScriptedWriter([])) as (client, _):
        page = open_page(str(client.base_url).rstrip("/"))
        page.route("**/query/stream", lambda route: None)
        begin(page, QUESTION)
        expect(page.get_by_role("button", name="Dừng")).to_be_visible()
        page.reload()
        expect(page.get_by_role("textbox", name="Câu hỏi")).to_have_value(QUESTION)
        expect(page.get_by_role("alert")).to_have_count(0)


def test_an_answer_that_the_server_interrupted_says_so(tmp_path: Path, open_page: OpenPage) -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0], [RIVER]])
    with scripted(tmp_path, writer) as (client, app):

        @app.post("/test/stop")
        async def stop() -> None:
            await app.state.services.runs.close()
            app.state.services.runs._closed = False

        page = open_page(str(client.base_url).rstrip("/"))
        begin(page, QUESTION)
        expect(page.locator(".sentences li").first).to_contain_text(KINGS)
        client.post("/test/stop")
        expect(page.get_by_role("alert")).to_contain_text("Máy chủ dừng giữa chừng")
        page.reload()
        expect(page.locator("article.turn .problem")).to_contain_text("Máy chủ dừng giữa chừng")
        page.get_by_role("button", name="Hỏi lại").click()
        expect(page.locator(".sentences li")).to_contain_text([RIVER])
