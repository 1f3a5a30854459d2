"""Containers: what can hold a diagram in a post. One kind a module, each a rule of markdown-it."""
