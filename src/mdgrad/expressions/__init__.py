"""Expressions: the small tree that labels and operator formulas mean."""
