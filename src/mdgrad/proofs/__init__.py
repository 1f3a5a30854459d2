"""Proofs: gradients and formulas decided for all inputs, independently of what produced them."""

from mdgrad.proofs.certificate import certificate
from mdgrad.proofs.decide import OPEN, Context, Decision, decide, is_constant
from mdgrad.proofs.gradients import prove_gradients

__all__ = ["OPEN", "Context", "Decision", "certificate", "decide", "is_constant", "prove_gradients"]
