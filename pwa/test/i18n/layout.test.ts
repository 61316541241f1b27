import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const files = Object.keys(import.meta.glob(["../../src/**/*.tsx", "../../src/**/*.ts", "!../../src/**/gen/**", "!../../src/**/texts/**", "!../../src/i18n/{en,de}.ts"]));
const sourceOf = (path: string) => ts.createSourceFile(path, readFileSync(new URL(path, import.meta.url), "utf8"), ts.ScriptTarget.Latest, true, path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

/** Every text in a file that may be a list of classes. */
function stringsOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

// Sides of the screen, where the beginning and the end of a line are meant: in languages that are written to the left they change places.
const sides = /^(?:[a-z0-9-]+:)*-?(?:text-(?:left|right)|float-(?:left|right)|clear-(?:left|right)|(?:m|p|scroll-m|scroll-p)[lr]-\S+|(?:left|right)-\S+|border-[lr](?:-\S+)?|rounded-(?:[lr]|[tb][lr])(?:-\S+)?|space-x-reverse)$/;
const sided = (text: string) => text.split(/\s+/).filter((word) => sides.test(word));

// Attributes that people see or hear.
const spoken = /^(aria-label|aria-description|aria-roledescription|title|placeholder|alt|label|hint|error|text|note|remove)$/;
const wording = /\p{L}{2}/u;

/** Words in a file that no language could say otherwise. */
function unspokenOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const literal = (node: ts.Node | undefined): string | null => {
    if (!node) return null;
    if (ts.isJsxExpression(node)) return literal(node.expression);
    return ts.isStringLiteralLike(node) ? node.text : null;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && wording.test(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && spoken.test(node.name.getText())) {
      const text = literal(node.initializer);
      if (text && wording.test(text)) found.push(`${node.name.getText()}="${text}"`);
    }
    if (ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))) {
      const text = literal(node);
      if (text && wording.test(text)) found.push(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("what is seen", () => {
  it("is looked at whole", () => {
    expect(files.length).toBeGreaterThan(200);
    expect(sided("md:pl-4 ps-4 text-end -mr-2 hover:border-l rounded-tl-xl lg:ml-auto right-1")).toEqual(["md:pl-4", "-mr-2", "hover:border-l", "rounded-tl-xl", "lg:ml-auto", "right-1"]);
    const page = ts.createSourceFile("x.tsx", `<p title="Total" data-x="Total">Paid {"now"} {t.x} · 1 ×</p>`, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    expect(unspokenOf(page)).toEqual([`title="Total"`, "Paid", "now"]);
  });

  it.each(files)("is laid out by the beginning and the end of lines, and worded by a language: %s", (path) => {
    const source = sourceOf(path);
    expect(stringsOf(source).flatMap(sided)).toEqual([]);
    expect(unspokenOf(source)).toEqual([]);
  });
});
