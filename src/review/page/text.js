// Putting text on the page. Everything from the report goes through text nodes, never through markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const byId = (id) => document.getElementById(id);

// "Hebrew" for he, where the browser knows it.
const languageNames = (() => {
  try {
    return new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  } catch {
    return null;
  }
})();
function languageName(lang) {
  try {
    return languageNames?.of(lang) ?? lang;
  } catch {
    return lang;
  }
}

// A language tag that is safe to hand to the browser; "und" and nonsense say nothing.
const tag = (lang) => (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang) && lang !== "und" ? lang : null);

const NAMES = {
  "\u00a0": "nbsp",
  "\u00ad": "shy",
  "\u200b": "zwsp",
  "\u200c": "zwnj",
  "\u200d": "zwj",
  "\u200e": "lrm",
  "\u200f": "rlm",
  "\u2060": "wj",
  "\ufeff": "bom",
  "\u2028": "ls",
  "\u2029": "ps",
  "\t": "tab",
  // code, images and other things that the rules do not look into
  "\ufffc": "…",
};
// What would steer the page or cannot be seen. Joiners and direction marks belong to some scripts and stay as they are,
// unless they are what the finding is about.
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]/u;
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffc]/u;

function chip(character) {
  const code = `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return el("span", { class: "chip", title: code, dir: "ltr" }, NAMES[character] ?? code);
}

// Puts `text` into `parent`: `ranges` are [start, end, class], `show` says which characters become visible.
function paint(parent, text, ranges = [], show = CONTROLS) {
  const edges = new Set([0, text.length]);
  for (const [start, end] of ranges) edges.add(start).add(end);
  const cuts = [...edges].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [start, end] = [cuts[at], cuts[at + 1]];
    const classes = ranges.filter(([from, to]) => from <= start && end <= to).map(([, , name]) => name);
    const nodes = visible(text.slice(start, end), show);
    if (classes.length === 0) parent.append(...nodes);
    else {
      const name = classes.includes("hit") ? "mark" : "span";
      parent.append(el(name, { class: [...new Set(classes)].join(" ") }, nodes));
    }
  }
  return parent;
}

function visible(text, show) {
  const nodes = [];
  let plain = "";
  for (const character of text) {
    if (!show.test(character)) {
      plain += character;
      continue;
    }
    if (plain) nodes.push(plain);
    plain = "";
    nodes.push(chip(character));
  }
  if (plain) nodes.push(plain);
  return nodes;
}

// Where the excerpt, whose white space is folded and whose middle may be left out, stands in `text`.
function locate(text, excerpt) {
  if (!excerpt) return null;
  const pattern = (part) =>
    part
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("\\s+");
  const parts = excerpt.length > 120 ? excerpt.split(" … ").map(pattern).filter(Boolean) : [pattern(excerpt)];
  if (!parts[0]) return null;
  try {
    const match = new RegExp(parts.join("[^]*?"), "u").exec(text);
    return match && [match.index, match.index + match[0].length];
  } catch {
    return null;
  }
}

const TOKEN =
  /<[^<>]{1,300}>|https?:\/\/[^\s<>"]+|\{\{?[^{}]{0,60}\}?\}|%(?:\d+\$|\([^)\s]{1,40}\))?[-+0#]*\d*(?:\.\d+)?[a-zA-Z@](?![\p{L}])|&#?\w{2,10};|\p{N}+(?:[.,:'’\u00a0\u202f]\p{N}+)*|[\p{L}][\p{L}\p{M}\p{N}_'’]*|\s+|[^]/gu;

function tokens(text) {
  return [...text.matchAll(TOKEN)].map(({ 0: token, index }) => ({
    token,
    start: index,
    end: index + token.length,
    word: /^\p{L}/u.test(token),
    // what a translation keeps: tags, addresses, placeholders, entities, numbers
    fixed: /^(<|https?:|\{|%.|&#?\w)/.test(token) || /^\p{N}/u.test(token),
    same: /^\p{N}/u.test(token) ? token.replace(/[^\p{N}]/gu, "") : token,
  }));
}

// The ranges in which source and target differ: where one is nearly a copy of the other, word by word; else what a
// translation should have kept and did not.
function differences(source, target) {
  const [left, right] = [tokens(source), tokens(target)];
  const words = right.filter((t) => t.word && t.token.length > 3);
  const known = new Set(left.map((t) => t.token));
  const copied = words.filter((t) => known.has(t.token)).length;
  if (words.length > 2 && copied * 2 > words.length && left.length < 500 && right.length < 500)
    return byOrder(left, right);
  const count = (list) => {
    const counts = new Map();
    for (const t of list) if (t.fixed) counts.set(t.same, (counts.get(t.same) ?? 0) + 1);
    return counts;
  };
  const missing = (list, other) => {
    const counts = count(other);
    return list
      .filter((t) => t.fixed)
      .filter((t) => {
        const rest = counts.get(t.same) ?? 0;
        counts.set(t.same, rest - 1);
        return rest <= 0;
      })
      .map((t) => [t.start, t.end, "differs"]);
  };
  return [missing(left, right), missing(right, left)];
}

// What is not in the longest common subsequence.
function byOrder(left, right) {
  const width = right.length + 1;
  const best = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      best[i * width + j] =
        left[i].token === right[j].token
          ? best[(i + 1) * width + j + 1] + 1
          : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  const [a, b] = [[], []];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i].token === right[j].token) [i, j] = [i + 1, j + 1];
    else if (j >= right.length || (i < left.length && best[(i + 1) * width + j] >= best[i * width + j + 1])) {
      a.push([left[i].start, left[i].end, "differs"]);
      i += 1;
    } else {
      b.push([right[j].start, right[j].end, "differs"]);
      j += 1;
    }
  }
  return [a, b];
}

// White space that is easily overlooked, as signs: at either end, in runs, at line breaks, unbreakable.
function spaces(text) {
  return text
    .replace(/^ +| +$| {2,}/g, (run) => "␣".repeat(run.length))
    .replaceAll("\r", "␍")
    .replaceAll("\n", "⏎\n")
    .replaceAll("\t", "⇥\t");
}
