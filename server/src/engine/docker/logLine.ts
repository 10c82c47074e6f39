/** What moves a terminal's cursor or erases what stands there; colours are not among it. */
const moves = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-HJKSTf]`, "g");

/** A line of `compose logs` as text: compose 2.26 has "erase the line" in some, even where there is no terminal. */
export const plainLine = (line: string): string => line.replace(moves, "");
