"""Fingerprints: what makes a finding the same one after lines above it came or went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from mdgrad.report import FileReport, Finding
from mdgrad.source import Text

__all__ = ["fingerprints"]


def fingerprints(file: FileReport, text: Text | None) -> Iterator[str]:
    """Yield a fingerprint for each finding of `file`, in order, no two of them equal.

    It is made of the code, what is written, and the line that it is written on, but neither of
    the number of that line nor of the message, which may be worded better one day. Findings alike
    in all of that are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in file.findings:
        parts = (finding.code, finding.written or "", _line(finding, text))
        seen[parts] += 1
        digest = sha256("\0".join((*parts, str(seen[parts]))).encode("utf-8", "surrogatepass"))
        yield digest.hexdigest()[:32]


def _line(finding: Finding, text: Text | None) -> str:
    if text is None or finding.place.line >= max(2, len(text.line_starts)):
        return ""
    return text.line(finding.place.line).strip()
