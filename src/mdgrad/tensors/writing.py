"""Writing shapes as people write them: `(2, 3)`, `(3,)`, `[batch, in]`."""

from __future__ import annotations

from mdgrad.tensors.dimensions import Shape, is_anonymous

__all__ = ["shape_text"]


def shape_text(shape: Shape, like: str = "(1, 1)") -> str:
    """Return a shape with the brackets and spaces of the shape that an author wrote.

    `like` is the author's text: `[2,3]` keeps square brackets and leaves out the space, `2×3` is
    written with crosses.
    """
    axes = ["?" if is_anonymous(dimension) else str(dimension) for dimension in shape]
    opening = next((sign for sign in "([{" if sign in like), None)
    cross = next((sign for sign in "×x" if f" {sign} " in like or f"{sign}" in like), None)
    if opening is None and cross is not None and len(axes) > 1:
        return (f" {cross} " if f" {cross} " in like else cross).join(axes)
    opening = opening or "("
    closing = {"(": ")", "[": "]", "{": "}"}[opening]
    separator = ", " if ", " in like or "," not in like else ","
    # A tuple of one has its comma in Python and NumPy; a list of one has none.
    comma = "," if len(axes) == 1 and opening == "(" else ""
    return opening + separator.join(axes) + comma + closing
