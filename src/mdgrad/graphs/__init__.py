"""Computation graphs: flowcharts understood."""
