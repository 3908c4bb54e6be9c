"""Every view in both themes, on a phone, and as screen readers meet it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from app.api import create_app
from app.settings import load_settings
from tests.e2e.conftest import OpenPage, ask
from tests.integration.conftest import run_vinagraph
from tests.live_server import serving

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
AXE = Path(__file__).resolve().parents[2] / ".cache/web/node_modules/axe-core/axe.min.js"
ADMIN = "mở cửa ra cho mọi người"
VIEWS = ("#/", "#/conversations", "#/documents", "#/graph", "#/settings")
_RIGHT = "e.getBoundingClientRect().right"
_SERIOUS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`)"""


def _check(page: Page) -> None:
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(_SERIOUS) == [], page.url


@pytest.mark.parametrize(("width", "theme"), [(1200, "dark"), (360, "light")])
def test_views_fit_and_read_well(api_url: str, open_page: OpenPage, width: int, theme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (bash infra/web_tools.sh).")
    page = open_page(api_url, width=width, theme=theme)
    for path in VIEWS:
        page.goto(f"{api_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        _check(page)
    page.goto(f"{api_url}/#/")
    ask(page, "Lương tối thiểu vùng I là bao nhiêu?")
    expect(page.locator(".sentences")).to_contain_text("4.960.000")
    page.locator(".cite").first.click()
    _check(page)
    page.get_by_role("link", name="Mở trong tài liệu").click()
    expect(page.locator(".text mark").first).to_be_visible()
    _check(page)
    page.locator(".text a").first.click()
    expect(page.get_by_role("heading", name="Những điều đã biết")).to_be_visible()
    _check(page)
    page.get_by_role("link", name="Xem trên đồ thị").click()
    expect(page.locator(".node").first).to_be_visible()
    _check(page)


def test_a_theme_and_a_language_that_were_chosen_stay(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url, "#/settings", theme="light")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("radio", name="Tối").check()
    assert page.evaluate(ground) != light
    page.get_by_role("radio", name="English").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    assert page.evaluate(ground) != light
    assert page.evaluate("() => document.documentElement.lang") == "en"


@pytest.mark.parametrize("path", ["#/constructor", "#/toString/x", "#/documents/%E0", "#/nowhere"])
def test_an_address_of_nothing_says_so(api_url: str, open_page: OpenPage, path: str) -> None:
    page = open_page(api_url, path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có trang này")


def test_another_language_keeps_the_conversation_and_another_key_leaves_it(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    ask(page, "Nguyễn Du sinh năm nào?")
    page.get_by_role("link", name="Cài đặt").click()
    page.get_by_role("radio", name="English").check()
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page.locator("article.turn")).to_have_count(1)
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("API key").fill("another")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page).to_have_url(f"{api_url}/#/")
    expect(page.locator("article.turn")).to_have_count(0)


def _read_key(data_dir: Path) -> str:
    made = ThreadPoolExecutor().submit(run_vinagraph, data_dir, "keys", "create", "đọc", "--role", "read", "--json")
    return str(json.loads(made.result().stdout)["key"])  # in a thread of its own: Playwright's loop runs in this one


def _save_key(page: Page, key: str) -> None:
    page.get_by_role("link", name="Cài đặt", exact=True).click()
    page.get_by_label("Khóa API").fill(key)
    page.get_by_role("button", name="Lưu khóa").click()


def test_a_key_is_asked_for_checked_and_kept_in_the_tab_only(own_store: Path, open_page: OpenPage) -> None:
    reader = _read_key(own_store)
    with serving(create_app(load_settings(data_dir=own_store, bootstrap_key=SecretStr(ADMIN)))) as url:
        page = open_page(url)
        expect(page.get_by_role("alert")).to_contain_text("Máy chủ đòi khóa API")
        page.get_by_role("alert").get_by_role("link", name="Đến Cài đặt").click()
        _save_key(page, "không phải khóa này")
        expect(page.locator("#key-said")).to_contain_text("Khóa này không dùng được")
        assert page.evaluate("() => sessionStorage.length") == 0

        _save_key(page, reader)
        expect(page.locator("#key-said")).to_contain_text("không được thêm hay xóa tài liệu")
        page.get_by_role("link", name="Tài liệu", exact=True).click()
        expect(page.locator("li.item").first).to_be_visible()
        expect(page.locator(".note")).to_contain_text("Khóa của bạn chỉ được đọc")
        assert page.locator("input[type=file], .danger").count() == 0

        _save_key(page, ADMIN)
        expect(page.locator("#key-said")).to_contain_text("toàn quyền")
        page.get_by_role("link", name="Tài liệu", exact=True).click()
        expect(page.locator("li.item .danger").first).to_be_visible()
        expect(page.locator("input[type=file]")).to_have_count(1)
        assert page.evaluate("() => JSON.stringify(localStorage)") == "{}"


def test_an_empty_store_says_how_documents_come_in(tmp_path: Path, open_page: OpenPage) -> None:
    with serving(create_app(load_settings(data_dir=tmp_path))) as url:
        page = open_page(url)
        expect(page.locator(".hint")).to_contain_text("vinagraph ingest")
        page.get_by_role("link", name="Thêm tài liệu").click()
        expect(page.get_by_text("Chưa có tài liệu nào.")).to_be_visible()


def test_a_question_that_is_too_long_is_told_so_and_stays(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    field = page.get_by_role("textbox", name="Câu hỏi")
    field.fill("ơ" * 3700)
    expect(page.locator("#length")).to_have_text("3.700/4.000 ký tự")
    field.fill("ơ" * 4120)
    expect(page.locator("#length")).to_contain_text("Hãy bớt 120 ký tự")
    field.press("Enter")
    assert page.locator("article.turn").count() == 0
    assert len(field.input_value()) == 4120
    field.fill("ngắn")
    expect(page.locator("#length")).to_be_hidden()


@pytest.mark.parametrize("width", [375, 320])
def test_nothing_is_cut_off_on_a_narrow_screen_in_english(api_url: str, open_page: OpenPage, width: int) -> None:
    page = open_page(api_url, "#/settings", width=width)
    page.get_by_role("radio", name="English").check()
    for path in (*VIEWS, "#/nowhere"):
        page.goto(f"{api_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        cut = page.evaluate("""() => [...document.querySelectorAll("a, button, h1, p, summary, label")]
            .filter((e) => e.checkVisibility() && !e.closest(".unseen, .skip") && e.scrollWidth - e.clientWidth <= 0)
            .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth)
            .map((e) => e.textContent)""")
        assert cut == [], path
    assert page.get_by_role("navigation").evaluate("(nav) => nav.scrollWidth <= nav.clientWidth")
    page.goto(f"{api_url}/#/")
    page.get_by_role("textbox", name="Question").fill("Giá vàng hôm nay bao nhiêu?")
    page.get_by_role("textbox", name="Question").press("Enter")
    expect(page.locator(".abstained")).to_be_visible()
    assert page.evaluate(
        f"() => [...document.querySelectorAll('.answer p, .answer button')].every((e) => {_RIGHT} <= {width})"
    )


def test_an_answer_is_printed_with_its_sources_and_nothing_else(api_url: str, open_page: OpenPage) -> None:
    page = open_page(api_url)
    ask(page, "Lương tối thiểu vùng I là bao nhiêu?")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".cited")).to_be_visible()
    expect(page.locator(".sentences")).to_be_visible()
    for hidden in (".top", ".composer", ".actions"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".cited")).to_be_hidden()
