"""mdgrad checks the computation graphs of a post and mends their labels.

>>> import mdgrad
>>> mdgrad.check("A post without diagrams.").summary.wrong
0
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes long to import, and a cached run needs none of it
if TYPE_CHECKING:
    from mdgrad import mermaid
    from mdgrad.api import check, exercise, explain, fix
    from mdgrad.authoring import new, trace
    from mdgrad.explanation import Explanation
    from mdgrad.exports import export
    from mdgrad.many import check_files
    from mdgrad.report import Fixed, Report
    from mdgrad.settings import Settings

__all__ = [
    "Explanation", "Fixed", "Report", "Settings", "__version__", "check", "check_files", "exercise",
    "explain", "export", "fix", "mermaid", "new", "trace",
]  # fmt: skip

__version__ = "0.1.0"

_HOMES = {
    "check": "mdgrad.api",
    "check_files": "mdgrad.many",
    "exercise": "mdgrad.api",
    "explain": "mdgrad.api",
    "export": "mdgrad.exports",
    "fix": "mdgrad.api",
    "new": "mdgrad.authoring",
    "trace": "mdgrad.authoring",
    "Explanation": "mdgrad.explanation",
    "Fixed": "mdgrad.report",
    "Report": "mdgrad.report",
    "Settings": "mdgrad.settings",
}


def __getattr__(name: str) -> object:
    """Return a public name, imported when first asked for: a hook starts on every commit."""
    from importlib import import_module

    if name == "mermaid":
        return import_module("mdgrad.mermaid")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
