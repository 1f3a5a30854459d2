"""Checks posts while every result is watched: `python -m tests.without_floats POST…`.

The modules that have a part in verdicts are compiled anew as they are imported, each operation and
each call in them wrapped in a look at its result. A float among these ends the run.
Prints how many results were looked at, and the verdicts on each post.
"""

from __future__ import annotations

import ast
import builtins
import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

__all__ = ["DECIDING", "FloatUsed", "watched"]

DECIDING = (
    "expressions", "labels", "operators", "graphs", "passes", "proofs", "tensors", "judgement",
)  # fmt: skip
"""The packages of mdgrad that have a part in verdicts."""

_looked_at = 0


class FloatUsed(Exception):
    """A float came out of an operation or a call."""


def exact(value: Any) -> Any:
    """Return a value as it is; raise `FloatUsed` if it is a float, of Python's or sympy's."""
    global _looked_at  # noqa: PLW0603
    _looked_at += 1
    for one in value if type(value) is tuple else (value,):
        if isinstance(one, float | complex) or type(one).__name__ == "Float":
            raise FloatUsed(repr(value))
    return value


class _Watch(ast.NodeTransformer):
    """Wraps every operation and every call."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return self._looked_at(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return self._looked_at(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return [node]
        look = self._looked_at(ast.Name(node.target.id, ast.Load()))
        return [node, ast.copy_location(ast.Expr(look), node)]

    @staticmethod
    def _looked_at(node: ast.expr) -> ast.expr:
        return ast.copy_location(ast.Call(ast.Name("_exact", ast.Load()), [node], []), node)


def watched(source: str | bytes, path: str) -> CodeType:
    """Return the code of a module in which every result is looked at."""
    tree = _Watch().visit(ast.parse(source))
    return compile(ast.fix_missing_locations(tree), path, "exec")


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return watched(self.get_data(path), path)


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        first, _, rest = name.partition(".")
        if first != "mdgrad" or rest.split(".")[0] not in DECIDING:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def main(posts: Sequence[str]) -> None:
    """Check posts and print what was found, as JSON."""
    builtins._exact = exact  # type: ignore[attr-defined]
    sys.meta_path.insert(0, _Finder())
    import mdgrad

    found = {
        post: [
            [claim.written, claim.verdict, claim.expected]
            for claim in mdgrad.check(Path(post).read_text(encoding="utf-8"), path=post).claims
        ]
        for post in posts
    }
    print(json.dumps({"looked_at": _looked_at, "found": found}))


if __name__ == "__main__":
    main(sys.argv[1:])
