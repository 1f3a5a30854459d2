"""Flowcharts to compare readers on: well-formed ones, odd ones, and mutations of both.

Every source follows from its number alone, so that a difference can be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

# What stands in sources, from the usual to the treacherous.
IDS = [
    "A", "A", "B", "B", "C", "D", "x", "o", "v", "X1", "a1", "1a", "42", "1.5", "σ", "θ", "ŷ",
    "日本", "ᵢ", "∂", "₁", "x²", "é", "A.B", "A-B", "A--B", "A_B", "a:b", "a,b", "a&b", "a#", "a#b",
    "A%", "A!", "A?", "A*", "A+", "A/", "A\\", "A'", "A`", "end", "End", "end-x", "aend", "a_end",
    "graph", "graph1", "flowchart", "subgraph", "style", "style1", "style.n", "styled",
    "linkStyle", "class", "classDef", "click", "clickx", "call", "callx", "href", "default",
    "interpolate", "direction", "LR", "TB", "_self", "_blank", "_x", "constructor", "toString",
    "default.a", "A=B", "~", "A@", "@", "-", "-a", "a-", ".", ".a", "a.", "x-y", "o-o", "vv",
    "v.v", '"q"', "%%", "%%x", "A%%c", "é日", "A;B", "T&C", "0", "00", "-1", "+1", "Ⅷ", "½", "𝑥",
    "_",
]  # fmt: skip
TEXTS = [
    "x", "1", "-1", "-1.0", "1.5", "2/3", "x=1", "a<b", "a<1", "x<y>", "-", "--", "-->", "==", ".",
    "..", "x--", "o--", "/x", "x/", "\\x", "x\\", "\\sigma", "<b>x</b>", "a|b", "f(x)", "[1]",
    "{1}", "#quot;", "#35;", "&amp;", "&#35;", "#lt;b#gt;", "a;b", "%%", ";", "'", "`", '"', "@",
    "a@b", "∂L/∂x", "×", "√", "🎉", "é", "$$x^2$$", "<br>", "a<br/>b", "<b>x", "<T>z</T>",
    "List<T>", "`m`", "~~~", "a~~~b", "(x)", ")", "(", "]", "[", "}", "{", "||", "\\n", "#", "&",
    "<", ">", "<=", ">=", "*", "**", "_a_", "a b", " a ", "two words", "direction LR",
    "a direction TB b", "a\nb", "a\n%% c\nb", "a\n\nb", " ", "", "x -- y", "x --> y", "a \\\\ b",
    "end", "style", "a\tb", "a > b", "#quot;x#quot;", "fa:fa-x y", "$$\\frac{a}{b}$$",
    "x = 3<br/>grad = 6", "(-3.0)", "<span style='color:red'>x</span>", "\xa0x",
]  # fmt: skip
SHAPES = [
    ("[", "]"), ("[", "]"), ("[", "]"), ("(", ")"), ("([", "])"), ("[[", "]]"), ("[(", ")]"),
    ("((", "))"), ("((", "))"), ("(((", ")))"), (">", "]"), ("{", "}"), ("{{", "}}"), ("[/", "/]"),
    ("[\\", "\\]"), ("[/", "\\]"), ("[\\", "/]"), ("(-", "-)"), ("[|a:b|", "]"), (" [", "]"),
    ("[", ")"), ("(", "]"), ("<", ">"), ("[|a|", "]"), ("[ ", " ]"), ("((", ")"), ("{", "}}"),
]  # fmt: skip
LINKS = [
    "-->", "-->", "-->", "---", "-.->", "-.-", "==>", "===", "~~~", "--x", "--o", "<-->", "x--x",
    "o--o", "<-.->", "<==>", "x-.-x", "---->", "-----", "-...->", "=====>", "~~~~", "->", "=>",
    "<--", "~~", ".->", "-.", "==", "--", "---", "x--", "o--", "<-", "-.-", "-..-", "==x", "==o",
    "x==x", "o==o", "x-->", "o-->", "--->>",
]  # fmt: skip
INLINE = [
    ("--", "-->"), ("--", "-->"), ("--", "---"), ("==", "==>"), ("-.", ".->"), ("<--", "-->"),
    ("x--", "--x"), ("o--", "--o"), ("--", "--x"), ("--", "==>"), ("<--", "---"), ("==", "==="),
    ("-.", ".-"), ("-.", "-.->"), ("--", "---->"), ("-.", "..->"), ("<==", "==>"), ("<-.", ".->"),
]  # fmt: skip
HEADERS = [
    "flowchart LR", "flowchart LR", "graph TD", "graph TB", "flowchart", "graph",
    "flowchart-elk LR", "flowchart RL;", "graph BT", "graph >", "graph <", "graph ^", "graph v",
    "flowchart TD ", "flowchart lr", "flowchart;A", "flowchart LR A", "graph LR;",
    "swimlane-beta LR", "flowchart BR", "flowchart  LR", "graph LR %% c", "flowchartLR",
    "graph\tTD", "sequenceDiagram", "graph TDx",
]  # fmt: skip
STYLES = [
    "fill:#f9f", "stroke:red,stroke-width:2px", "stroke:#f00", "stroke-dasharray: 5 5",
    "stroke:red %% c", "fill:none,stroke:blue", "fill:#fff;", "color:rgb(1,2,3)", "fill",
    "opacity:0.5", "fill:#lelele", "stroke-dasharray: 5\\,5", " stroke : red ", "",
    "font-size:12px,", "fill:#FFF,,a:b",
]  # fmt: skip
DATA = [
    "shape: rect", "shape: circle, label: x", 'shape: rounded, label: "a b"', "label: 1.5",
    "label: true", "\n shape: rect\n label: x\n", "animate: true", 'label: "#quot;x#quot;"',
    "shape: cyl", "shape:rect", "shape: nosuch", "shape: Rect", "label: 'it''s'", 'label: "a\nb"',
    "", " ", "label", "shape: rect,", "shape: rect, shape: rect", "icon: 'fa:x'", "label: ''",
    "label: [", "label: {", "img: 'a.png', w: 40", "curve: linear", "animation: fast",
    "label: null", "label: a: b", "- a", "label: |\n  a\n", "label: x # c", 'label: "a\\nb"',
    "shape: cyl\tlabel: x", "label: <b>x", "shape: rect, label: x}", "labelType: string, label: q",
    "\nlabel: |\n  x\n  y\n", "label: .5", "\n  label: >\n   x\n   y\n", "label: 0x10",
    "label: 1e3", "label: ~", 'shape: "rect"', "label: &a x", "label: !!str x", "label: !!int x",
    "? a", "label: 08", "label: 1_000", "\tlabel: x", "? label : x", "\nlabel: x\nshape: rect",
    "\n\tlabel: x\n", "label: a\n", "label: '", 'label: "', "constraint: on", "label: ! x",
    "&k label: x", "label: &a x, x: *a", "\n? label\n: x\n", "label: @x", "label: \u2028",
]  # fmt: skip
OTHER = [
    "%% a comment", "  %% c", "%%{init: {}}%%", "%%{wrap}%%", "direction LR", "accTitle: x",
    "accDescr: y", "accDescr { a\nb }", ";", "", " ", 'click A "u"', 'click A href "u" "t" _blank',
    "click A cb", 'click A call cb(1, 2) "t"', "class A c", "class A,B c", "classDef c fill:#f00",
    "A:::c --> B:::d", "classDef default stroke:red,color:#fff", "classDef a,b x:y", "class e1 c",
    "class s c", "A & B", "%%", "%% ", "%%{ x", "direction TB", " direction XX", "end", "subgraph",
    "accTitle", ";;", "\t", "click A call cb()", "click --> A", 'click A "u" _self', "click A",
    "class A", "A:::c", "title x", "---", "A &B", "A& B", "A && B",
    "%%{init: {'flowchart': {'inheritDir': true}}}%%", "direction TD;", "x", "o",
    '%%{initialize: {"flowchart": {"inheritDir": true}}}%%', "%%{init: {flowchart: 1}}%%",
    "%%{config}%%",
]  # fmt: skip
FRAGMENTS = [
    "[", "]", "(", ")", "{", "}", "|", '"', "`", ";", "%", "&", "@", "#", "-", "--", "-->", "==",
    ".", "~", "<", ">", ":", ":::", ",", "=", "'", "\\", "/", "x", "o", "v", "%%", "@{", "}@",
    "\n", "\n\n", " ", "  ", "\n", "\r\n", "\r", "\t", "end", "subgraph s\n", "\nend\n",
    "direction LR", "style A fill:red\n", "linkStyle 0 stroke:red\n", "%% c\n", "\xa0", "\u2028",
    "\ufeff", "é", "🎉", "\x00", "#35;", "<br/>", '"`', '`"', "((", "))", "|t|", "-- t -->", "&",
    " & ", "e1@", "call ", "click ", "style", "graph", "default ",
]  # fmt: skip
PROLOGUES = [
    "---\ntitle: t\n---\n", "---\nconfig:\n  flowchart:\n    inheritDir: true\n---\n", "\n\n",
    "  ", "%% c\n", "%%{init: {'theme': 'dark'}}%%\n", "---\n---\n", "---\ntitle: [\n---\n",
    "--- \na: b\n--- \n", "\n---\ntitle: t\n---\n", "---\na: b\na: c\n---\n",
    "  ---\n  title: t\n  ---\n", "\ufeff", "---\ntitle: t\n",
    '%%{init: {"flowchart": {"htmlLabels": false}}}%%\n', "---\n- a\n---\n", "---\nx\n---\n",
    "%% c\n\n",
]  # fmt: skip

T = TypeVar("T")


class Maker(Random):
    """A source of chance that knows how odd things may be."""

    oddness = 0.0

    def pick(self, usual: Sequence[T], odd: Sequence[T]) -> T:
        """Return one of the usual things, or now and then an odd one."""
        return self.choice(odd if self.random() < self.oddness else usual)


def generated(number: int) -> str:
    """Return the source of this number."""
    maker = Maker(f"flowchart {number}")
    maker.oddness = maker.choice((0.0, 0.01, 0.02, 0.1, 0.3))
    source = _flowchart(maker)
    if maker.random() < 0.3:
        for _ in range(maker.choice((1, 1, 1, 2, 3))):
            source = maker.choice(_MUTATIONS)(maker, source)
    return source


def _flowchart(maker: Maker) -> str:
    header = maker.pick(HEADERS[:10], HEADERS)
    lines = [_statement(maker, 0) for _ in range(maker.choice((1, 2, 3, 4, 5)))]
    end = maker.pick(("\n", "\n", "\n", ";", "\r\n", "\n\n"), ("; ", ";\n", " \n"))
    source = header + "\n" + end.join(lines)
    return maker.choice(PROLOGUES) + source if maker.random() < 0.05 else source


def _statement(maker: Maker, depth: int) -> str:
    kind = maker.random()
    if kind < 0.60:
        return maker.choice(("", "", "    ", "\t")) + _chain(maker)
    if kind < 0.68 and depth < 2:
        return _subgraph(maker, depth)
    if kind < 0.78:
        indices = maker.pick(("0", "default", "0,0"), ("0,1", "1", "0, 1", "9", "01", ""))
        curve = maker.pick(("", "", "interpolate basis "), ("interpolate step,",))
        return f"{_chain(maker)}\nlinkStyle {indices} {curve}{maker.pick(STYLES[:6], STYLES)}"
    if kind < 0.84:
        keyword = maker.choice(("style", "style", "classDef"))
        return f"{keyword} {_id(maker)} {maker.pick(STYLES[:6], STYLES)}"
    if kind < 0.90:
        return f"{_id(maker)}@{{{_data(maker)}}}"
    return maker.pick(OTHER[:24], OTHER)


def _subgraph(maker: Maker, depth: int) -> str:
    label = _label(maker)
    title = maker.pick(
        ("s", "s", "t[T]", 't ["a b"]', '"title"', "a b c", "x-1", "A", f"u[{label}]"),
        (f"w [{label}]", label, "s %% c", '"`m`"', "s;", "t(x)", "t[ ]", "1", ""),
    )
    lines = [_statement(maker, depth + 1) for _ in range(maker.randint(0, 3))]
    if maker.random() < 0.2:
        lines.insert(0, f"direction {maker.pick(('LR', 'TB', 'TD', 'BT', 'RL'), ('BR', 'lr'))}")
    return "\n".join((f"subgraph {title}", *lines, maker.pick(("end", "  end "), ("endx",))))


def _chain(maker: Maker) -> str:
    pieces = [_group(maker)]
    for _ in range(maker.choice((0, 1, 1, 1, 1, 2, 3))):
        pieces += [_link(maker), _group(maker)]
    return "".join(pieces)


def _group(maker: Maker) -> str:
    separator = maker.pick((" & ", "  &  "), ("&", " &", "& "))
    return separator.join(_node(maker) for _ in range(maker.choice((1, 1, 1, 1, 2, 3))))


def _node(maker: Maker) -> str:
    node = _id(maker)
    if maker.random() < 0.45:
        opener, closer = maker.pick(SHAPES[:19], SHAPES)
        node += opener + _label(maker) + closer
    if maker.random() < 0.04:
        node += maker.pick((":::c", ":::c-d"), ("::: c", ":c", ":::c:::d"))
    if maker.random() < 0.04:
        node += f"@{{{_data(maker)}}}"
    return node


def _id(maker: Maker) -> str:
    return maker.choice(maker.pick((("A", "B", "C", "D", "x", "o", "s"), IDS[:18]), (IDS,)))


def _label(maker: Maker) -> str:
    text = maker.choice(TEXTS)
    if maker.random() < 0.2:
        text += maker.choice(TEXTS)
    plain = ("x", "1.5", "a b", "∂L/∂x", "x = 3", "σ", "a<br/>b", " a ", "<b>x", "2/3", "#35;")
    quoted = text.replace('"', "#quot;") or "x"
    return maker.pick(
        (maker.choice(plain), f'"{quoted}"', f'"{quoted}"', f'"{quoted}"', f'"`{quoted}`"'),
        (text, text, f'"{text}"', f' "{text}" ', f'"{text}" x', f'x "{text}"', f"'{text}'"),
    )


def _data(maker: Maker) -> str:
    data = maker.pick(DATA[:9], DATA)
    return f" {data} " if maker.random() < 0.5 else data


def _link(maker: Maker) -> str:
    if maker.random() < 0.6:
        link = maker.pick(LINKS[:20], LINKS)
        if maker.random() < 0.4:
            link += maker.choice(("|", " |")) + _label(maker) + "|"
    else:
        opener, closer = maker.pick(INLINE[:8], INLINE)
        space = maker.pick((" ",), ("",))
        link = f"{opener}{space}{_label(maker)}{space}{closer}"
    if maker.random() < 0.06:
        link = maker.pick(("e1@", "e2@"), ("a-b@", "@", "e1 @", "1@")) + link
    return maker.pick((" ", " ", "\n"), ("",)) + link + maker.pick((" ",), ("", "\n"))


def _inserted(maker: Maker, source: str) -> str:
    at = maker.randint(0, len(source))
    return source[:at] + maker.choice(FRAGMENTS) + source[at:]


def _deleted(maker: Maker, source: str) -> str:
    at = maker.randrange(max(1, len(source)))
    return source[:at] + source[at + maker.choice((1, 1, 1, 2, 5)) :]


def _replaced(maker: Maker, source: str) -> str:
    at = maker.randrange(max(1, len(source)))
    return source[:at] + maker.choice(FRAGMENTS) + source[at + 1 :]


def _moved(maker: Maker, source: str) -> str:
    start, end, at = sorted(maker.randint(0, len(source)) for _ in range(3))
    return source[:start] + source[end:at] + source[start:end] + source[at:]


def _spliced(maker: Maker, source: str) -> str:
    other = _flowchart(maker)
    return source[: maker.randint(0, len(source))] + other[maker.randint(0, len(other)) :]


_MUTATIONS: tuple[Callable[[Maker, str], str], ...] = (
    _inserted, _inserted, _deleted, _deleted, _replaced, _moved, _spliced,
)  # fmt: skip
