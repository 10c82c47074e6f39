const spans: readonly (readonly [unit: string, seconds: number])[] = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** Seconds as a person says them: `2 min`, `1 h 30 min`. */
export function seconds(count: number): string {
  let left = count;
  const parts = spans.flatMap(([unit, size]) => {
    const whole = Math.floor(left / size);
    left -= whole * size;
    return whole > 0 ? [`${whole} ${unit}`] : [];
  });
  return parts.join(" ") || "0 s";
}

/** Bytes as a person says them: `8 KiB`, `16 MiB`. */
export function bytes(count: number): string {
  const [size, unit] = count >= 1 << 20 ? [1 << 20, "MiB"] : count >= 1 << 10 ? [1 << 10, "KiB"] : [1, "B"];
  const shown = count / Number(size);
  return Number.isInteger(shown) ? `${shown} ${unit}` : `≈ ${Number(shown.toFixed(1))} ${unit}`;
}
