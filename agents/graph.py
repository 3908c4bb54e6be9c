"""The agent's graph, from the question to the answer; it reads top to bottom."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Literal, Protocol, cast

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import RetryPolicy

from agents.context import AgentContext, AgentOptions, AgentParts
from agents.events import StatusEvent
from agents.nodes.abstain import abstain
from agents.nodes.direct import direct
from agents.nodes.finalise import finalise
from agents.nodes.generate import generate
from agents.nodes.grade import grade
from agents.nodes.retrieve import retrieve
from agents.nodes.rewrite import rewrite
from agents.nodes.route import route
from agents.nodes.understand import understand
from agents.nodes.verify import verify
from agents.ports import QuestionKind
from agents.prompts import message
from agents.state import AgentState, InputState, Update
from graph.errors import NotFound, StoreError, StoreFull, StoreTooNew

Node = Callable[[AgentState, AgentContext], Coroutine[None, None, Update]]


class BoundNode(Protocol):
    """A node as LangGraph calls it."""

    def __call__(self, state: AgentState, *, runtime: Runtime[AgentOptions]) -> Awaitable[Update]:
        """Runs the node."""
        ...


def _may_pass(error: Exception) -> bool:
    """Whether the same read may succeed a moment later."""
    return isinstance(error, StoreError) and not isinstance(error, NotFound | StoreFull | StoreTooNew)


_READS = RetryPolicy(initial_interval=0.1, max_attempts=2, retry_on=_may_pass)
"""For nodes that only read. `generate` has none: what it has shown cannot be taken back."""


def build_graph(parts: AgentParts) -> StateGraph[AgentState, AgentOptions, InputState, AgentState]:
    """The agent over those parts, not compiled: who compiles it chooses the checkpointer."""
    graph = StateGraph(AgentState, context_schema=AgentOptions, input_schema=InputState)
    graph.add_node("understand", _step(understand, parts), retry_policy=_READS)
    graph.add_node("direct", _step(direct, parts))
    graph.add_node("route", _step(route, parts))
    graph.add_node("retrieve", _step(retrieve, parts), retry_policy=_READS)
    graph.add_node("grade", _step(grade, parts), retry_policy=_READS)
    graph.add_node("rewrite", _step(rewrite, parts))
    graph.add_node("generate", _step(generate, parts))
    graph.add_node("verify", _step(verify, parts))
    graph.add_node("finalise", _step(finalise, parts))
    graph.add_node("abstain", _step(abstain, parts), retry_policy=_READS)

    graph.add_edge(START, "understand")
    graph.add_conditional_edges("understand", _after_understand)
    graph.add_edge("direct", END)
    graph.add_edge("route", "retrieve")
    graph.add_edge("retrieve", "grade")
    graph.add_conditional_edges("grade", _after_grade)
    graph.add_conditional_edges("rewrite", _after_rewrite)
    graph.add_edge("generate", "verify")
    graph.add_conditional_edges("verify", _after_verify)
    graph.add_edge("finalise", END)
    graph.add_edge("abstain", END)
    return graph


def _step(node: Node, parts: AgentParts) -> BoundNode:
    """The node as LangGraph calls it: it tells that it starts, and its time is kept."""
    name = node.__name__

    async def run(state: AgentState, *, runtime: Runtime[AgentOptions]) -> Update:
        context = AgentContext(parts, _options(runtime), runtime.stream_writer)
        context.emit(StatusEvent(node=name, detail=message(f"status.{name}", _language(state, node, context.options))))
        started = time.perf_counter()
        update = await node(state, context)
        spent = dict(update.get("seconds", state.get("seconds", {})))
        spent[name] = spent.get(name, 0.0) + time.perf_counter() - started
        return {**update, "seconds": spent}

    return run


def _language(state: AgentState, node: Node, options: AgentOptions) -> str:
    """The language of a status; that of the question is known once it has been understood."""
    if options.language != "auto":
        return options.language
    return cast("str", state["asked"]["language"]) if "asked" in state and node is not understand else "vi"


def _options(runtime: Runtime[AgentOptions]) -> AgentOptions:
    """Options of the run; Studio may pass none."""
    return runtime.context or AgentOptions()


# The edges are coroutines: LangGraph runs plain functions in a thread, which costs more than all that these do.


def _another_round(state: AgentState, runtime: Runtime[AgentOptions]) -> bool:
    return bool(state["reason"]) and state["round"] < _options(runtime).rounds


async def _after_understand(state: AgentState) -> Literal["direct", "abstain", "route"]:
    if state["asked"]["unclear"]:
        return "abstain"
    return "direct" if state["asked"]["kind"] == QuestionKind.GREETING else "route"


async def _after_grade(
    state: AgentState, runtime: Runtime[AgentOptions]
) -> Literal["rewrite", "generate", "finalise", "abstain"]:
    return "rewrite" if _another_round(state, runtime) else _write_or_close(state)


async def _after_rewrite(state: AgentState) -> Literal["retrieve", "generate", "finalise", "abstain"]:
    return "retrieve" if state["queries"] else _write_or_close(state)


async def _after_verify(state: AgentState, runtime: Runtime[AgentOptions]) -> Literal["rewrite", "finalise", "abstain"]:
    return "rewrite" if _another_round(state, runtime) else _close(state)


def _write_or_close(state: AgentState) -> Literal["generate", "finalise", "abstain"]:
    """A writer is asked once about the same passages."""
    return "generate" if state["chunks"] and not state["written"] else _close(state)


def _close(state: AgentState) -> Literal["finalise", "abstain"]:
    return "finalise" if state["sentences"] else "abstain"
