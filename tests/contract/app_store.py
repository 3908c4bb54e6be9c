"""What every `AppStore` does; an implementation inherits the suite and gives the fixture ``store``, empty."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.ports import Answer, ApiKey, AppStore, Feedback, Job, JobReject, JobState, Role, RunState
from graph.errors import NotFound, StoreError

NOW = datetime(2026, 11, 21, 9, 30, 15, 123457, tzinfo=UTC)
OURS, THEIRS = "công ty", "bên kia"


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def key(key_id: str, tenant: str = OURS, minutes: int = 0) -> ApiKey:
    return ApiKey(key_id, f"khóa {key_id}", Role.WRITE, tenant, at(minutes))


def job(job_id: str, tenant: str = OURS, state: JobState = JobState.QUEUED, minutes: int = 0) -> Job:
    return Job(job_id, tenant, state, f"uploads/{job_id}", '{"source": "luật"}', at(minutes))


def judgement(run: str, rating: int = 1, tenant: str = OURS, minutes: int = 0) -> Feedback:
    return Feedback(f"f-{run}-{rating}", tenant, run, rating, "Đúng chỗ tôi cần.", at(minutes))


async def say(store: AppStore, thread: str, question: str, minutes: int = 0, tenant: str = OURS) -> None:
    answer = Answer(f"run-{thread}-{minutes}", RunState.DONE, at(minutes), f"Trả lời: {question}", '["ơ"]')
    await store.add_turn(tenant, thread, question, answer)


class KeyStoreContract:
    """Keys."""

    async def test_a_key_comes_back_with_its_digest(self, store: AppStore) -> None:
        await store.add_key(key("a"), b"\x00\xff digest")
        assert await store.find_key("a") == (key("a"), b"\x00\xff digest")
        assert await store.find_key("A") is None
        assert await store.find_key("") is None

    async def test_a_taken_id_is_refused_and_the_first_key_stays(self, store: AppStore) -> None:
        await store.add_key(key("a"), b"1")
        with pytest.raises(StoreError):
            await store.add_key(key("a", THEIRS), b"2")
        assert await store.find_key("a") == (key("a"), b"1")

    async def test_keys_are_listed_oldest_first_for_all_or_one_tenant(self, store: AppStore) -> None:
        for given in (key("b", minutes=2), key("a", THEIRS, minutes=1), key("c")):
            await store.add_key(given, b"x")
        assert [found.id for found in await store.keys()] == ["c", "a", "b"]
        assert [found.id for found in await store.keys(OURS)] == ["c", "b"]
        assert list(await store.keys("không ai")) == []

    async def test_a_key_is_taken_back_once_and_still_known(self, store: AppStore) -> None:
        await store.add_key(key("a"), b"x")
        assert await store.revoke_key("a", at(5))
        assert not await store.revoke_key("a", at(6))
        assert not await store.revoke_key("không có", at(6))
        assert await store.find_key("a") == (replace(key("a"), revoked=at(5)), b"x")
        assert [found.revoked for found in await store.keys()] == [at(5)]


class ThreadStoreContract:
    """Conversations."""

    async def test_a_conversation_grows_by_turns(self, store: AppStore) -> None:
        await say(store, "t", "Ai sáng lập nhà Trần?")
        await say(store, "t", "Ông mất năm nào?", minutes=3)
        thread, messages = await store.thread(OURS, "t")
        assert (thread.title, thread.created, thread.updated) == ("Ai sáng lập nhà Trần?", at(0), at(3))
        assert [(message.ordinal, message.role) for message in messages] == [
            (0, "user"),
            (1, "assistant"),
            (2, "user"),
            (3, "assistant"),
        ]
        assert [message.text for message in messages[2:]] == ["Ông mất năm nào?", "Trả lời: Ông mất năm nào?"]
        assert [message.events for message in messages[2:]] == ["[]", '["ơ"]']
        assert {message.run for message in messages[2:]} == {"run-t-3"}
        assert {message.created for message in messages[2:]} == {at(3)}

    async def test_turns_that_come_at_once_all_find_their_place(self, store: AppStore) -> None:
        await asyncio.gather(*(say(store, "t", f"Câu {n}?", minutes=n) for n in range(8)))
        _, messages = await store.thread(OURS, "t")
        assert [message.ordinal for message in messages] == list(range(16))
        for question, answer in zip(messages[::2], messages[1::2], strict=True):
            assert answer.text == f"Trả lời: {question.text}"

    async def test_a_question_is_kept_before_its_answer(self, store: AppStore) -> None:
        await say(store, "t", "Một?")
        await store.add_turn(OURS, "t", "Hai?", Answer("hai", RunState.RUNNING, at(2)))
        await say(store, "t", "Ba?", minutes=3)
        await store.add_turn(OURS, "mới", "Hỏi trước?", Answer("bốn", RunState.RUNNING, at(1)))
        assert [thread.id for thread in await store.threads(OURS)] == ["t", "mới"]
        assert [thread.id for thread in await store.threads(OURS, query="hỏi trước")] == ["mới"]
        answers = [message for message in (await store.thread(OURS, "t"))[1] if message.role == "assistant"]
        assert [answer.state for answer in answers] == ["done", "running", "done"]
        assert (answers[1].text, answers[1].events, answers[1].run) == ("", "[]", "hai")
        assert await store.has_run(OURS, "hai")

        await store.replace_answer(OURS, "t", "hai", Answer("hai", RunState.CANCELLED, at(4), "Một nửa", "[2]"))
        thread, messages = await store.thread(OURS, "t")
        assert [message.text for message in messages[2:4]] == ["Hai?", "Một nửa"]
        assert [message.created for message in messages[2:4]] == [at(2), at(4)]
        assert (messages[3].state, messages[3].events, thread.updated) == ("cancelled", "[2]", at(4))
        assert {message.state for message in messages if message.role == "user"} == {RunState.DONE}

    async def test_an_answer_is_replaced(self, store: AppStore) -> None:
        await say(store, "t", "Một?")
        await say(store, "t", "Hai?", minutes=1)
        new = Answer("mới", RunState.DONE, at(9), "Khác", "[1]")
        await store.replace_answer(OURS, "t", "run-t-1", new)
        thread, messages = await store.thread(OURS, "t")
        assert [message.text for message in messages] == ["Một?", "Trả lời: Một?", "Hai?", "Khác"]
        last = messages[-1]
        assert (last.run, last.events, last.created, last.role) == ("mới", "[1]", at(9), "assistant")
        assert thread.updated == at(9)
        assert [found.id for found in await store.threads(OURS, query="khac")] == ["t"]
        for tenant, name, run in ((THEIRS, "t", "mới"), (OURS, "u", "mới"), (OURS, "t", "run-t-1")):
            with pytest.raises(NotFound):
                await store.replace_answer(tenant, name, run, new)

    async def test_conversations_are_listed_last_changed_first_page_by_page(self, store: AppStore) -> None:
        for minutes, thread in enumerate(("a", "b", "c")):
            await say(store, thread, f"Hỏi {thread}?", minutes=minutes)
        await say(store, "a", "Còn gì nữa?", minutes=9)
        assert [thread.id for thread in await store.threads(OURS)] == ["a", "c", "b"]
        assert [thread.id for thread in await store.threads(OURS, offset=1, limit=1)] == ["c"]
        assert list(await store.threads(OURS, offset=3)) == []

    @pytest.mark.parametrize("query", ["Điện Biên", "dien bien", "ĐIỆN", "biên điện", "  điện  "])
    async def test_words_are_found_with_and_without_diacritics(self, store: AppStore, query: str) -> None:
        await say(store, "a", "Trận Điện Biên Phủ kéo dài bao lâu?")
        await say(store, "b", "Huế ở đâu?")
        assert [thread.id for thread in await store.threads(OURS, query=query)] == ["a"]

    async def test_all_words_must_be_there_and_mean_nothing_but_themselves(self, store: AppStore) -> None:
        await say(store, "a", "Thuế suất là 10% hay 8%?")
        await say(store, "b", "Huế ở đâu?")
        assert list(await store.threads(OURS, query="huế 10%")) != []
        assert [thread.id for thread in await store.threads(OURS, query="10%")] == ["a"]
        for query in ("huế thuế đâu", "%", "_", "h_ế", "'", '"'):
            found = [thread.id for thread in await store.threads(OURS, query=query)]
            assert found == (["a"] if query == "%" else []), query

    async def test_only_the_first_eight_different_words_count(self, store: AppStore) -> None:
        await say(store, "a", "một hai ba bốn năm sáu bảy tám")
        for query in ("một hai ba bốn năm sáu bảy tám chín", "tám " * 200 + "một"):
            assert [thread.id for thread in await store.threads(OURS, query=query)] == ["a"]
        assert list(await store.threads(OURS, query="một một một chín")) == []

    async def test_a_run_is_known_by_its_message_to_its_tenant(self, store: AppStore) -> None:
        await say(store, "t", "Một?")
        assert await store.has_run(OURS, "run-t-0")
        assert not await store.has_run(THEIRS, "run-t-0")
        assert not await store.has_run(OURS, "run-t-1")

    async def test_a_conversation_is_its_tenants_alone(self, store: AppStore) -> None:
        await say(store, "t", "Của chúng tôi?")
        await say(store, "t", "Của họ?", tenant=THEIRS)
        _, messages = await store.thread(OURS, "t")
        assert messages[0].text == "Của chúng tôi?"
        assert [thread.title for thread in await store.threads(THEIRS)] == ["Của họ?"]
        assert list(await store.threads(THEIRS, query="chúng")) == []
        assert await store.delete_thread(THEIRS, "t")
        assert (await store.thread(OURS, "t"))[0].tenant == OURS

    async def test_what_was_deleted_is_gone_whole(self, store: AppStore) -> None:
        await say(store, "t", "Một?")
        assert await store.delete_thread(OURS, "t")
        assert not await store.delete_thread(OURS, "t")
        with pytest.raises(NotFound):
            await store.thread(OURS, "t")
        assert list(await store.threads(OURS, query="một")) == []
        await say(store, "t", "Hai?", minutes=1)
        thread, messages = await store.thread(OURS, "t")
        assert (thread.title, thread.created, len(messages)) == ("Hai?", at(1), 2)


class JobStoreContract:
    """Jobs."""

    async def test_a_job_comes_back_as_it_was_saved_last(self, store: AppStore) -> None:
        await store.save_job(job("a"))
        assert await store.job(OURS, "a") == job("a")
        later = replace(
            job("a", state=JobState.DONE),
            done=7,
            total=9,
            step="ghi",
            result='{"added": 7}',
            rejects=(JobReject("luật.jsonl:3", "dòng hỏng"), JobReject("x", 'is "empty"')),
            error="không",
            finished=at(4),
        )
        await store.save_job(later)
        assert await store.job(OURS, "a") == later
        assert list(await store.jobs(OURS)) == [later]

    async def test_a_job_is_its_tenants_alone(self, store: AppStore) -> None:
        await store.save_job(job("a"))
        for tenant, job_id in ((THEIRS, "a"), (OURS, "b")):
            with pytest.raises(NotFound):
                await store.job(tenant, job_id)
        assert list(await store.jobs(THEIRS)) == []

    async def test_jobs_are_listed_newest_first_page_by_page(self, store: AppStore) -> None:
        for minutes, job_id in ((1, "a"), (3, "b"), (2, "c")):
            await store.save_job(job(job_id, minutes=minutes))
        await store.save_job(job("a", state=JobState.DONE, minutes=1))  # a change makes it no newer
        assert [found.id for found in await store.jobs(OURS)] == ["b", "c", "a"]
        assert [found.id for found in await store.jobs(OURS, offset=1, limit=1)] == ["c"]

    async def test_what_is_not_over_is_found_for_all_tenants_oldest_first(self, store: AppStore) -> None:
        for minutes, (state, tenant) in enumerate((state, tenant) for state in JobState for tenant in (OURS, THEIRS)):
            await store.save_job(job(f"{state}-{minutes}", tenant, state, 100 - minutes))
        found = await store.unfinished_jobs()
        assert {each.state for each in found} == {JobState.QUEUED, JobState.RUNNING}
        assert len(found) == 4
        assert [each.created for each in found] == sorted(each.created for each in found)

    async def test_old_jobs_that_are_over_are_forgotten(self, store: AppStore) -> None:
        for minutes, state in enumerate((JobState.QUEUED, *(state for state in JobState), JobState.DONE)):
            await store.save_job(job(f"{minutes}-{state}", OURS, state, minutes))
        await store.save_job(job("theirs", THEIRS, JobState.DONE))
        await store.forget_jobs(OURS, 2)
        kept = [found.id for found in await store.jobs(OURS)]
        assert kept == ["6-done", "5-cancelled", "2-running", "1-queued", "0-queued"]
        assert [found.id for found in await store.jobs(THEIRS)] == ["theirs"]

    async def test_jobs_are_counted_by_state_for_all_tenants(self, store: AppStore) -> None:
        assert await store.count_jobs() == dict.fromkeys(JobState, 0)
        for number, (tenant, state) in enumerate(
            ((OURS, JobState.DONE), (THEIRS, JobState.DONE), (OURS, JobState.QUEUED), (OURS, JobState.QUEUED))
        ):
            await store.save_job(job(str(number), tenant, state))
        await store.save_job(job("3", OURS, JobState.FAILED))
        expected = {JobState.DONE: 2, JobState.QUEUED: 1, JobState.FAILED: 1}
        assert await store.count_jobs() == {**dict.fromkeys(JobState, 0), **expected}

    async def test_times_are_told_in_utc_whatever_they_were_given_in(self, store: AppStore) -> None:
        hanoi = NOW.astimezone(timezone(timedelta(hours=7)))
        await store.save_job(replace(job("a"), created=hanoi))
        created = (await store.job(OURS, "a")).created
        assert (created, created.utcoffset()) == (NOW, timedelta(0))


class FeedbackStoreContract:
    """Feedback."""

    async def test_the_last_judgement_on_a_run_counts(self, store: AppStore) -> None:
        await store.add_feedback(judgement("r"))
        await store.add_feedback(judgement("r", -1, minutes=1))
        assert list(await store.feedback(OURS)) == [judgement("r", -1, minutes=1)]

    async def test_feedback_is_its_tenants_alone_newest_first_page_by_page(self, store: AppStore) -> None:
        for minutes, run in ((1, "a"), (3, "b"), (2, "c")):
            await store.add_feedback(judgement(run, minutes=minutes))
        await store.add_feedback(judgement("a", -1, THEIRS))  # the same run, judged by another tenant
        assert [found.run for found in await store.feedback(OURS)] == ["b", "c", "a"]
        assert [found.run for found in await store.feedback(OURS, offset=1, limit=1)] == ["c"]
        assert [found.rating for found in await store.feedback(THEIRS)] == [-1]


class AppStoreContract(KeyStoreContract, ThreadStoreContract, JobStoreContract, FeedbackStoreContract):
    """The suite; each test gets an empty store."""

    async def test_a_closed_store_says_so(self, store: AppStore) -> None:
        await store.close()
        await store.close()
        with pytest.raises(StoreError, match="closed"):
            await store.keys()
