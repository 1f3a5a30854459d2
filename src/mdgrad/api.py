"""The Python interface: text in, a report or a mended text out; no file is touched."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from mdgrad.checking import check_post
from mdgrad.ignoring import with_unused
from mdgrad.mending.exercise import Blanking, make_exercise
from mdgrad.mending.mend import mend_post
from mdgrad.mending.topology import topology
from mdgrad.posts import settings_in
from mdgrad.report import FileReport, Fixed, Report
from mdgrad.rules.selection import told
from mdgrad.settings import Flavor, Settings
from mdgrad.translating import translated

if TYPE_CHECKING:
    from typing import Unpack

    from mdgrad.explanation import Explanation

__all__ = ["Options", "check", "exercise", "explain", "fix"]

_DEFAULTS = Settings()


class Options(TypedDict, total=False):
    """Settings that may be given by keyword."""

    strict: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    flavor: Flavor
    language: str
    complete: bool


def check(
    text: str, *, path: str = "-", settings: Settings = _DEFAULTS, **options: Unpack[Options]
) -> Report:
    """Return the report on the post `text`.

    `path` is what the report calls the post; its suffix tells a notebook (`.ipynb`) or a bare
    diagram (`.mmd`) from Markdown. Keywords override `settings`. Raises TypeError for a keyword
    that is no setting.
    """
    return Report((judge(text, path=path, settings=replace(settings, **options)),))


def fix(
    text: str, *, path: str = "-", settings: Settings = _DEFAULTS, **options: Unpack[Options]
) -> Fixed:
    """Return the post with every label mended that can be, and the report on what remains.

    With `complete=True`, the gradients that are missing are drawn, too.

    The text comes back unchanged, with a finding MG904, where a mended text fails one of the
    checks of `mdgrad.mending.safety`. Takes the same arguments as `check`.
    """
    settings = replace(settings, **options)
    fixed = mend_post(
        text,
        partial(judge, path=path, settings=settings),
        partial(topology, path=path, settings=settings),
    )
    return _in_language(fixed, settings.language)


def explain(
    text: str,
    *,
    line: int | None = None,
    column: int | None = None,
    path: str = "-",
    settings: Settings = _DEFAULTS,
    **options: Unpack[Options],
) -> Explanation:
    """Return how every value and gradient in the post `text` comes about.

    With `line`, only what is there: the labels that stand on it, or at its `column`, or else the
    diagram around it. `mdgrad.explanation.formats.render` writes it as text, Markdown, HTML, LaTeX
    or JSON. Takes the other arguments as `check` does.
    """
    from mdgrad.explanation import explain_report

    settings = replace(settings, **options)
    report = judge(text, path=path, settings=settings)
    return explain_report(text, report, flavor=settings.flavor, line=line, column=column)


def exercise(
    text: str, blanking: Blanking = "all", *, path: str = "-", settings: Settings = _DEFAULTS
) -> Fixed:
    """Return the post as an exercise: `?` for the gradients, the values, or all that is worked out.

    What is given stays. `check` then says which answers are right, `fix` gives them all.
    """
    made = make_exercise(
        text,
        blanking,
        partial(judge, path=path, settings=settings),
        partial(fix, path=path, settings=settings),
        partial(topology, path=path, settings=settings),
    )
    return _in_language(made, settings.language)


def _in_language(fixed: Fixed, language: str) -> Fixed:
    """Return what was mended, with what mending itself has to say in the language asked for."""
    files = tuple(translated(file, language) for file in fixed.report.files)
    return replace(fixed, report=Report(files))


def judge(text: str, *, path: str, settings: Settings) -> FileReport:
    """Return the report on one post, with the findings that `settings` and the post ask for."""
    own = settings_in(text, path=path)
    strict = settings.strict if own.strict is None else own.strict
    ignore = (*settings.ignore, *(ignored.text for ignored in own.ignores))
    settings = replace(settings, strict=strict, ignore=ignore)
    report = check_post(text, path=path, settings=settings)
    return told(with_unused(report, own.ignores, text), settings)
