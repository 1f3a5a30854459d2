"""Writing shapes as people write them: `(2, 3)`, `(3,)`, `[batch, in]`."""

from __future__ import annotations

from collections.abc import Sequence

from mdgrad.tensors.dimensions import Shape, is_anonymous

__all__ = ["shape_text"]

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("0123456789×", _RAISED + "ˣ")


def shape_text(shape: Shape, like: str = "(1, 1)") -> str:
    """Return a shape with the brackets and spaces of the shape that an author wrote.

    `like` is the author's text: `[2,3]` keeps square brackets and leaves out the space, `2×3` and
    ℝ²ˣ³ are written with crosses.
    """
    axes = ["?" if is_anonymous(dimension) else str(dimension) for dimension in shape]
    if "^" in like or like[-1:] in _RAISED:
        return _space_text(axes, like)
    opening = next((sign for sign in "([{" if sign in like), None)
    cross = next((sign for sign in "×x" if f" {sign} " in like or f"{sign}" in like), None)
    if opening is None and cross is not None and len(axes) > 1:
        return (f" {cross} " if f" {cross} " in like else cross).join(axes)
    if opening is None or not axes:
        opening = "("
    closing = {"(": ")", "[": "]", "{": "}"}[opening]
    separator = ", " if ", " in like or "," not in like else ","
    # A tuple of one has its comma in Python and NumPy; a list of one has none.
    comma = "," if len(axes) == 1 and opening == "(" else ""
    return opening + separator.join(axes) + comma + closing


def _space_text(axes: Sequence[str], like: str) -> str:
    """Return a shape as the space that an author wrote: ℝ^{2×3}, ℝ²ˣ³."""
    if "^" not in like and all(axis.isdigit() for axis in axes):
        return like.rstrip(_RAISED + "ˣ×") + "×".join(axes).translate(_RAISE)
    space, _, exponent = like.rstrip(_RAISED + "ˣ×").partition("^")
    cross = " \\times " if "\\" in like else next((one for one in (" × ", "×") if one in like), "×")
    opening, closing = "()" if exponent.startswith("(") else "{}"
    return f"{space}^{opening}{cross.join(axes)}{closing}" if axes else space
