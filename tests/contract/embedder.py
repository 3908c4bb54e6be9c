"""What every `Embedder` does; an implementation inherits the suite and gives the fixture ``embedder``."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from graph.ports import Embedder
from tests.contract.asking import same_in_threads

TEXTS = ("Hà Nội là thủ đô của Việt Nam.", "Người lao động được nghỉ phép.", "", "Lúa nước trồng ở đồng bằng.")
EMPTY = ("", " \n", "…!?")


class EmbedderContract:
    """The suite; the embedder must know words of `TEXTS`."""

    def test_rows_are_unit_vectors_of_its_dimension(self, embedder: Embedder) -> None:
        rows = embedder.embed_passages(TEXTS)
        assert rows.shape == (len(TEXTS), embedder.dimension)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 0, 1], abs=1e-5)

    def test_a_question_is_one_unit_vector(self, embedder: Embedder) -> None:
        vector = embedder.embed_query(TEXTS[0])
        assert vector.shape == (embedder.dimension,)
        assert vector.dtype == np.float32
        assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)

    def test_what_holds_no_word_is_zero(self, embedder: Embedder) -> None:
        assert not embedder.embed_passages(EMPTY).any()
        assert not any(embedder.embed_query(text).any() for text in EMPTY)

    def test_no_texts_are_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_a_text_is_embedded_alone_as_among_others(self, embedder: Embedder) -> None:
        rows = embedder.embed_passages(TEXTS)
        assert embedder.embed_passages(TEXTS[::-1])[::-1] == pytest.approx(rows, abs=1e-5)
        for text, row in zip(TEXTS, rows, strict=True):
            assert embedder.embed_passages([text])[0] == pytest.approx(row, abs=1e-5)

    def test_questions_and_passages_share_one_space(self, embedder: Embedder) -> None:
        texts = [text for text in TEXTS if text]
        near = embedder.embed_passages(texts) @ np.stack([embedder.embed_query(text) for text in texts]).T
        assert near.argmax(axis=0).tolist() == [0, 1, 2]

    def test_decomposed_text_is_the_same_text(self, embedder: Embedder) -> None:
        decomposed = unicodedata.normalize("NFD", TEXTS[0])
        assert embedder.embed_query(decomposed) == pytest.approx(embedder.embed_query(TEXTS[0]), abs=1e-5)

    def test_vectors_belong_to_who_asked(self, embedder: Embedder) -> None:
        texts = list(TEXTS)
        rows, vector = embedder.embed_passages(texts), embedder.embed_query(TEXTS[0])
        kept = rows.copy()
        rows *= 0
        vector *= 0
        assert texts == list(TEXTS)
        assert embedder.embed_passages(texts) == pytest.approx(kept, abs=1e-5)
        assert embedder.embed_query(TEXTS[0]).any()

    def test_threads_may_share_it(self, embedder: Embedder) -> None:
        alone = embedder.embed_passages(TEXTS)
        assert all((rows == alone).all() for rows in same_in_threads(lambda: embedder.embed_passages(TEXTS)))

    def test_the_fingerprint_names_it(self, embedder: Embedder) -> None:
        assert embedder.fingerprint.strip()
        assert embedder.fingerprint == embedder.fingerprint
