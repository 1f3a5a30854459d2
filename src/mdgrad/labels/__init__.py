"""Labels: what a text in a diagram says."""
