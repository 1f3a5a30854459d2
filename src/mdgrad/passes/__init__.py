"""Passes: values forward and gradients backward along the DAG, in whatever arithmetic."""

from mdgrad.passes.kinks import Kinks
from mdgrad.passes.reals import Enclosure, Reals, Undefined
from mdgrad.passes.results import (
    Results,
    evaluate_exactly,
    product_exactly,
    sum_exactly,
    values_and_gradients,
)
from mdgrad.passes.signs import Assumption, signs_under

__all__ = [
    "Assumption", "Enclosure", "Kinks", "Reals", "Results", "Undefined", "evaluate_exactly",
    "product_exactly", "signs_under", "sum_exactly", "values_and_gradients",
]  # fmt: skip
