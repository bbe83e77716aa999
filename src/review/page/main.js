// What is between the parts: views, filters, keys, download, print.

const say = (message) => (byId("live").textContent = message);
const reviewing = () => !byId("review").hidden;

function open(name) {
  for (const view of ["overview", "review"]) {
    const tab = byId(`tab-${view}`);
    byId(view).hidden = view !== name;
    tab.setAttribute("aria-selected", String(view === name));
    tab.tabIndex = view === name ? 0 : -1;
  }
  document.body.classList.toggle("reviewing", name === "review");
  if (name === "overview") overview();
  else {
    update();
    grid.focus({ preventScroll: true });
  }
}

// From a picture to the findings behind it.
function show(wanted) {
  unfilter();
  if (wanted.severities) filter.severities = new Set(wanted.severities);
  if (wanted.rule) filter.rule = wanted.rule;
  if (wanted.document) filter.document = report.documents.indexOf(wanted.document);
  if (wanted.fresh) filter.fresh = true;
  open("review");
}

function showSet(label, documents) {
  unfilter();
  filter.documents = { label, names: new Set(documents.map((d) => d.name)) };
  open("review");
}

function options(select, entries) {
  select.replaceChildren(...entries.map(([value, label]) => el("option", { value }, label)));
}

function prepare() {
  const count = (key) => {
    const counts = new Map();
    for (const f of findings) counts.set(key(f), (counts.get(key(f)) ?? 0) + 1);
    return [...counts];
  };
  const rules = count((f) => f.rule).sort((a, b) => collator.compare(a[0], b[0]));
  const families = new Map();
  for (const [name, number] of rules)
    families.set(name.split("/")[0], (families.get(name.split("/")[0]) ?? 0) + number);
  const grouped = [...families].flatMap(([family, number]) => [
    [family, `${family} (${number})`],
    ...rules
      .filter(([name]) => name.startsWith(family + "/"))
      .map(([name, n]) => [name, `\u2003${name.split("/")[1]} (${n})`]),
  ]);
  options(byId("by-rule"), [["", "any rule"], ...grouped]);
  const documents = count((f) => f.d).sort((a, b) => collator.compare(report.documents[a[0]], report.documents[b[0]]));
  options(byId("by-document"), [
    [-1, "any document"],
    ...documents.map(([d, n]) => [d, `${report.documents[d]} (${n})`]),
  ]);
  const languages = count((f) => f.lang)
    .filter(([lang]) => lang)
    .sort((a, b) => b[1] - a[1]);
  options(byId("by-language"), [
    ["", "any language"],
    ...languages.map(([lang, n]) => [lang, `${languageName(lang)} (${n})`]),
  ]);
  const severities = document.querySelector(".severities");
  severities.append(
    ...WORST_FIRST.map((s) => {
      const total = findings.filter((f) => f.s === s).length;
      return el(
        "button",
        {
          type: "button",
          class: "toggle",
          "data-severity": s,
          "aria-pressed": "false",
          disabled: total === 0,
          onclick: () => {
            if (!filter.severities.delete(s)) filter.severities.add(s);
            update();
          },
        },
        el("i", { class: `dot s${s}` }),
        SEVERITIES[s],
        el("span", { class: "dim" }, total.toLocaleString("en")),
      );
    }),
  );
  byId("fresh-label").hidden = !report.against;
}

// The controls show what the filter is.
function controls() {
  if (byId("search").value !== filter.text) byId("search").value = filter.text;
  byId("by-rule").value = filter.rule;
  byId("by-document").value = String(filter.document);
  byId("by-language").value = filter.language;
  byId("by-verdict").value = filter.verdict;
  byId("by-fresh").checked = filter.fresh;
  document
    .querySelectorAll("[data-severity]")
    .forEach((button) =>
      button.setAttribute("aria-pressed", String(filter.severities.has(Number(button.dataset.severity)))),
    );
}

const listen = (id, type, field, read = (node) => node.value) =>
  byId(id).addEventListener(type, (event) => {
    filter[field] = read(event.target);
    update();
  });
listen("search", "input", "text");
listen("by-rule", "change", "rule");
listen("by-document", "change", "document", (node) => Number(node.value));
listen("by-language", "change", "language");
listen("by-verdict", "change", "verdict");
listen("by-fresh", "change", "fresh", (node) => node.checked);
const clear = () => {
  unfilter();
  update();
  grid.focus();
};
byId("clear").addEventListener("click", clear);
byId("nothing").querySelector("button").addEventListener("click", clear);
byId("set").addEventListener("click", () => {
  filter.documents = null;
  update();
});
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());

// Gives the finding that is looked at a verdict, or takes the same one back.
function judge(verdict) {
  if (current < 0) return;
  const f = findings[current];
  const back = f.verdict === verdict;
  verdicts.give([current], back ? "" : verdict);
  const at = position();
  const next =
    byId("advance").checked && !back ? view.slice(at + 1).find((index) => findings[index].verdict === "") : undefined;
  const done = back ? "Taken back." : `${VERDICTS[verdict].done}.`;
  if (next !== undefined) {
    select(next);
    say(`${done} Next: ${findings[next].message}`);
  } else {
    redraw();
    detail();
    say(done);
  }
  if (document.activeElement === document.body) grid.focus({ preventScroll: true });
}

function undo() {
  const indices = verdicts.undo();
  if (!indices) return;
  say("Undone.");
  if (indices.length === 1 && reviewing() && view.includes(indices[0])) select(indices[0]);
  else refresh();
}

function refresh() {
  if (reviewing()) {
    redraw();
    detail();
  } else overview();
}

// What the bar at the top says.
function status() {
  const judged = verdicts.judged();
  byId("judged").textContent = `${judged.toLocaleString("en")} of ${findings.length.toLocaleString("en")} judged`;
  byId("progress").max = findings.length || 1;
  byId("progress").value = judged;
  byId("undo").disabled = verdicts.past.length === 0;
  byId("download").classList.toggle("waiting", verdicts.dirty);
  if (!verdicts.kept) toast("This browser does not keep verdicts. Download findings.csv before you close the page.");
}

let toasting = 0;
function toast(message, seconds = 0) {
  clearTimeout(toasting);
  byId("toast").textContent = message;
  byId("toast").hidden = false;
  if (seconds) toasting = setTimeout(() => (byId("toast").hidden = true), seconds * 1000);
}

function download() {
  const link = el("a", {
    href: URL.createObjectURL(new Blob(csv(), { type: "text/csv;charset=utf-8" })),
    download: "findings.csv",
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  verdicts.dirty = false;
  status();
  say("findings.csv was downloaded.");
}

verdicts.listeners.push((indices) => {
  for (const index of indices) {
    const at = view.indexOf(index);
    const node = rows.get(at);
    if (node) {
      const fresh = row(at);
      fresh.style.transform = node.style.transform;
      node.replaceWith(fresh);
      rows.set(at, fresh);
    }
    if (indices.length > 50) break;
  }
  status();
});

byId("undo").addEventListener("click", undo);
byId("download").addEventListener("click", download);
byId("help").addEventListener("click", () => byId("help-dialog").showModal());
byId("reset").addEventListener("click", () => {
  verdicts.reset();
  byId("help-dialog").close();
  refresh();
});
byId("bulk").addEventListener("click", () => {
  byId("bulk-title").textContent = `Judge ${plural(view.length, "finding")} at once`;
  const choices = Object.entries(VERDICTS).map(([verdict, { label }]) =>
    el("button", { class: `verdict v-${verdict}`, onclick: () => all(verdict) }, label),
  );
  byId("bulk-dialog")
    .querySelector("form")
    .replaceChildren(
      ...choices,
      el("button", { class: "quiet", onclick: () => all("") }, "No verdict"),
      el("button", { class: "quiet", autofocus: true }, "Cancel"),
    );
  byId("bulk-dialog").showModal();
});
function all(verdict) {
  verdicts.give([...view], verdict);
  redraw();
  detail();
  say(`${plural(view.length, "finding")} judged.`);
}

const tabs = ["overview", "review"];
tabs.forEach((name, at) => {
  const tab = byId(`tab-${name}`);
  tab.addEventListener("click", () => open(name));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    open(tabs[1 - at]);
    byId(`tab-${tabs[1 - at]}`).focus();
  });
});

const inPage = () => Math.max(1, Math.floor(grid.clientHeight / rowHeight()) - 1);
const MOVES = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  PageDown: () => step(inPage()),
  PageUp: () => step(-inPage()),
  Home: () => step(-findings.length),
  End: () => step(findings.length),
};
const LETTERS = {
  a: () => judge("accept"),
  f: () => judge("false-positive"),
  w: () => judge("wont-fix"),
  n: () => byId("note")?.focus(),
  o: () => open("overview"),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typing) {
    const leave = event.key === "Escape" || (event.key === "Enter" && event.target.id === "search");
    if (leave) {
      event.preventDefault();
      grid.focus();
    }
    return;
  }
  const letter = event.key.length === 1;
  if (letter && !byId("letters").checked) return;
  const key = letter ? event.key.toLowerCase() : event.key;
  let action = {
    u: undo,
    "?": () => byId("help-dialog").showModal(),
    "/": () => (reviewing() || open("review"), byId("search").focus(), byId("search").select()),
  }[key];
  if (!action && reviewing()) {
    // arrows scroll what has the focus, unless that is the list
    const inDetail = event.target.closest("#detail, .filters, .bar") && !letter;
    action = LETTERS[key] ?? (inDetail ? undefined : MOVES[key]);
  } else if (!action && key === "o") action = () => open("review");
  if (action) {
    event.preventDefault();
    action();
  }
});

addEventListener("resize", () => (reviewing() ? redraw() : overview()));
addEventListener("pagehide", () => verdicts.keep());
document.addEventListener("visibilitychange", () => document.hidden && verdicts.keep());
addEventListener("beforeunload", (event) => {
  if (verdicts.dirty && !verdicts.kept) event.preventDefault();
});

// On paper: the overview, then the findings that the filter shows.
const ON_PAPER = 2000;
const PAPER = 640; // pixels of a sheet
addEventListener("beforeprint", () => {
  overview();
  if (byId("strip")) drawStrip(byId("strip"), PAPER);
  const lines = view.slice(0, ON_PAPER).map((index) => {
    const f = findings[index];
    const place = f.place[0] === null ? "" : `:${f.place[0]}`;
    return el(
      "tr",
      {},
      el("td", {}, SEVERITIES[f.s]),
      el("td", {}, f.rule),
      el("td", {}, el("bdi", {}, f.document), place),
      el(
        "td",
        {},
        paint(el("div", { dir: "auto", lang: tag(f.lang) }), f.excerpt),
        el("div", { class: "dim", dir: "auto" }, f.message),
      ),
      el("td", {}, VERDICTS[f.verdict]?.done ?? "", f.note && el("div", { class: "dim", dir: "auto" }, f.note)),
    );
  });
  const rest = view.length - lines.length;
  byId("print").replaceChildren(
    el("h2", {}, "Findings"),
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["Severity", "Rule", "Place", "Text", "Verdict"].map((label) => el("th", { scope: "col" }, label)),
        ),
      ),
      el("tbody", {}, lines),
    ),
    (rest > 0 && el("p", {}, `and ${plural(rest, "more finding")} that are not printed`)) || "",
  );
});
addEventListener("afterprint", () => byId("print").replaceChildren());

document.title = `${report.report} – review`;
byId("name").textContent = report.report;
byId("total").textContent = findings.length.toLocaleString("en");
const restored = verdicts.restore();
prepare();
update();
open("overview");
status();
if (restored) toast(`${plural(restored, "verdict")} kept in this browser since your last visit.`, 6);

// What the search looks through is made ready while nothing else is to be done.
function prepareSearch(from = 0) {
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 30));
  idle((deadline) => {
    let at = from;
    while (at < findings.length && (at % 64 || deadline.timeRemaining() > 2)) haystack(findings[at++]);
    if (at < findings.length) prepareSearch(at);
  });
}
prepareSearch();
