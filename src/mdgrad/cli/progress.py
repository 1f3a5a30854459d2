"""Progress: a bar on a terminal while a run takes longer than a second, and nothing elsewhere."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TextIO, TypeVar

from mdgrad.cli.console import Console
from mdgrad.reports.visible import cells, visible

__all__ = ["bar", "progress"]

PATIENCE: Final = 1.0
"""Seconds after which people wonder whether anything is going on."""
_INTERVAL: Final = 0.1
_BAR: Final = 24
_ERASE: Final = "\r\x1b[K"

T = TypeVar("T")


@dataclass(slots=True)
class _State:
    """How far a run has come; the run writes it, the thread that draws reads it."""

    done: int
    total: int
    name: str


def progress(
    items: Iterable[T], names: Sequence[str], console: Console
) -> Generator[T, None, None]:
    """Yield the items; meanwhile show on a terminal how many are done, and which is at work.

    That is the one which is waited for, or else the one that was yielded last.
    """
    stream = console.stderr
    if not names or not stream.isatty() or console.environment.get("TERM") == "dumb":
        yield from items
        return
    state = _State(0, len(names), names[0])
    with _drawn(state, stream):
        for number, item in enumerate(items, 1):
            yield item
            state.done, state.name = number, names[min(number, len(names) - 1)]


@contextmanager
def _drawn(state: _State, stream: TextIO) -> Iterator[None]:
    """Draw the state again and again, and wipe it out in the end, whatever the end is.

    A thread draws, since one large post may take all the time without coming by here.
    """
    # Imported here because most runs draw nothing.
    import shutil
    import threading
    import time

    over = threading.Event()

    def draw() -> None:
        begun = time.monotonic()
        wait = PATIENCE
        while not over.wait(wait):
            wait = _INTERVAL
            seconds = time.monotonic() - begun
            columns = shutil.get_terminal_size().columns
            line = bar(state.done, state.total, state.name, seconds, columns)
            stream.write(_ERASE + line)
            stream.flush()
        if wait == _INTERVAL:
            stream.write(_ERASE)
            stream.flush()

    thread = threading.Thread(target=draw, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def bar(done: int, total: int, name: str, seconds: float, columns: int) -> str:
    """Return one line of at most `columns` - 1 columns, so that no terminal breaks it."""
    filled = _BAR * done // total if total else _BAR
    count = f"{done}/{total}".rjust(2 * len(str(total)) + 1)
    line = f"{'█' * filled}{'░' * (_BAR - filled)} {count} posts, {seconds:.0f} s  {visible(name)}"
    shown: list[str] = []
    width = 0
    for cell, cell_width in cells(line):
        width += cell_width
        if width >= columns:
            break
        shown.append(cell)
    return "".join(shown)
