// A document's statements by key, all of a statement lit where it is aimed at, and anchors in other parts followed.
"use strict";
(() => {
  const article = document.querySelector("article.document");
  const places = [...document.querySelectorAll(".place")];
  const said = places.filter((one) => !one.classList.contains("met"));
  const KEPT = "onrecord-document-keys";

  function aimed() {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  }

  function light() {
    const at = location.hash.slice(1).replace(/^l-/, "");
    if (at && !aimed() && /^([sm]-[\w.:-]+|c-\d+-\d+)$/.test(at)) {
      const there = new URL(article.dataset.path, location.href);
      if (new URLSearchParams(location.search).get("at") === at) return;
      there.searchParams.set("at", at);
      there.hash = at;
      location.replace(there);
      return;
    }
    for (const mark of document.querySelectorAll(".text mark")) {
      mark.classList.toggle("aimed", at !== "" && (mark.dataset.of || "").split(" ").includes(at));
    }
    const listed = at && document.getElementById(`l-${at}`);
    for (const one of document.querySelectorAll(".entries [aria-current]")) one.removeAttribute("aria-current");
    if (listed) {
      listed.setAttribute("aria-current", "true");
      const aside = listed.closest(".aside");
      if (aside.scrollHeight > aside.clientHeight + 1 && !location.hash.startsWith("#l-")) {
        aside.scrollTop += listed.getBoundingClientRect().top - aside.getBoundingClientRect().top - aside.clientHeight / 3;
      }
    }
  }

  function go(to) {
    location.replace(`#${to.id || to.getAttribute("href").slice(1)}`);
    (to.matches("a") ? to : to.querySelector("a")).focus({ preventScroll: true });
    light();
  }

  function here() {
    const at = location.hash.slice(1).replace(/^l-/, "");
    const found = said.findIndex((one) => one.id === at);
    if (found >= 0) return found;
    const passed = said.findIndex((one) => one.getBoundingClientRect().top > innerHeight * 0.3);
    return (passed < 0 ? said.length : passed) - 0.5;
  }

  function step(by) {
    const next = by > 0 ? Math.floor(here()) + 1 : Math.ceil(here()) - 1;
    if (said[next]) {
      go(said[next]);
      return;
    }
    const beyond = document.querySelector(`.parts a[rel="${by > 0 ? "next" : "prev"}"]`);
    if (beyond) location.assign(`${beyond.href}#${by > 0 ? "first" : "last"}`);
  }

  function turn() {
    const at = location.hash.slice(1);
    const listed = at.startsWith("l-");
    const to = document.getElementById(listed ? at.slice(2) : `l-${at}`) || document.querySelector(".entries li");
    if (to) go(to);
  }

  const DO = { j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1), l: turn };

  function on() {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true;
    }
  }

  const choice = document.createElement("input");
  choice.type = "checkbox";
  choice.checked = on();
  choice.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, choice.checked ? "on" : "off");
    } catch {
      // kept for this page only
    }
  });
  const label = document.createElement("label");
  label.append(choice, " keys on");
  document.querySelector(".keys").append(" ", label);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!choice.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = DO[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  addEventListener("hashchange", light);
  if (location.hash === "#first" && said.length) go(said[0]);
  else if (location.hash === "#last" && said.length) go(said[said.length - 1]);
  light();
})();
