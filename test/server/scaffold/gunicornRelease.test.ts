import { expect, test } from "vitest";
import { inspect } from "../../../server/src/project/inspect";
import { gunicornRelease } from "../../../server/src/scaffold/gunicornRelease";
import { filesOf, planned, smallFiles } from "./support";

const filesWith = (requirements: string) => filesOf({ ...smallFiles, "requirements.txt": requirements });

test.each([
  { requirements: "gunicorn==20.1.0\n", beside: ["setuptools<81"] },
  { requirements: "gunicorn==20.1.0\nsetuptools==70.0.0\n", beside: [] },
  { requirements: "gunicorn==21.2.0\n", beside: [] },
  { requirements: "gunicorn>=20\n", beside: [] },
  { requirements: "flask\n", beside: [] },
])("$requirements has to have $beside beside it", ({ requirements, beside }) => {
  const files = filesWith(requirements);
  const project = inspect(files);
  expect(gunicornRelease(files, project).beside).toEqual(beside);
  const dockerfile = planned(files, project).files.find(({ path }) => path === "Dockerfile")?.content;
  expect(dockerfile?.includes('pip install "setuptools<81"\n')).toBe(beside.length > 0);
});

test.each([
  { requirements: "gunicorn==19.10.0\n", python: "3.13", told: true },
  { requirements: "gunicorn==19.10.0\n", python: "3.10", told: true },
  { requirements: "gunicorn==19.10.0\n", python: "3.9", told: false },
  { requirements: "gunicorn==20.1.0\n", python: "3.13", told: false },
])("whether $requirements runs under Python $python is told: $told", ({ requirements, python, told }) => {
  const files = filesWith(requirements);
  const { notes } = planned(files, inspect(files), { python });
  expect(notes.join().includes("of requirements.txt does not run under Python")).toBe(told);
});
