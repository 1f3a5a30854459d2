"""Passes: values forward and gradients backward along the DAG, in whatever arithmetic."""

from mdgrad.passes.kinks import Kinks
from mdgrad.passes.reals import Enclosure, Reals, Undefined
from mdgrad.passes.results import (
    Results,
    constant_derivatives,
    evaluate_exactly,
    product_exactly,
    sum_exactly,
    values_and_gradients,
)
from mdgrad.passes.signs import Assumption, signs_under
from mdgrad.passes.unfolding import WIDEST

__all__ = [
    "WIDEST", "Assumption", "Enclosure", "Kinks", "Reals", "Results", "Undefined",
    "constant_derivatives", "evaluate_exactly", "product_exactly", "signs_under", "sum_exactly",
    "values_and_gradients",
]  # fmt: skip
