"""The page on the Python interface, made from signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import mdgrad
from mdgrad import mermaid
from mdgrad import report as reports
from mdgrad.source import Place, Span

__all__ = ["on_files"]

_INTRODUCTION = (
    "Text in, a report or a mended text out: no file is touched. A wrong post raises nothing; what "
    "is wrong with it is in the report. Everything returned is frozen."
)
_READER = "The reader of Mermaid's flowcharts, [as Mermaid reads them](../mermaid.md)."


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the page."""
    content = "\n\n".join(_page())
    files.append(File.generated(config, "reference/python.md", content=content))
    return files


def _page() -> Iterator[str]:
    yield from ("# Python", _INTRODUCTION)
    public = {name: getattr(mdgrad, name) for name in mdgrad.__all__}
    yield from _members("mdgrad", public)
    told = {name: getattr(reports, name) for name in reports.__all__ if name not in public}
    yield "## What is in a report"
    yield from _members("mdgrad.report", told)
    yield from _members("mdgrad.source", {"Place": Place, "Span": Span})
    yield from ("## Flowcharts", _READER)
    yield from _members(
        "mdgrad.mermaid", {name: getattr(mermaid, name) for name in mermaid.__all__}
    )


def _members(module: str, members: dict[str, object]) -> Iterator[str]:
    """Yield what the functions and then the classes of a module are."""
    for name, member in members.items():
        if isinstance(member, FunctionType):
            signature = inspect.signature(member)
            yield f"### {module}.{name}\n\n```python\n{name}{_lines(signature)}\n```"
            yield inspect.getdoc(member) or ""
    for name, member in members.items():
        if isinstance(member, type):
            yield f"### {module}.{name}\n\n{inspect.getdoc(member)}"
            rows = [
                f"| `{named}` | {kind} | {about} |" for named, kind, about in _attributes(member)
            ]
            if rows:
                yield "\n".join(["| attribute | type | |", "|---|---|---|", *rows])


def _lines(signature: inspect.Signature) -> str:
    """Return a signature, one parameter a line."""
    lines, is_keyword = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not is_keyword:
            is_keyword = True
            lines.append("*")
        stars = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        line = f"{stars}{parameter.name}: {parameter.annotation}"
        if parameter.default is not parameter.empty:
            line += f" = {_default(parameter.default)}"
        lines.append(line)
    inside = "".join(f"    {line},\n" for line in lines)
    return f"(\n{inside}) -> {signature.return_annotation}"


def _default(value: object) -> str:
    """Return a default as people would write it."""
    return "Settings()" if value == mdgrad.Settings() else repr(value)


def _attributes(member: type) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and docstring of the public fields and properties of a class."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(member))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for statement, following in zip(body, [*body[1:], None], strict=True):
        match statement:
            case ast.AnnAssign(target=ast.Name(name), annotation=kind):
                about = _text(following)
            case ast.FunctionDef(name=name, returns=ast.expr() as kind):
                if "property" not in map(ast.unparse, statement.decorator_list):
                    continue
                about = ast.get_docstring(statement) or ""
            case _:
                continue
        if not name.startswith("_"):
            yield name, f"`{ast.unparse(kind)}`".replace("|", "\\|"), " ".join(about.split())


def _text(statement: ast.stmt | None) -> str:
    """Return the text of a docstring, the empty text for any other statement."""
    match statement:
        case ast.Expr(ast.Constant(str(text))):
            return text
    return ""
