import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, placeOf } from "../settings";

/** The processors of a host as large as many are. */
const large = 64;

/** A CPU limit is a quota of time: `cpu_count()` still tells the processors of the host. */
export const cpuCount: Rule = {
  code: "gunicorn-cpu-count",
  severity: "warning",
  check(subject) {
    const { containers } = subject;
    const [limit] = containers.flatMap(({ cpus }) => cpus ?? []);
    if (limit === undefined || !containers.every(({ cpus }) => cpus !== undefined)) return [];
    // Python 3.13 and later take the number from here, where it is set.
    if (containers.some(({ environment }) => environment.has("PYTHON_CPU_COUNT"))) return [];
    return ["workers", "threads"].flatMap((name) => {
      const given = givenOf(subject, name);
      if (given === undefined || given.conditional || !given.evaluated.cpus) return [];
      // A number that the environment may decide has been thought of.
      if (given.evaluated.variables.length > 0) return [];
      const value = subject.valueWith(name, large);
      const most = value?.type === "int" || value?.type === "float" ? value.value : 0;
      // Gunicorn's own advice for workers; what is held down to it (`min(2, cpu_count())`) does no harm.
      if (most <= 2 * Math.ceil(limit.value) + 1) return [];
      return [
        {
          ...placeOf(given),
          message: l10n.t(
            "cpu_count() is the number of the host's processors, whatever the container's limit of {0} is: with {1} of them this is {2}. Set {3} from the limit or from the environment.",
            limit.value,
            large,
            most,
            name,
          ),
          related: [{ ...limit, message: l10n.t("The limit is set here.") }],
        },
      ];
    });
  },
};
