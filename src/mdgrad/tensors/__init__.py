"""Tensors: the shapes of matrices and vectors, and gradients written as matrix products."""
