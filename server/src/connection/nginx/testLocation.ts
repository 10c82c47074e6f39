import * as l10n from "@vscode/l10n";
import type { Found, Step } from "../../languages/nginx/locationTester/steps";
import {
  type TestLocationParams,
  type TestLocationPlace,
  type TestLocationResult,
  testLocationRequest,
} from "../../protocol";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { OpenViews } from "./features";
import { refuse } from "./language";

/** `flaskStack/testLocation`. */
export const nginxLocationTester = (views: OpenViews): Feature => ({
  capabilities: {},
  register({ connection, documents }) {
    answer<TestLocationParams, TestLocationResult>(connection, testLocationRequest, async ({ uri, url }) => {
      const file = (await views(documents)).open(uri);
      if (!file) throw refuse(l10n.t("Open an Nginx file first: it says which configuration is meant."));
      if (/\s/.test(url.trim().replace(/^[A-Za-z]+\s+/, ""))) {
        throw refuse(l10n.t("Write a URL without blanks, such as /login, example.com/login or POST /login."));
      }
      const { describeOutcome, explain, readRequest, testLocation, wordsShown, documentOf, toRange } = await import(
        "./service"
      );
      const verdict = testLocation(file.view.configuration, file.view.files, readRequest(url));
      const { server, location, steps } = verdict;
      const place = (path: string, start: number, end: number): TestLocationPlace => ({
        uri: file.uri(path),
        range: toRange(documentOf(file, path), { start, end }),
      });
      const found = ({ path, directive }: Found): TestLocationPlace => place(path, directive.start, directive.stop);
      return {
        ...verdict.request,
        steps: steps.map((step: Step) => ({
          ...place(step.path, step.start, step.end),
          what: step.what,
          outcome: step.outcome,
          why: explain(step),
        })),
        outcomes: describeOutcome(verdict).map(({ text, by, location: last }) => ({
          text,
          ...(by ? { by: found(by) } : {}),
          ...(last ? { location: wordsShown(last) } : {}),
        })),
        ...(server ? { server: found(server) } : {}),
        ...(location ? { location: found(location) } : {}),
      };
    });
  },
});
