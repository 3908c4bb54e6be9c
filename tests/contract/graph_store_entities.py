"""What every `GraphStore` tells of entities, links and facts; a part of `tests.contract.graph_store`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.errors import NotFound
from graph.model import SAME_AS
from graph.ports import GraphStore
from tests.contract.drafts import TENANT, draft, entity, entity_id, relation_id, same
from tests.contract.world import HANOI, HUE, VIETNAM, chunk_ids, names, put


class EntityContract:
    """The part of the suite; each test gets an empty store."""

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

    async def test_a_search_goes_page_by_page_and_by_type(self, store: GraphStore) -> None:
        await put(store, draft("a.md", "[Hòa Bình], [Hòa Bình], [Hòa], [Hoà An], [Hoa Lư], [Hoa Lư], [Hoa Lư]"))
        whole = await store.search_entities(TENANT, "hoa")
        pages = [await store.search_entities(TENANT, "hoa", 2, offset=offset) for offset in (0, 2, 4)]
        assert [found for page in pages for found in page] == whole
        assert len(whole) == 4
        assert await store.search_entities(TENANT, "hoa", types=[whole[0].type, "Work"]) == whole
        assert await store.search_entities(TENANT, "hoa", types=["Work"]) == []

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

    async def test_facts_of_an_entity_come_page_by_page(self, store: GraphStore) -> None:
        states = [("Huế", kind, f"Nơi {n}", 0) for n in range(5) for kind in ("BORDERS", "NEAR")]
        states += [(f"Nơi {n}", "IN", "Huế", 0) for n in range(3)]
        places = ", ".join(f"[Nơi {n}]" for n in range(5))
        await put(store, draft("a.md", f"[Huế] gần {places}.", states=states))
        hue = entity_id("Huế")
        assert await store.fact_counts(hue) == {"BORDERS": 5, "NEAR": 5, "IN": 3}
        assert await store.fact_counts(hue, outgoing=False) == {"IN": 3}
        assert await store.fact_counts(entity_id("nowhere")) == {}
        pages = [await store.facts_page(hue, offset=offset, limit=4) for offset in (0, 4, 8, 12, 16)]
        assert [len(page) for page in pages] == [4, 4, 4, 1, 0]
        paged = [fact for page in pages for fact in page]
        assert sorted(paged, key=lambda f: f.relation.id) == sorted(
            await store.facts([hue]), key=lambda f: f.relation.id
        )
        near = await store.facts_page(hue, types=["NEAR", "IN"], incoming=False)
        assert [fact.relation.type for fact in near] == ["NEAR"] * 5
        assert await store.facts_page(hue, incoming=False, outgoing=False) == []

    async def test_facts_of_a_group_are_those_of_its_members(self, store: GraphStore) -> None:
        joins = draft("tp.md", "[TP.HCM] là [Sài Gòn].", states=[same("TP.HCM", "Sài Gòn")])
        about = draft("sg.md", "[Sài Gòn] ở [Nam Bộ].", states=[("Sài Gòn", "IN", "Nam Bộ", 0)])
        await put(store, joins, about)
        assert await store.fact_counts(entity_id("TP.HCM")) == {"IN": 1}
        assert [fact.tail.name for fact in await store.facts_page(entity_id("TP.HCM"))] == ["Nam Bộ"]
        [joined] = await store.facts_page(entity_id("TP.HCM"), types=[SAME_AS])
        assert joined.relation.type == SAME_AS

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
