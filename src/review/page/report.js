// The report that the page carries, and the way back to findings.csv.

const report = JSON.parse(document.getElementById("report").textContent);
const findings = report.findings;
const SEVERITIES = ["neutral", "minor", "major", "critical"];
const WORST_FIRST = [3, 2, 1, 0];
const POINTS = [0, 1, 5, 25];
const VERDICTS = {
  accept: { label: "Accept", done: "Accepted", key: "a", hint: "right, and to be mended" },
  "false-positive": { label: "False positive", done: "False positive", key: "f", hint: "not true" },
  "wont-fix": { label: "Won’t fix", done: "Won’t fix", key: "w", hint: "true, but it stays" },
};

findings.forEach((finding, index) => {
  finding.index = index;
  finding.rule = report.rules[finding.r].name;
  finding.document = report.documents[finding.d];
  for (const field of ["suggestion", "source", "target", "verdict", "note"]) finding[field] ??= "";
});

// A spreadsheet runs a cell that begins like a formula: an apostrophe stops it, as in the report itself.
const guarded = (cell) => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

// findings.csv with today's verdicts and notes, every other byte as it was.
function csv() {
  const line = (cells) => cells.map((cell) => quoted(guarded(cell))).join(",") + "\n";
  const number = (value) => (value === null ? "" : String(value));
  const row = (f) =>
    line([
      f.id,
      f.document,
      ...f.place.map(number),
      f.segment,
      f.rule,
      SEVERITIES[f.s],
      f.mqm,
      f.p,
      f.lang,
      f.message,
      f.excerpt,
      f.suggestion,
      f.source,
      f.target,
      f.verdict,
      f.note,
      ...(f.extra ?? report.columns.slice(19).map(() => "")),
    ]);
  return [line(report.columns), ...findings.map(row)];
}

const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
const percent = (share, digits = 0) =>
  `${(share < 1 ? Math.min(share * 100, 100 - 0.5 * 10 ** -digits - 1e-9) : 100).toFixed(digits)} %`;

// E. B. Wilson, 1927: the 95 % interval of a share that was counted.
function wilson(right, judged) {
  const z = 1.959963984540054;
  const p = right / judged;
  const scale = 1 + (z * z) / judged;
  const centre = (p + (z * z) / (2 * judged)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / judged + (z * z) / (4 * judged * judged))) / scale;
  return [right === 0 ? 0 : Math.max(0, centre - half), right === judged ? 1 : Math.min(1, centre + half)];
}
