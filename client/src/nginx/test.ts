import * as vscode from "vscode";
import { type NginxTestResult, nginxTestRequest } from "../../../server/src/protocol";
import type { Parts } from "../parts";
import { checkTrust } from "../stack/run";

/**
 * **Flask: Run nginx -t**: asks the nginx of the stack's running container, else that of this machine; what it refuses is
 * underlined where it says.
 */
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
  if (result?.ok) {
    void vscode.window.showInformationMessage(
      result.container === undefined
        ? vscode.l10n.t("The nginx of this machine takes this configuration.")
        : vscode.l10n.t("The nginx of the container {0} takes this configuration.", result.container),
    );
  } else if (result) {
    void vscode.window.showErrorMessage(
      result.container === undefined
        ? vscode.l10n.t("The nginx of this machine refuses this configuration: {0}", result.message ?? "")
        : vscode.l10n.t(
            "The nginx of the container {0} refuses this configuration: {1}",
            result.container,
            result.message ?? "",
          ),
    );
  }
  return result;
}
