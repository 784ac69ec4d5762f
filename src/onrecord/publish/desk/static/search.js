// From the words to the hits and between them by the arrow keys.
"use strict";
document.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const words = document.getElementById("words");
  const hits = [...document.querySelectorAll("#found .hit-one")].map((one) => one.querySelector("a"));
  const at = hits.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== words) return;
  const next = event.key === "ArrowDown" ? hits[at + 1] : at > 0 ? hits[at - 1] : words;
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
