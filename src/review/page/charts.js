// The overview: what the report comes to, drawn.

const PROVENANCE = [
  ["machine-translated", "machine-translated"],
  ["suspected", "suspected"],
  ["unmarked", "unmarked"],
];

// Bars of several parts, one after the other, scaled so that `most` takes the whole width.
function stacked(parts, most, label) {
  let x = 0;
  const bars = parts.map(([value, name]) => {
    const width = (100 * value) / (most || 1);
    const bar = svg("rect", { x, y: 0, width: Math.max(width, value ? 0.4 : 0), height: 10, class: name });
    x += width;
    return bar;
  });
  return svg(
    "svg",
    { class: "stack", viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": label },
    bars,
  );
}

const bySeverity = (counts) => WORST_FIRST.map((s) => [counts[s], `s${s}`]);
const inWords = (counts) =>
  WORST_FIRST.filter((s) => counts[s])
    .map((s) => `${counts[s]} ${SEVERITIES[s]}`)
    .join(", ") || "none";

function tally(key) {
  const groups = new Map();
  for (const f of findings) {
    const name = key(f);
    if (!groups.has(name)) groups.set(name, { name, counts: [0, 0, 0, 0], points: 0, total: 0, verdicts: {} });
    const group = groups.get(name);
    group.counts[f.s] += 1;
    group.total += 1;
    if (f.verdict !== "false-positive") group.points += POINTS[f.s];
    if (f.verdict) group.verdicts[f.verdict] = (group.verdicts[f.verdict] ?? 0) + 1;
  }
  return [...groups.values()];
}

function card(title, subtitle, ...children) {
  const id = `card-${title.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  return el(
    "section",
    { class: `card ${id}`, "aria-labelledby": id },
    el("h2", { id }, title),
    subtitle && el("p", { class: "sub" }, subtitle),
    children,
  );
}

// A list that shows its first entries and the rest on demand.
function long(entries, first, noun, all = `Show all ${entries.length} ${noun}`) {
  const list = el(
    "ul",
    { class: "bars" },
    entries.map((entry, index) => el("li", { class: index < first ? null : "more" }, entry)),
  );
  if (entries.length <= first) return [list];
  const button = el("button", { type: "button", class: "quiet all", "aria-expanded": "false" }, all);
  button.addEventListener("click", () => {
    const open = list.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Show fewer" : all;
  });
  return [list, button];
}

function headline() {
  const counts = [0, 1, 2, 3].map((s) => findings.filter((f) => f.s === s).length);
  const affected = new Set(findings.map((f) => f.d)).size;
  const total = report.audited ? ` of ${report.audited.length.toLocaleString("en")}` : "";
  const legend = WORST_FIRST.map((s) =>
    el(
      "button",
      { type: "button", class: "legend", onclick: () => show({ severities: [s] }) },
      el("i", { class: `dot s${s}` }),
      el("b", {}, counts[s].toLocaleString("en")),
      ` ${SEVERITIES[s]}`,
    ),
  );
  const facts = [];
  const fact = (value, label) => facts.push(el("div", { class: "fact" }, el("dt", {}, label), el("dd", {}, value)));
  if (report.audited) {
    const words = report.audited.reduce((sum, d) => sum + d.words, 0);
    const points = findings.reduce((sum, f) => sum + (f.verdict === "false-positive" ? 0 : POINTS[f.s]), 0);
    const known = report.audited.filter((d) => d.consistency !== null && d.words > 0);
    const weight = known.reduce((sum, d) => sum + d.words, 0);
    const consistency = known.reduce((sum, d) => sum + d.consistency * d.words, 0) / weight;
    const machine = report.audited.filter((d) => d.provenance === "machine-translated").length;
    fact(words.toLocaleString("en"), "words");
    fact(((points * 1000) / Math.max(words, 1)).toFixed(1), "penalty points a 1,000 words");
    if (weight) fact(percent(consistency, 1), "in the expected language");
    fact(
      machine.toLocaleString("en"),
      machine === 1 ? "document marked machine-translated" : "documents marked machine-translated",
    );
  } else {
    fact(affected.toLocaleString("en"), affected === 1 ? "document" : "documents");
    fact(new Set(findings.map((f) => f.r)).size, "rules");
    fact(new Set(findings.map((f) => f.lang).filter(Boolean)).size, "languages");
  }
  return el(
    "section",
    { class: "card hero" },
    el(
      "h1",
      {},
      findings.length === 0 ? "No findings" : plural(findings.length, "finding"),
      el(
        "small",
        {},
        ` in ${affected.toLocaleString("en")}${total} document${(report.audited?.length ?? affected) === 1 ? "" : "s"}`,
      ),
    ),
    stacked(bySeverity(counts), findings.length, `Findings by severity: ${inWords(counts)}`),
    el("div", { class: "legends" }, legend),
    el("dl", { class: "facts" }, facts),
  );
}

function rulesCard() {
  const groups = tally((f) => f.rule).sort((a, b) => b.total - a.total);
  const most = Math.max(...groups.map((g) => g.total));
  const bars = groups.map((g) => {
    const [family, name] = g.name.split("/");
    return el(
      "button",
      { type: "button", class: "barrow", onclick: () => show({ rule: g.name }) },
      el("span", { class: "label" }, el("span", { class: "dim family" }, `${family}/`), name),
      stacked(bySeverity(g.counts), most, inWords(g.counts)),
      el("span", { class: "value" }, g.total.toLocaleString("en")),
    );
  });
  return card("Findings by rule", "Coloured by severity. Choose one to look at its findings.", long(bars, 12, "rules"));
}

function worstCard() {
  const words = new Map((report.audited ?? []).map((d) => [d.name, d.words]));
  const groups = tally((f) => f.document).filter((g) => g.points > 0);
  const weigh = (g) => (relative ? (g.points * 1000) / Math.max(words.get(g.name) ?? 0, 1) : g.points);
  groups.sort((a, b) => weigh(b) - weigh(a) || collator.compare(a.name, b.name));
  const most = groups.length ? weigh(groups[0]) : 1;
  const bars = groups.slice(0, WORST).map((g) => {
    const scale = weigh(g) / g.points;
    const at = g.name.lastIndexOf("/") + 1;
    return el(
      "button",
      { type: "button", class: "barrow", title: g.name, onclick: () => show({ document: g.name }) },
      el(
        "span",
        { class: "label path" },
        el("bdi", { class: "dim" }, g.name.slice(0, at)),
        el("bdi", {}, g.name.slice(at)),
      ),
      stacked(
        WORST_FIRST.map((s) => [g.counts[s] * POINTS[s] * scale, `s${s}`]),
        most,
        inWords(g.counts),
      ),
      el("span", { class: "value" }, relative ? weigh(g).toFixed(1) : g.points.toLocaleString("en")),
    );
  });
  const choice = (label, value) =>
    el(
      "button",
      { type: "button", "aria-pressed": String(relative === value), onclick: () => ((relative = value), overview()) },
      label,
    );
  const toggle =
    report.audited &&
    el(
      "div",
      { class: "segmented", role: "group", "aria-label": "Weigh documents" },
      choice("points", false),
      choice("a 1,000 words", true),
    );
  const subtitle = "Penalty points: critical 25, major 5, minor 1. False positives weigh nothing.";
  return card(
    "Worst documents",
    subtitle,
    toggle,
    groups.length
      ? long(bars, 10, "documents", groups.length > WORST ? `Show the worst ${WORST}` : undefined)
      : el("p", { class: "empty" }, "No document has penalty points."),
  );
}
let relative = false;
const WORST = 40;

function provenanceCard() {
  const documents = report.audited.filter((d) => d.provenance !== "");
  const groups = PROVENANCE.map(([key, label]) => ({
    key,
    label,
    list: documents.filter((d) => d.provenance === key),
  }));
  const total = documents.length || 1;
  const [radius, around] = [66, 2 * Math.PI * 66];
  let turn = 0;
  const arcs = groups.map((group) => {
    const share = group.list.length / total;
    const length = Math.max(share * around - (share < 1 ? 2 : 0), 0);
    const arc = svg("circle", {
      cx: 80,
      cy: 80,
      r: radius,
      class: `arc p-${group.key}`,
      "stroke-dasharray": `${length} ${around - length}`,
      "stroke-dashoffset": -turn * around,
    });
    turn += share;
    return share ? arc : null;
  });
  const noticed = groups[0].list.concat(groups[1].list).filter((d) => d.disclosure).length;
  const machine = groups[0].list.length;
  const label = groups.map((g) => `${g.list.length} ${g.label}`).join(", ");
  const donut = svg(
    "svg",
    { class: "donut", viewBox: "0 0 160 160", role: "img", "aria-label": `Documents by provenance: ${label}` },
    arcs,
    svg("text", { x: 80, y: 78, class: "big" }, percent(machine / total)),
    svg("text", { x: 80, y: 97, class: "small" }, "machine-translated"),
  );
  const legend = groups.map((g) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "legend", onclick: () => showSet(`${g.label}`, g.list) },
        el("i", { class: `dot p-${g.key}` }),
        el("b", {}, g.list.length.toLocaleString("en")),
        ` ${g.label}`,
      ),
    ),
  );
  return card(
    "Provenance",
    "What the documents say, or betray, of where they come from.",
    el(
      "div",
      { class: "beside" },
      donut,
      el(
        "ul",
        { class: "plain" },
        legend,
        el(
          "li",
          { class: "note" },
          `${noticed} of ${machine + groups[1].list.length} marked or suspected carry a notice for their readers`,
        ),
      ),
    ),
  );
}

// Each language a line, each document where its share of the expected language puts it.
function languageCard() {
  const subtitle =
    "Each document by how much of it is in the language that it should be in. The number on the right counts documents.";
  return card("Language consistency", subtitle, el("div", { class: "scroll", id: "strip" }));
}

function languageLines() {
  const groups = new Map();
  for (const d of report.audited.filter((d) => d.consistency !== null)) {
    const language = d.declared || d.language || "unknown";
    if (!groups.has(language)) groups.set(language, []);
    groups.get(language).push(d);
  }
  const lines = [...groups]
    .map(([lang, list]) => [languageName(lang), list])
    .sort((a, b) => b[1].length - a[1].length || collator.compare(a[0], b[0]));
  if (lines.length <= 14) return lines;
  const rest = lines.slice(13);
  return [...lines.slice(0, 13), [`${rest.length} others`, rest.flatMap(([, list]) => list)]];
}

function drawStrip(box, room = box.clientWidth) {
  const lines = languageLines();
  const lowest = lines.flatMap(([, list]) => list).reduce((low, d) => Math.min(low, d.consistency), 1);
  const from = Math.min(Math.floor(lowest * 10) / 10, 0.9);
  const [width, line, top] = [Math.max(320, room), 30, 26];
  const [left, right] = [width < 520 ? 112 : 168, 48];
  const height = top + lines.length * line + 8;
  const x = (share) => left + ((share - from) / (1 - from)) * (width - left - right);
  const chart = svg("svg", {
    class: "strip",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "group",
    "aria-label": "Language consistency of the documents, by language",
  });
  const steps = from >= 0.8 ? 0.05 : from >= 0.5 ? 0.1 : 0.2;
  for (let share = 1; share >= from - 1e-9; share -= steps) {
    chart.append(
      svg("line", { x1: x(share), x2: x(share), y1: top - 6, y2: height - 4, class: "rule" }),
      svg("text", { x: x(share), y: 12, class: "tick" }, `${Math.round(share * 100)} %`),
    );
  }
  lines.forEach(([language, list], row) => {
    const y = top + row * line + line / 2;
    const short =
      left < 150 && language.length > 14
        ? `${language.slice(0, 13)}…`
        : language.length > 22
          ? `${language.slice(0, 21)}…`
          : language;
    chart.append(
      svg("text", { x: left - 20, y: y + 4, class: "name" }, short),
      svg("line", { x1: left, x2: width - right, y1: y, y2: y, class: "base" }),
    );
    const bins = new Map();
    for (const d of list) {
      const bin = d.consistency >= 0.99995 ? 1 : Math.min(Math.floor(d.consistency * 50) / 50 + 0.01, 0.99);
      if (!bins.has(bin)) bins.set(bin, []);
      bins.get(bin).push(d);
    }
    for (const [bin, inside] of bins) {
      const radius = Math.min(4 + 1.3 * Math.sqrt(inside.length - 1), line / 2 - 1);
      const label = `${language}: ${plural(inside.length, "document")} at ${bin === 1 ? "100 %" : `about ${Math.round(bin * 100)} %`}`;
      const go = () => showSet(label, inside);
      const kind = bin >= 0.98 ? "good" : bin >= 0.9 ? "fair" : "poor";
      const keys = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), go());
      chart.append(
        svg(
          "g",
          { class: `bubble ${kind}`, role: "button", tabindex: 0, "aria-label": label, onclick: go, onkeydown: keys },
          svg("title", {}, label),
          svg("circle", { cx: x(bin), cy: y, r: 12, class: "target" }),
          svg("circle", { cx: x(bin), cy: y, r: radius }),
        ),
      );
    }
    chart.append(svg("text", { x: width, y: y + 4, class: "sum" }, list.length.toLocaleString("en")));
  });
  box.replaceChildren(chart);
}

function verdictsCard() {
  const groups = tally((f) => f.rule).map((g) => {
    const right = (g.verdicts.accept ?? 0) + (g.verdicts["wont-fix"] ?? 0);
    const judged = right + (g.verdicts["false-positive"] ?? 0);
    return { ...g, right, judged };
  });
  const judged = groups.filter((g) => g.judged > 0).sort((a, b) => b.judged - a.judged);
  if (judged.length === 0) return null;
  const rows = judged.map((g) => {
    const [low, high] = wilson(g.right, g.judged);
    const share = g.right / g.judged;
    const label = `${percent(share)} right, 95 % interval ${percent(low)} to ${percent(high)}`;
    return el(
      "button",
      { type: "button", class: "barrow precision", onclick: () => show({ rule: g.name }) },
      el(
        "span",
        { class: "label" },
        el("span", { class: "dim family" }, `${g.name.split("/")[0]}/`),
        g.name.split("/")[1],
      ),
      svg(
        "svg",
        { class: "whisker", viewBox: "0 0 200 16", preserveAspectRatio: "none", role: "img", "aria-label": label },
        svg("line", { x1: 0, x2: 200, y1: 8, y2: 8, class: "base" }),
        svg("rect", { x: low * 200, y: 6, width: (high - low) * 200, height: 4, class: "range" }),
        svg("rect", { x: Math.min(share * 200, 197), y: 2, width: 3, height: 12, class: "point" }),
      ),
      el(
        "span",
        { class: "value" },
        `${g.right} of ${g.judged} · ${Math.round(low * 100)}–${Math.round(high * 100)} %`,
      ),
    );
  });
  return card(
    "What reviewers say",
    "Findings judged right (accepted or won’t fix) out of all judged, with Wilson’s 95 % interval (1927).",
    long(rows, 12, "rules"),
  );
}

function againstCard() {
  const { report: name, new: fresh, fixed, unchanged, list } = report.against;
  const lines = list.map(([rule, document, message]) =>
    el("li", {}, el("span", { class: "dim" }, `${rule} · `), el("bdi", {}, document), el("br"), el("bdi", {}, message)),
  );
  const more =
    fixed > list.length && el("li", { class: "dim" }, `and ${(fixed - list.length).toLocaleString("en")} more`);
  return card(
    "Since the last report",
    name,
    el(
      "div",
      { class: "facts" },
      [
        [fresh, "new", () => show({ fresh: true })],
        [fixed, "fixed"],
        [unchanged, "unchanged"],
      ].map(([count, label, go]) =>
        el(
          go && count ? "button" : "div",
          { class: "fact", type: go && count ? "button" : null, onclick: go },
          el("b", {}, count.toLocaleString("en")),
          el("span", {}, label),
        ),
      ),
    ),
    fixed > 0 && el("details", {}, el("summary", {}, "What was fixed"), el("ul", { class: "plain" }, lines, more)),
  );
}

function unreadCard() {
  const unread = (report.audited ?? []).filter((d) => d.error);
  if (unread.length === 0) return null;
  const lines = unread
    .slice(0, 200)
    .map((d) => el("li", {}, el("bdi", {}, d.name), el("span", { class: "dim" }, el("bdi", {}, ` ${d.error}`))));
  return card("Not read, or not wholly", plural(unread.length, "document"), el("ul", { class: "plain" }, lines));
}

function overview() {
  const parts = [headline()];
  if (report.against) parts.push(againstCard());
  if (findings.length) parts.push(verdictsCard(), rulesCard(), worstCard());
  if (report.audited?.length) {
    parts.push(provenanceCard());
    if (report.audited.some((d) => d.consistency !== null)) parts.push(languageCard());
  }
  parts.push(unreadCard());
  byId("overview").replaceChildren(...parts.filter(Boolean));
  if (byId("strip")) drawStrip(byId("strip"));
}
