"""How telling a term is in Vietnamese text at large: IDF over law and encyclopaedia in equal parts.

Counted over passages of the official codification of Vietnamese law and of Vietnamese Wikipedia (2017)
by ``vinagraph train statistics``; it does not change with the user's collection. The engine's own IDF,
which does, is used in first-stage search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.text.tables import TermTable, load_table
from graph.text.terms import TermArray, term_hashes

FloatArray = npt.NDArray[np.float32]
_FILE = "idf.npz"


def idf(terms: Sequence[str]) -> FloatArray:
    """IDF of each term: a syllable (``thanh``), or two with a space between (``thanh niên``).

    Natural logarithm of one over the share of passages that hold the term: about 0.3 for ``và``, and the
    table's largest value for terms that it does not know.
    """
    return idf_of_hashes(term_hashes(list(terms)))


def idf_of_hashes(terms: TermArray) -> FloatArray:
    """IDF of hashed terms (`graph.text.terms`)."""
    table = load_table(_FILE)
    return table.look_up(terms, largest_idf())


def largest_idf() -> float:
    """IDF of a term that the table does not know."""
    table: TermTable = load_table(_FILE)
    return table.low + 255 * table.step
