import * as l10n from "@vscode/l10n";
import type { Directive } from "../tree";
import { parseNumber, parseSize } from "../values";
import type { Checking, Scope } from "./model";
import { inForce, noticedAtEnd } from "./scopes";

/** Modules that read answers into buffers by the same rules. */
const protocols = ["proxy", "fastcgi", "uwsgi", "scgi"];

const names = ["buffers", "buffer_size", "busy_buffers_size", "temp_file_write_size", "max_temp_file_size"];

/** By which key a directive stands in what a block has seen. */
const keyOf =
  (protocol: string) =>
  (name: string): string =>
    `ngx_http_${protocol}_module ${protocol}_${name}`;

const keys = protocols.flatMap((protocol) => names.map(keyOf(protocol)));

/** nginx's defaults, where a page of memory has 4096 bytes. */
const page = 4096;

/** All that `checkBuffers` looks at, as it is in force in a block. */
export const sizesInForce = (scope: Scope | undefined): (Directive | undefined)[] =>
  keys.map((key) => inForce(scope, key));

/**
 * At the end of a block: nginx wants the buffers of a proxy to fit each other, and says so only when it has read all of
 * `http`. A larger `proxy_buffer_size` alone, for example, needs larger `proxy_buffers` too.
 */
export function checkBuffers({ scope }: Checking, report: Checking["report"]): void {
  for (const protocol of protocols) {
    const key = keyOf(protocol);
    const own = names.flatMap((name) => inForce(scope, key(name)) ?? []);
    const last = own.at(-1);
    if (!last) continue;
    const value = (name: string, preset: number): number => {
      const directive = inForce(scope, key(name));
      return directive ? (parseSize(directive.args[0]?.value ?? "") ?? Number.NaN) : preset;
    };
    const buffers = inForce(scope, key("buffers"));
    const count = buffers ? (parseNumber(buffers.args[0]?.value ?? "") ?? Number.NaN) : 8;
    const each = buffers ? (parseSize(buffers.args[1]?.value ?? "") ?? Number.NaN) : page;
    const largest = Math.max(value("buffer_size", page), each);
    const busy = value("busy_buffers_size", 2 * largest);
    const write = value("temp_file_write_size", 2 * largest);
    const most = value("max_temp_file_size", 1024 * 1024 * 1024);
    const say = (message: string): void => {
      const at = inForce(scope, key("busy_buffers_size")) ?? last;
      report("nginx-conflict", at, message, { related: noticedAtEnd(scope) });
    };
    if (count < 2) say(l10n.t('"{0}" must be 2 at least.', `${protocol}_buffers`));
    else if (busy < largest) {
      say(
        l10n.t(
          '"{0}" must be as large as "{1}" and as one of "{2}".',
          `${protocol}_busy_buffers_size`,
          `${protocol}_buffer_size`,
          `${protocol}_buffers`,
        ),
      );
    } else if (busy > (count - 1) * each) {
      say(
        l10n.t(
          '"{0}" ({1}) must be less than all "{2}" but one ({3}): nginx refuses this. Make "{2}" more or larger.',
          `${protocol}_busy_buffers_size`,
          bytes(busy),
          `${protocol}_buffers`,
          bytes((count - 1) * each),
        ),
      );
    } else if (write < largest) {
      say(
        l10n.t(
          '"{0}" must be as large as "{1}" and as one of "{2}".',
          `${protocol}_temp_file_write_size`,
          `${protocol}_buffer_size`,
          `${protocol}_buffers`,
        ),
      );
    } else if (most !== 0 && most < largest) {
      say(
        l10n.t(
          '"{0}" must be 0, or as large as "{1}" and as one of "{2}".',
          `${protocol}_max_temp_file_size`,
          `${protocol}_buffer_size`,
          `${protocol}_buffers`,
        ),
      );
    }
  }
}

const bytes = (size: number): string => (size % 1024 === 0 ? `${size / 1024}k` : String(size));
