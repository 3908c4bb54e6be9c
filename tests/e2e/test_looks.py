"""Every view in both themes, on a phone, and as screen readers meet it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from app.api import create_app
from app.settings import load_settings
from tests.e2e.conftest import OpenPage, ask
from tests.live_server import serving

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
AXE = Path(__file__).resolve().parents[2] / ".cache/web/node_modules/axe-core/axe.min.js"
VIEWS = ("#/", "#/conversations", "#/documents", "#/graph", "#/settings")
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
    expect(page.locator(".text mark")).to_be_visible()
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


def test_a_key_is_asked_for_and_kept_in_the_tab_only(own_store: Path, open_page: OpenPage) -> None:
    app = create_app(load_settings(data_dir=own_store, bootstrap_key=SecretStr("mo-cua-ra-cho-moi-nguoi")))
    with serving(app) as url:
        page = open_page(url, "#/documents")
        page.get_by_role("alert").get_by_role("link", name="Đến Cài đặt").click()
        page.get_by_label("Khóa API").fill("mo-cua-ra-cho-moi-nguoi")
        page.get_by_role("button", name="Lưu khóa").click()
        page.get_by_role("link", name="Tài liệu", exact=True).click()
        expect(page.locator("li.item").first).to_be_visible()
        assert page.evaluate("() => JSON.stringify(localStorage)") == "{}"
        assert "mo-cua-ra-cho-moi-nguoi" not in page.url
