// Files dropped on the page, what was chosen said before it is sent, and progress told while it is read.
"use strict";
(() => {
  const form = document.getElementById("adding");
  const files = document.getElementById("files");
  const drop = document.getElementById("drop");
  const chosen = document.getElementById("chosen");
  const jobs = document.getElementById("jobs");
  const bounds = chosen.textContent;
  let touched = false;

  function tell() {
    const all = [...files.files];
    const size = all.reduce((sum, file) => sum + file.size, 0);
    const wrong = size > Number(form.dataset.most) || all.length > Number(form.dataset.files);
    const names = all.slice(0, 5).map((file) => file.name).join(", ") + (all.length > 5 ? " …" : "");
    const told = `${all.length} file${all.length === 1 ? "" : "s"}, ${(size / 1e6).toFixed(1)} MB: ${names}`;
    chosen.textContent = all.length ? (wrong ? `${told}. That is too much. ${bounds}` : told) : bounds;
    chosen.classList.toggle("wrong", wrong);
    files.setCustomValidity(wrong ? bounds : "");
  }

  form.addEventListener("input", () => { touched = true; });
  files.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    drop.classList.remove("over");
    const all = new DataTransfer();
    for (const file of [...files.files, ...event.dataTransfer.files]) all.items.add(file);
    files.files = all.files;
    touched = true;
    tell();
  });
  form.addEventListener("submit", () => {
    form.querySelector("button").disabled = true;
    document.getElementById("sending").textContent = "Sending …";
  });
  window.addEventListener("pageshow", () => {
    form.querySelector("button").disabled = false;
    document.getElementById("sending").textContent = "";
    tell();
  });

  if (!jobs.dataset.busy) return;
  const told = new EventSource(`/add/progress${location.search}`);
  told.addEventListener("message", (event) => {
    const page = new DOMParser().parseFromString(event.data, "text/html");
    jobs.replaceChildren(...page.body.childNodes);
  });
  told.addEventListener("done", () => {
    told.close();
    // What failed of this hand-in belongs in the form, unless something else is being written there.
    const own = form.dataset.job && document.getElementById(`job-${form.dataset.job}`);
    if (own && !touched && own.parentElement.querySelector(".failed")) location.reload();
  });
})();
