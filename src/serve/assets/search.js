// Offers names while somebody types: a list that the keyboard moves in. Without it the field works as any other.
"use strict";
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions"; list.hidden = true; list.id = "suggestions-" + Math.random().toString(36).slice(2);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label") || field.name);
  field.setAttribute("role", "combobox"); field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id); field.setAttribute("aria-expanded", "false");
  field.after(list);
  let found = [], chosen = -1, asked = 0;
  const close = () => { list.hidden = true; chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const take = (one) => {
    close();
    if (field.dataset.suggest === "path") { field.value = one.path; field.focus(); } else if (one.address) location.href = one.address;
  };
  const mark = () => {
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
    const row = list.children[chosen];
    if (row) { field.setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); }
  };
  const show = () => {
    list.replaceChildren(...found.map((one, at) => {
      const row = document.createElement("li");
      row.id = list.id + "-" + at; row.setAttribute("role", "option");
      const name = document.createElement("bdi"); name.textContent = one.name;
      const other = document.createElement("span"); other.className = "by"; other.dir = "auto";
      if (one.found !== one.name) other.textContent = one.found;
      const kind = document.createElement("span"); kind.className = "kind"; kind.textContent = one.kind;
      row.append(name, other, kind);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(one); });
      return row;
    }));
    list.hidden = found.length === 0; field.setAttribute("aria-expanded", String(!list.hidden)); chosen = -1;
  };
  let wait;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    const text = field.value.trim();
    if (!text) { close(); return; }
    wait = setTimeout(async () => {
      const number = ++asked;
      const reply = await fetch("/suggest?" + new URLSearchParams({ q: text })).catch(() => null);
      if (!reply || !reply.ok || number !== asked) return;
      found = await reply.json(); show();
    }, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length; mark();
    } else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(found[chosen]); } else if (event.key === "Escape") close();
  });
  field.addEventListener("blur", close);
}
