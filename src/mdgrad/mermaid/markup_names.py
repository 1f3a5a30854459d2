"""The tags and attributes that Mermaid lets stand in a label, which are those of DOMPurify 3."""

from __future__ import annotations

__all__ = ["ATTRIBUTES", "FORBIDDEN_CONTENTS", "FOREIGN", "TAGS"]

TAGS = frozenset((
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo",
    "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite",
    "code", "col", "colgroup", "content", "data", "datalist", "dd", "decorator", "del", "details",
    "dfn", "dialog", "dir", "div", "dl", "dt", "element", "em", "fieldset", "figcaption", "figure",
    "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr",
    "html", "i", "img", "input", "ins", "kbd", "label", "legend", "li", "main", "map", "mark",
    "marquee", "menu", "menuitem", "meter", "nav", "nobr", "ol", "optgroup", "option", "output",
    "p", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "search", "section",
    "select", "shadow", "slot", "small", "source", "spacer", "span", "strike", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead",
    "time", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
))  # fmt: skip
"""HTML."""

FOREIGN = frozenset((
    "altglyph", "altglyphdef", "altglyphitem", "animate", "animatecolor", "animatemotion",
    "animatetransform", "annotation", "annotation-xml", "circle", "clippath", "color-profile",
    "cursor", "defs", "desc", "discard", "ellipse", "feblend", "fecolormatrix",
    "fecomponenttransfer", "fecomposite", "feconvolvematrix", "fediffuselighting",
    "fedisplacementmap", "fedistantlight", "fedropshadow", "feflood", "fefunca", "fefuncb",
    "fefuncg", "fefuncr", "fegaussianblur", "feimage", "femerge", "femergenode", "femorphology",
    "feoffset", "fepointlight", "fespecularlighting", "fespotlight", "fetile", "feturbulence",
    "filter", "font-face", "font-face-format", "font-face-name", "font-face-src", "font-face-uri",
    "foreignobject", "g", "glyph", "glyphref", "hatch", "hatchpath", "hkern", "image", "line",
    "lineargradient", "maction", "maligngroup", "malignmark", "marker", "mask", "menclose",
    "merror", "mesh", "meshgradient", "meshpatch", "meshrow", "metadata", "mfenced", "mfrac",
    "mglyph", "mi", "missing-glyph", "mlabeledtr", "mlongdiv", "mmultiscripts", "mn", "mo", "mover",
    "mpadded", "mpath", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mscarries", "mscarry",
    "msgroup", "msline", "mspace", "msqrt", "msrow", "mstack", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none", "path", "pattern", "polygon",
    "polyline", "radialgradient", "rect", "semantics", "set", "solidcolor", "stop", "switch",
    "symbol", "text", "textpath", "tref", "tspan", "unknown", "use", "view", "vkern",
))  # fmt: skip
"""SVG and MathML: outside of `<svg>` and `<math>` they vanish with what they hold."""

FORBIDDEN_CONTENTS = frozenset((
    "style",
    "annotation-xml", "desc", "foreignobject", "iframe", "mi", "mn", "mo", "ms", "mtext", "noembed",
    "noframes", "noscript", "plaintext", "script", "selectedcontent", "style", "xmp",
))  # fmt: skip
"""Tags that vanish with what they hold; of any other one the contents stay."""

ATTRIBUTES = frozenset((
    "accent", "accent-height", "accentunder", "accept", "accumulate", "action", "additive", "align",
    "alignment-baseline", "alt", "amplitude", "ascent", "attributename", "attributetype",
    "autocapitalize", "autocomplete", "autopictureinpicture", "autoplay", "azimuth", "background",
    "basefrequency", "baseline-shift", "begin", "bevelled", "bgcolor", "bias", "border", "by",
    "capture", "cellpadding", "cellspacing", "checked", "cite", "class", "clear", "clip",
    "clip-path", "clip-rule", "clippathunits", "close", "color", "color-interpolation",
    "color-interpolation-filters", "color-profile", "color-rendering", "cols", "colspan",
    "columnalign", "columnlines", "columnspacing", "columnspan", "command", "commandfor",
    "controls", "controlslist", "coords", "crossorigin", "cx", "cy", "d", "datetime", "decoding",
    "default", "denomalign", "depth", "diffuseconstant", "dir", "direction", "disabled",
    "disablepictureinpicture", "disableremoteplayback", "display", "displaystyle", "divisor",
    "dominant-baseline", "download", "draggable", "dur", "dx", "dy", "edgemode", "elevation",
    "encoding", "enctype", "end", "enterkeyhint", "exponent", "exportparts", "face", "fence",
    "fill", "fill-opacity", "fill-rule", "filter", "filterunits", "flood-color", "flood-opacity",
    "font-family", "font-size", "font-size-adjust", "font-stretch", "font-style", "font-variant",
    "font-weight", "for", "frame", "fx", "fy", "g1", "g2", "glyph-name", "glyphref",
    "gradienttransform", "gradientunits", "headers", "height", "hidden", "high", "href", "hreflang",
    "id", "image-rendering", "in", "in2", "inert", "inputmode", "integrity", "intercept", "ismap",
    "k", "k1", "k2", "k3", "k4", "kernelmatrix", "kernelunitlength", "kerning", "keypoints",
    "keysplines", "keytimes", "kind", "label", "lang", "largeop", "length", "lengthadjust",
    "letter-spacing", "lighting-color", "linethickness", "list", "loading", "local", "loop", "low",
    "lquote", "lspace", "marker-end", "marker-mid", "marker-start", "markerheight", "markerunits",
    "markerwidth", "mask", "mask-type", "maskcontentunits", "maskunits", "mathbackground",
    "mathcolor", "mathsize", "mathvariant", "max", "maxlength", "maxsize", "media", "method", "min",
    "minlength", "minsize", "mode", "movablelimits", "multiple", "muted", "name", "nonce",
    "noshade", "notation", "novalidate", "nowrap", "numalign", "numoctaves", "offset", "opacity",
    "open", "operator", "optimum", "order", "orient", "orientation", "origin", "overflow",
    "paint-order", "part", "path", "pathlength", "pattern", "patterncontentunits",
    "patterntransform", "patternunits", "placeholder", "playsinline", "pointer-events", "points",
    "popover", "popovertarget", "popovertargetaction", "poster", "preload", "preservealpha",
    "preserveaspectratio", "primitiveunits", "pubdate", "r", "radiogroup", "radius", "readonly",
    "refx", "refy", "rel", "repeatcount", "repeatdur", "required", "restart", "result", "rev",
    "reversed", "role", "rotate", "rowalign", "rowlines", "rows", "rowspacing", "rowspan", "rquote",
    "rspace", "rx", "ry", "scale", "scope", "scriptlevel", "scriptminsize", "scriptsizemultiplier",
    "seed", "selected", "selection", "separator", "separators", "shape", "shape-rendering", "size",
    "sizes", "slope", "slot", "span", "specularconstant", "specularexponent", "spellcheck",
    "spreadmethod", "src", "srclang", "srcset", "start", "startoffset", "stddeviation", "step",
    "stitchtiles", "stop-color", "stop-opacity", "stretchy", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity",
    "stroke-width", "style", "subscriptshift", "summary", "supscriptshift", "surfacescale",
    "symmetric", "systemlanguage", "tabindex", "tablevalues", "targetx", "targety", "text-anchor",
    "text-decoration", "text-orientation", "text-rendering", "textlength", "title", "transform",
    "transform-origin", "translate", "type", "u1", "u2", "unicode", "usemap", "valign", "value",
    "values", "vector-effect", "version", "vert-adv-y", "vert-origin-x", "vert-origin-y", "viewbox",
    "visibility", "voffset", "width", "word-spacing", "wrap", "writing-mode", "x", "x1", "x2",
    "xchannelselector", "xlink:href", "xlink:title", "xml:id", "xml:space", "xmlns", "xmlns:xlink",
    "y", "y1", "y2", "ychannelselector", "z", "zoomandpan",
))  # fmt: skip
"""Those beginning with `aria-` and `data-` stand too."""
