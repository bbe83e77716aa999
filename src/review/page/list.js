// The list: only the rows in sight are on the page, however many findings there are.

const grid = byId("grid");
const rowsBox = byId("rows");
const COLUMNS = [
  ["severity", "Severity"],
  ["rule", "Rule"],
  ["document", "Document"],
  ["excerpt", "Text"],
  ["confidence", "Conf."],
  ["verdict", "Verdict"],
];
let current = findings.length ? 0 : -1; // index of the finding that is looked at
const rows = new Map(); // position in the view -> row on the page

const rowHeight = () => (matchMedia("(max-width: 720px)").matches ? 68 : 40);
const position = () => view.indexOf(current);

function header() {
  const cell = ([column, label]) => {
    const on = sorting.column === column;
    const button = el(
      "button",
      { type: "button", tabindex: -1, onclick: () => sortBy(column) },
      label,
      el("i", { "aria-hidden": "true" }, on ? (sorting.down ? "▾" : "▴") : ""),
    );
    return el(
      "div",
      {
        role: "columnheader",
        class: `c-${column}`,
        "aria-sort": on ? (sorting.down ? "descending" : "ascending") : "none",
      },
      button,
    );
  };
  byId("head").replaceChildren(...COLUMNS.map(cell));
}

// Up, down, and back to the order of the report.
function sortBy(column) {
  if (sorting.column !== column) Object.assign(sorting, { column, down: false });
  else if (!sorting.down) sorting.down = true;
  else Object.assign(sorting, { column: "place", down: false });
  update();
}

function row(at) {
  const f = findings[view[at]];
  const cell = (name, ...children) => el("div", { role: "gridcell", class: `c-${name}` }, children);
  const slash = f.document.lastIndexOf("/") + 1;
  const line = f.place[0] === null ? "" : `:${f.place[0]}`;
  const verdict = VERDICTS[f.verdict];
  const excerpt = f.excerpt
    ? paint(el("span", { dir: "auto", lang: tag(f.lang) }), f.excerpt)
    : paint(el("span", { class: "dim", dir: "auto" }), f.message);
  return el(
    "div",
    {
      role: "row",
      class: `row${f.index === current ? " current" : ""}`,
      id: `row-${f.index}`,
      "aria-rowindex": at + 2,
      "aria-selected": String(f.index === current),
      "data-index": f.index,
    },
    cell("severity", el("i", { class: `dot s${f.s}` }), el("span", {}, SEVERITIES[f.s])),
    cell(
      "rule",
      el("span", { class: "dim family" }, f.rule.slice(0, f.rule.indexOf("/") + 1)),
      f.rule.slice(f.rule.indexOf("/") + 1),
    ),
    cell(
      "document",
      el("bdi", { class: "dim path" }, f.document.slice(0, slash)),
      el("bdi", {}, f.document.slice(slash)),
      el("span", { class: "dim" }, line),
    ),
    cell("excerpt", excerpt),
    cell("confidence", f.p),
    cell(
      "verdict",
      verdict && el("span", { class: `badge v-${f.verdict}` }, verdict.done),
      f.note && el("span", { class: "noted", title: f.note, "aria-label": "with a note" }, "✎"),
    ),
  );
}

function draw() {
  const height = rowHeight();
  const head = byId("head").offsetHeight;
  const first = Math.max(0, Math.floor(grid.scrollTop / height) - 6);
  const last = Math.min(view.length, Math.ceil((grid.scrollTop + grid.clientHeight - head) / height) + 6);
  for (const [at, node] of rows) {
    if (at < first || at >= last) {
      node.remove();
      rows.delete(at);
    }
  }
  for (let at = first; at < last; at += 1) {
    if (rows.has(at)) continue;
    const node = row(at);
    node.style.transform = `translateY(${at * height}px)`;
    rows.set(at, node);
    rowsBox.append(node);
  }
}

function redraw() {
  rows.forEach((node) => node.remove());
  rows.clear();
  rowsBox.style.height = `${view.length * rowHeight()}px`;
  grid.setAttribute("aria-rowcount", view.length + 1);
  draw();
  const at = position();
  if (at >= 0 && rows.has(at)) grid.setAttribute("aria-activedescendant", `row-${current}`);
  else grid.removeAttribute("aria-activedescendant");
}

// Brings the finding that is looked at into sight.
function reveal() {
  const at = position();
  if (at < 0) return;
  const height = rowHeight();
  const room = grid.clientHeight - byId("head").offsetHeight;
  if (at * height < grid.scrollTop) grid.scrollTop = at * height;
  else if ((at + 1) * height > grid.scrollTop + room) grid.scrollTop = (at + 1) * height - room;
}

function select(index) {
  current = index;
  reveal();
  redraw();
  detail();
}

// Steps in the list; the first or last stays where it is.
function step(by) {
  if (view.length === 0) return;
  const at = position();
  const next = at < 0 ? 0 : Math.max(0, Math.min(view.length - 1, at + by));
  select(view[next]);
}

// The filter or the order has changed.
function update() {
  refilter();
  if (!view.includes(current)) current = view[0] ?? -1;
  byId("shown").textContent =
    view.length === findings.length
      ? plural(findings.length, "finding")
      : `${view.length.toLocaleString("en")} of ${plural(findings.length, "finding")}`;
  byId("nothing").hidden = view.length > 0;
  byId("bulk").disabled = view.length === 0;
  byId("clear").hidden = !filtering();
  byId("set").hidden = filter.documents === null;
  if (filter.documents)
    byId("set").replaceChildren(filter.documents.label, el("span", { "aria-hidden": "true" }, " ×"));
  controls();
  header();
  grid.scrollTop = 0;
  redraw(); // first: the list gets its new length
  reveal();
  redraw();
  detail();
}

grid.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
rowsBox.addEventListener("click", (event) => {
  const node = event.target.closest("[data-index]");
  if (node) select(Number(node.dataset.index));
});
