"""The functions that a formula may call, by every spelling people use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["FUNCTIONS"]

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "exp": ("exp",),
    "log": ("log", "ln"),
    "log2": ("log2", "log₂", "lg"),
    "log10": ("log10", "log₁₀"),
    "sqrt": ("sqrt", "√"),
    "abs": ("abs",),
    "sign": ("sign", "sgn"),
    "sin": ("sin",),
    "cos": ("cos",),
    "tan": ("tan",),
    "sinh": ("sinh",),
    "cosh": ("cosh",),
    "tanh": ("tanh",),
    "arcsin": ("arcsin", "asin"),
    "arccos": ("arccos", "acos"),
    "arctan": ("arctan", "atan"),
    "sigmoid": ("sigmoid", "σ", "logistic"),
    "relu": ("relu", "ReLU", "RELU", "Relu"),
    "leaky_relu": ("leaky_relu", "LeakyReLU", "leakyrelu"),
    "elu": ("elu", "ELU"),
    "gelu": ("gelu", "GELU"),
    "softplus": ("softplus", "Softplus"),
    "silu": ("silu", "SiLU", "swish", "Swish"),
    "max": ("max",),
    "min": ("min",),
    "sum": ("sum", "Σ", "∑"),
    "mean": ("mean", "avg"),
    "square": ("square", "sq"),
    "softmax": ("softmax", "Softmax"),
    "log_softmax": ("log_softmax", "logsoftmax"),
    "dot": ("dot",),
    "matmul": ("matmul",),
}

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        spelling: name
        for name, spellings in _SPELLINGS.items()
        for spelling in (*spellings, *(word.capitalize() for word in spellings if word.isascii()))
    }
)
"""From a spelling (`ln`, `σ`, `ReLU`) to the function's name."""
