"""What every `GraphStore` does; an implementation inherits the suite and gives the fixture ``store``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.errors import NotFound, StoreError
from graph.model import DocumentRecord, Extraction
from graph.ports import GraphStore
from tests.contract.drafts import TENANT, draft, entity, entity_id, relation_id, with_revision
from tests.contract.graph_store_entities import EntityContract
from tests.contract.world import HANOI, HUE, VIETNAM, chunk_ids, names, put


class GraphStoreContract(EntityContract):
    """The suite; each test gets an empty store."""

    async def test_what_is_staged_is_not_visible(self, store: GraphStore) -> None:
        staged = await store.stage([HANOI])
        assert [revision.number for revision in staged] == [1]
        assert await store.passages(chunk_ids(HANOI)) == []
        assert await store.find_entities(TENANT, ["hà nội"]) == {}
        await store.commit(staged)
        assert [p.text for p in await store.passages(chunk_ids(HANOI))] == [
            "Hà Nội là thủ đô của Việt Nam.",
            "Hà Nội nằm bên sông Hồng.",
        ]

    async def test_a_record_comes_back_as_it_was_given(self, store: GraphStore) -> None:
        given = [HANOI, VIETNAM, HUE]
        await put(store, *given)
        expected = sorted((with_revision(record, 1) for record in given), key=lambda r: r.document.id)
        back = [with_revision(record, record.document.revision) for record in await store.records()]
        assert back == expected
        after = await store.records(TENANT, after=expected[0].document.id, limit=1)
        assert [record.document.uri for record in after] == [expected[1].document.uri]

    async def test_passages_of_a_long_text_are_its_spans(self, store: GraphStore) -> None:
        paragraphs = [f"Đoạn {n}: " + "nước Việt là một, 𝄞 " * (n % 7 * 40) for n in range(40)]
        record = draft("dai.txt", *paragraphs)
        await put(store, record)
        ids = list(reversed(chunk_ids(record)))
        assert [p.text for p in await store.passages(ids)] == list(reversed(paragraphs))
        assert (await store.document(TENANT, "dai.txt")).text == record.document.text

    async def test_passages_keep_the_order_asked_and_leave_out_unknown_ones(self, store: GraphStore) -> None:
        await put(store, HANOI, HUE)
        asked = [chunk_ids(HUE)[1], entity_id("nowhere"), chunk_ids(HANOI)[0]]
        assert [p.chunk_id for p in await store.passages(asked)] == [asked[0], asked[2]]
        first = await store.passages_of([HUE.document.id, HANOI.document.id], 1)
        assert [p.chunk_id for p in first] == [chunk_ids(HUE)[0], chunk_ids(HANOI)[0]]
        assert first[0].source == "sach"
        assert [c.id for c in await store.document_chunks(HUE.document.id)] == chunk_ids(HUE)

    async def test_what_changes_the_current_documents_is_counted(self, store: GraphStore) -> None:
        before = await store.changes()
        staged = await store.stage([HANOI])
        await store.set_meta("k", "v")
        assert await store.changes() == before
        await store.commit(staged)
        after = await store.changes()
        assert after > before
        await store.delete_documents(TENANT, [HANOI.document.id])
        assert await store.changes() > after

    async def test_a_changed_document_is_replaced(self, store: GraphStore) -> None:
        await put(store, HANOI)
        changed = draft("ha-noi.md", "[Hà Nội] có [hồ Tây].", about="Hà Nội")
        staged = await store.stage([changed])
        assert staged[0].number == 2
        assert len(await store.passages(chunk_ids(HANOI))) == 2  # the old one answers until the commit
        await store.commit(staged)
        assert await store.passages(chunk_ids(HANOI)) == []
        assert names(await store.entities([entity_id("Hà Nội"), entity_id("Việt Nam"), entity_id("hồ Tây")])) == [
            "Hà Nội",
            "hồ Tây",
        ]
        assert sorted(await store.outbox()) == sorted(chunk_ids(HANOI))
        await store.clear_outbox(chunk_ids(HANOI))
        assert await store.outbox() == []

    async def test_a_new_reading_of_the_same_text_keeps_its_chunk_ids(self, store: GraphStore) -> None:
        await put(store, HANOI)
        again = draft("ha-noi.md", "[Hà Nội] là thủ đô của Việt Nam.", "Hà Nội nằm bên [sông Hồng].", fingerprint="f2")
        assert chunk_ids(again) == chunk_ids(HANOI)
        await put(store, again)
        assert await store.outbox() == []
        assert (await store.document_states(TENANT, ["ha-noi.md"]))["ha-noi.md"].fingerprint == "f2"
        assert (await store.stats()).mentions == 2
        assert (await store.stats()).relations == 0

    async def test_what_was_read_before_a_change_is_read_anew(self, store: GraphStore) -> None:
        """A store may keep what it read; nobody must meet it once it is no longer so."""

        async def seen() -> tuple[object, ...]:
            return (
                [passage.title for passage in await store.passages(chunk_ids(HUE))],
                names((await store.find_entities(TENANT, ["huế"])).get("huế", [])),
                await store.documents_about([entity_id("Huế")]),
                {link.tail_id for link in await store.links_from([HUE.document.id], 5)},
                {link.head_id for link in await store.links_to([HANOI.document.id], 5)},
                [fact.confidence for fact in await store.facts([entity_id("Hà Nội")], types=["CAPITAL_OF"])],
            )

        hue, hanoi, vietnam = (record.document.id for record in (HUE, HANOI, VIETNAM))
        about = {entity_id("Huế"): [hue]}
        assert await seen() == ([], [], {}, set(), set(), [])
        await put(store, HUE)
        assert await seen() == ([HUE.document.title] * 2, ["Huế"], about, set(), set(), [])
        await put(store, replace(HUE, document=replace(HUE.document, title="Cố đô", fingerprint="f2")), HANOI)
        assert await seen() == (["Cố đô"] * 2, ["Huế"], about, {hanoi}, {hue}, [0.9])
        await put(store, VIETNAM)
        assert await seen() == (["Cố đô"] * 2, ["Huế"], about, {vietnam, hanoi}, {vietnam, hue}, [0.95])
        await store.delete_documents(TENANT, [hue])
        assert await seen() == ([], [], {}, set(), {vietnam}, [0.95])

    async def test_ids_that_come_back_do_not_leave_the_vector_store(self, store: GraphStore) -> None:
        await put(store, HANOI)
        await store.delete_documents(TENANT, [HANOI.document.id])
        staged = await store.stage([HANOI])
        assert await store.outbox() == []
        await store.commit(staged)
        assert await store.outbox() == []

    async def test_the_last_of_a_batch_wins(self, store: GraphStore) -> None:
        second = draft("ha-noi.md", "[Hà Nội] xưa là [Thăng Long].")
        staged = await store.stage([HANOI, second])
        assert len(staged) == 1
        await store.commit(staged)
        assert (await store.document(TENANT, "ha-noi.md")).text == second.document.text

    async def test_an_older_revision_does_not_replace_a_newer(self, store: GraphStore) -> None:
        older = await store.stage([HANOI])
        changed = draft("ha-noi.md", "[Hà Nội] có [hồ Tây].")
        await put(store, changed)
        await store.commit(older)
        assert (await store.document(TENANT, "ha-noi.md")).text == changed.document.text
        assert sorted(await store.outbox()) == sorted(chunk_ids(HANOI))

    async def test_what_was_never_committed_is_undone(self, store: GraphStore) -> None:
        await put(store, HANOI)
        again = draft("ha-noi.md", "[Hà Nội] là thủ đô của Việt Nam.", "Hà Nội nằm bên [sông Hồng].", fingerprint="f2")
        staged = await store.stage([again, HUE])
        assert [with_revision(record, 1) for record in await store.half_replaced()] == [with_revision(HANOI, 1)]
        assert await store.recover() == 2
        assert await store.half_replaced() == []
        assert sorted(await store.outbox()) == sorted(chunk_ids(HUE))  # the others are current too
        assert await store.recover() == 0
        with pytest.raises(StoreError, match="not staged"):
            await store.commit(staged)
        assert (await store.stats()).documents == 1

    async def test_deleting_leaves_exactly_what_others_support(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM, HUE)
        assert await store.delete_documents(TENANT, [HANOI.document.id, entity_id("nowhere")]) == 1
        assert await store.delete_documents("khác", [HUE.document.id]) == 0
        left = await store.stats()
        assert (left.documents, left.chunks, left.entities, left.mentions) == (2, 4, 4, 8)
        assert left.relations_by_type == {"CAPITAL_OF": 1}
        [fact] = await store.evidence(relation_id("Hà Nội", "CAPITAL_OF", "Việt Nam"))
        assert (fact.supports, fact.document_id) == (1, VIETNAM.document.id)
        assert await store.search_entities(TENANT, "Thăng Long") == []  # only the deleted one said so
        assert await store.entities([entity_id("sông Hồng")]) == []
        await store.delete_documents(TENANT, [VIETNAM.document.id, HUE.document.id])
        assert await store.stats() == await store.stats("nobody")
        assert await store.records() == []

    async def test_a_record_that_points_outside_itself_is_refused(self, store: GraphStore) -> None:
        broken = DocumentRecord(HUE.document, HUE.chunks, HANOI.extraction)
        with pytest.raises(StoreError, match=r"hue\.md"):
            await store.stage([broken])
        assert await store.recover() == 0

    async def test_documents_with_a_band_in_common_are_found(self, store: GraphStore) -> None:
        values = np.arange(64, dtype="<u4")
        nearly, other = values.copy(), values + 1000
        nearly[:8] = 0  # in the first of five bands
        signed = replace(HANOI, signature=values.tobytes())
        await put(store, signed, replace(HUE, signature=other.tobytes()), VIETNAM)
        [first, second, third] = await store.alike(TENANT, [nearly.tobytes(), b"", (values + 5000).tobytes()])
        assert [(found.uri, found.source, found.signature) for found in first] == [
            ("ha-noi.md", "thu", values.tobytes())
        ]
        assert second == third == []
        assert await store.alike("khác", [values.tobytes()]) == [[]]
        assert {r.signature for r in await store.records()} == {values.tobytes(), other.tobytes(), b""}
        await put(store, HANOI)
        assert await store.alike(TENANT, [values.tobytes()]) == [[]]
        await store.delete_documents(TENANT, [HUE.document.id])
        assert await store.alike(TENANT, [other.tobytes()]) == [[]]

    async def test_an_empty_mention_is_refused(self, store: GraphStore) -> None:
        mention = replace(HUE.extraction.mentions[0], end=HUE.extraction.mentions[0].start)
        with pytest.raises(StoreError, match=r"hue\.md.*empty"):
            await store.stage([replace(HUE, extraction=replace(HUE.extraction, mentions=(mention,)))])

    async def test_what_a_document_implies_is_known_without_a_mention(self, store: GraphStore) -> None:
        extraction = replace(HANOI.extraction, mentions=())
        await put(store, replace(HANOI, extraction=extraction), HUE)
        stats = await store.stats()
        assert stats.mentions == len(HUE.extraction.mentions)
        assert await store.documents_about([entity_id("Hà Nội")]) == {entity_id("Hà Nội"): [HANOI.document.id]}
        assert len(await store.facts([entity_id("Hà Nội")])) == 2
        assert [link.tail_id for link in await store.links_to([HANOI.document.id], 5)] == [HANOI.document.id]
        assert [link.head_id for link in await store.links_to([HANOI.document.id], 5)] == [HUE.document.id]
        alone = draft("da-lat.md", "Nơi này lạnh.", about="Đà Lạt")
        given = Extraction(entities=(entity("Đà Lạt"),))
        await put(store, replace(alone, extraction=given))
        assert names(await store.search_entities(TENANT, "da lat")) == ["Đà Lạt"]
        [record] = [r for r in await store.records() if r.document.id == alone.document.id]
        assert record.extraction == given
        await store.delete_documents(TENANT, [alone.document.id])
        assert await store.search_entities(TENANT, "da lat") == []

    async def test_documents_are_found_by_id_uri_and_external_id(self, store: GraphStore) -> None:
        await put(store, HANOI)
        for reference in (HANOI.document.id, "ha-noi.md", "id-ha-noi.md"):
            found = await store.document(TENANT, reference)
            assert found.title == "Hà Nội"
            assert found.revision == 1
        with pytest.raises(NotFound, match="hue"):
            await store.document(TENANT, "hue.md")
        with pytest.raises(NotFound):
            await store.document("khác", "ha-noi.md")

    async def test_documents_are_listed_by_title(self, store: GraphStore) -> None:
        await put(store, HUE, VIETNAM, HANOI)
        assert [d.title for d in await store.documents(TENANT)] == ["Huế", "Hà Nội", "Việt Nam"]
        assert [d.title for d in await store.documents(TENANT, offset=1, limit=1)] == ["Hà Nội"]
        assert [d.uri for d in await store.documents(TENANT, source="sach")] == ["hue.md"]
        assert [d.title for d in await store.documents(TENANT, query="ha noi")] == ["Hà Nội"]
        assert [d.title for d in await store.documents(TENANT, query="viet-nam.md")] == ["Việt Nam"]
        assert await store.documents(TENANT, query='"*') == []
        [summary] = await store.documents(TENANT, query="Huế")
        assert (summary.chunks, summary.characters) == (2, len(HUE.document.text))
        assert await store.source_uris(TENANT, "thu") == {"ha-noi.md", "viet-nam.md"}
        states = await store.document_states(TENANT, ["hue.md", "nowhere.md"])
        assert list(states) == ["hue.md"]
        assert states["hue.md"].content_hash == HUE.document.content_hash

    async def test_documents_of_an_instrument_are_found_by_its_number_and_by_its_beginning(
        self, store: GraphStore
    ) -> None:
        def law(uri: str, instrument: str | None, tenant: str = TENANT) -> DocumentRecord:
            record = draft(uri, "Điều 1.", tenant=tenant)
            return replace(record, document=replace(record.document, instrument=instrument))

        first, second = law("a.md", "38/2022/NĐ-CP"), law("b.md", "38/2022/NĐ-CP")
        others = [law("c.md", "138/2022/NĐ-CP"), law("d.md", "38/2022/TT-BTC"), law("e.md", None)]
        await put(store, second, first, *others, law("a.md", "38/2022/NĐ-CP", tenant="khác"))
        ids = [first.document.id, second.document.id]
        assert await store.instrument_documents(TENANT, "38/2022/NĐ-CP") == ids
        assert await store.instrument_documents(TENANT, "38/2022") == [*ids, others[1].document.id]
        assert await store.instrument_documents(TENANT, "38/20") == []

    async def test_tenants_do_not_see_each_other(self, store: GraphStore) -> None:
        other = draft("ha-noi.md", "[Hà Nội] của người khác.", about="Hà Nội", tenant="minh")
        await put(store, HANOI, other)
        assert (await store.document("minh", "ha-noi.md")).text != (await store.document(TENANT, "ha-noi.md")).text
        assert (await store.stats("minh")).entities_by_type == {"Concept": 1}
        assert [r.document.tenant for r in await store.records("minh")] == ["minh"]
        assert len(await store.search_entities(TENANT, "hà nội")) == 1
        assert await store.links_from([other.document.id], 10) == []
        await store.delete_documents("minh", [other.document.id])
        assert (await store.stats()).documents == 1

    async def test_stats_count_what_is_current(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM)
        await store.stage([HUE])
        stats = await store.stats(TENANT)
        assert (stats.documents, stats.chunks, stats.entities, stats.mentions) == (2, 4, 3, 7)
        assert (stats.relations, stats.evidence) == (2, 3)
        assert stats.relations_by_type == {"CAPITAL_OF": 1, "LOCATED_IN": 1}

    async def test_meta_values_are_kept(self, store: GraphStore) -> None:
        assert await store.get_meta("vectors") is None
        await store.set_meta("vectors", "static:1")
        await store.set_meta("vectors", "static:2")
        assert await store.get_meta("vectors") == "static:2"
