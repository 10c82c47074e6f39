/** The step that a command is at, by the folder whose stack it works on; the panel shows it. */
export const steps = new Map<string, string>();
