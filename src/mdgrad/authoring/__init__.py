"""Authoring: a formula, or a Python function, becomes a diagram that shows how it is worked out."""

from mdgrad.authoring.computation import Computation, Step, UndrawableError
from mdgrad.authoring.dialects import DIALECTS, Dialect
from mdgrad.authoring.formula import computation_of
from mdgrad.authoring.solving import new
from mdgrad.authoring.tracing import Variable, trace

__all__ = [
    "DIALECTS", "Computation", "Dialect", "Step", "UndrawableError", "Variable", "computation_of",
    "new", "trace",
]  # fmt: skip
