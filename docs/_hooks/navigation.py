"""Folders in the nav of `mkdocs.yml`: a page that is added to one needs no entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import basename, dirname
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Put the pages of a folder in the place of an entry that names the folder, `how-to/`."""
    entries: list[Any] = config.nav or []
    pages = {file.src_uri for file in files.documentation_pages()}
    rest = sorted(pages - set(_named(entries)), key=_index_first)
    config.nav = list(_expanded(entries, rest))
    return files


def _named(entries: Sequence[Any]) -> Iterator[str]:
    for entry in entries:
        inner = next(iter(entry.values())) if isinstance(entry, dict) else entry
        yield from [inner] if isinstance(inner, str) else _named(inner)


def _expanded(entries: Sequence[Any], rest: Sequence[str]) -> Iterator[Any]:
    """Yield the entries, with the pages of `rest` in the places of their folders."""
    for entry in entries:
        if isinstance(entry, str):
            yield from _pages(entry, rest)
            continue
        ((title, inner),) = entry.items()
        if isinstance(inner, str):
            yield {title: _pages(inner, rest) if inner.endswith("/") else inner}
        else:
            yield {title: list(_expanded(inner, rest))}


def _pages(entry: str, rest: Sequence[str]) -> list[str]:
    """Return the pages that an entry stands for."""
    if not entry.endswith("/"):
        return [entry]
    return [page for page in rest if f"{dirname(page) or '.'}/" == entry]


def _index_first(page: str) -> tuple[bool, str]:
    return basename(page) not in {"index.md", "README.md"}, page
