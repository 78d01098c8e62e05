// The offline page: its network stands in the page itself, and vis-network draws it.

setNetwork(JSON.parse(byId("data").textContent));
addPane("network", showDrawing);
addPane("table", showTable);
addKey("+", () => zoom(1.25));
addKey("-", () => zoom(0.8));
addKey("0", fit);
for (const button of byId("zoom").children) {
  button.addEventListener("click", { in: () => zoom(1.25), out: () => zoom(0.8), fit }[button.value]);
}
// Print is always light, also where the screen is dark, and as wide as the paper.
matchMedia("print").addEventListener("change", () => {
  show();
  fill();
});
start(startDrawing);
