"""The cache: reports of posts that were judged before, by the same mdgrad, in the same way."""

from mdgrad.cache.folder import cache_folder, clean
from mdgrad.cache.store import Cache

__all__ = ["Cache", "cache_folder", "clean"]
