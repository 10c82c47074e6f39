/** What the syntax tree of a Python file says, as plain records. Offsets count UTF-16 units of the text. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** An expression, as far as a reader of configuration needs it; `other` is every form that carries no fact. */
export type Expr =
  | (Range & { readonly kind: "string"; readonly value: string })
  /** An f-string, or several strings side by side with one among them: its texts and what stands between, in order. */
  | (Range & { readonly kind: "template"; readonly parts: readonly Expr[] })
  | (Range & { readonly kind: "number"; readonly value: number })
  | (Range & { readonly kind: "constant"; readonly value: boolean | null })
  | (Range & { readonly kind: "name"; readonly name: string })
  | (Range & { readonly kind: "attribute"; readonly object: Expr; readonly name: string })
  | (Range & { readonly kind: "subscript"; readonly object: Expr; readonly index: Expr })
  | CallExpr
  | (Range & { readonly kind: "list"; readonly items: readonly Expr[] })
  | (Range & { readonly kind: "tuple"; readonly items: readonly Expr[] })
  | (Range & { readonly kind: "dict"; readonly entries: readonly DictEntry[] })
  | (Range & { readonly kind: "binary"; readonly operator: string; readonly left: Expr; readonly right: Expr })
  /** One of several: `a or b`, `a if c else b`. */
  | (Range & { readonly kind: "choice"; readonly options: readonly Expr[] })
  | (Range & { readonly kind: "other" });

export interface CallExpr extends Range {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Argument[];
}

export interface Argument {
  /** Absent for a positional argument. */
  readonly name?: string;
  /** `*` or `**` before it. */
  readonly star?: "*" | "**";
  readonly value: Expr;
}

export interface DictEntry {
  readonly key: Expr;
  readonly value: Expr;
}

/** Under which condition a statement of a module runs. */
export type Guard =
  /** Always, at import. */
  | "none"
  /** In a branch of `if`, `try`, `match`, a loop. */
  | "branch"
  /** Only where the file is the program: `if __name__ == "__main__"`. */
  | "main"
  /** Never at run time: `if TYPE_CHECKING`. */
  | "typing";

/** A name that a scope gives a value to. A name bound more than once has several, in source order. */
export interface Binding extends Range {
  readonly name: string;
  readonly guard: Guard;
  readonly value: BoundValue;
}

export type BoundValue =
  /** `item`: which part of a value that is unpacked; `type`: the annotation. */
  | { readonly kind: "expression"; readonly expression: Expr; readonly item?: number; readonly type?: Expr }
  /** `import a.b` binds `a`, `import a.b as c` binds c to `a.b`; the path is `a.b` in both. */
  | { readonly kind: "module"; readonly module: string; readonly path: string }
  | { readonly kind: "imported"; readonly source: ModuleName; readonly name: string }
  | { readonly kind: "function"; readonly function: FunctionFact }
  | { readonly kind: "class"; readonly class: ClassFact }
  /** A loop variable, `with ... as x`, ...: bound, to what is not known. */
  | { readonly kind: "unknown" };

/** `from ..a.b import c` has level 2 and path `a.b`. */
export interface ModuleName {
  readonly level: number;
  readonly path: string;
}

export interface StarImport extends Range {
  readonly source: ModuleName;
  readonly guard: Guard;
}

/** A module, or the body of a function or class. */
export interface Scope {
  readonly bindings: readonly Binding[];
  readonly stars: readonly StarImport[];
  /** Calls that stand as statements, in source order. */
  readonly calls: readonly GuardedCall[];
  /** Assignments to something other than a name: `app.config["X"] = 1`, `self.app = ...`. */
  readonly stores: readonly Store[];
  /** What the function returns. */
  readonly returns: readonly Expr[];
  /** Names that belong to the module though they are assigned here. */
  readonly globals: readonly string[];
  /** Contains `yield`: calling it gives a generator. */
  readonly yields: boolean;
}

export interface GuardedCall {
  readonly call: CallExpr;
  readonly guard: Guard;
}

export interface Store extends Range {
  readonly target: Expr;
  readonly value: Expr;
  readonly guard: Guard;
}

export interface FunctionFact extends Range {
  readonly name: string;
  readonly async: boolean;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expr[];
  /** The annotation of what it returns. */
  readonly type?: Expr;
  /** Read when first asked for. */
  readonly scope: () => Scope;
}

export interface Parameter {
  readonly name: string;
  readonly kind: "plain" | "keyword" | "*" | "**";
  readonly default?: Expr;
}

export interface ClassFact extends Range {
  readonly name: string;
  readonly bases: readonly Expr[];
  readonly decorators: readonly Expr[];
  readonly scope: () => Scope;
}

/** The scopes that a piece of code sees, innermost first; the module's own is not among them. */
export type Enclosing = readonly Scope[];

/** What stands anywhere in a file, however deep, found by a word that it must have in it. */
export interface Found {
  /** Calls of a function or method of this name. */
  readonly calls: (name: string) => readonly { readonly call: CallExpr; readonly within: Enclosing }[];
  /** `name[...]` and `x.name[...]`, where it is read. */
  readonly subscripts: (name: string) => readonly Extract<Expr, { kind: "subscript" }>[];
  /** `"value" in name`, `"value" not in x.name`. */
  readonly memberships: (name: string) => readonly { readonly value: string; readonly container: Expr }[];
  /** `NAME = value`, `x.NAME = value`, `x["NAME"] = value`, `f(NAME=value)`, `{"NAME": value}`: the ways a setting is given. */
  readonly settings: (name: string) => readonly Setting[];
  readonly functions: () => readonly { readonly function: FunctionFact; readonly within: Enclosing }[];
}

export interface Setting extends Range {
  readonly name: string;
  readonly value: Expr;
  readonly within: Enclosing;
}

export interface PythonFile {
  readonly text: string;
  readonly scope: Scope;
  readonly find: Found;
  /** 1-based line of an offset. */
  readonly lineAt: (offset: number) => number;
  /** The parser stumbled somewhere: a mistake, or a way to write that it does not know. */
  readonly misread: () => boolean;
}
