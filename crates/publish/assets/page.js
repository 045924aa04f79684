// Sorting, searching and zooming. Every page can be read without it.
"use strict";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, at) => {
    const { n, v } = row.cells[at].dataset;
    return n === undefined ? plain(v) : Number(n);
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = head.classList.contains("num") || head.dataset.key === "day" ? "descending" : "ascending";
      const other = { ascending: "descending", descending: "ascending" };
      const order = head.ariaSort ? other[head.ariaSort] : first;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const rows = [...body.rows].map((row) => [key(row, at), row]);
      rows.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
      body.append(...rows.map(([, row]) => row));
    });
  });
}

function searchable(box, table) {
  const input = box.querySelector("input");
  const found = box.querySelector("[data-found]");
  const rows = [...table.tBodies[0].rows].map((row) => [plain(row.textContent), row]);
  const search = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    found.textContent = words.length ? `${count} of ${rows.length}` : "";
  };
  input.addEventListener("input", search);
  box.hidden = false;
  search();
}

function zoomable(box) {
  const map = box.querySelector(".map");
  const wide = Number(map.dataset.wide);
  const high = Number(map.dataset.high);
  const most = 16;
  let [x, y, zoom] = [0, 0, 1];
  const discs = [...map.querySelectorAll(".spot .disc")].map((disc) => [disc, Number(disc.getAttribute("r"))]);
  const show = () => {
    const [w, h] = [wide / zoom, high / zoom];
    x = Math.min(Math.max(x, 0), wide - w);
    y = Math.min(Math.max(y, 0), high - h);
    map.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    box.toggleAttribute("data-zoomed", zoom > 1);
    // Circles shrink on the map as it grows, but never below the ground that they stand for.
    for (const [disc, r] of discs) {
      const now = Math.max(r / zoom, Number(disc.dataset.ground));
      disc.setAttribute("r", now);
      for (const part of disc.parentNode.querySelectorAll("text, .dead")) {
        const [cx, cy] = [disc.getAttribute("cx"), disc.getAttribute("cy")];
        const k = part.matches("text") ? 1 / zoom : now / r;
        part.setAttribute("transform", `translate(${cx} ${cy}) scale(${k}) translate(${-cx} ${-cy})`);
      }
    }
  };
  const to = (next, cx, cy) => {
    next = Math.min(Math.max(next, 1), most);
    x = cx - (cx - x) * (zoom / next);
    y = cy - (cy - y) * (zoom / next);
    zoom = next;
    show();
  };
  const middle = () => [x + wide / zoom / 2, y + high / zoom / 2];
  const bar = document.createElement("div");
  bar.className = "zoom";
  const acts = [
    ["−", "Zoom out", () => to(zoom / 2, ...middle())],
    ["+", "Zoom in", () => to(zoom * 2, ...middle())],
    ["World", "Show the whole world", () => to(1, ...middle())],
  ];
  for (const [text, label, act] of acts) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  }
  box.append(bar);
  let from = null;
  let moved = false;
  map.addEventListener("pointerdown", (event) => {
    if (zoom > 1 && event.button === 0) {
      from = [event.clientX, event.clientY];
      moved = false;
    }
  });
  map.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = wide / zoom / map.clientWidth;
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    if (!moved && Math.hypot(dx, dy) < 4) return;
    moved = true;
    x -= dx * scale;
    y -= dy * scale;
    from = [event.clientX, event.clientY];
    show();
  });
  const end = () => {
    from = null;
  };
  window.addEventListener("pointerup", end);
  map.addEventListener("pointercancel", end);
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
    moved = false;
  }, true);
}

// A link into a country that is folded opens it.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

for (const table of document.querySelectorAll("[data-sort]")) {
  sortable(table);
  const box = document.querySelector("[data-find]");
  if (box) searchable(box, table);
}
document.querySelectorAll("[data-zoom]").forEach(zoomable);
window.addEventListener("hashchange", unfold);
unfold();
