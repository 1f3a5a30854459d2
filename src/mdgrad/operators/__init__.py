"""Operators: the catalogue as data, and derivatives that sympy derives from its formulas."""

from mdgrad.operators.catalogue import CATALOGUE, Operator, find
from mdgrad.operators.derivatives import local_derivatives, same_formula

__all__ = ["CATALOGUE", "Operator", "find", "local_derivatives", "same_formula"]
