"""Settings that could not keep what they promise are refused in the user's terms."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from app.settings import load_settings
from graph.errors import SettingsError


def test_a_bootstrap_key_that_can_be_guessed_is_refused_and_not_told() -> None:
    with pytest.raises(
        SettingsError, match=r"VINAGRAPH_BOOTSTRAP_KEY: This admin key has 8 characters.*openssl"
    ) as told:
        load_settings(bootstrap_key=SecretStr(" khoa-thu\n"))
    assert "khoa-thu" not in str(told.value)


def test_a_bootstrap_key_is_taken_without_the_blanks_around_it() -> None:
    kept = load_settings(bootstrap_key=SecretStr(" khoa-cua-nguoi-quan-tri\n")).bootstrap_key
    assert kept.get_secret_value() == "khoa-cua-nguoi-quan-tri"
    assert not load_settings(bootstrap_key=SecretStr(" ")).bootstrap_key.get_secret_value()


@pytest.mark.parametrize(
    "url",
    [
        *("hoi-dap.vn", "ftp://a.vn", "https://", "http://a:b", "http://a:0", "http://a/?x=1", "http://a b"),
        *("http://@a", "http://:x@a", "http://a@b", "http://a/(b)", "http://a/<b>", 'http://a"b'),
    ],
)
def test_an_address_that_no_link_can_begin_with_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"VINAGRAPH_PUBLIC_URL: .* is no address to link to"):
        load_settings(public_url=url)


def test_the_public_address_is_kept_without_its_last_slash() -> None:
    assert load_settings(public_url="https://hoi-dap.vn:8443/vg/ ").public_url == "https://hoi-dap.vn:8443/vg"
    assert load_settings(public_url="").public_url == ""


@pytest.mark.parametrize("tenant", ["a:b", " "])
def test_a_tenant_of_the_settings_is_called_as_one_of_a_key(tenant: str) -> None:
    with pytest.raises(SettingsError, match="VINAGRAPH_TENANT: A tenant"):
        load_settings(tenant=tenant)
