// Which findings are shown, and in which order.

const filter = {
  text: "",
  severities: new Set(),
  rule: "",
  document: -1,
  documents: null,
  language: "",
  verdict: "",
  fresh: false,
};
const sorting = { column: "place", down: false };
let view = findings.map((_, index) => index);

const haystacks = new Array(findings.length);
const haystack = (f) =>
  (haystacks[f.index] ??= [f.message, f.excerpt, f.document, f.rule, f.source, f.target, f.suggestion, f.id, f.lang]
    .join("\n")
    .toLowerCase());

function matches(f, words) {
  return (
    (filter.severities.size === 0 || filter.severities.has(f.s)) &&
    (filter.rule === "" || f.rule === filter.rule || f.rule.startsWith(filter.rule + "/")) &&
    (filter.document < 0 || f.d === filter.document) &&
    (filter.documents === null || filter.documents.names.has(f.document)) &&
    (filter.language === "" || f.lang === filter.language) &&
    (filter.verdict === "" ||
      (filter.verdict === "open"
        ? f.verdict === ""
        : filter.verdict === "noted"
          ? f.note !== ""
          : f.verdict === filter.verdict)) &&
    (!filter.fresh || f.new === true) &&
    words.every((word) => haystack(f).includes(word) || f.note.toLowerCase().includes(word))
  );
}

const collator = new Intl.Collator("en", { numeric: true });
const ORDERS = {
  place: (a, b) => a.index - b.index,
  severity: (a, b) => b.s - a.s,
  rule: (a, b) => collator.compare(a.rule, b.rule),
  document: (a, b) => collator.compare(a.document, b.document),
  excerpt: (a, b) => collator.compare(a.excerpt, b.excerpt),
  confidence: (a, b) => Number(b.p) - Number(a.p),
  verdict: (a, b) => collator.compare(a.verdict || "~", b.verdict || "~"),
};
// Comparing 20,000 texts by the collator takes long: they are ranked once.
const ranks = {};
function ranked(column) {
  const field = { rule: "rule", document: "document", excerpt: "excerpt" }[column];
  if (!field) return ORDERS[column];
  if (!ranks[column]) {
    const distinct = [...new Set(findings.map((f) => f[field]))].sort(collator.compare);
    const places = new Map(distinct.map((value, place) => [value, place]));
    ranks[column] = Int32Array.from(findings, (f) => places.get(f[field]));
  }
  const rank = ranks[column];
  return (a, b) => rank[a.index] - rank[b.index];
}

function refilter() {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = findings.filter((f) => matches(f, words));
  if (sorting.column !== "place" || sorting.down) {
    const order = ranked(sorting.column);
    const direction = sorting.down ? -1 : 1;
    shown.sort((a, b) => direction * order(a, b) || a.index - b.index);
  }
  view = shown.map((f) => f.index);
}

const filtering = () =>
  filter.text !== "" ||
  filter.severities.size > 0 ||
  filter.rule !== "" ||
  filter.document >= 0 ||
  filter.documents !== null ||
  filter.language !== "" ||
  filter.verdict !== "" ||
  filter.fresh;

function unfilter() {
  Object.assign(filter, { text: "", rule: "", document: -1, documents: null, language: "", verdict: "", fresh: false });
  filter.severities.clear();
}
