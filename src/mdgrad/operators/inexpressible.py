"""What is raised where something cannot be said in the language that is asked for."""

from __future__ import annotations

__all__ = ["Inexpressible"]


class Inexpressible(Exception):
    """A formula cannot be expressed: a function is unknown, a name has no value, a limit is passed.

    The message says which. It is caught by whoever asked, and becomes “undecided” in the end.
    """
