"""What every `Restorer` does; an implementation inherits the suite and gives the fixture ``restorer``."""

from __future__ import annotations

import unicodedata

import pytest

from agents.rules_analyst import Restorer
from graph.text.normalise import nfc, strip_diacritics
from tests.contract.asking import same_in_threads

BARE = "nguyen du mat nam nao"


class RestorerContract:
    """The suite; the restorer must know the syllables of `BARE`."""

    def test_what_was_typed_without_marks_is_seen_and_restored(self, restorer: Restorer) -> None:
        assert restorer.looks_bare(BARE)
        assert restorer.restore(BARE) == "nguyễn du mất năm nào"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "123 + 456 = ?",
            "Hồ Chí Minh sinh năm nào?",
            "Who wrote The Tale of Kieu",
            "Hello",
            "https://example.org/abc",
        ],
    )
    def test_other_texts_do_not_look_bare(self, restorer: Restorer, text: str) -> None:
        assert not restorer.looks_bare(text)

    @pytest.mark.parametrize(
        "text",
        ["", BARE, BARE.upper(), "Nguyen Du, (1766)\n- mat?", "Điều 5 luat", unicodedata.normalize("NFD", "tỉnh nao")],
    )
    def test_restoring_changes_marks_and_nothing_else(self, restorer: Restorer, text: str) -> None:
        restored = restorer.restore(text)
        assert restored == nfc(restored)
        assert strip_diacritics(restored) == strip_diacritics(nfc(text))

    def test_threads_may_share_it(self, restorer: Restorer) -> None:
        assert same_in_threads(lambda: restorer.restore(BARE)) == [restorer.restore(BARE)] * 8
