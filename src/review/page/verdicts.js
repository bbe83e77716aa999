// Verdicts and notes: given, taken back, kept in the browser until they are downloaded.

const verdicts = {
  key: `traditore:${report.key}`,
  original: findings.map((f) => [f.verdict, f.note]),
  past: [],
  dirty: false,
  kept: true,
  timer: 0,
  listeners: [],

  judged: () => findings.reduce((count, f) => count + (f.verdict !== ""), 0),

  changed(indices) {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 250);
    this.listeners.forEach((listener) => listener(indices));
  },

  // Gives the findings a verdict; one step to undo.
  give(indices, verdict) {
    this.past.push(indices.map((i) => [i, findings[i].verdict, findings[i].note]));
    indices.forEach((i) => (findings[i].verdict = verdict));
    this.changed(indices);
  },

  // A note is one step to undo for as long as it is typed.
  annotate(index, note) {
    const last = this.past.at(-1);
    if (!(last?.note && last[0][0] === index)) {
      const step = [[index, findings[index].verdict, findings[index].note]];
      step.note = true;
      this.past.push(step);
    }
    findings[index].note = note;
    this.changed([index]);
  },

  undo() {
    const step = this.past.pop();
    if (!step) return null;
    step.forEach(([i, verdict, note]) => Object.assign(findings[i], { verdict, note }));
    const indices = step.map(([i]) => i);
    this.changed(indices);
    return indices;
  },

  // Only what differs from the report is kept.
  keep() {
    clearTimeout(this.timer);
    try {
      const entries = findings
        .filter((f) => f.verdict !== this.original[f.index][0] || f.note !== this.original[f.index][1])
        .map((f) => [f.id, [f.verdict, f.note]]);
      if (entries.length) localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(entries)));
      else localStorage.removeItem(this.key);
      this.kept = true;
    } catch {
      this.kept = false;
    }
    this.listeners.forEach((listener) => listener([]));
  },

  // Takes up what an earlier visit left; returns how many findings that concerns.
  restore() {
    let stored = null;
    try {
      stored = JSON.parse(localStorage.getItem(this.key));
    } catch {
      this.kept = false;
    }
    if (typeof stored !== "object" || stored === null) return 0;
    let count = 0;
    for (const finding of findings) {
      const entry = Object.hasOwn(stored, finding.id) ? stored[finding.id] : null;
      if (!Array.isArray(entry)) continue;
      const [verdict, note] = entry;
      if (verdict !== "" && !Object.hasOwn(VERDICTS, verdict)) continue;
      Object.assign(finding, { verdict, note: typeof note === "string" ? note : "" });
      count += 1;
    }
    this.dirty = count > 0;
    return count;
  },

  // Back to what the report says; one step to undo.
  reset() {
    const changed = findings.filter(
      (f) => f.verdict !== this.original[f.index][0] || f.note !== this.original[f.index][1],
    );
    this.past.push(changed.map((f) => [f.index, f.verdict, f.note]));
    changed.forEach((f) => ([f.verdict, f.note] = this.original[f.index]));
    this.changed(changed.map((f) => f.index));
  },
};
