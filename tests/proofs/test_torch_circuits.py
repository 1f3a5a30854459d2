"""Random circuits drawn with the labels that PyTorch computes, in float64 on the CPU."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from tests.circuits import Circuit, EdgeKeyNumbers, random_circuit
from tests.proofs.test_drawn_circuits import assert_shares, run

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.fuzz

COUNT = 1_000
NOISE = 1e-12
"""What floats leave of nothing: sin(π), or the difference of two equal sums."""


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": lambda *own: sum(own),
    "sum": lambda *own: sum(own),
    "subtract": lambda a, b=None: -a if b is None else a - b,
    "multiply": lambda a, b, *rest: a * b * rest[0] if rest else a * b,
    "divide": lambda a, b=None: 1 / a if b is None else a / b,
    "power": torch.pow, "square": torch.square, "sqrt": torch.sqrt,
    "reciprocal": torch.reciprocal, "neg": torch.neg, "exp": torch.exp, "log": torch.log,
    "log2": torch.log2, "log10": torch.log10, "sin": torch.sin, "cos": torch.cos,
    "tan": torch.tan, "sinh": torch.sinh, "cosh": torch.cosh, "tanh": torch.tanh,
    "arcsin": torch.asin, "arccos": torch.acos, "arctan": torch.atan, "erf": torch.erf,
    "sigmoid": torch.sigmoid, "relu": torch.relu, "leaky_relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu, "gelu": torch.nn.functional.gelu,
    "softplus": torch.nn.functional.softplus, "silu": torch.nn.functional.silu,
    "abs": torch.abs, "sign": torch.sign,
    "max": lambda *own: torch.stack(own).max(), "min": lambda *own: torch.stack(own).min(),
    "mean": lambda *own: torch.stack(own).mean(),
    "squared_error": lambda a, b: torch.nn.functional.mse_loss(a, b, reduction="sum"),
    "half_squared_error": lambda a, b: (a - b) ** 2 / 2,
    "identity": lambda a: a,
    "heaviside": lambda a: a * 0 + (a > 0),
    # PyTorch's own takes no targets beyond 0 and 1.
    "binary_cross_entropy": lambda a, b: -(b * torch.log(a) + (1 - b) * torch.log(1 - a)),
}  # fmt: skip


@dataclass(frozen=True)
class TorchCircuit(Circuit):
    """A circuit whose values and gradients are PyTorch's."""

    @cached_property
    def _computed(self) -> tuple[list[Any], dict[EdgeKeyNumbers, Any]]:
        values: list[Any] = []
        carried: dict[EdgeKeyNumbers, Any] = {}
        for position, node in enumerate(self.nodes):
            if node.kind is None:
                given = torch.tensor(float(self.inputs[position]), dtype=torch.float64)
                values.append(given.requires_grad_())
                continue
            own = []
            for index, source in enumerate(node.operands):
                # Each edge has a tensor of its own, whose gradient is that along the edge.
                one = carried[source, position, index] = values[source].clone()
                if one.requires_grad:
                    one.retain_grad()
                own.append(one)
            if node.constant is not None:
                own.append(torch.tensor(float(node.constant), dtype=torch.float64))
            values.append(FUNCTIONS[node.kind.name](*own))
        if values[-1].requires_grad:
            values[-1].backward()
        return values, carried

    def values(self, moved: EdgeKeyNumbers | None = None, by: Any = 0) -> list[Any]:
        """Return every value."""
        assert moved is None
        return [_without_noise(value) for value in self._computed[0]]

    def gradient(self, edge: EdgeKeyNumbers) -> Any:
        """Return ∂output/∂value along an edge."""
        gradient = self._computed[1][edge].grad
        return 0.0 if gradient is None else _without_noise(gradient)


def _without_noise(number: Any) -> float:
    value = float(number.detach())
    return value if abs(value) > NOISE else 0.0


def with_torch(seed: int, operations: int) -> Circuit:
    circuit = random_circuit(seed, operations)
    return TorchCircuit(circuit.nodes, circuit.inputs)


def test_no_label_of_pytorch_is_accused_and_every_error_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.proofs.test_drawn_circuits.random_circuit", with_torch)
    told = run(range(COUNT))
    print("labelled by PyTorch, up to 12 operators:", dict(told))
    assert_shares(told, 0.95)
