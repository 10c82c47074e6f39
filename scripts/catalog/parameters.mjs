// Which words the docs' formal syntax (`*`address`* [`ssl`] [`backlog`=*`number`*]`) lets stand at which place of a
// directive: parameters, flags, words that are told one by one. Completion offers them.
//
// A directive has one form for each alternative of its syntax. A form is `[first, ...entries]`: `first` is the word that
// it must begin with ("" for any); an entry is `[from, exact, ...words]`: its words may stand at the argument `from` (1
// is the first one), and after it where `exact` is 0; only one of the words stands in a directive. A word is written
// `ssl`, `ipv6only=on|off`, or `backlog=<number>`.

const plain = (line) =>
  line
    .replace(/\*`([^`]*)`\*/g, (_, name) => `<${name.trim()}>`)
    .replace(/`([^`]*)`/g, (_, word) => word.trim())
    .replace(/\{\s*\.\.\.\s*\}/g, "");

/** Words, and `[`, `]`, `|`, `...` where these stand apart: a bracket inside of a word is a part of it. */
function tokens(line) {
  const found = [];
  const text = plain(line);
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const [space] = rest.match(/^\s*/);
    if (space !== "") {
      at += space.length;
      continue;
    }
    if (rest.startsWith("...")) {
      found.push("...");
      at += 3;
    } else if (/^[[\]|]/.test(rest)) {
      found.push(rest[0]);
      at++;
    } else {
      const word = wordOf(rest);
      found.push(word);
      at += word.length;
    }
  }
  return found;
}

/** The word that a text begins with, up to a blank, a closing bracket or a bar outside of its own brackets. */
function wordOf(text) {
  let depth = 0;
  let at = 0;
  for (; at < text.length; at++) {
    if (text[at] === "[") depth++;
    else if (text[at] === "]" && --depth < 0) break;
    else if (/\s/.test(text[at]) || text.startsWith("...", at)) break;
    // The alternatives of a value stand close together, those of a word do too where it has no value.
    else if (text[at] === "|" && depth === 0 && !text.slice(0, at).includes("=")) break;
  }
  return text.slice(0, at);
}

/** `{ kind: "word" | "group" | "repeat" }` in their order, alternatives apart. */
function parse(list) {
  let at = 0;
  const alternatives = () => {
    const all = [sequence()];
    while (list[at] === "|") {
      at++;
      all.push(sequence());
    }
    return all;
  };
  const sequence = () => {
    const items = [];
    while (at < list.length && list[at] !== "]" && list[at] !== "|") {
      const token = list[at++];
      if (token === "[") {
        items.push({ kind: "group", alternatives: alternatives() });
        at++;
      } else items.push(token === "..." ? { kind: "repeat" } : { kind: "word", word: token });
    }
    return items;
  };
  return alternatives();
}

const isPlace = (word) => /^[<(]/.test(word) || !/^[\w.$-]+(?:=|\[|$)/.test(word);
const isKey = (word) => /^\w+=/.test(word);

/** `gzip[=]` is two words, `threads[=<pool>]` is one that may go on. */
function spelled(word) {
  if (/^\w+\[=\]$/.test(word)) return [word.replace("[=]", ""), word.replace("[=]", "=<number>")];
  return [word.replace(/(?<!=.*)\[.*$/, "")];
}

/** The entries of a sequence of items that begins at an argument; `followed` says that a place comes after it. */
function entriesOf(items, begin, followed) {
  const entries = [];
  let at = begin;
  for (const [index, item] of items.entries()) {
    const rest = items.slice(index + 1);
    const placed = followed || rest.some((other) => other.kind === "word" && isPlace(other.word));
    const repeated = rest[0]?.kind === "repeat";
    if (item.kind === "word") {
      const { word } = item;
      if (!isPlace(word)) entries.push([at, placed || (!isKey(word) && !repeated) ? 1 : 0, ...spelled(word)]);
      if (isPlace(word) || !isKey(word)) at++;
    } else if (item.kind === "group") {
      const single = item.alternatives.filter((each) => each.length === 1 && each[0].kind === "word");
      const own = joined(single.flatMap(([{ word }]) => (isPlace(word) ? [] : spelled(word))));
      if (own.length > 0) entries.push([at, placed ? 1 : 0, ...own]);
      for (const each of item.alternatives) {
        if (!single.includes(each)) entries.push(...entriesOf(each, at, placed));
      }
      // A place that may be left out is taken for filled: what stands after it would be read for it.
      const [first] = item.alternatives[0];
      const again = item.alternatives[0].some(({ kind }) => kind === "repeat");
      if (first?.kind === "word" && isPlace(first.word) && !again) at++;
    }
  }
  return entries;
}

/** `error=401 | 403` is one parameter. */
const joined = (words) => (isKey(words[0] ?? "") && !words.slice(1).some(isKey) ? [words.join("|")] : words);

function formOf(items) {
  const [first] = items;
  const own = first?.kind === "word" && !isPlace(first.word) && !isKey(first.word) ? spelled(first.word)[0] : "";
  return [own, ...entriesOf(items, 1, false)];
}

/** The items of the list in a directive's docs that tell its parameters, where the syntax has `[parameters]` alone. */
const listed = (description) =>
  [...description.matchAll(/^- (.+)$/gm)]
    .map(([, item]) => plain(item).trim())
    .filter((item) => /^\w+(?:=\S+)?$/.test(item));

/** Words of a syntax that are no words but places, as the docs have them. */
const misprinted = /^(?:path|string|field|size|\$\w+)$/;
/** What only other systems than Linux have. */
const elsewhere = /^(?:setfib|accept_filter)=/;
/** Kinds of values of which the docs' default is a good first one. */
const measured = new Set(["number", "size", "offset", "msec", "sec", "bufs"]);

/**
 * The forms of a directive; undefined where its docs name no word.
 * @param kind of its values, as the catalog has it
 */
export function parametersOf({ name, syntax, description, default: preset }, kind) {
  const forms = (syntaxes[name] ?? syntax)
    .flatMap((line) => parse(tokens(line)))
    .map((items) => {
      const form = formOf(items);
      const open = items.findIndex(
        ({ kind, alternatives }) => kind === "group" && alternatives[0][0]?.word === "<parameters>",
      );
      return open < 0 ? form : [...form, ...listed(description).map((word) => [open + 1, 0, word])];
    });
  const merged = merge(forms);
  const values = preset?.split(" ") ?? [];
  if (measured.has(kind) && merged.length === 0 && values.every((value) => /^[\d.]+\w*(?:\|\d+\w*)?$/.test(value)))
    return [["", ...values.map((value, index) => [index + 1, 1, ...value.split("|")])]];
  const isFlag = JSON.stringify(merged) === '[["",[1,1,"on","off"]]]';
  return merged.length > 0 && !isFlag ? merged : undefined;
}

/** Syntaxes that the docs tell in words, or in a way that can be read as another. */
const syntaxes = {
  // "on" is for FreeBSD.
  aio: ["`threads`[`=`*`pool`*] | `off`"],
  random: ["[`two` [`least_conn` | `least_time`=`header`|`last_byte`]]"],
  image_filter: [
    "`off` | `test` | `size`",
    "`rotate` [`90` | `180` | `270`]",
    "`resize` *`width`*",
    "`crop` *`width`*",
  ],
  disable_symlinks: ["`off`", "`on` [`from`=*`part`*]", "`if_not_owner` [`from`=*`part`*]"],
};

/**
 * What begins with no word of its own is one form; what is one word alone (`on | off`, `epoch | max | off`) is a part of
 * it, and excludes the like.
 */
function merge(forms) {
  const isAlone = ([first, ...entries]) => first !== "" && entries.length === 1 && entries[0][0] === 1;
  const words = forms.flatMap((form) => (isAlone(form) ? form[1].slice(2) : []));
  const alone = words.length > 1 || !misprinted.test(words[0] ?? "") ? words : [];
  const open = forms.filter(([first]) => first === "").flatMap(([, ...entries]) => entries);
  const one = [...(alone.length > 0 ? [[1, 1, ...new Set(alone)]] : []), ...open]
    .map(([from, exact, ...own]) => [from, exact, ...own.filter((word) => !/^\$/.test(word) && !elsewhere.test(word))])
    .filter((entry) => entry.length > 2);
  const unique = [...new Set(one.map((entry) => JSON.stringify(entry)))].map((entry) => JSON.parse(entry));
  return [...(unique.length > 0 ? [["", ...unique]] : []), ...forms.filter((form) => form[0] !== "" && !isAlone(form))];
}
