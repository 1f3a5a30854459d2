"""The secret that a user's cache is written with: a folder may come with a cache of a stranger's.

It stands in the user's own folder for caches, which no repository reaches.
"""

from __future__ import annotations

import os

__all__ = ["keep_secret", "secret_or_new"]

_BYTES = 32


def secret_or_new() -> bytes:
    """Return the secret of this user, or a new one, which nothing was written with."""
    return _kept() or os.urandom(_BYTES)


def keep_secret(secret: bytes) -> None:
    """Let later runs find `secret`. Raises OSError."""
    if _kept() == secret:
        return
    folder = _folder()
    if not os.path.isabs(folder):  # the user has no home
        raise OSError(f"{folder} may be anyone's")
    os.makedirs(folder, exist_ok=True)
    written = os.path.join(folder, f"secret.{os.urandom(8).hex()}.new")
    try:
        # For nobody else to read; and whole from the start, since another run may look for it now.
        with open(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secret)
        os.replace(written, os.path.join(folder, "secret"))
    except OSError:
        if os.path.exists(written):
            os.remove(written)
        raise


def _kept() -> bytes | None:
    path = os.path.join(_folder(), "secret")
    if not os.path.isabs(path):
        return None
    try:
        with open(path, "rb") as stream:
            secret = stream.read(_BYTES + 1)
    except OSError:
        return None
    return secret if len(secret) == _BYTES else None


def _folder() -> str:
    """Return the folder, as https://specifications.freedesktop.org/basedir-spec has it.

    It is relative only where a user has no home.
    """
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    caches = named if os.path.isabs(named) else os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(caches, "mdgrad")
