// A cell that opens beside the matrix is marked there, and what reads the page aloud, or a small screen, goes to it.
"use strict";
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "evidence") return;
  const opener = event.detail.requestConfig.elt;
  for (const cell of document.querySelectorAll(".cell[aria-current]")) cell.removeAttribute("aria-current");
  opener.setAttribute("aria-current", "true");
  const evidence = document.getElementById("evidence");
  evidence.focus({ preventScroll: true });
  if (evidence.getBoundingClientRect().top > innerHeight * 0.7 || evidence.getBoundingClientRect().top < 0) evidence.scrollIntoView();
  evidence.scrollTop = 0;
});
