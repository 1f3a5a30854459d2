"""Judgement: what labels assert, held against what was derived."""
