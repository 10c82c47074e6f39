/** Prints the rows of all benchmarks as one table on stdout. */
export function printTable(rows) {
  const verdict = ({ met }) => (met === undefined ? "" : met ? "yes" : "NO");
  const cells = [["", "measured", "aim", "met"], ...rows.map((row) => [row.what, row.measured, row.aim, verdict(row)])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column].length)));
  for (const [what, ...numbers] of cells) {
    const right = numbers.map((text, index) => text.padStart(widths[index + 1]));
    console.log([what.padEnd(widths[0]), ...right].join("  ").trimEnd());
  }
}
