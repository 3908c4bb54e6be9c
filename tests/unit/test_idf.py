from __future__ import annotations

import numpy as np
import pytest

from graph.text.idf import idf, idf_of_hashes, largest_idf
from graph.text.tables import TermTable
from graph.text.terms import line_terms, pair_terms, syllable_terms, term_hashes


def test_rare_terms_tell_more_than_common_ones() -> None:
    common, usual, rare, unknown = idf(["và", "thanh niên", "thổ nhưỡng", "xqzw"])
    assert 0 < common < usual < rare <= unknown == pytest.approx(largest_idf())


def test_a_term_is_one_however_it_is_written() -> None:
    assert idf(["hoà bình"]) == pytest.approx(idf(["Hòa Bình"]))
    assert idf(["thanh"]) == pytest.approx(idf_of_hashes(syllable_terms("THANH")))


def test_terms_have_the_same_hash_however_they_are_cut() -> None:
    lines = "Hòa bình, độc lập\n\nđiều 12"
    hashes, lengths = line_terms(lines)
    assert hashes.tolist() == syllable_terms(lines).tolist()
    assert lengths == [4, 0, 2]
    assert term_hashes(["độc lập", "lập"]).tolist() == [int(pair_terms(hashes)[2]), int(hashes[3])]


def test_no_terms_give_no_values() -> None:
    assert len(idf([])) == 0


def test_tables_keep_values_within_half_a_step() -> None:
    keys = term_hashes(["một", "hai", "ba", "bốn năm"])
    values = np.array([0.0, 1.0, 2.5, 10.0])
    table = TermTable.of(keys, values)
    assert table.look_up(keys, -1.0) == pytest.approx(values, abs=10 / 255 / 2 + 1e-6)
    assert table.look_up(term_hashes(["sáu"]), -1.0).tolist() == [-1.0]
