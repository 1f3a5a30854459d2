"""Passes: values forward and gradients backward along the DAG, in whatever arithmetic."""

from mdgrad.passes.reals import Enclosure, Reals, Undefined
from mdgrad.passes.results import Results, evaluate_exactly, values_and_gradients

__all__ = [
    "Enclosure", "Reals", "Results", "Undefined", "evaluate_exactly", "values_and_gradients",
]  # fmt: skip
