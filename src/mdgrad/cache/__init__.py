"""The cache: reports of posts that were judged before, by the same mdgrad, in the same way.

A cached run answers before anything else is imported, so this package imports nothing that the
interpreter does not need to start: no `typing`, `pathlib`, `json` or `dataclasses`.
"""

from mdgrad.cache.folder import cache_folder, clean
from mdgrad.cache.store import Cache

__all__ = ["Cache", "cache_folder", "clean"]
