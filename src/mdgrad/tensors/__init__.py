"""Tensors: the shapes of matrices and vectors, and gradients written as matrix products.

`shape_verdicts.judge_shapes` judges the shapes that labels claim, and
`gradients.decide_matrix_gradient` a gradient such as `∂L/∂Y · Wᵀ`.
"""

from mdgrad.tensors.dimensions import Dimension, Shape
from mdgrad.tensors.gradients import (
    MatrixDecision,
    decide_matrix_gradient,
    decide_matrix_total,
    right_gradient,
)
from mdgrad.tensors.inference import Misfit, Shapes, infer_shapes
from mdgrad.tensors.setting import MatrixContext
from mdgrad.tensors.shape_verdicts import ShapeReport, ShapeVerdict, judge_shapes
from mdgrad.tensors.writing import shape_text

__all__ = [
    "Dimension", "MatrixContext", "MatrixDecision", "Misfit", "Shape", "ShapeReport",
    "ShapeVerdict", "Shapes", "decide_matrix_gradient", "decide_matrix_total", "infer_shapes",
    "judge_shapes", "right_gradient", "shape_text",
]  # fmt: skip
