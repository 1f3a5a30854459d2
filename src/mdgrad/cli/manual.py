"""What `--help` says, in words."""

from __future__ import annotations

from typing import Final

DESCRIPTION: Final = """\
Check the computation graphs of a post: every value and gradient on its Mermaid flowcharts is
worked out, and a label that differs is told, with what it should say."""

EXIT_STATUS: Final = """\
exit status: 0 nothing to report, 1 an error or a warning, 2 misuse or a file that cannot be read
or written"""

EXAMPLES: Final = f"""\
examples:
  mdgrad check post.md             which labels are wrong?
  mdgrad check docs --strict       missing gradients and undecided labels count too
  mdgrad fix post.md               mend them in place
  mdgrad fix --diff post.md        show what that would change
  mdgrad fix - < post.md           mend standard input to standard output
  mdgrad new "y = w*x" w=2 x=3     draw a formula with its gradients
  mdgrad export --to python post.md:18   a diagram as a program
  mdgrad rule MG301                what is a wrong gradient?

configuration: the nearest mdgrad.toml or pyproject.toml with [tool.mdgrad] at or above each post

{EXIT_STATUS}"""

CHECK: Final = """\
Judge posts. Folders are walked as git sees them; a post named outright is read whatever its suffix.
Standard output is the report; errors about files, and notices, go to standard error."""

CHECK_EXAMPLES: Final = f"""\
examples:
  mdgrad check .                                   every post below this folder
  mdgrad check docs --exclude drafts/              but for the drafts
  mdgrad check docs --select MG3                   gradients only
  mdgrad check docs --format sarif > mdgrad.sarif  for a code scanner
  mdgrad check - --stdin-filename post.md          what an editor has, under the post's name
  mdgrad check docs --baseline known.json --write-baseline
                                                   take note of what is wrong today
  mdgrad check docs --baseline known.json          and tell only what is new
  mdgrad check post.md --certificate proofs.json   how every gradient was derived, to replay

{EXIT_STATUS}"""

FIX: Final = """\
Mend posts in place: a wrong label gets the right text in its author's manner, and nothing else in
the post changes. A mended post is checked before it is written."""

FIX_EXAMPLES: Final = """\
examples:
  mdgrad fix docs                  mend every post below docs
  mdgrad fix --diff docs           show that as a diff, write nothing
  mdgrad fix --complete docs       draw the gradients that are missing, too
  mdgrad fix --blank all post.md   make an exercise of a solved diagram
  mdgrad fix - < post.md           a filter, for editors

exit status: 0 all is well afterwards, 1 something remains (or, with --diff, would change),
2 misuse or a file that cannot be read or written"""

NEW: Final = """\
Draw a formula as a Mermaid diagram with every value and gradient worked out, ready to paste into a
post. It is printed only if `mdgrad check` verifies every label of it."""

NEW_EXAMPLES: Final = """\
examples:
  mdgrad new "L = (w*x + b - y)**2" w=2 x=3 b=1 y=5
  mdgrad new "a = sigmoid(w*x + b)" --symbolic             formulas, not numbers
  mdgrad new "L = (p - y)**2" p=3 y=1 --exercise           with ? for what is worked out
  mdgrad new "z = 2*x + 1" x=3 --dialect equations         or any other way of drawing

exit status: 0 drawn, 2 there is no diagram of it, or misuse"""

EXPORT: Final = """\
Write a diagram of a post as a program that works out its values and gradients, as the chain rule in
LaTeX, or as JSON. Everything is worked out from the inputs, whatever the other labels say."""

EXPORT_EXAMPLES: Final = """\
examples:
  mdgrad export --to python post.md                        the only diagram of a post
  mdgrad export --to torch post.md:18                      the one that is drawn on line 18
  mdgrad export --to json - < post.md                      of standard input

exit status: 0 written, 2 there is no such diagram, or it cannot be written so"""

RULE: Final = "Explain a finding by its code, with examples; without a code, list them all."

CLEAN: Final = """\
Take away `.mdgrad_cache`, where the reports of posts that have not changed since are kept. It is
in the nearest folder with an mdgrad.toml, a pyproject.toml or a .git, else in the current one."""

LSP: Final = """\
Serve an editor over standard input and output, by the Language Server Protocol: wrong labels are
marked while you type, with what they should say, and mended where you ask for it."""

COMPLETION: Final = "Print a script with which a shell completes commands and options."

COMPLETION_EXAMPLES: Final = """\
examples:
  mdgrad completion bash > ~/.local/share/bash-completion/completions/mdgrad
  mdgrad completion zsh > ~/.zfunc/_mdgrad
  mdgrad completion fish > ~/.config/fish/completions/mdgrad.fish"""
