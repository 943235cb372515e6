// A network on a canvas: moved, enlarged, searched, filtered by years and weight; the sentences behind an edge.
"use strict";
(async () => {
  const root = document.getElementById("network");
  const inside = document.getElementById("network-data");
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children); return element;
  };
  const status = root.appendChild(make("p", { className: "status" }));
  status.setAttribute("role", "status");
  status.textContent = root.dataset.loading || "…";
  let data;
  if (inside) data = JSON.parse(inside.textContent);
  else {
    const reply = await fetch(root.dataset.source).catch(() => null);
    if (!reply || !reply.ok) { status.textContent = reply ? await reply.text() : "?"; return; }
    data = await reply.json();
  }
  const say = (key, ...values) => values.reduce((text, value) => text.replace("{}", value), data.words[key] || key);
  const nodes = data.nodes;
  const edges = data.edges.map(([a, b, relation, weight, first, last, told]) => ({ a, b, relation, weight, first, last, told }));
  if (nodes.length === 0) { status.textContent = say("network.none"); return; }
  const beside = nodes.map(() => []);
  edges.forEach((edge) => { beside[edge.a].push(edge); if (edge.b !== edge.a) beside[edge.b].push(edge); });

  // Controls.
  const years = edges.flatMap((edge) => [edge.first, edge.last]).filter((year) => year);
  const [early, late] = years.reduce(([low, high], year) => [Math.min(low, year), Math.max(high, year)], [9999, 0]);
  const heaviest = edges.reduce((most, edge) => Math.max(most, edge.weight), 1);
  const controls = make("div", { className: "controls" });
  const labelled = (key, ...children) => controls.appendChild(make("label", {}, say(key), ...children));
  const search = make("input", { type: "search", placeholder: say("search"), dir: "auto" });
  search.setAttribute("aria-label", say("search")); search.setAttribute("list", "network-names");
  const names = make("datalist", { id: "network-names" }, ...nodes.slice(0, 500).map((node) => make("option", { value: node.label })));
  controls.append(search, names);
  const range = (min, max, value) => make("input", { type: "range", min, max, value, step: 1 });
  let from, until;
  if (years.length && late > early) {
    from = range(early, late, early); until = range(early, late, late);
    from.name = "from"; until.name = "until";
    from.setAttribute("aria-label", say("network.years") + " 1"); until.setAttribute("aria-label", say("network.years") + " 2");
    from.said = make("output"); until.said = make("output");
    labelled("network.years", from.said, from, until, until.said);
  }
  const weight = range(0, 100, 0); weight.name = "weight"; weight.said = make("output");
  if (heaviest > 1) labelled("network.weight", weight, weight.said);
  const colour = make("select", {}, ...["kind", "community", "relation"].map((key) => make("option", { value: key, textContent: say("network." + key) })));
  colour.value = Object.keys(data.kinds).length > 1 ? "kind" : "community";
  labelled("network.colour", colour);
  const button = (key, act) => controls.appendChild(make("button", { type: "button", textContent: say(key), onclick: act }));
  const least = () => Math.pow(heaviest, weight.value / 100);

  // The canvas.
  const canvas = make("canvas", { tabIndex: 0 });
  canvas.setAttribute("role", "img"); canvas.setAttribute("aria-label", say("network.image"));
  const tip = make("div", { className: "tip", hidden: true });
  const panel = make("div", { className: "panel", hidden: true }); panel.setAttribute("role", "dialog"); panel.tabIndex = -1;
  const keys = make("ul", { className: "keys" });
  const hubs = make("section", { className: "hubs" });
  root.replaceChildren(controls, canvas, tip, panel, keys, status, make("p", { className: "status", textContent: say("network.keys") }), hubs);
  const pen = canvas.getContext("2d");
  let width = 0, height = 0, scale = 1, left = 0, top = 0, over = null, kept = null;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const screen = (node) => [node.x * scale + left, node.y * scale + top];
  const size = (node) => Math.max(2.5, node.r * Math.min(1.6, Math.max(.55, Math.sqrt(scale))));
  const arrow = (edge, x1, y1, x2, y2) => {
    const length = Math.hypot(x2 - x1, y2 - y1), reach = size(nodes[edge.b]) + 2;
    if (length < reach + 8) return null;
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length], [tx, ty] = [x2 - ux * reach, y2 - uy * reach];
    return [tx, ty, tx - ux * 6 - uy * 3, ty - uy * 6 + ux * 3, tx - ux * 6 + uy * 3, ty - uy * 6 - ux * 3];
  };
  const fit = () => {
    const seen = nodes.filter((node) => node.seen !== false), all = seen.length ? seen : nodes;
    const xs = all.map((node) => node.x), ys = all.map((node) => node.y);
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    scale = Math.min((width - 110) / Math.max(1, x1 - x0), (height - 70) / Math.max(1, y1 - y0), 3);
    left = width / 2 - (x0 + x1) / 2 * scale; top = height / 2 - (y0 + y1) / 2 * scale; draw();
  };
  const shade = (node) => colour.value === "community" ? (data.colours[node.community] || "#888888") : colour.value === "kind" ? data.kinds[node.kind][1] : "#7b8794";
  const stroke = (edge) => colour.value === "relation" || Object.keys(data.relations).length > 1 ? data.relations[edge.relation][1] : "#8793a1";

  // What the filters leave.
  let shown = edges;
  const filter = () => {
    const [a, b] = from ? [Math.min(+from.value, +until.value), Math.max(+from.value, +until.value)] : [0, 9999];
    if (from) { from.said.textContent = a; until.said.textContent = b; }
    const whole = !from || (a === early && b === late);
    weight.said.textContent = Math.round(least() * 10) / 10;
    shown = edges.filter((edge) => edge.weight >= least() - 1e-9 && (whole || (edge.first && edge.first <= b && (edge.last || edge.first) >= a)));
    nodes.forEach((node) => { node.seen = false; });
    shown.forEach((edge) => { nodes[edge.a].seen = nodes[edge.b].seen = true; });
    const count = nodes.filter((node) => node.seen).length;
    status.textContent = say("network.shown", count, data.of, shown.length);
    draw();
  };
  const wide = (edge) => .6 + 3.4 * Math.sqrt(edge.weight / heaviest);
  const draw = () => {
    pen.clearRect(0, 0, width, height);
    const near = new Set(), focus = kept ?? over;
    if (focus !== null && typeof focus === "number") beside[focus].forEach((edge) => { near.add(edge.a); near.add(edge.b); });
    const faint = focus !== null && typeof focus === "number";
    for (const edge of shown) {
      const [x1, y1] = screen(nodes[edge.a]), [x2, y2] = screen(nodes[edge.b]);
      const mine = edge === focus || (faint && (edge.a === focus || edge.b === focus));
      pen.globalAlpha = mine ? .95 : faint ? .08 : shown.length > 3000 ? .22 : .42;
      pen.strokeStyle = pen.fillStyle = stroke(edge); pen.lineWidth = wide(edge) + (mine ? .8 : 0);
      pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke();
      const head = data.directed && shown.length < 6000 ? arrow(edge, x1, y1, x2, y2) : null;
      if (head) { pen.beginPath(); pen.moveTo(head[0], head[1]); pen.lineTo(head[2], head[3]); pen.lineTo(head[4], head[5]); pen.fill(); }
    }
    for (const [at, node] of nodes.entries()) {
      if (!node.seen) continue;
      const [x, y] = screen(node);
      if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
      pen.globalAlpha = faint && !near.has(at) && at !== focus ? .18 : 1;
      pen.fillStyle = shade(node); pen.strokeStyle = css("--paper"); pen.lineWidth = 1.2;
      pen.beginPath(); pen.arc(x, y, size(node), 0, 7); pen.fill(); pen.stroke();
      if (at === focus || node.found) { pen.strokeStyle = css("--ink"); pen.lineWidth = 2.5; pen.stroke(); }
    }
    labels(faint ? near : null, focus);
    pen.globalAlpha = 1;
  };
  // Hubs first, as many as have room; nodes are in the order of their neighbours.
  const labels = (near, focus) => {
    const taken = [];
    pen.font = "12.5px system-ui, sans-serif"; pen.textBaseline = "middle"; pen.lineJoin = "round"; pen.direction = "ltr";
    const order = [...nodes.keys()].filter((at) => nodes[at].seen && (!near || near.has(at) || at === focus));
    if (typeof focus === "number") { order.splice(order.indexOf(focus), 1); order.unshift(focus); }
    for (const at of order) {
      if (taken.length > 160) break;
      const node = nodes[at], [x, y] = screen(node), reach = size(node) + 4;
      const text = node.label.length > 34 ? node.label.slice(0, 33) + "…" : node.label;
      const wide = pen.measureText(text).width;
      const places = [[x + reach, y], [x - reach - wide, y], [x - wide / 2, y - reach - 7], [x - wide / 2, y + reach + 7]];
      const place = places.find(([px, py]) => px > 2 && px + wide < width - 2 && py > 8 && py < height - 8 &&
        !taken.some(([l, t, r, b]) => px < r + 3 && px + wide > l - 3 && py - 7 < b && py + 7 > t));
      if (!place) continue;
      taken.push([place[0], place[1] - 7, place[0] + wide, place[1] + 7]);
      pen.globalAlpha = 1; pen.strokeStyle = css("--paper"); pen.lineWidth = 3.5; pen.strokeText(text, place[0], place[1]);
      pen.fillStyle = css("--ink"); pen.fillText(text, place[0], place[1]);
    }
  };
  const legend = () => {
    const counts = {};
    nodes.forEach((node) => { counts[node.community] = (counts[node.community] || 0) + 1; });
    const communities = Object.keys(counts).filter((key) => data.colours[key]).map((key) => {
      const first = nodes.find((node) => String(node.community) === key);
      return [first.label + (counts[key] > 1 ? " +" + (counts[key] - 1) : ""), data.colours[key]];
    });
    const rows = colour.value === "kind" ? Object.values(data.kinds) : colour.value === "community" ? communities : [];
    const lines = Object.keys(data.relations).length > 1 || colour.value === "relation" ? Object.values(data.relations).slice(0, 12) : [];
    const row = ([name, hue], line) => {
      const sign = make("i"); sign.style.background = hue; if (line) { sign.style.height = ".22em"; sign.style.borderRadius = "0"; sign.style.verticalAlign = "middle"; }
      return make("li", {}, sign, make("bdi", { textContent: name }));
    };
    keys.replaceChildren(...rows.map((one) => row(one, false)), ...lines.map((one) => row(one, true)));
  };

  // What is under the pointer.
  const nodeAt = (x, y) => {
    let best = null, reach = 9e9;
    nodes.forEach((node, at) => {
      if (!node.seen) return;
      const [nx, ny] = screen(node), distance = Math.hypot(nx - x, ny - y);
      if (distance < size(node) + 5 && distance < reach) { best = at; reach = distance; }
    });
    return best;
  };
  const edgeAt = (x, y) => {
    let best = null, reach = 6;
    for (const edge of shown) {
      const [x1, y1] = screen(nodes[edge.a]), [x2, y2] = screen(nodes[edge.b]);
      const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
      const share = length ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
      const distance = Math.hypot(x1 + share * (x2 - x1) - x, y1 + share * (y2 - y1) - y);
      if (distance < reach) { best = edge; reach = distance; }
    }
    return best;
  };
  const edgeName = (edge) => `${nodes[edge.a].label} ${data.directed ? "→" : "–"} ${nodes[edge.b].label}`;
  const close = () => { panel.hidden = true; kept = null; draw(); canvas.focus(); };
  const open = (title, ...children) => {
    const shut = make("button", { type: "button", className: "close", textContent: "×", onclick: close });
    shut.setAttribute("aria-label", say("close"));
    panel.replaceChildren(shut, make("h2", { dir: "auto", textContent: title }), ...children);
    panel.setAttribute("aria-label", title); panel.hidden = false; panel.scrollTop = 0; panel.focus(); draw();
  };
  const link = (text, act) => make("button", { type: "button", className: "link", onclick: act, dir: "auto", textContent: text });
  const openNode = (at) => {
    kept = at;
    const node = nodes[at], own = beside[at].filter((edge) => shown.includes(edge)).sort((a, b) => b.weight - a.weight);
    const list = make("ul", {}, ...own.slice(0, 60).map((edge) => {
      const other = nodes[edge.a === at ? edge.b : edge.a];
      const name = data.relations[edge.relation][0];
      return make("li", {}, link(`${data.directed && edge.b === at ? "← " : ""}${name}: ${other.label}`, () => openEdge(edge)), ` ${edge.weight > 1 ? edge.weight : ""}`);
    }));
    if (own.length > 60) list.append(make("li", { textContent: say("network.more", own.length - 60) }));
    const page = node.address && !inside ? make("p", {}, make("a", { href: node.address, textContent: say("network.open") })) : make("p", { className: "iri", textContent: node.iri });
    open(node.label, make("p", { className: "qualifier", textContent: data.kinds[node.kind][0] + (node.title ? ": " + node.title : "") }), page, list);
  };
  const sentence = (one) => {
    const language = (one.copy.match(/@(\w\w)$/) || [])[1] || "";
    const by = one.by.length ? `${say("claimed")} ${one.by.join(", ")} ` : "";
    const place = one.address ? make("a", { className: "place", href: one.address, textContent: one.copy.replace("document/", "") }) : one.copy.replace("document/", "");
    return make("figure", { className: "sentence" }, make("blockquote", { lang: language, dir: "auto", textContent: one.quote }), make("figcaption", {}, by, place));
  };
  const openEdge = async (edge) => {
    kept = edge;
    const facts = [data.relations[edge.relation][0], edge.weight, [edge.first, edge.last].filter((year, at, all) => year && all.indexOf(year) === at).join("–")];
    const head = make("p", { className: "qualifier", textContent: facts.filter(Boolean).join(" · ") });
    const ends = make("p", {}, link(nodes[edge.a].label, () => openNode(edge.a)), data.directed ? " → " : " – ", link(nodes[edge.b].label, () => openNode(edge.b)));
    open(edgeName(edge), head, ends);
    let told = edge.told || [];
    if (!inside) {
      const query = new URLSearchParams({ source: nodes[edge.a].id, target: nodes[edge.b].id, relation: edge.relation });
      told = await fetch(root.dataset.behind + "?" + query).then((reply) => reply.json()).catch(() => []);
    }
    if (kept === edge) panel.append(...told.map(sentence));
  };

  // Moving.
  const pointers = new Map();
  let moved = 0, apart = 0;
  const place = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const zoom = (factor, x = width / 2, y = height / 2) => {
    const next = Math.max(.02, Math.min(40, scale * factor)); factor = next / scale; scale = next;
    left = x - (x - left) * factor; top = y - (y - top) * factor; draw();
  };
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, place(event)); moved = 0; apart = 0; });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = place(event), before = pointers.get(event.pointerId);
    if (!before) {
      const node = nodeAt(x, y), edge = node === null ? edgeAt(x, y) : null, now = node ?? edge;
      canvas.classList.toggle("over", now !== null);
      tip.hidden = now === null;
      if (now !== null) {
        tip.textContent = node !== null ? nodes[node].label : `${edgeName(edge)}: ${data.relations[edge.relation][0]}`;
        tip.style.left = Math.min(x + 14, width - 180) + "px"; tip.style.top = canvas.offsetTop + y + 14 + "px";
      }
      if (now !== over) { over = now; draw(); }
      return;
    }
    pointers.set(event.pointerId, [x, y]); canvas.classList.add("moving");
    if (pointers.size === 2) {
      const [one, two] = [...pointers.values()], now = Math.hypot(one[0] - two[0], one[1] - two[1]);
      if (apart) zoom(now / apart, (one[0] + two[0]) / 2, (one[1] + two[1]) / 2);
      apart = now; moved = 99; return;
    }
    left += x - before[0]; top += y - before[1]; moved += Math.hypot(x - before[0], y - before[1]); draw();
  });
  const up = (event) => {
    const was = pointers.delete(event.pointerId); canvas.classList.remove("moving");
    if (!was || moved > 5 || event.type === "pointercancel") return;
    const [x, y] = place(event), node = nodeAt(x, y), edge = node === null ? edgeAt(x, y) : null;
    if (node !== null) openNode(node); else if (edge) openEdge(edge); else if (!panel.hidden) close();
  };
  canvas.addEventListener("pointerup", up); canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; if (over !== null) { over = null; draw(); } });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode ? .05 : .0016)), ...place(event)); }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
    if (step) { left += step[0]; top += step[1]; draw(); event.preventDefault(); } else if (event.key === "+" || event.key === "=") zoom(1.25); else if (event.key === "-") zoom(.8); else if (event.key === "0") fit();
  });
  root.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) close(); });

  // Searching: what is found is ringed, Enter opens the first.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  search.addEventListener("input", () => {
    const wanted = plain(search.value.trim());
    nodes.forEach((node) => { node.found = wanted !== "" && (plain(node.label).includes(wanted) || plain(node.id).includes(wanted)); });
    draw();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const at = nodes.findIndex((node) => node.found);
    if (at < 0) return;
    scale = Math.max(scale, 1.4); left = width / 2 - nodes[at].x * scale; top = height / 2 - nodes[at].y * scale; openNode(at);
  });
  for (const one of [from, until, weight]) one?.addEventListener("input", filter);
  colour.addEventListener("change", () => { legend(); draw(); });

  // The picture as it is seen now.
  const svg = () => {
    const safe = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");
    const number = (value) => value.toFixed(1);
    const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12"><title>${safe(data.title)}</title><rect width="100%" height="100%" fill="#fff"/>`];
    for (const edge of shown) {
      const [x1, y1] = screen(nodes[edge.a]), [x2, y2] = screen(nodes[edge.b]);
      parts.push(`<path d="M${number(x1)} ${number(y1)}L${number(x2)} ${number(y2)}" stroke="${stroke(edge)}" stroke-opacity=".45" stroke-width="${number(wide(edge))}"/>`);
      const head = data.directed ? arrow(edge, x1, y1, x2, y2) : null;
      if (head) parts.push(`<path d="M${head.map(number).join(" ")}z" fill="${stroke(edge)}" fill-opacity=".7"/>`);
    }
    nodes.filter((node) => node.seen).forEach((node) => {
      const [x, y] = screen(node);
      parts.push(`<circle cx="${number(x)}" cy="${number(y)}" r="${number(size(node))}" fill="${shade(node)}" stroke="#fff"><title>${safe(node.label)}</title></circle>`);
    });
    nodes.filter((node) => node.seen).slice(0, 60).forEach((node) => {
      const [x, y] = screen(node);
      parts.push(`<text x="${number(x + size(node) + 3)}" y="${number(y + 4)}" stroke="#fff" stroke-width="3" paint-order="stroke">${safe(node.label)}</text>`);
    });
    parts.push("</svg>");
    const saved = make("a", { href: "data:image/svg+xml;charset=utf-8," + encodeURIComponent(parts.join("")), download: "network.svg" });
    saved.click();
  };
  button("network.larger", () => zoom(1.4)); button("network.smaller", () => zoom(1 / 1.4)); button("network.fit", fit); button("network.svg", svg);

  hubs.append(make("h2", { textContent: say("network.hubs") }), make("ol", {}, ...nodes.slice(0, 20).map((node, at) => make("li", {}, link(node.label, () => openNode(at)), ` ${node.degree}`))));
  const resize = () => {
    const ratio = devicePixelRatio || 1, box = canvas.getBoundingClientRect();
    width = box.width; height = box.height;
    canvas.width = width * ratio; canvas.height = height * ratio; pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  };
  new ResizeObserver(() => { resize(); draw(); }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  resize(); legend(); filter(); fit();
  root.dataset.ready = "yes";
  // For those who try it: where things are on the screen.
  root.where = { node: (at) => screen(nodes[at]), edge: (at) => { const e = shown[at]; const [a, b] = [screen(nodes[e.a]), screen(nodes[e.b])]; return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]; }, shown: () => shown.length };
})();
