"""The certificate: every verified gradient as plain data that sympy alone can replay.

It is a straight-line derivation, so that its length is that of the graph: every node's value in
terms of its operands' values `v0`, `v1`, …, and every edge's gradient in terms of those that it
follows from, `g0`, `g1`, …. To replay it, put the values into each other, differentiate, and
compare; `docs/proofs.md` says how.

Gradients are those of the output by a value, for an output's own gradient of 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.operators.operation import operand
from mdgrad.passes.program import Program, program_of
from mdgrad.proofs.gradients import prove_gradients
from mdgrad.proofs.infix import infix
from mdgrad.proofs.modular import PRIME, error_bound
from mdgrad.proofs.structure import leading_to
from mdgrad.report import Certainty

__all__ = ["SCHEMA", "certificate"]

SCHEMA = "mdgrad.certificate/1"


def certificate(
    dag: Dag,
    output: str,
    verified: Collection[EdgeKey],
    *,
    names: Mapping[str, str] | None = None,
    proofs: Mapping[EdgeKey, Certainty] | None = None,
) -> dict[str, Any]:
    """Return the certificate of a graph whose gradients along the edges `verified` are verified.

    `names` goes from a variable's name to its node. Only proved gradients get into it: those that
    `prove_gradients` shows, which is asked unless its answer is given. The gradients that a proved
    one follows from are there, too, as steps.
    """
    program = program_of(dag)
    position = program.nodes.index(output)
    proofs = prove_gradients(dag, output) if proofs is None else proofs
    leading = leading_to(program, position)
    called = {node: name for name, node in (names or {}).items()}
    return {
        "schema": SCHEMA,
        "output": f"v{position}",
        "values": [_value(program, node, called) for node in leading],
        "gradients": list(_gradients(program, leading, position, verified, proofs)),
        "method": {
            "symbolic": "equal to the derivative of the output as one expression, as polynomials "
            "over the rational numbers in the inputs and their functions",
            "exact": "each local derivative is proved so, and the sums over paths are confirmed by "
            "a forward pass in a random direction in the field of integers modulo a prime",
            "prime": PRIME,
        },
    }


def _value(program: Program, node: int, called: Mapping[str, str]) -> dict[str, Any]:
    formula = program.formula(node)
    own: dict[str, Any] = {"symbol": f"v{node}", "node": program.nodes[node]}
    if program.nodes[node] in called:
        own["name"] = called[program.nodes[node]]
    if formula is not None:
        sources = program.operands[node]
        places = {operand(index): f"a{index}" for index in range(len(sources))}
        own["operands"] = [f"v{source}" for source in sources]
        own["formula"] = infix(formula, places)
        own["expression"] = infix(formula, _operands(program, node))
    return own


def _gradients(
    program: Program,
    leading: list[int],
    output: int,
    verified: Collection[EdgeKey],
    proofs: Mapping[EdgeKey, Certainty],
) -> Iterator[dict[str, Any]]:
    """Yield every gradient after those that it follows from."""
    error = error_bound(len(program.nodes))
    first_edge = [0]
    for operands in program.operands:
        first_edge.append(first_edge[-1] + len(operands))
    shares: dict[int, list[str]] = {output: ["1"]}
    for node in reversed(leading):
        formula = program.formula(node)
        if formula is None:
            continue
        upstream = " + ".join(shares[node])
        derivatives = local_derivatives(formula, len(program.operands[node]))
        for index, source in enumerate(program.operands[node]):
            number = first_edge[node] + index
            edge = program.edges[number]
            shares.setdefault(source, []).append(f"g{number}")
            local = infix(derivatives[index], _operands(program, node))
            step: dict[str, Any] = {
                "symbol": f"g{number}",
                "source": f"v{source}",
                "target": f"v{node}",
                "operand": index,
                "upstream": upstream,
                "local": local,
                "expression": f"({upstream})*{local}",
                "verified": edge in verified and edge in proofs,
            }
            if step["verified"]:
                step["certainty"] = proofs[edge]
                step["error"] = str(error) if proofs[edge] == "exact" else "0"
            yield step


def _operands(program: Program, node: int) -> dict[str, str]:
    return {operand(index): f"v{source}" for index, source in enumerate(program.operands[node])}
