"""What the agent's graph keeps between nodes, and between the turns of a conversation.

Only primitives and ids: a checkpoint of passages costs 0.3 MB an answer, and a resumed thread
must see documents as they are now, so nodes read passages again by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from agents.ports import Citation, Question, Rejected, Turn

HISTORY_LIMIT = 20
"""Messages of a conversation that are kept; older ones no longer change what a follow-up means."""

_QUESTION = TypeAdapter(Question)


class Message(TypedDict):
    """One message of the conversation; ``role`` is ``user`` or ``assistant``, ``turn`` the id of its turn."""

    role: str
    text: str
    turn: NotRequired[str]


class CitedSpan(TypedDict):
    """A citation, as `agents.ports.Citation`."""

    chunk_id: str
    document_id: str
    start: int
    end: int
    score: float


class Sentence(TypedDict):
    """A sentence that was shown, its P(supported) and its citations."""

    text: str
    score: float
    citations: list[CitedSpan]


class Withheld(TypedDict):
    """A sentence that was not shown, and why."""

    text: str
    reason: str


class FactRef(TypedDict):
    """A relation that the question asks for; enough to read it again from the graph."""

    relation_id: str
    head_id: str
    type: str


class InputState(TypedDict):
    """What starts a run: the question, the id of its turn, and ``history`` where no checkpointer keeps it."""

    question: str
    turn: NotRequired[str]
    history: NotRequired[list[Message]]


class AgentState(InputState, total=False):
    """The whole state; all but ``history`` is made anew for each question.

    Attributes:
        asked: The question understood (`agents.ports.Question` in primitives).
        round: Rounds of retrieval so far, from 1.
        queries: What the next search asks.
        searched: What was asked so far.
        widened: Whether filters by source, kind and instrument were given up.
        chunks: Ids of the passages found; the place in the list, from 1, is the number ``[n]``.
        facts: Relations that the question asks for.
        bridges: Names that the facts lead to and that the question does not hold (several hops).
        following: Questions about what may stand between the hops.
        missing: Names that no passage found so far is about.
        sentences: Sentences shown.
        rejected: Sentences withheld.
        short_answer: The short answer.
        written: Whether a writer has seen the passages of this round.
        tokens: Tokens that models produced.
        prompt_tokens: Tokens that they read.
        remarks: What must be said of the answer beside its sentences.
        reason: Why another round or an abstention is needed, in the language of the question.
        answer: The whole answer.
        abstained: Whether there is none.
        seconds: Time by node.
    """

    asked: dict[str, Any]
    round: int
    queries: list[str]
    searched: list[str]
    widened: bool
    chunks: list[str]
    facts: list[FactRef]
    bridges: list[str]
    following: list[str]
    missing: list[str]
    sentences: list[Sentence]
    rejected: list[Withheld]
    short_answer: str | None
    written: bool
    tokens: int
    prompt_tokens: int
    remarks: list[str]
    reason: str
    answer: str
    abstained: bool
    seconds: dict[str, float]


Update = dict[str, Any]
"""What a node changes in the state."""


def new_turn(question: Question) -> Update:
    """State of a question that has just been understood: nothing of the turn before is left."""
    return {
        "asked": _QUESTION.dump_python(question, mode="json"),
        "round": 1,
        "queries": [],
        "searched": [],
        "widened": False,
        "chunks": [],
        "facts": [],
        "bridges": [],
        "following": [],
        "missing": [],
        "sentences": [],
        "rejected": [],
        "short_answer": None,
        "written": False,
        "tokens": 0,
        "prompt_tokens": 0,
        "remarks": [],
        "reason": "",
        "answer": "",
        "abstained": False,
        "seconds": {},
    }


def question_of(state: AgentState) -> Question:
    """The question understood."""
    return _QUESTION.validate_python(state["asked"])


def turns_of(state: AgentState) -> list[Turn]:
    """The conversation so far, oldest first."""
    return [Turn(message["role"], message["text"]) for message in state.get("history", [])]


def with_turn(state: AgentState, answer: str) -> list[Message]:
    """The conversation with this question and its answer.

    The question is kept self-contained, so that a follow-up of a follow-up finds what it is about.
    """
    turn = state.get("turn", "")
    asked: Message = {"role": "user", "text": question_of(state).text, "turn": turn}
    answered: Message = {"role": "assistant", "text": answer, "turn": turn}
    return [*state.get("history", []), asked, answered][-HISTORY_LIMIT:]


def pack_sentence(text: str, score: float, citations: Sequence[Citation]) -> Sentence:
    """A shown sentence in primitives."""
    spans: list[CitedSpan] = [
        {
            "chunk_id": citation.chunk_id,
            "document_id": citation.document_id,
            "start": citation.start,
            "end": citation.end,
            "score": citation.score,
        }
        for citation in citations
    ]
    return {"text": text, "score": score, "citations": spans}


def rejected_of(state: AgentState) -> list[Rejected]:
    """The sentences withheld so far."""
    return [Rejected(item["text"], item["reason"]) for item in state["rejected"]]
