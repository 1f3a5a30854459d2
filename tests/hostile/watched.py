"""`python -m tests.hostile.watched WHAT…`: do it and print what the interpreter was asked to do.

An audit hook (PEP 578) sees every eval, exec and compile, every process and socket, and every file
opened to be written, whoever asks for it and however. A module that is imported on the way is let
past, since its code comes from the disk, and so is what `OWN_CODE` names: there networkx and sympy
write functions of their own, of which only a count of generators comes from outside.
"""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sympy
from sympy.parsing.sympy_parser import parse_expr

import mdgrad
from mdgrad.cli import main
from mdgrad.reports.formats import render
from mdgrad.settings import Settings
from mdgrad.source import Text
from tests.fuzz.generating import any_post
from tests.fuzz.targets import FORMATS
from tests.hostile.posts import POSTS, in_node

WATCHED = ("exec", "compile", "subprocess.", "socket.", "os.system", "os.exec", "os.fork",
           "os.posix_spawn", "os.spawn", "os.putenv", "os.remove", "os.rename", "os.chmod",
           "shutil.", "ctypes.", "pickle.", "urllib.", "marshal.")  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OWN_CODE = {
    "_lazy_compile": [("networkx", "utils", "decorators.py")],
    "_build": [("sympy", "polys", "monomials.py")],
}
seen: list[str] = []
switch = {"on": False}


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if not switch["on"]:
        return
    opened = event == "open" and bool(int(arguments[2] or 0) & WRITING)  # type: ignore[call-overload]
    if not (opened or event.startswith(WATCHED)):
        return
    switch["on"] = False  # to look at the stack is not to be watched
    if not is_loading():
        seen.append(event)
    switch["on"] = True


def is_loading() -> bool:
    frame = sys._getframe()
    while frame.f_back is not None:
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if file.startswith("<frozen importlib") or Path(file).parts[-3:] in OWN_CODE.get(name, ()):
            return True
        frame = frame.f_back
    return False


@contextmanager
def watching() -> Iterator[None]:
    switch["on"] = True
    try:
        yield
    finally:
        switch["on"] = False


def all_posts() -> None:
    """Check hostile posts; mend spoilt ones, and tell of them in every format."""
    for text in POSTS.values():
        if len(text) < 1_000:
            mdgrad.check(text)
    mend_and_tell(range(40))


def mend_and_tell(numbers: Iterable[int]) -> None:
    for text in map(any_post, numbers):
        report = mdgrad.fix(text, settings=Settings(complete=True)).report
        for name in FORMATS:
            render(name, report, {"-": Text(text)})


def command_line() -> None:
    """Check and mend a folder; what files that opens is the command's own business."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "post.md").write_text(in_node("m = x * 3 = 7"))
        for arguments in (["check"], ["check", "--no-cache"], ["fix", "--diff"], ["fix"]):
            main([*arguments, folder])


DEEDS: dict[str, Callable[[], object]] = {
    "posts": all_posts,
    "command-line": command_line,
    "eval": lambda: eval("1 + 1"),
    "exec": lambda: exec("x = 1"),
    "compile": lambda: compile("1", "post", "eval"),
    "ast": lambda: ast.literal_eval("[1]"),
    "sympify": lambda: sympy.sympify("x + 1"),
    "parse_expr": lambda: parse_expr("x + 1"),
    "lambdify": lambda: sympy.lambdify([], sympy.Integer(1)),
    "subprocess": lambda: subprocess.run(["true"], check=False),
    "system": lambda: os.system("true"),
    "socket": lambda: socket.socket().close(),
    "file": lambda: Path(os.devnull).write_text("x"),
}


if __name__ == "__main__":
    # What is imported lazily is imported now, and what is written once to caches is written.
    mend_and_tell(range(100, 110))
    sys.addaudithook(watch)
    for deed in sys.argv[1:]:
        seen.clear()
        with watching():
            DEEDS[deed]()
        print("\ndid", deed, *sorted(set(seen)), flush=True)
