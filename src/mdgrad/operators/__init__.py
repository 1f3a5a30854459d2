"""Operators: the catalogue as data, and derivatives that sympy derives from its formulas."""

from mdgrad.operators.catalogue import CATALOGUE, Operator, find
from mdgrad.operators.derivatives import local_derivatives, same_formula
from mdgrad.operators.expansion import expanded, with_constants
from mdgrad.operators.inexpressible import Inexpressible

__all__ = [
    "CATALOGUE", "Inexpressible", "Operator", "expanded", "find", "local_derivatives",
    "same_formula", "with_constants",
]  # fmt: skip
