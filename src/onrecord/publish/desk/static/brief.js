// Copying the brief with its citations, printing it, and which citation stands open. Links do the same without it.
"use strict";
(() => {
  const told = document.querySelector(".take output");
  const written = async (kind) => {
    const answer = await fetch(document.querySelector(`[data-as="${kind}"]`).href);
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    return new Blob([await answer.text()], { type: kind });
  };
  const copied = {
    "text/plain": () => ({ "text/plain": written("text/plain") }),
    "text/html": () => ({ "text/html": written("text/html"), "text/plain": written("text/plain") }),
  };
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !(navigator.clipboard && window.ClipboardItem);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.write([new ClipboardItem(copied[button.dataset.copy]())]);
        told.textContent = "Copied, with its citations.";
      } catch {
        told.textContent = "Not copied. Open it by the link beside, and copy it there.";
      }
    });
  }
  const print = document.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  document.getElementById("cited").addEventListener("click", (event) => {
    if (!event.target.closest(".close a")) return;
    event.preventDefault();
    document.getElementById("cited").replaceChildren();
    document.querySelector('.cites [aria-current]')?.focus();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    for (const one of document.querySelectorAll('.cites [aria-current]')) one.removeAttribute("aria-current");
    event.detail.requestConfig.elt.setAttribute("aria-current", "true");
  });
})();
