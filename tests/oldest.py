"""`python -m tests.oldest`: what mdgrad runs on, each at the oldest version that it asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

__all__ = ["oldest"]

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
BOUND = re.compile(r"([\w.-]+)>=([\d.]+)")


def oldest() -> list[str]:
    """Return each dependency, pinned to its lower bound; ValueError if one has none."""
    dependencies = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    bounds = {text: BOUND.fullmatch(text) for text in dependencies}
    if without := [text for text, bound in bounds.items() if bound is None]:
        raise ValueError(f"no lower bound: {without}")
    return [f"{bound[1]}=={bound[2]}" for bound in bounds.values() if bound is not None]


if __name__ == "__main__":
    print(*oldest())
