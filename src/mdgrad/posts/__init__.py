"""Posts: documents with diagrams in them, and the blocks found there."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes long to import, and a quick look needs none of it
if TYPE_CHECKING:
    from mdgrad.posts.block import Block, Directive, Encoding, Piece
    from mdgrad.posts.flavors import Flavor
    from mdgrad.posts.post import Post, Problem
    from mdgrad.posts.post_settings import PostSettings
    from mdgrad.posts.reading import find_blocks, settings_in

__all__ = [
    "Block", "Directive", "Encoding", "Flavor", "Piece", "Post", "PostSettings", "Problem",
    "find_blocks", "settings_in",
]  # fmt: skip

_HOMES = {
    "Block": "block",
    "Directive": "block",
    "Encoding": "block",
    "Piece": "block",
    "Flavor": "flavors",
    "Post": "post",
    "Problem": "post",
    "PostSettings": "post_settings",
    "find_blocks": "reading",
    "settings_in": "reading",
}


def __getattr__(name: str) -> object:
    """Return a name, imported when first asked for: a quick look needs no reader of Markdown."""
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
