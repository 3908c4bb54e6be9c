"""Runs questions through understanding and retrieval, and ranks documents by their best chunk."""

from __future__ import annotations

from dataclasses import replace

from app.wiring import Ports
from eval.rows import Row, text_of
from graph.ports import SearchFilter
from graph.retrieval.options import Query, Stages


async def rank_documents(ports: Ports, row: Row, top_k: int, stages: Stages) -> Row:
    """``{ranked: [{document, chunk, score}]}`` for a row with ``question``; ``top_k`` counts documents.

    Near-duplicates stay in: a ranking of documents is measured, not the passages of one answer.
    """
    understood = await ports.analyst.analyse(text_of(row, "question"), ())
    query = Query(
        text=understood.text,
        where=SearchFilter(
            tenant=ports.settings.tenant,
            sources=understood.filters.sources,
            kinds=understood.filters.kinds,
            in_force_on=understood.filters.in_force_on,
        ),
        limit=top_k,
        relations=understood.relations,
        focus=understood.focus,
        stages=replace(stages, dedupe=False),
        by_document=True,
    )
    found = await ports.search.search(query)
    return {
        "ranked": [
            {
                "document": scored.passage.external_id,
                "chunk": scored.passage.chunk_id,
                "score": round(scored.score, 5),
            }
            for scored in found.passages
        ]
    }
