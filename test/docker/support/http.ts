import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as UTF-8. */
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer | string;
  /** Milliseconds without an answer after which it throws. */
  readonly timeout?: number;
}

/** One request on a connection of its own, redirects not followed. Throws where no whole answer comes back. */
export function ask(url: string, asked: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers: OutgoingHttpHeaders = { ...asked.headers };
    if (asked.body !== undefined) headers["content-length"] = Buffer.byteLength(asked.body);
    const sent = httpRequest(url, { method: asked.method ?? "GET", headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString("utf8") });
      });
    });
    sent.setTimeout(asked.timeout ?? 30_000, () => sent.destroy(new Error(`${url} gave no answer in time`)));
    sent.on("error", reject);
    sent.end(asked.body);
  });
}

/** A browser's memory: cookies kept from answer to answer, forms posted as a page would. */
export class Visitor {
  readonly #base: string;
  readonly #cookies = new Map<string, string>();

  constructor(base: string) {
    this.#base = base;
  }

  get(path: string): Promise<Answer> {
    return this.#ask(path, {});
  }

  /** Posts a form; the answer is the one to the POST itself, most often a redirect. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return this.#ask(path, { method: "POST", headers, body: new URLSearchParams(fields).toString() });
  }

  async #ask(path: string, asked: Asked): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(this.#base + path, {
      ...asked,
      headers: { ...asked.headers, ...(cookie === "" ? {} : { cookie }) },
    });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [pair = ""] = line.split(";");
      const equals = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    return answer;
  }
}
