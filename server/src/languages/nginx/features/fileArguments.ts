import type { Directive, Word } from "../tree";

interface FileArgument {
  /** Names of the directives that take such a file. */
  readonly directives: RegExp;
  /** How such files are usually called. */
  readonly files: RegExp;
  /** It is the last argument: `js_import main from http/main.js`. */
  readonly last?: true;
}

const kinds: readonly FileArgument[] = [
  { directives: /^include$/, files: /./ },
  { directives: /certificate_key$|^quic_host_key$|^ssl_session_ticket_key$/, files: /\.(?:pem|key)$/ },
  {
    directives: /(?:^|_)certificate$|_crl$|^ssl_dhparam$|^ssl_ech_file$/,
    files: /\.(?:pem|crt|cer|crl)$/,
  },
  { directives: /^js_(?:import|preload_object)$/, files: /\.m?js$|\.json$/, last: true },
  { directives: /^js_include$/, files: /\.js$/ },
  { directives: /_by_lua_file$/, files: /\.lua$/ },
  { directives: /^geoip2$/, files: /\.mmdb$/ },
  { directives: /^geoip_(?:city|country|org)$/, files: /\.dat$/ },
  { directives: /^xslt_stylesheet$/, files: /\.xslt?$/ },
  { directives: /^xml_entities$/, files: /\.(?:dtd|ent)$/ },
  { directives: /^perl_require$/, files: /\.p[lm]$/ },
  { directives: /^modsecurity_rules_file$/, files: /\.conf$/ },
  { directives: /^(?:auth_basic_user|auth_jwt_key|ssl_stapling|\w*ssl_password)_file$/, files: /./ },
];

/** Directives whose first argument is a folder, or may be one. */
const folders = /^(?:root|alias|perl_modules)$/;

/** Whether a directive takes a folder of files to serve or to load. */
export const takesFolder = (name: string): boolean => folders.test(name);

/** Directives whose name is like one that takes a file, and that take none. */
const others = /^(?:acme_certificate|nchan_redis_ssl_verify_certificate)$/;

const kindOf = (name: string): FileArgument | undefined =>
  others.test(name) ? undefined : kinds.find(({ directives }) => directives.test(name));

/** How the files are usually called that an argument of a directive names; undefined where it names none. */
export const filesOf = (name: string): RegExp | undefined => kindOf(name)?.files;

/** The argument of a directive that is the path of a folder. */
export const folderArgument = ({ name, args }: Directive): Word | undefined =>
  takesFolder(name.value) ? args[0] : undefined;

/** The argument of a directive that is the path of a file, counted from the folder of the configuration's root. */
export function fileArgument({ name, args }: Directive): Word | undefined {
  const kind = kindOf(name.value);
  return kind && (kind.last ? args.at(-1) : args[0]);
}
