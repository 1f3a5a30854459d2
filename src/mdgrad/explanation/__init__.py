"""Explaining: how every value and gradient of a diagram comes about, step by step.

One model serves the command `explain`, the notes under diagrams and the hover of editors.
"""

from mdgrad.explanation.model import Explanation
from mdgrad.explanation.post import explain_report

__all__ = ["Explanation", "explain_report"]
