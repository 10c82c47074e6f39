import type { PythonValue } from "../languages/gunicorn/model";

/** One address that Gunicorn listens at. */
export type Bind =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly socket: string }
  | { readonly kind: "fd" };

/** The addresses of a `bind`, one or a list; undefined where one of them cannot be known or Gunicorn would refuse it. */
export function readBinds(value: PythonValue | undefined): readonly Bind[] | undefined {
  const texts = textsOf(value);
  if (texts === undefined) return undefined;
  const binds = texts.flatMap((text) => parseBind(text) ?? []);
  return binds.length === texts.length ? binds : undefined;
}

/** One text is one address: commas part nothing (`gunicorn.config.validate_list_string`). */
function textsOf(value: PythonValue | undefined): readonly string[] | undefined {
  if (value?.type === "str") return value.value.trim() === "" ? [] : [value.value.trim()];
  if (value?.type !== "list" && value?.type !== "tuple") return undefined;
  const texts = value.items.flatMap((item) => (item.type === "str" ? item.value.trim() : []));
  return texts.length === value.items.length ? texts : undefined;
}

/** An address as `gunicorn.util.parse_address` reads it; undefined where it, or the system after it, takes it for none. */
export function parseBind(text: string): Bind | undefined {
  const unix = /^unix:(\/\/)?(.*)$/s.exec(text);
  if (unix?.[2] !== undefined) return { kind: "unix", socket: unix[2] };
  if (/^fd:\/\/\d+$/.test(text)) return { kind: "fd" };
  const address = text.replace(/^tcp:\/\//, "").toLowerCase();
  const [, bracketed, host, port] = /^(?:\[([^\]]*)\]|([^:[\],\s]*))(?::(\d+))?$/.exec(address) ?? [];
  if (bracketed === undefined && host === undefined) return undefined;
  // A number alone is a host to Gunicorn, which no one means.
  if (/^\d+$/.test(host ?? "")) return undefined;
  return { kind: "tcp", host: bracketed ?? (host === "" ? "0.0.0.0" : (host ?? "")), port: Number(port ?? 8000) };
}

/** Whether nobody but the machine, or the container, itself gets there. */
export const isLoopback = (bind: Bind): boolean =>
  bind.kind === "tcp" && (/^127\./.test(bind.host) || bind.host === "::1" || bind.host === "localhost");
