// Completes prefixes, terms, variables and entities in the editor, and asks on Ctrl+Enter.
"use strict";
(async () => {
  const editor = document.querySelector("textarea[data-complete]");
  const known = await fetch(editor.dataset.complete).then((reply) => reply.json()).catch(() => ({ prefixes: [], terms: [] }));
  const words = ["SELECT", "WHERE", "FILTER", "OPTIONAL", "DISTINCT", "GROUP BY", "ORDER BY", "LIMIT", "COUNT", "CONSTRUCT", "DESCRIBE", "ASK", "VALUES", "BIND", "UNION", "GRAPH", "NOT EXISTS", "HAVING", "PREFIX"];
  const list = document.createElement("ul");
  list.className = "suggestions"; list.hidden = true; list.setAttribute("role", "listbox"); list.setAttribute("aria-label", "SPARQL");
  editor.after(list);
  let offered = [], chosen = 0, from = 0, asked = 0;
  const close = () => { list.hidden = true; };
  const take = (text) => {
    editor.setRangeText(text, from, editor.selectionStart, "end"); close(); editor.focus();
  };
  const mark = () => [...list.children].forEach((row, at) => {
    row.setAttribute("aria-selected", String(at === chosen));
    if (at === chosen) row.scrollIntoView({ block: "nearest" });
  });
  const show = (all) => {
    offered = all.slice(0, 40); chosen = 0;
    list.replaceChildren(...offered.map(([text, label]) => {
      const row = document.createElement("li"); row.setAttribute("role", "option");
      const code = document.createElement("code"); code.textContent = text;
      const by = document.createElement("span"); by.className = "by"; by.textContent = label || ""; by.dir = "auto";
      row.append(code, by);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(text); });
      return row;
    }));
    list.hidden = offered.length === 0; mark();
  };
  const complete = async (forced) => {
    const before = editor.value.slice(0, editor.selectionStart);
    const iri = before.match(/<([^<>\s"{}]*)$/);
    if (iri) {
      from = before.length - iri[0].length;
      if (!iri[1]) { close(); return; }
      const number = ++asked;
      const found = await fetch("/suggest?" + new URLSearchParams({ q: iri[1] })).then((reply) => reply.json()).catch(() => []);
      if (number === asked) show(found.map((one) => ["<" + one.path + ">", one.name + ", " + one.kind]));
      return;
    }
    const word = (before.match(/[?$]?[\w.-]*:?[\w.-]*$/) || [""])[0];
    from = before.length - word.length;
    if (!forced && word.length < 2) { close(); return; }
    const low = word.toLowerCase();
    const variables = [...new Set(editor.value.match(/[?$]\w+/g) || [])].filter((name) => name !== word).map((name) => [name, ""]);
    const all = word.startsWith("?") ? variables : [
      ...known.terms.filter(([name, label]) => name.toLowerCase().startsWith(low) || (low.length > 2 && (name.toLowerCase().includes(low) || label.toLowerCase().includes(low)))),
      ...known.prefixes.filter(([prefix]) => (prefix + ":").startsWith(low)).map(([prefix, space]) => [prefix + ":", space]),
      ...words.filter((text) => text.toLowerCase().startsWith(low)).map((text) => [text, ""]),
    ];
    show(all.filter(([text]) => text !== word));
  };
  editor.addEventListener("input", () => complete(false));
  editor.addEventListener("blur", close);
  editor.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") { editor.form.requestSubmit(); return; }
    if (event.ctrlKey && event.code === "Space") { event.preventDefault(); complete(true); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault(); chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length; mark();
    } else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(offered[chosen][0]); } else if (event.key === "Escape") close();
  });
})();
