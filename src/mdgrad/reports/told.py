"""What the text report tells of one post: its findings as printed, and what a summary counts.

A run with a cache answers with these alone, so this module imports next to nothing.
"""

from __future__ import annotations

from mdgrad.messages import Listing, Message

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NOTHING_TOLD", "Counts", "Told", "read_told", "summary", "total", "write_told"]

Counts = tuple[int, ...]
"""Posts read and not read, computation graphs, claims verified, wrong and undecided, gradients
missing, findings that can be mended, findings that are more than an info."""
_FIELDS = 9
_BETWEEN_LINES, _BETWEEN_FINDINGS = "\0", "\1"
"""Control characters, of which a report has none but its line ends."""


class Told:
    """What is told of one post; each finding is its lines, line ends included."""

    __slots__ = ("counts", "findings")

    def __init__(self, counts: Counts, findings: tuple[str, ...] = ()) -> None:
        self.counts = counts
        self.findings = findings


NOTHING_TOLD = Told((1, *[0] * (_FIELDS - 1)))
"""What is told of a post without diagrams."""


def total(counts: list[Counts]) -> Counts:
    """Return the counts of many posts as one."""
    return tuple(map(sum, zip(*counts, strict=True))) or (0,) * _FIELDS


def summary(
    counts: Counts, *, before: Iterable[Message] = (), after: Iterable[Message] = ()
) -> Listing:
    """Return the line that always closes a report; it counts what stayed undecided too.

    `before` and `after` are what else is worth saying in it.
    """
    read, unread, graphs, verified, wrong, undecided, missing, fixable, _ = counts
    parts = [
        Message(
            "{posts}, {graphs}: {claims}",
            posts=Message.counted(read, "{number} post", "{number} posts"),
            graphs=Message.counted(
                graphs, "{number} computation graph", "{number} computation graphs"
            ),
            claims=Message(
                "{verified}, {wrong} wrong, {undecided} undecided",
                verified=Message.counted(
                    verified, "{number} claim verified", "{number} claims verified"
                ),
                wrong=wrong,
                undecided=undecided,
            ),
        )
    ]
    if missing:
        parts.append(
            Message.counted(missing, "{number} gradient not drawn", "{number} gradients not drawn")
        )
    if unread:
        parts.append(Message.counted(unread, "{number} file not read", "{number} files not read"))
    if fixable:
        parts.append(Message("{number} can be mended by `mdgrad fix`", number=fixable))
    return Listing(Message("; "), (*before, *parts, *after))


def write_told(told: Told, path: str) -> bytes | None:
    """Return what was told of the post at `path` as one line that does not name it, or None.

    None where a finding would not come back as it is.
    """
    findings = [finding.removeprefix(path) for finding in told.findings]
    counts = " ".join(map(str, told.counts))
    kept = _BETWEEN_FINDINGS.join([counts, *findings]).replace("\n", _BETWEEN_LINES)
    line = kept.encode("utf-8", "surrogatepass")
    return line if read_told(line, path).findings == told.findings else None


def read_told(line: bytes, path: str) -> Told:
    """Return what `write_told` wrote in `line`, told of the post at `path`."""
    kept = line.decode("utf-8", "surrogatepass").replace(_BETWEEN_LINES, "\n")
    counts, *findings = kept.split(_BETWEEN_FINDINGS)
    return Told(tuple(map(int, counts.split())), tuple(path + finding for finding in findings))
