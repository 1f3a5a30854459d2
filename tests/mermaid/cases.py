"""Sources, one oddity of Mermaid each; `recorded.json` has what mermaid.js makes of them.

`python -m tests.mermaid.record` records anew.
"""

from __future__ import annotations

_BODIES = r"""
A
A[t]
A(t)
A([t])
A[[t]]
A[(t)]
A((t))
A(((t)))
A>t]
A{t}
A{{t}}
A[/t/]
A[\t\]
A[/t\]
A[\t/]
A(-t-)
A[|k:v|t]
A[]
A[""]
A[ ]
A [t]
A("t")
A((-))
A(("-"))
A(-3.0)
A["-3.0"]
A[/x]
A[f(x)]
A["f(x)"]
A[a<b]
A["a<b"]
A[a < b]
A["x<br/>y<BR>z"]
A["<b>x"]
A["List<String>"]
A["#quot;x#quot; #35;1 &lt; &#35;"]
A["`**x**`"]
A[a@b]
A[a;b]
A[a%%b]
A["$$\frac{a}{b}$$"]
A --> B
A-->B-->C
A --- B
A --x B --o C
A x--x B o--o C
A <--> B
A ==> B === C
A -.-> B -.- C -..-> D
A ~~~ B
A ~~~|t| B
A ----> B -----x C
A --------------> B
A -> B
A => B
A <-- B
A ~~ B
A.->B
A -- t --> B
A -- "t" --> B
A -- a-b --> B
A -- a--b --> B
A == t ==> B
A == x=1 ==> B
A == "x=1" ==> B
A -. t .-> B
A -. 1.5 .-> B
A -. "1.5" .-> B
A -->|t| B
A -->|"f(x)"| B
A -->|f(x)| B
A --> |t| B
A -->||B
A -->|""|B
A <-- t --- B
A -- t ==> B
A --other--> B
A---oB
A---ops
A-->xB
A & B --> C & D
A --> B & C --> D
A & B -- t --> C
A &B
A&B
A &
A e1@--> B
A e1@-- t --> B & C
A --> B\nx-->C
A --> B\nx --> C
A --> B\no---C
-->B
A -->\nB
A\n--> B
A -->|t|\nB
A;B;C-->D;
A-->B,C-->D
A.1 --> B_2 --> C-3
1a --> a1
σ --> Δ --> ŷ
∂ --> A
A=B
end
End
end-x
aend
graph-1
style.x
default
click --> A
call --> A
clickable --> A
%% comment\nA
%%\nA
A %% c
A-->B %% c
A-->B%%c
A["a\n%% c\nb"]
A-->B;%% c
subgraph s\nA\nend
subgraph s[T]\nA-->B\nend\ns --> C
subgraph "a b"\nA\nend
subgraph a b c\nA\nend
subgraph s ["x"]\ndirection LR\nA\nend
subgraph\nA\nend
subgraph s\nsubgraph t\nA\nend\nA\nend
subgraph s\nA\nend\nsubgraph s\nB\nend
subgraph s %% c\nA\nend
subgraph s\nA
A["direction LR"]\nB
A --> B["x direction TB y"]
direction LR\nA
style A fill:#f9f,stroke:#333
style A fill:#fff;
style A fill:rgb(1,2,3)
style A fill:red %% c
classDef c fill:#f00,color:red\nA:::c --> B
classDef a,b x:y\\,z
A\nclass A c
A:::c:::d
A --> B\nlinkStyle 0 stroke:red
A --> B\nlinkStyle 1 stroke:red
A --> B --> C\nlinkStyle 0,1 stroke:red,fill:blue
A --> B --> C\nlinkStyle 0, 1 stroke:red
A --> B\nlinkStyle default stroke:red
A --> B\nlinkStyle default interpolate basis stroke:red
A --> B\nlinkStyle 0 stroke:red\nlinkStyle 0 stroke:blue
A --> B\nlinkStyle 0 stroke:#fff;
A --> B\nlinkStyle 01 stroke:red
linkStyle 0 stroke:red\nA --> B
A\nclick A "u" "tip" _blank
A\nclick A href "u"
A\nclick A call f(1,2) "tip"
A\nclick A cb
A\nclick A
accTitle: t\naccDescr: d\nA
accDescr {\n a\n b\n}\nA
A@{ shape: rect }
A@{ shape: circle, label: "x y" }
A@{shape:rect}
A@{ shape: nothing }
A@{ shape: Rect }
A@{ label: 1.50 }
A@{ label: true }
A@{\n  label: x\n  shape: cyl\n}
A@{ label: 'it''s' }
A@{ label: x, label: y }
A@{ }
A@{ shape: rect } & A[t]
A e1@--> B\ne1@{ animate: true }
A[x]\nA[y]\nA
A((x))\nA
A --> A
A --> B\nA --> B
A["a" b]
A[a "b"]
A["<T> x"]
A["<g>t</g>z"]
A["<script>1</script>x"]
A["<style>a</style>x"]
A["<span style='color:red' onclick='x'>z</span>"]
A["<b><i>x</b>y</i>"]
A["</br>x</p>"]
A["<p>a<p>b"]
A["a<!-- c -->b"]
A["a<1>b"]
A["a</>b"]
A["<img src=x/>"]
A["<a href='javascript:x' target='_blank'>y</a>"]
A["<li>a<li>b"]
A["<title>t</title>y"]
A["<b title='<'>x</b>"]
A["<u>a & b &amp; c #lt; d</u>"]
A["<svg><path d='M0'/></svg>z"]
A["<td>x</td>"]
A["<p><b>x</p>y"]
A["<textarea>a<b>c</textarea>d"]
A["&#35; &lt &amp;lt; #35; &#35"]
A["a </"]
A[[a]b]
A[a]]
A[(a]
""".strip().split("\n")

_WHOLE = (
    "graph TD\nA", "graph\nA", "flowchart\nA", "flowchart-elk LR\nA", "swimlane-beta LR\nA",
    "flowchart >\nA", "flowchart <\nA", "flowchart ^\nA", "flowchart v\nA", "flowchart BR\nA",
    "flowchart lr\nA", "Flowchart LR\nA", "flowchart;A", "flowchart LR A-->B",
    "flowchart LR;A-->B", "flowchart TD %% c\nA", "\ufeffflowchart LR\nA", "\n\n  flowchart LR\nA",
    "flowchart LR", "%% c\nflowchart LR\nA", "---\ntitle: t\n---\ngraph\nA",
    "\n---\ntitle: t\n---\ngraph\nA", "---\ntitle: [\n---\nflowchart LR\nA",
    "---\na: 1\na: 2\n---\nflowchart LR\nA",
    "---\nconfig:\n  flowchart:\n    inheritDir: true\n---\nflowchart RL\nsubgraph s\nA\nend",
    '%%{init: {"flowchart": {"inheritDir": true}}}%%\nflowchart RL\nsubgraph s\nA\nend',
    "%%{init: {'theme': 'dark'}}%%\nflowchart LR\nA %%{wrap}%%", "flowchart LR\r\nA -->\r\nB\r\n",
    "flowchart LR\rA --> B\rB --> C", 'flowchart LR\nA["<a href="x">y</a>"]',
    "flowchart LR\n\tA\t-->\tB", "flowchart LR\nA\xa0-->\xa0B", "", "pie\n", "sequenceDiagram",
    "graph", "flowchart", "graphs\nA",
)  # fmt: skip

SOURCES = (*(f"flowchart LR\n{body}".replace("\\n", "\n") for body in _BODIES), *_WHOLE)
