"""What every `GraphStore` does; an implementation inherits the suite and gives the fixture ``store``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.errors import NotFound, StoreError
from graph.model import SAME_AS, DocumentRecord, Entity, Extraction
from graph.ports import GraphStore
from tests.contract.drafts import TENANT, draft, entity, entity_id, relation_id, same, with_revision

HANOI = draft(
    "ha-noi.md",
    "[Hà Nội] là thủ đô của [Việt Nam].",
    "[Hà Nội] nằm bên [sông Hồng].",
    about="Hà Nội",
    states=[("Hà Nội", "CAPITAL_OF", "Việt Nam", 0), ("Hà Nội", "LOCATED_IN", "Việt Nam", 1)],
    aliases={"Hà Nội": ("Thăng Long", "Đông Đô")},
)
VIETNAM = draft(
    "viet-nam.md",
    "[Việt Nam] ở Đông Nam Á.",
    "Thủ đô của [Việt Nam] là [Hà Nội].",
    about="Việt Nam",
    states=[("Hà Nội", "CAPITAL_OF", "Việt Nam", 1)],
    confidence=0.95,
)
HUE = draft("hue.md", "[Huế] bên [sông Hương].", "[Việt Nam] có [Huế] và [Hà Nội].", about="Huế", source="sach")


async def put(store: GraphStore, *records: DocumentRecord) -> None:
    """Stages and commits."""
    await store.commit(await store.stage(records))


def chunk_ids(record: DocumentRecord) -> list[str]:
    """Ids of a record's chunks."""
    return [chunk.id for chunk in record.chunks]


def names(entities: list[Entity]) -> list[str]:
    """Names of entities."""
    return [found.name for found in entities]


class GraphStoreContract:
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

    async def test_entities_are_found_by_key_and_alias(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM)
        found = await store.find_entities(TENANT, ["hà nội", "thăng long", "ha noi", "nowhere"])
        assert {key: names(items) for key, items in found.items()} == {"hà nội": ["Hà Nội"], "thăng long": ["Hà Nội"]}
        assert found["hà nội"][0].aliases == ("Thăng Long", "Đông Đô")
        folded = await store.find_entities(TENANT, ["dong do", "viet nam"], folded=True)
        assert {key: names(items) for key, items in folded.items()} == {"dong do": ["Hà Nội"], "viet nam": ["Việt Nam"]}
        assert await store.find_entities("khác", ["hà nội"]) == {}

    async def test_entities_whose_key_is_unlike_their_name_are_found_by_both(self, store: GraphStore) -> None:
        record = draft("luat.md", "[Luật Thanh niên]")
        [named] = record.extraction.entities
        numbered = replace(named, key="57/2020/qh14")
        await put(store, replace(record, extraction=replace(record.extraction, entities=(numbered,))))
        found = await store.find_entities(TENANT, ["luật thanh niên", "57/2020/qh14"])
        assert {key: names(items) for key, items in found.items()} == {
            "luật thanh niên": ["Luật Thanh niên"],
            "57/2020/qh14": ["Luật Thanh niên"],
        }

    async def test_entities_are_searched_with_and_without_diacritics(self, store: GraphStore) -> None:
        record = draft("a.md", "[Hòa Bình], [Hoa Lư], [Hoà An], [Hòa Bình], [Đống Đa]")
        await put(store, record)
        assert names(await store.search_entities(TENANT, "hoà")) == ["Hòa Bình", "Hoà An"]
        assert sorted(names(await store.search_entities(TENANT, "HOA"))) == ["Hoa Lư", "Hoà An", "Hòa Bình"]
        assert names(await store.search_entities(TENANT, "dong da")) == ["Đống Đa"]
        assert names(await store.search_entities(TENANT, "binh hoa")) == ["Hòa Bình"]
        assert names(await store.search_entities(TENANT, "hoa", limit=1)) == ["Hòa Bình"]
        assert await store.search_entities(TENANT, '") OR (*') == []
        assert await store.search_entities("khác", "hoa") == []

    async def test_a_search_gives_the_exact_name_first_then_the_most_mentioned(self, store: GraphStore) -> None:
        await put(store, draft("a.md", "[Hòa Bình], [Hòa Bình], [Hòa], [Hoà], [Hoa], [Hoa Lư], [Hoa Lư], [Hoa Lư]"))
        assert names(await store.search_entities(TENANT, "hoa")) == ["Hoa", "Hoà", "Hoa Lư", "Hòa Bình"]
        assert names(await store.search_entities(TENANT, "hòa", limit=1)) == ["Hoà"]
        assert names(await store.search_entities(TENANT, "hoa", limit=1)) == ["Hoa"]

    async def test_namesakes_come_by_mentions_and_then_by_id(self, store: GraphStore) -> None:
        records = []
        for number, type_ in enumerate(("Place", "Person", "Work", "Work")):
            record = draft(f"{number}.md", "[Huế]")
            [named], [mention] = record.extraction.entities, record.extraction.mentions
            other = entity("Huế", type_=type_)
            found = replace(record.extraction, entities=(other,), mentions=(replace(mention, entity_id=other.id),))
            assert named.id != other.id
            records.append(replace(record, extraction=found))
        await put(store, *records)
        work, *rest = await store.search_entities(TENANT, "Huế")
        assert work.type == "Work"
        assert [found.id for found in rest] == sorted(entity("Huế", type_=t).id for t in ("Place", "Person"))

    async def test_the_name_to_show_is_the_most_given(self, store: GraphStore) -> None:
        upper = entity("HÀ NỘI").id
        assert upper == entity_id("Hà Nội")
        await put(store, draft("a.md", "[HÀ NỘI]"), draft("b.md", "[Hà Nội]"), draft("c.md", "[Hà Nội]"))
        [found] = await store.entities([upper])
        assert (found.name, found.aliases) == ("Hà Nội", ("HÀ NỘI",))
        await store.delete_documents(TENANT, [draft("a.md").document.id])
        [found] = await store.entities([upper])
        assert (found.name, found.aliases) == ("Hà Nội", ())

    async def test_mentions_come_from_documents_about_the_entity_first(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM, HUE)
        sites = await store.mentions([entity_id("Hà Nội")], 10)
        assert [site.document_id for site in sites] == [HANOI.document.id] * 2 + sorted(
            [VIETNAM.document.id, HUE.document.id], key=[s.document_id for s in sites].index
        )
        for site in sites:
            text = (await store.document(TENANT, site.document_id)).text
            assert text[site.start : site.end] == "Hà Nội"
        both = await store.mentions([entity_id("Hà Nội"), entity_id("Việt Nam")], 1)
        assert [(site.entity_id, site.document_id) for site in both] == [
            (entity_id("Hà Nội"), HANOI.document.id),
            (entity_id("Việt Nam"), VIETNAM.document.id),
        ]

    async def test_chunks_tell_what_they_name(self, store: GraphStore) -> None:
        await put(store, HUE)
        sites = await store.chunk_mentions(chunk_ids(HUE)[1:])
        assert [site.entity_id for site in sites] == [entity_id(n) for n in ("Việt Nam", "Huế", "Hà Nội")]

    async def test_subjects_and_documents_about_them(self, store: GraphStore) -> None:
        unmentioned = draft("khac.md", "Không nêu tên.", about="Đà Lạt")
        await put(store, HANOI, HUE, unmentioned)
        about = await store.documents_about([entity_id("Hà Nội"), entity_id("sông Hồng"), entity_id("Đà Lạt")])
        assert about == {entity_id("Hà Nội"): [HANOI.document.id]}
        subjects = await store.subjects([HUE.document.id, unmentioned.document.id])
        assert subjects == {HUE.document.id: entity_id("Huế")}

    async def test_links_lead_from_naming_to_named_documents(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM, HUE)
        links = await store.links_from([HUE.document.id, HANOI.document.id], 10)
        assert [(link.head_id, link.tail_id, link.position, link.count) for link in links] == [
            *sorted(
                [
                    (HUE.document.id, HANOI.document.id, 1, 1),
                    (HUE.document.id, VIETNAM.document.id, 1, 1),
                ],
                key=lambda link: link[1],
            ),
            (HANOI.document.id, VIETNAM.document.id, 0, 1),
        ]
        assert {link.chunk_id for link in links[:2]} == {chunk_ids(HUE)[1]}
        assert len(await store.links_from([HUE.document.id], 1)) == 1
        back = await store.links_to([VIETNAM.document.id], 10)
        assert [(link.head_id, link.entity_id, link.position) for link in back] == [
            (HANOI.document.id, entity_id("Việt Nam"), 0),
            (HUE.document.id, entity_id("Việt Nam"), 1),
        ]
        assert [link.head_id for link in await store.links_to([VIETNAM.document.id], 1)] == [HANOI.document.id]

    async def test_facts_come_with_their_best_sentence(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM)
        capital, located = await store.facts([entity_id("Hà Nội")])
        assert (capital.relation.type, capital.supports, capital.confidence) == ("CAPITAL_OF", 2, 0.95)
        assert capital.sentence == "Thủ đô của Việt Nam là Hà Nội."
        assert (capital.head.name, capital.tail.name) == ("Hà Nội", "Việt Nam")
        assert located.sentence == "Hà Nội nằm bên sông Hồng."
        assert await store.facts([entity_id("Hà Nội")], outgoing=False) == []
        assert len(await store.facts([entity_id("Việt Nam")], outgoing=False)) == 2
        [only] = await store.facts([entity_id("Việt Nam")], types=["LOCATED_IN"])
        assert only.relation.type == "LOCATED_IN"
        assert await store.facts([entity_id("Hà Nội")], types=[]) == []
        [best] = await store.facts([entity_id("Hà Nội"), entity_id("Việt Nam")], limit=1)
        assert best.relation == capital.relation

    async def test_all_evidence_of_a_relation_best_first(self, store: GraphStore) -> None:
        await put(store, HANOI, VIETNAM)
        shown = await store.evidence(relation_id("Hà Nội", "CAPITAL_OF", "Việt Nam"))
        assert [fact.confidence for fact in shown] == [0.95, 0.9]
        with pytest.raises(NotFound):
            await store.evidence(relation_id("Huế", "CAPITAL_OF", "Việt Nam"))

    async def test_a_group_is_one_entity_while_it_is_asserted(self, store: GraphStore) -> None:
        joins = draft("tp.md", "[TP.HCM] là [Sài Gòn].", "[Sài Gòn] đông dân.", states=[same("TP.HCM", "Sài Gòn")])
        about = draft("sg.md", "[Sài Gòn] ở [Nam Bộ].", about="Sài Gòn", states=[("Sài Gòn", "IN", "Nam Bộ", 0)])
        names_it = draft("nb.md", "[Nam Bộ] có [TP.HCM].", about="Nam Bộ")
        await put(store, about, names_it)
        assert await store.links_to([about.document.id], 10) == []
        await put(store, joins)
        found = await store.find_entities(TENANT, ["tp.hcm", "sài gòn"])
        assert found["tp.hcm"] == found["sài gòn"]
        [one] = found["tp.hcm"]
        assert {one.name, *one.aliases} == {"Sài Gòn", "TP.HCM"}
        assert len(await store.search_entities(TENANT, "tp hcm")) == 1
        assert len(await store.mentions([entity_id("TP.HCM")], 10)) == 5
        assert (await store.documents_about([entity_id("TP.HCM")])) == {entity_id("TP.HCM"): [about.document.id]}
        assert [f.relation.type for f in await store.facts([entity_id("TP.HCM")])] == ["IN"]
        assert [f.relation.type for f in await store.facts([entity_id("TP.HCM")], types=[SAME_AS])] == [SAME_AS]
        assert {link.head_id for link in await store.links_to([about.document.id], 10)} == {
            names_it.document.id,
            joins.document.id,
        }
        [link] = await store.links_from([joins.document.id], 10)
        assert (link.tail_id, link.count, link.position) == (about.document.id, 3, 0)
        assert {s.entity_id for s in await store.chunk_mentions(chunk_ids(joins)[:1])} == {one.id}
        await store.delete_documents(TENANT, [joins.document.id])
        apart = await store.find_entities(TENANT, ["tp.hcm", "sài gòn"])
        assert apart["tp.hcm"] != apart["sài gòn"]
        assert await store.links_from([names_it.document.id], 10) == []

    async def test_a_chain_of_assertions_breaks_where_its_evidence_goes(self, store: GraphStore) -> None:
        first = draft("1.md", "[A1] là [A2].", states=[same("A1", "A2")])
        second = draft("2.md", "[A2] là [A3].", states=[same("A2", "A3")])
        third = draft("3.md", "[A3] là [A4].", states=[same("A3", "A4")])
        await put(store, first, second, third)
        assert len((await store.find_entities(TENANT, ["a1"]))["a1"][0].aliases) == 3
        await put(store, draft("2.md", "[A2], [A3]"))
        found = await store.find_entities(TENANT, ["a1", "a4"])
        assert {found["a1"][0].name, *found["a1"][0].aliases} == {"A1", "A2"}
        assert {found["a4"][0].name, *found["a4"][0].aliases} == {"A3", "A4"}

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
