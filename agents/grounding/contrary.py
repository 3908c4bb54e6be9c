"""What a source holds against a claim in any wording: other signs, other sides, other owners, missing cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agents.grounding.ownership import misplaced
from agents.grounding.polarity import Told, bounds_against, denials, mismatches
from agents.grounding.roles import turned_round
from agents.grounding.stated import condition_left_out, refuted
from agents.grounding.support import Claim
from agents.ports import Verdict
from agents.reading.passages import Sentence


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a claim cannot stand, for people and for the writer's next try."""

    verdict: Verdict
    reason: str


def _signs(claim: Claim, told: Told, asked: frozenset[str]) -> Iterator[str]:
    for found in (*mismatches(claim, told), *denials(claim, told, asked)):
        if found.said != found.instead:
            yield f"Câu nói “{found.said}”, còn nguồn nói “{found.instead}”."
        elif found.denied:
            yield f"Câu phủ định điều mà nguồn khẳng định (“{found.said}”)."
        else:
            yield f"Câu khẳng định điều mà nguồn phủ định (“{found.said}”)."


def contradictions(claim: Claim, told: Told, asked: frozenset[str]) -> Iterator[Objection]:
    """What the claim turns round; ``asked`` are the terms of the question."""
    for reason in _signs(claim, told, asked):
        yield Objection(Verdict.CONTRADICTED, reason)
    for written in bounds_against(claim, told):
        yield Objection(Verdict.CONTRADICTED, f"Nguồn đặt giới hạn ngược lại cho con số “{written}”.")
    for written in turned_round(claim, told.clauses):
        yield Objection(Verdict.CONTRADICTED, f"Hai bên của “{written}” bị đổi chỗ cho nhau so với nguồn.")
    for written, instead in misplaced(claim, told):
        reason = f"Trong nguồn, “{written}” thuộc về đối tượng khác; ở đây nguồn ghi “{instead}”."
        yield Objection(Verdict.CONTRADICTED, reason)


def missing_case(claim: Claim, sentence: Sentence, asked: frozenset[str]) -> Iterator[Objection]:
    """What the sentence takes back or makes depend on something, and claim and question do not name."""
    said = frozenset(claim.terms) | asked
    if refuted(sentence, said):
        yield Objection(Verdict.CONTRADICTED, "Nguồn phủ nhận hoặc chỉ thuật lại điều này, không khẳng định.")
    if condition_left_out(sentence, claim.terms, said):
        yield Objection(Verdict.UNSUPPORTED, "Nguồn chỉ nói điều này kèm một điều kiện.")
