"""`@{ … }`: data of a node or an edge, in YAML."""

from __future__ import annotations

from mdgrad.mermaid.cursor import Cursor

__all__ = ["apply_shape_data"]


def apply_shape_data(cursor: Cursor, owner: str) -> None:
    """Read `@{ … }` and give it to the node, edge or subgraph `owner`."""
    cursor.skip("SHAPE_DATA")
