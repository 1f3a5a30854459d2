// Shows under a drawing how the gradient of the edge comes about that is pointed at or focused.
for (const figure of document.querySelectorAll("figure")) {
  const told = figure.querySelector(".told");
  const tell = (event) => {
    const edge = event.target.closest("a.edge");
    if (!edge) return;
    const derivation = document.getElementById(edge.getAttribute("href").slice(1));
    told.replaceChildren(...[...derivation.childNodes].map((node) => node.cloneNode(true)));
    for (const one of figure.querySelectorAll("a.edge.shown")) one.classList.remove("shown");
    edge.classList.add("shown");
  };
  figure.addEventListener("mouseover", tell);
  figure.addEventListener("focusin", tell);
}
