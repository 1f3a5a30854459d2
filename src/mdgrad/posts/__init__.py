"""Posts: documents with diagrams in them, and the blocks found there."""

from mdgrad.posts.block import Block, Directive, Encoding, Piece
from mdgrad.posts.flavors import Flavor
from mdgrad.posts.post import Post, Problem
from mdgrad.posts.post_settings import PostSettings
from mdgrad.posts.reading import find_blocks, settings_in

__all__ = [
    "Block", "Directive", "Encoding", "Flavor", "Piece", "Post", "PostSettings", "Problem",
    "find_blocks", "settings_in",
]  # fmt: skip
