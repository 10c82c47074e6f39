import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as l10n from "@vscode/l10n";
import { type NginxTestParams, type NginxTestResult, nginxTestRequest } from "../../protocol";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { OpenViews } from "./features";
import { refuse } from "./language";
import type { Verdict } from "./verdict";

/** `flaskStack/nginxTest`, and the same after each save where the setting says so. */
export const nginxTest = (views: OpenViews): Feature => ({
  capabilities: {},
  register({ connection, documents }) {
    const judge = async (uri: string): Promise<Verdict | undefined> => {
      const all = await views(documents);
      const file = all.open(uri);
      if (!file || !uri.startsWith("file:")) return undefined;
      const root = fileURLToPath(file.uri(file.view.configuration.root));
      const home = join(root, "..");
      const { askNginx } = await import("./service");
      const verdict = await askNginx(root, home);
      all.judge(
        verdict.kind === "refused" ? { uri: pathToFileURL(verdict.path ?? root).toString(), ...verdict } : undefined,
      );
      return verdict;
    };
    answer<NginxTestParams, NginxTestResult>(connection, nginxTestRequest, async ({ uri }) => {
      const verdict = await judge(uri);
      if (!verdict) throw refuse(l10n.t("Open an Nginx file first: it says which configuration is meant."));
      if (verdict.kind === "unknown") {
        throw refuse(
          l10n.t(
            "nginx -t could not be run here ({0}): install nginx, or test in the stack's container.",
            verdict.message,
          ),
        );
      }
      return verdict.kind === "fine" ? { ok: true } : { ok: false, message: verdict.message };
    });
    documents.onDidSave(async ({ document }) => {
      const all = await views(documents);
      if (all.settings().testOnSave && document.languageId === "nginx") await judge(document.uri);
    });
  },
});
