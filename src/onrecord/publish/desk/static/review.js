// Review by key: a key presses the button, follows the link or enters the field that names it. Selected words become
// offsets into the stored text: every piece of the passage knows where it stands.
"use strict";
(() => {
  const passage = document.getElementById("passage");
  const typing = (at) => at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const length = (text) => Array.from(text).length; // code points, as the store counts, not UTF-16 units

  // Where a point of the page stands in the stored text.
  function offset(node, within) {
    let last = null;
    for (const piece of passage.querySelectorAll("[data-at]")) {
      const range = document.createRange();
      range.selectNodeContents(piece);
      const side = range.comparePoint(node, within);
      const at = Number(piece.dataset.at);
      if (side < 0) return last ?? at;
      if (side === 0) {
        range.setEnd(node, within);
        return at + length(range.toString());
      }
      last = at + length(piece.textContent);
    }
    return last;
  }

  // The words selected in the passage, and where they stand; null where none are.
  function selected() {
    const selection = document.getSelection();
    if (!passage || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!passage.contains(range.commonAncestorContainer)) return null;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    const words = range.toString().split(/\s+/).filter(Boolean).join(" ");
    return words && end > start ? { words, place: `${start}-${end}` } : null;
  }

  let kept = null; // a button takes the focus, and some browsers the selection with it
  document.addEventListener("selectionchange", () => {
    const found = selected();
    kept = found ?? kept;
    if (found) document.querySelector(".selected").hidden = false;
  });
  passage?.querySelector("mark.content, mark")?.scrollIntoView({ block: "nearest" });

  function take(area, more, found) {
    const places = area.form.elements.places;
    const before = more && area.value.trim() ? [`${area.value.trim()}\n`, `${places.value} `] : ["", ""];
    area.value = before[0] + found.words;
    places.value = before[1] + found.place;
    area.classList.add("taken");
    area.form.querySelector("button:not([type=button])").focus();
  }

  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      const area = document.getElementById(`w-${button.dataset.take}`);
      if (area && kept) take(area, document.getElementById("more").checked, kept);
    });
  }
  for (const told of document.querySelectorAll(".with-script")) told.hidden = false;

  // A kind by its number or by how it begins.
  let begun = "";
  function choose(event, row) {
    const buttons = [...row.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      buttons[(at + (event.key === "ArrowRight" ? 1 : buttons.length - 1)) % buttons.length].focus();
      return true;
    }
    if (/^[1-9]$/.test(event.key)) {
      buttons[Number(event.key) - 1]?.click();
      return true;
    }
    if (!/^[a-z]$/.test(event.key)) return false;
    begun += event.key;
    const fitting = buttons.filter((button) => button.value.startsWith(begun));
    if (fitting.length === 1) fitting[0].click();
    else if (fitting.length) fitting[0].focus();
    else begun = "";
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const row = event.target.closest?.("[data-choose]");
    if (event.key === "Escape") {
      begun = "";
      document.activeElement.blur();
      return;
    }
    if (row && choose(event, row)) {
      event.preventDefault();
      return;
    }
    if (typing(event.target) || !/^[a-z]$/.test(event.key)) return;
    const named = document.querySelector(`[aria-keyshortcuts="${event.key}"]`);
    if (!named) return;
    event.preventDefault();
    begun = "";
    const found = named.matches("textarea") ? selected() : null;
    if (found) take(named, false, found);
    else if (named.matches("fieldset")) (named.querySelector("[aria-pressed=true]") ?? named.querySelector("button")).focus();
    else if (named.matches("button, a")) named.click();
    else named.focus();
  });
})();
