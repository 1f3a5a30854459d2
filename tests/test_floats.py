"""No float has a part in any verdict: none is written, and none comes out of any operation."""

from __future__ import annotations

import ast
import builtins
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import mdgrad
from tests import without_floats
from tests.fixture_posts import POSTS
from tests.without_floats import DECIDING, FloatUsed, watched

SOURCE = Path(mdgrad.__file__).parent
MODULES = sorted(path for package in DECIDING for path in (SOURCE / package).rglob("*.py"))
INEXACT = {"float", "complex", "evalf", "Float", "nsimplify", "inf", "nan", "fsum", "uniform"}
SOME = {"rounding.md", "equations.md"}
"""Posts with decimals and with formulas."""
EXACT_OF_MATH = {"isqrt", "prod", "gcd", "lcm", "comb"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_none_is_written(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(float() | complex()):
                raise AssertionError(node.lineno)
            case ast.Name(name) | ast.Attribute(_, name):
                assert name not in INEXACT, node.lineno
            case ast.ImportFrom("math", names):
                assert {alias.name for alias in names} <= EXACT_OF_MATH
            case ast.Import(names):
                assert not {alias.name for alias in names} & {"math", "cmath", "statistics"}
            case _:
                pass


@pytest.mark.parametrize(
    "source",
    ["1 / 2", "abs(-1.5)", "divmod(3.0, 2)", "x = 1\nx /= 2", "import sympy\nsympy.Float(2)"],
)
def test_the_watch_sees_floats(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "_exact", without_floats.exact, raising=False)
    with pytest.raises(FloatUsed):
        exec(watched(source, "a test"), {})


def assert_none_comes_out(posts: Sequence[Path]) -> None:
    command = [sys.executable, "-m", "tests.without_floats", *map(str, posts)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert not answer.returncode, answer.stderr[-2_000:]
    told = json.loads(answer.stdout)
    assert told["looked_at"] > 50_000 * len(posts)
    for post in posts[:1]:
        claims = mdgrad.check(post.read_text(encoding="utf-8"), path=str(post)).claims
        assert told["found"][str(post)] == [[c.written, c.verdict, c.expected] for c in claims]


def test_none_comes_out_of_any_operation() -> None:
    assert_none_comes_out([post for post in POSTS if post.name in SOME])


@pytest.mark.fuzz
def test_none_comes_out_of_any_operation_on_any_post() -> None:
    assert_none_comes_out(POSTS)
