"""Proofs: gradients and formulas decided for all inputs, independently of what produced them."""

from mdgrad.proofs.certificate import certificate
from mdgrad.proofs.decide import OPEN, Context, Decision, decide, holds_here
from mdgrad.proofs.gradients import prove_gradients

__all__ = ["OPEN", "Context", "Decision", "certificate", "decide", "holds_here", "prove_gradients"]
