"""What LangGraph Studio loads: the agent over the ports that the settings name (``make studio``)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.graph.state import CompiledStateGraph
from starlette.applications import Starlette

from agents.context import AgentOptions
from agents.graph import build_graph
from agents.state import AgentState, InputState
from app.answering import agent_parts
from app.settings import load_settings
from app.wiring import open_ports

_PROGRAM = "LangGraph Studio"

Agent = CompiledStateGraph[AgentState, AgentOptions, InputState, AgentState]


@asynccontextmanager
async def graph() -> AsyncIterator[Agent]:
    """The compiled agent, without a checkpointer: the development server brings its own."""
    async with open_ports(load_settings(), program=_PROGRAM) as ports:
        yield build_graph(agent_parts(ports)).compile(name="vinagraph")


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    """Keeps the ports open while the server runs; it enters `graph` for every run and every look at a state."""
    async with open_ports(load_settings(), program=_PROGRAM):
        yield


server = Starlette(lifespan=_lifespan)
