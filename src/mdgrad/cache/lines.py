"""A file of the cache: lines, each of which is a key, a digest of the line, and what is kept.

A line that was damaged, or written without the secret that the digest is made with, is no line. A
file is replaced whole, so two runs at once can lose each other's lines but never mix them.
"""

from __future__ import annotations

import os
import stat

try:  # hashlib brings OpenSSL with it, which takes longer to load than all else here
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["Lines", "begun_digest", "digest_of", "digest_with"]

_DIGEST = 32
"""Hexadecimal digits: 128 bits, so that no two posts share a key by accident."""
KEPT = 4
"""A file holds at most so many lines for each that was last asked for or put there..."""
KEPT_AT_LEAST = 1000
"""...or so many in all."""


class Lines:
    """What the file at `path` keeps under each key, put there with the same `secret`."""

    def __init__(self, path: str, secret: bytes) -> None:
        self._path = path
        self._begun = begun_digest(secret=secret)
        self._known = _read(path)
        self._used: dict[bytes, bytes] = {}
        self.is_changed = False

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under `key`."""
        line = self._known.get(key)
        if line is None or line[:_DIGEST] != self._digest(key, line[_DIGEST:]):
            return None
        self._used[key] = line
        return line[_DIGEST:]

    def put(self, key: bytes, entry: bytes) -> None:
        """Keep `entry`, which is one line, under `key`."""
        self._known[key] = self._used[key] = self._digest(key, entry) + entry
        self.is_changed = True

    def _digest(self, key: bytes, entry: bytes) -> bytes:
        return digest_with(self._begun, key, entry)

    def keep(self) -> None:
        """Write the file. Raises OSError."""
        # Read anew, since another run may have written in the meantime; ours are the newest.
        lines = {key: line for key, line in _read(self._path).items() if key not in self._used}
        newest = list((lines | self._used).items())[-max(KEPT_AT_LEAST, KEPT * len(self._used)) :]
        written = f"{self._path}.{os.getpid()}.new"
        try:
            _write(written, b"".join(key + line + b"\n" for key, line in newest))
            os.replace(written, self._path)
        except OSError:
            if os.path.exists(written):
                os.remove(written)
            raise


def digest_of(*parts: bytes, secret: bytes = b"") -> bytes:
    """Return a digest of `parts`, each of which is told from the next by its length.

    With a `secret`, nobody else can tell it (keyed BLAKE2, RFC 7693).
    """
    return digest_with(begun_digest(secret=secret), *parts)


def begun_digest(*parts: bytes, secret: bytes = b"") -> blake2b:
    """Return what `digest_with` goes on from, for many digests whose first parts are these."""
    return _continued(blake2b(key=secret, digest_size=_DIGEST // 2), parts)


def digest_with(begun: blake2b, *parts: bytes) -> bytes:
    """Return the digest of the parts that it was begun with and of these."""
    return _continued(begun.copy(), parts).hexdigest().encode("ascii")


def _continued(digest: blake2b, parts: tuple[bytes, ...]) -> blake2b:
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest


def _read(path: str) -> dict[bytes, bytes]:
    """Return the lines of a file, by key; none where there is no such file."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):  # a link may lead to what has no end
            return {}
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError:
        return {}
    return {line[:_DIGEST]: line[_DIGEST:] for line in content.split(b"\n") if line}


def _write(path: str, content: bytes) -> None:
    with open(path, "xb") as stream:  # never through a link that stands there
        stream.write(content)
