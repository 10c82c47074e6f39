import * as vscode from "vscode";
import { type NginxTestResult, nginxTestRequest } from "../../../server/src/protocol";
import type { Parts } from "../parts";
import { checkTrust } from "../stack/run";

/** **Flask: Run nginx -t**: asks the nginx of this machine; what it refuses is underlined where it says. */
export async function testNginx(parts: Parts): Promise<NginxTestResult | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "nginx") {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open an Nginx file first: it says which configuration is meant."),
    );
    return undefined;
  }
  // nginx loads the modules that the configuration names: that is running code.
  if (!checkTrust()) return undefined;
  if (document.isDirty) await document.save();
  const result = await parts
    .ask<NginxTestResult>(nginxTestRequest, { uri: document.uri.toString() })
    .catch((error: unknown) => {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    });
  if (result?.ok) void vscode.window.showInformationMessage(vscode.l10n.t("nginx takes this configuration."));
  else if (result) {
    void vscode.window.showErrorMessage(vscode.l10n.t("nginx refuses this configuration: {0}", result.message ?? ""));
  }
  return result;
}
