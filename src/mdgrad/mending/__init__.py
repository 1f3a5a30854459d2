"""Mending: edits applied to a post, and the proof that nothing else was touched."""
