import * as vscode from "vscode";
import type { Button, Choice, Item, Section } from "./items";

/** What the user did on the screen: picked a line, or pressed a button at the end of one. */
export interface Picked {
  readonly choice: Choice;
  readonly button?: Button;
}

interface Row extends vscode.QuickPickItem {
  readonly item?: Item;
}

/**
 * Shows the screen and waits for one choice. The line that was picked before is active again, so that looking at a
 * file, or at an answer that then stays as it is, comes back to where it started.
 * @returns undefined where the user left with Escape
 */
export function showScreen(title: string, sections: readonly Section[], last?: Choice): Promise<Picked | undefined> {
  const picker = vscode.window.createQuickPick<Row>();
  picker.title = title;
  picker.placeholder = vscode.l10n.t("Pick an answer to change it, or a file to look at it");
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  picker.items = sections.flatMap(rows);
  const active = picker.items.find(({ item }) => item !== undefined && same(item.choice, last));
  if (active !== undefined) picker.activeItems = [active];

  return new Promise((resolve) => {
    let picked: Picked | undefined;
    const choose = (choice: Choice, button?: Button) => {
      picked = button === undefined ? { choice } : { choice, button };
      picker.hide();
    };
    picker.onDidAccept(() => {
      const [row] = picker.activeItems;
      if (row?.item !== undefined) choose(row.item.choice);
    });
    picker.onDidTriggerItemButton(({ item: { item }, button }) => {
      const pressed = item?.buttons.find((name) => buttonLook(name).tooltip === button.tooltip);
      if (item !== undefined && pressed !== undefined) choose(item.choice, pressed);
    });
    picker.onDidHide(() => {
      resolve(picked);
      picker.dispose();
    });
    picker.show();
  });
}

function rows({ title, items }: Section): readonly Row[] {
  const heading: Row[] = title === undefined ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }];
  return [
    ...heading,
    ...items.map(
      (item): Row => ({
        label: item.label,
        ...(item.description === undefined ? {} : { description: item.description }),
        ...(item.detail === undefined ? {} : { detail: item.detail }),
        buttons: item.buttons.map(buttonLook),
        item,
      }),
    ),
  ];
}

function buttonLook(button: Button): vscode.QuickInputButton {
  switch (button) {
    case "compare":
      return { iconPath: new vscode.ThemeIcon("diff"), tooltip: vscode.l10n.t("Compare") };
    case "take":
      return { iconPath: new vscode.ThemeIcon("replace"), tooltip: vscode.l10n.t("Take the new one") };
    case "keep":
      return { iconPath: new vscode.ThemeIcon("discard"), tooltip: vscode.l10n.t("Keep mine") };
  }
}

const same = (one: Choice, other: Choice | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);
