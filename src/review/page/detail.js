// One finding: what was found, where it stands, what the reviewer says.

// The message; what it quotes may run the other way, and must not turn the rest around.
function titleOf(message) {
  const parts = (message.charAt(0).toUpperCase() + message.slice(1)).split(/(?<=“)([^“”]*)(?=”)/u);
  const nodes = parts.map((part, at) => paint(el(at % 2 ? "bdi" : "span"), part));
  return el("h2", { dir: "auto" }, nodes);
}

// A text that may be longer than its box: who has no mouse scrolls it with the arrows.
const prose = (f) =>
  el("div", {
    class: "prose",
    dir: "auto",
    lang: tag(f.lang),
    tabindex: "0",
    role: "group",
    "aria-label": "Text around the finding",
  });

// A document's text as it lies on disk: its own tags step back.
function source(f) {
  const [line, before, marked, after] = f.context;
  const whole = before + marked + after;
  const hit = [before.length, before.length + marked.length, "hit"];
  const tags = [...whole.matchAll(/<[/!?a-z][^<>]*>/giu)].map((match) => [
    match.index,
    match.index + match[0].length,
    "tag",
  ]);
  const hidden = /hidden|control|space|whitespace/.test(f.rule) ? HIDDEN : CONTROLS;
  const text = prose(f);
  if (marked) paint(text, whole, [hit, ...tags], hidden);
  else {
    // nothing stands there: a sign shows the place
    paint(text, before, [], hidden).append(el("mark", { class: "caret", "aria-label": "here" }));
    paint(text, after, [], hidden);
  }
  const lines = before.split("\n").length - 1;
  return el(
    "figure",
    { class: "context" },
    text,
    el("figcaption", {}, lines ? `lines ${line} and following` : `line ${line}`, " of the document"),
  );
}

// The excerpt alone, where the document is not at hand.
function excerpt(f) {
  const hidden = /hidden|control/.test(f.rule) ? HIDDEN : CONTROLS;
  const box = prose(f);
  return el("figure", { class: "context" }, paint(box, f.excerpt, [[0, f.excerpt.length, "hit"]], hidden));
}

// Source and target side by side, with what differs and what was found.
function pair(f) {
  const blank = /whitespace|newline|spacing|punctuation/.test(f.rule);
  const [left, right] = f.source && f.target ? differences(f.source, f.target) : [[], []];
  const differ = !blank && (left.length > 0 || right.length > 0);
  const shown = (text, ranges) => {
    if (!blank) return [text, ranges];
    return [spaces(text), []];
  };
  const [sourceText, leftRanges] = shown(f.source, left);
  const [targetText, rightRanges] = shown(f.target, right);
  const hit = locate(targetText, f.excerpt);
  if (hit) rightRanges.push([...hit, "hit"]);
  const onSource = !hit && locate(sourceText, f.excerpt);
  if (onSource) leftRanges.push([...onSource, "hit"]);
  const side = (label, text, ranges, lang) =>
    el(
      "div",
      { class: "side" },
      el("h3", {}, label),
      text === ""
        ? el("p", { class: "empty" }, "empty")
        : paint(el("div", { class: "prose", dir: "auto", lang }), text, ranges, CONTROLS),
    );
  return el(
    "div",
    { class: "pair" },
    side("Source", sourceText, leftRanges, null),
    side("Target", targetText, rightRanges, tag(f.lang)),
    differ && el("p", { class: "hint" }, el("span", { class: "differs" }, "Underlined"), " text is on one side only."),
  );
}

function detail() {
  const box = byId("detail");
  if (current < 0) {
    box.replaceChildren(
      el("p", { class: "empty" }, findings.length ? "No finding is chosen." : "The audit found nothing."),
    );
    return;
  }
  const f = findings[current];
  const about = report.rules[f.r];
  const place = f.place[0] === null ? "" : `:${f.place[0]}${f.place[1] === null ? "" : `:${f.place[1]}`}`;
  const bilingual = f.source !== "" || f.target !== "";
  const facts = [
    ["MQM type", f.mqm],
    ["Language", f.lang && `${languageName(f.lang)} (${f.lang})`],
    ["Segment", f.segment],
    ["Id", f.id],
    ...report.columns.slice(19).map((name, at) => [name, f.extra?.[at] ?? ""]),
  ];
  const textarea = el("textarea", { id: "note", rows: 2, dir: "auto", placeholder: "Why? For whoever reads it next." });
  textarea.value = f.note;
  textarea.addEventListener("input", () => verdicts.annotate(f.index, textarea.value));
  // whoever works with the buttons stays on the button
  const kept = box.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
  box.replaceChildren(
    el(
      "div",
      { class: "reading", tabindex: -1 },
      el(
        "p",
        { class: "kicker" },
        el("span", { class: `severity s${f.s}` }, SEVERITIES[f.s]),
        el(
          "span",
          {},
          el("span", { class: "dim" }, f.rule.slice(0, f.rule.indexOf("/") + 1)),
          f.rule.slice(f.rule.indexOf("/") + 1),
        ),
        f.new && el("span", { class: "fresh" }, "new"),
        f.p &&
          el(
            "span",
            { class: "dim right", title: "Share of such findings that people found right" },
            `${percent(Number(f.p))} confidence`,
          ),
      ),
      titleOf(f.message),
      el("p", { class: "place" }, el("bdi", {}, f.document), place),
      bilingual ? pair(f) : f.context ? source(f) : f.excerpt && excerpt(f),
      bilingual && !locate(f.target, f.excerpt) && !locate(f.source, f.excerpt) && f.excerpt && excerpt(f),
      bilingual &&
        f.context &&
        el(
          "details",
          { class: "about", open: fileOpen, ontoggle: (event) => (fileOpen = event.target.open) },
          el("summary", {}, "In the file"),
          source(f),
        ),
      f.suggestion &&
        el("p", { class: "suggestion" }, "Perhaps ", paint(el("bdi", { lang: tag(f.lang) }), f.suggestion)),
      el(
        "details",
        { class: "about", open: aboutOpen, ontoggle: (event) => (aboutOpen = event.target.open) },
        el("summary", {}, "About the rule"),
        el("p", {}, code(about.summary)),
        about.why && el("p", {}, code(about.why)),
        el("p", { class: "dim" }, el("code", {}, `traditore rules ${f.rule}`), " says more"),
        el(
          "dl",
          { class: "facts-list" },
          facts
            .filter(([, value]) => value)
            .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, el("bdi", {}, value)))),
        ),
      ),
    ),
    el(
      "div",
      { class: "judging" },
      el(
        "div",
        { class: "choices", role: "group", "aria-label": "Verdict" },
        Object.entries(VERDICTS).map(([verdict, { label, key, hint }]) =>
          el(
            "button",
            {
              type: "button",
              class: `verdict v-${verdict}`,
              "data-keep": verdict,
              "aria-pressed": String(f.verdict === verdict),
              "aria-keyshortcuts": key,
              title: hint,
              onclick: () => judge(verdict),
            },
            label,
            el("kbd", {}, key),
          ),
        ),
      ),
      el("label", { class: "note", for: "note" }, el("span", {}, "Note ", el("kbd", {}, "n")), textarea),
      el(
        "div",
        { class: "walk" },
        el(
          "button",
          { type: "button", class: "quiet", "data-keep": "previous", onclick: () => step(-1) },
          "Previous",
          el("kbd", {}, "k"),
        ),
        el(
          "span",
          { class: "dim" },
          position() < 0 ? "" : `${(position() + 1).toLocaleString("en")} of ${view.length.toLocaleString("en")}`,
        ),
        el(
          "button",
          { type: "button", class: "quiet", "data-keep": "next", onclick: () => step(1) },
          "Next",
          el("kbd", {}, "j"),
        ),
      ),
    ),
  );
  if (kept) box.querySelector(`[data-keep="${kept}"]`)?.focus();
}

let fileOpen = false; // stays as it is from one finding to the next
let aboutOpen = false;

// `code` between backquotes, as rule pages write it.
const code = (words) => words.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part));
