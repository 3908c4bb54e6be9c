"""What Prometheus reads at ``/metrics``: counted by route templates, nodes and kinds, never by ids or texts."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from agents.events import ErrorEvent, Event, FinalEvent, SentenceEvent, SourcesEvent, WithheldEvent
from app.ports.jobs import JobState

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_REQUEST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 180.0)
_NODE_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_LAG_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5)
_SCORES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_MILLION = 1_000_000
_VERDICTS = ("shown", "withheld", "answered", "abstained", "error")


class Metrics:
    """The metrics of one server, in a registry of their own."""

    def __init__(self, *, input_price: float = 0.0, output_price: float = 0.0) -> None:
        """Has counted nothing yet.

        Args:
            input_price: Price of a million tokens that the writer reads.
            output_price: Price of a million that it writes.
        """
        self._prices = {"input": input_price, "output": output_price}
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "rag_requests_total",
            "Requests by route, method and status",
            ["method", "route", "status"],
            registry=registry,
        )
        self._latency = Histogram(
            "rag_request_latency_seconds",
            "Seconds from a request to the end of its answer",
            ["route"],
            registry=registry,
            buckets=_REQUEST_S,
        )
        self._score = Histogram(
            "rag_retrieval_score", "Score of the best passage of a retrieval", registry=registry, buckets=_SCORES
        )
        self._hits = Counter("rag_cache_hits_total", "Answers taken from the cache", registry=registry)
        self._misses = Counter("rag_cache_misses_total", "Answers looked for in the cache in vain", registry=registry)
        self._nodes = Histogram(
            "rag_node_seconds",
            "Seconds of an answer by node of the agent",
            ["node"],
            registry=registry,
            buckets=_NODE_S,
        )
        self._verdicts = Counter(
            "rag_verdicts_total",
            "Sentences shown and withheld; answers given, abstained from and failed",
            ["verdict"],
            registry=registry,
        )
        for verdict in _VERDICTS:
            self._verdicts.labels(verdict)
        self._tokens = Counter(
            "rag_tokens_total", "Tokens that the writer's model read and wrote", ["direction"], registry=registry
        )
        self._cost = Counter(
            "rag_cost_total",
            "Cost of these tokens, at the prices of the settings",
            registry=registry,
        )
        for direction in self._prices:
            self._tokens.labels(direction)
        self._lag = Histogram(
            "rag_event_loop_lag_seconds",
            "Seconds by which the event loop came late, looked at every 20 ms",
            registry=registry,
            buckets=_LAG_S,
        )
        self._running = Gauge("rag_running_questions", "Questions that are being answered", registry=registry)
        self._jobs = Gauge("rag_jobs", "Ingestion jobs by state", ["state"], registry=registry)
        self._queue = Gauge("rag_queue", "Ingestion jobs that wait for their turn", registry=registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request that is over.

        Args:
            method: HTTP method.
            route: Template of its address.
            status: HTTP status of the answer.
            seconds: To the end of the answer.
        """
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def event(self, event: Event) -> None:
        """Counts what an event of a run tells; others are let pass."""
        match event:
            case SourcesEvent(sources=sources) if sources:
                self._score.observe(max(source.score for source in sources))
            case SentenceEvent():
                self._verdicts.labels("shown").inc()
            case WithheldEvent():
                self._verdicts.labels("withheld").inc()
            case FinalEvent():
                self._verdicts.labels("abstained" if event.abstained else "answered").inc()
                self._spend("input", event.usage.prompt_tokens)
                self._spend("output", event.usage.tokens)
                for node, seconds in event.seconds.items():
                    self._nodes.labels(node).observe(seconds)
            case ErrorEvent():
                self._verdicts.labels("error").inc()
            case _:
                pass

    def _spend(self, direction: str, tokens: int) -> None:
        self._tokens.labels(direction).inc(tokens)
        self._cost.inc(tokens * self._prices[direction] / _MILLION)

    def cache(self, *, hit: bool) -> None:
        """Counts a look into the cache of answers."""
        (self._hits if hit else self._misses).inc()

    def loop_lag(self, seconds: float) -> None:
        """Counts by how much the event loop came late."""
        self._lag.observe(seconds)

    def gauges(self, running: int, jobs: Mapping[JobState, int]) -> None:
        """Sets what is looked up when the metrics are read.

        Args:
            running: Questions that are being answered.
            jobs: Ingestion jobs by state, every state among them.
        """
        self._running.set(running)
        self._queue.set(jobs[JobState.QUEUED])
        for state, count in jobs.items():
            self._jobs.labels(state.value).set(count)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)
