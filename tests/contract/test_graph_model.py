"""Random histories against a plain model: nothing orphaned, nothing dangling, groups right, index in step."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from graph.model import SAME_AS, DocumentRecord
from graph.results import Revision
from graph.stores.sqlite import SqliteGraphStore
from tests.contract.drafts import TENANT, Stated, draft, entity, entity_id, relation_id

NAMES = ("An", "Bình", "Chi", "Dũng", "Hòa", "Lan")
URIS = ("a", "b", "c", "d")
T = TypeVar("T")
TYPES = (SAME_AS, SAME_AS, "KNOWS")


@st.composite
def drafts(draw: st.DrawFn) -> DocumentRecord:
    """A document of up to three paragraphs over a few names, so that documents share what they support."""
    paragraphs = draw(st.lists(st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=3))
    states: list[Stated] = []
    for ordinal, named in enumerate(paragraphs):
        if len(set(named)) > 1:
            states.append((named[0], draw(st.sampled_from(TYPES)), named[-1], ordinal))
    return draft(
        draw(st.sampled_from(URIS)),
        *(" ".join(f"[{name}]" for name in named) + f" {len(named)}" for named in paragraphs),
        about=draw(st.none() | st.sampled_from(NAMES)),
        states=states,
        aliases={name: (f"bí danh {name}",) for name in draw(st.sets(st.sampled_from(NAMES), max_size=2))},
        fingerprint=draw(st.sampled_from(("f1", "f2"))),
    )


class GraphHistory(RuleBasedStateMachine):
    """The store and the model side by side; ``vectors`` stands for the vector store."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "graph.sqlite"
        self.runner = asyncio.Runner()
        self.store = self.run(SqliteGraphStore.open(self.path))
        self.current: dict[str, tuple[DocumentRecord, int]] = {}
        self.staged: dict[Revision, DocumentRecord] = {}
        self.vectors: set[str] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Result of a coroutine."""
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()
        self.folder.cleanup()

    @rule(records=st.lists(drafts(), min_size=1, max_size=3))
    def stage(self, records: list[DocumentRecord]) -> None:
        last = {record.document.id: record for record in records}
        for revision in self.run(self.store.stage(records)):
            self.staged[revision] = last[revision.document_id]
            self.vectors |= {chunk.id for chunk in last[revision.document_id].chunks}

    @precondition(lambda self: self.current)
    @rule(data=st.data())
    def stage_the_same_text_again(self, data: st.DataObject) -> None:
        document_id = data.draw(st.sampled_from(sorted(self.current)))
        given = self.current[document_id][0]
        again = replace(given, document=replace(given.document, fingerprint="f3"))
        [revision] = self.run(self.store.stage([again]))
        self.staged[revision] = again

    @precondition(lambda self: self.staged)
    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        order = sorted(self.staged, key=lambda revision: (revision.number, revision.document_id))
        chosen = data.draw(st.lists(st.sampled_from(order), min_size=1, unique=True))
        self.run(self.store.commit(chosen))
        for revision in sorted(chosen, key=lambda revision: revision.number):
            record = self.staged.pop(revision)
            if self.current.get(record.document.id, (record, 0))[1] < revision.number:
                self.current[record.document.id] = (record, revision.number)

    @rule(uris=st.sets(st.sampled_from(URIS), min_size=1))
    def delete(self, uris: set[str]) -> None:
        ids = [draft(uri).document.id for uri in sorted(uris)]
        known = sum(self.current.pop(document_id, None) is not None for document_id in ids)
        assert self.run(self.store.delete_documents(TENANT, ids)) == known

    @rule()
    def restart(self) -> None:
        self.run(self.store.close())
        self.store = self.run(SqliteGraphStore.open(self.path))
        assert self.run(self.store.recover()) == len(self.staged)
        self.staged.clear()

    @rule()
    def empty_outbox(self) -> None:
        leaving = self.run(self.store.outbox())
        self.vectors -= set(leaving)
        self.run(self.store.clear_outbox(leaving))
        kept = [record for record, _ in self.current.values()] + list(self.staged.values())
        assert self.vectors == {chunk.id for record in kept for chunk in record.chunks}

    @invariant()
    def counts_are_those_of_the_current_documents(self) -> None:
        records = [record for record, _ in self.current.values()]
        stats = self.run(self.store.stats())
        extractions = [record.extraction for record in records]
        assert stats.documents == len(records)
        assert stats.chunks == sum(len(record.chunks) for record in records)
        assert stats.entities == len({e.id for extraction in extractions for e in extraction.entities})
        assert stats.mentions == sum(len(extraction.mentions) for extraction in extractions)
        assert stats.relations == len({r.id for extraction in extractions for r in extraction.relations})
        assert stats.evidence == sum(len(extraction.evidence) for extraction in extractions)

    @invariant()
    def entities_and_groups_are_right(self) -> None:
        groups = self._groups()
        mentions = Counter(m.entity_id for record, _ in self.current.values() for m in record.extraction.mentions)
        given: dict[str, set[str]] = {}
        for record, _ in self.current.values():
            for item in record.extraction.entities:
                given.setdefault(item.id, set()).update({item.name, *item.aliases})
        found = self.run(self.store.find_entities(TENANT, [entity(name).key for name in NAMES]))
        for name in NAMES:
            own = entity_id(name)
            if own not in given:
                assert entity(name).key not in found
                continue
            [one] = found[entity(name).key]
            assert one.id == min(groups[own])
            assert {one.name, *one.aliases} == set().union(*(given[member] for member in groups[own]))
            sites = self.run(self.store.mentions([own], 1000))
            assert len(sites) == sum(mentions[member] for member in groups[own])

    def _groups(self) -> dict[str, set[str]]:
        groups = {entity_id(name): {entity_id(name)} for name in NAMES}
        for record, _ in self.current.values():
            for relation in record.extraction.relations:
                if relation.type == SAME_AS:
                    joined = groups[relation.head_id] | groups[relation.tail_id]
                    groups.update(dict.fromkeys(joined, joined))
        return groups

    @invariant()
    def facts_have_their_evidence(self) -> None:
        supports = Counter(item.relation_id for r, _ in self.current.values() for item in r.extraction.evidence)
        facts = self.run(self.store.facts([entity_id(name) for name in NAMES], types=[SAME_AS, "KNOWS"], limit=1000))
        assert {fact.relation.id: fact.supports for fact in facts} == dict(supports)
        for head in NAMES[:2]:
            wanted = relation_id(head, "KNOWS", "Chi")
            if wanted in supports:
                assert len(self.run(self.store.evidence(wanted))) == supports[wanted]

    @invariant()
    def the_file_is_sound(self) -> None:
        connection = sqlite3.connect(self.path)
        try:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            orphans = "SELECT count(*) FROM mentions WHERE entity NOT IN (SELECT id FROM entities)"
            assert connection.execute(orphans).fetchone() == (0,)
            words = "SELECT (SELECT count(*) FROM name_words) - (SELECT count(*) FROM names)"
            assert connection.execute(words).fetchone() == (0,)
        finally:
            connection.close()


TestGraphHistory = GraphHistory.TestCase
TestGraphHistory.settings = settings(
    max_examples=30, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
