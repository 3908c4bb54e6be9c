"""Ports are opened once, shared, and closed by the last one to leave."""

from __future__ import annotations

import asyncio
import gc
import json
import shutil
import sys
import weakref
from pathlib import Path

import pytest
from pydantic import SecretStr

from agents.model_server import ModelServer
from app import wiring
from app.answering import agent_parts, open_runner
from app.index_state import check_index, drop_old_collections, note_index
from app.settings import Settings, load_settings
from app.wiring import open_ports
from graph.embedding.static import StaticEmbedder
from graph.errors import SettingsError, StoreBusy, StoreError
from graph.stores.edge import EdgeVectorStore
from graph.stores.lock import FolderLock
from graph.stores.sqlite import SqliteGraphStore
from tests.integration.conftest import run_vinagraph


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "store")


class OtherEmbedder(StaticEmbedder):
    """The static embedder under another name."""

    @property
    def fingerprint(self) -> str:
        return "other-1"


async def test_who_enters_while_the_ports_are_open_shares_them(settings: Settings) -> None:
    async with open_ports(settings, program="first") as first:
        async with open_ports(settings, program="second") as second:
            assert second is first
        assert (await first.graph.stats()).documents == 0  # the one that left closed nothing
        with pytest.raises(StoreBusy):
            FolderLock.acquire(settings.data_dir, "third")
    FolderLock.acquire(settings.data_dir, "third").release()


async def test_entering_at_the_same_time_opens_once(settings: Settings) -> None:
    async def enter() -> int:
        async with open_ports(settings) as ports:
            await asyncio.sleep(0.05)
            return id(ports)

    assert len(set(await asyncio.gather(*(enter() for _ in range(5))))) == 1


async def test_who_is_cancelled_twice_on_leaving_still_closes_the_ports(settings: Settings) -> None:
    entered = asyncio.Event()

    async def use() -> None:
        async with open_ports(settings):
            entered.set()
            await asyncio.sleep(60)

    user = asyncio.create_task(use())
    await entered.wait()
    async with wiring._open[asyncio.get_running_loop()][settings].turn:
        for _ in range(2):
            user.cancel()
            await asyncio.sleep(0.01)
    await asyncio.gather(user, return_exceptions=True)
    await asyncio.gather(*wiring._closings)
    FolderLock.acquire(settings.data_dir, "next").release()


async def test_who_comes_while_the_last_one_leaves_gets_ports_that_work(settings: Settings) -> None:
    async def enter(turn: int) -> None:
        await asyncio.sleep(turn * 0.02)
        async with open_ports(settings) as ports:
            assert await ports.vectors.count() == 0

    await asyncio.gather(*(enter(turn) for turn in range(12)))
    assert await asyncio.to_thread(lambda: "the loop's own threads still work")


async def test_a_failed_opening_leaves_nothing_open(settings: Settings) -> None:
    wrong = settings.model_copy(update={"graph_url": "mongodb://x"})
    for _ in range(2):
        with pytest.raises(SettingsError):
            async with open_ports(wrong):
                pytest.fail("opened")
    async with open_ports(settings) as ports:
        assert await ports.vectors.count() == 0


async def test_an_index_of_other_encoders_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    graph = await SqliteGraphStore.open(tmp_path / "graph.sqlite")
    vectors = await EdgeVectorStore.open(tmp_path / "vectors", StaticEmbedder().dimension, fingerprint="static")
    await check_index(graph, vectors, StaticEmbedder())
    await check_index(graph, vectors, StaticEmbedder())
    with pytest.raises(StoreError, match="vinagraph reindex"):
        await check_index(graph, vectors, OtherEmbedder())
    await vectors.close()
    await graph.close()


def test_an_index_that_is_gone_is_told_and_rebuilt(own_store: Path) -> None:
    shutil.rmtree(own_store / "vectors")
    gone = run_vinagraph(own_store, "ask", "Nguyễn Du mất ở đâu?").exception
    assert isinstance(gone, StoreError)
    assert "vinagraph reindex" in str(gone)
    assert run_vinagraph(own_store, "reindex").exit_code == 0
    assert "Huế" in run_vinagraph(own_store, "ask", "Nguyễn Du mất ở đâu?", "--quiet").stdout


def collections(store: Path) -> int:
    """How many collections the index has."""
    return len(list((store / "vectors").glob("*/shard")))


async def test_the_collection_of_an_old_embedder_goes_when_the_new_one_is_active(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(data_dir=tmp_path / "store")
    async with open_ports(settings) as ports:
        assert await ports.vectors.other_collections() == []
    monkeypatch.setattr("app.wiring.open_embedder", lambda _: OtherEmbedder())
    with pytest.raises(StoreError, match="vinagraph reindex"):
        async with open_ports(settings):
            pytest.fail("opened")
    async with open_ports(settings, stale_index=True) as ports:  # as `reindex` does, killed before its end
        await drop_old_collections(ports.graph, ports.vectors, ports.embedder)
        assert collections(settings.data_dir) == 2  # the old one still answers
    with monkeypatch.context() as back:
        back.setattr("app.wiring.open_embedder", lambda _: StaticEmbedder())
        async with open_ports(settings):  # back to the old embedder: what was half filled goes
            assert collections(settings.data_dir) == 1
    async with open_ports(settings, stale_index=True) as ports:
        await note_index(ports.graph, ports.embedder)  # killed just after the move
        assert collections(settings.data_dir) == 2
    async with open_ports(settings) as ports:
        assert collections(settings.data_dir) == 1
        assert await ports.vectors.count() == 0


async def test_a_collection_of_another_store_in_the_same_folder_is_left_alone(own_store: Path) -> None:
    embedder = OtherEmbedder()
    other = await EdgeVectorStore.open(own_store / "vectors", embedder.dimension, fingerprint=embedder.fingerprint)
    await other.close()
    told = json.loads((await asyncio.to_thread(run_vinagraph, own_store, "doctor", "--json")).stdout)
    assert told["problem"] == ""
    assert [Path(folder).name.split("-")[0] for folder in told["other_collections"]] == ["other"]
    shown = await asyncio.to_thread(run_vinagraph, own_store, "doctor")
    assert "Not used by this store" in shown.stdout


def test_reindex_takes_over_an_index_of_other_encoders(own_store: Path) -> None:
    async def pretend() -> None:
        graph = await SqliteGraphStore.open(own_store / "graph.sqlite")
        await graph.set_meta("vector_fingerprint", "other-1")
        await graph.close()

    asyncio.run(pretend())
    refused = run_vinagraph(own_store, "ask", "Ai?").exception
    assert isinstance(refused, StoreError)
    assert run_vinagraph(own_store, "reindex").exit_code == 0
    assert json.loads(run_vinagraph(own_store, "doctor", "--json").stdout)["problem"] == ""


def test_the_figures_of_questions_with_expected_answers(sample_store: Path, tmp_path: Path) -> None:
    rows = [
        {
            "id": "right",
            "question": "Nguyễn Du mất ở đâu?",
            "kind": "fact",
            "answers": ["Huế"],
            "documents": ["van-hoc/nguyen-du.md"],
        },
        {
            "id": "wrong",
            "question": "Nguyễn Du mất ở đâu?",
            "kind": "fact",
            "answers": ["Vinh"],
            "documents": ["dia-ly/nowhere.md"],
        },
        {"id": "refused", "question": "Giá vé máy bay đi Tokyo là bao nhiêu?", "kind": "unanswerable"},
    ]
    questions = tmp_path / "q.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    shown = run_vinagraph(sample_store, "eval", "samples", "--questions", str(questions), "--failures").stdout
    [fact, unanswerable, everything] = [line.split() for line in shown.splitlines()[-7:] if "%" in line][-3:]
    assert fact[:6] == ["fact", "2", "50.0", "%", "50.0", "%"]
    assert (unanswerable[0], unanswerable[-2]) == ("unanswerable", "100.0")
    assert everything[1] == "3"
    assert "wrong: recall 0.0" in shown
    assert "expected: Vinh" in shown


async def test_models_have_the_time_that_the_settings_give_them(tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/v1"
    slow = load_settings(
        data_dir=tmp_path, model_timeout_s=60.0, checker_url=url, checker_model="m", analyst_url=url, analyst_model="m"
    )
    async with open_ports(slow) as ports:
        limits = agent_parts(ports).limits
    assert limits.check_s > 60
    assert limits.understand_s > 60


async def test_a_round_has_the_time_that_the_settings_give_it(tmp_path: Path) -> None:
    async with open_ports(load_settings(data_dir=tmp_path, answer_timeout_s=900.0)) as ports:
        assert agent_parts(ports).limits.answer_s == 900


def test_each_part_has_its_own_server_and_key() -> None:
    settings = load_settings(
        writer_url="http://a/v1", writer_model="w", writer_api_key="secret", checker_model="c", model_timeout_s=5.0
    )
    assert settings.writer == ModelServer("http://a/v1", "w", SecretStr("secret"), 5.0)
    assert settings.checker == ModelServer("lexical:", "c", SecretStr(""), 5.0)
    assert settings.analyst == ModelServer("rules:", timeout_s=5.0)
    assert "secret" not in repr(settings.writer)


async def test_threads_and_garbage_hold_up_the_loop_little_while_anything_is_open(tmp_path: Path) -> None:
    before = (sys.getswitchinterval(), gc.get_threshold(), gc.get_freeze_count())

    def kept() -> bool:
        return round(sys.getswitchinterval(), 6) == 0.001 and gc.get_threshold()[2] == 1_000

    async with open_ports(load_settings(data_dir=tmp_path / "one")):
        async with open_ports(load_settings(data_dir=tmp_path / "two")):
            assert kept()
        assert kept()
        assert gc.get_freeze_count() > 10_000
    assert (sys.getswitchinterval(), gc.get_threshold()) == before[:2]
    if not before[2]:  # a server of other tests in this process keeps what is frozen
        assert gc.get_freeze_count() == 0


async def test_all_garbage_is_collected_while_no_answer_is_waited_for_and_not_before(tmp_path: Path) -> None:
    generations: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            generations.append(info["generation"])

    settings = load_settings(data_dir=tmp_path)
    async with open_runner(settings, may_be_empty=True) as runner:
        gc.callbacks.append(note)
        try:
            events = runner.answer("Huế ở đâu?")
            await anext(events)
            await anext(events)
            for _ in range(200):
                gc.collect(1)
            held: list[list[int]] = [
                [] for _ in range(20_000)
            ]  # what more is needed for the interpreter to collect of itself
            assert len(held) > 0
            assert 2 not in generations
            async for _ in events:
                assert 2 not in generations
            assert generations.count(2) == 1
        finally:
            gc.callbacks.remove(note)


async def test_garbage_is_not_kept_for_good(tmp_path: Path) -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    gc.disable()
    try:
        garbage = weakref.ref(Ring())
        async with open_ports(load_settings(data_dir=tmp_path)):
            assert garbage() is None
    finally:
        gc.enable()
