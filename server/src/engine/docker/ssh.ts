import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Agent } from "node:http";
import { Duplex } from "node:stream";
import type { DockerOptions } from "dockerode";
import type { Address } from "./ping";

type SshAddress = Extract<Address, { protocol: "ssh" }>;

/**
 * How dockerode reaches an address. Over ssh each connection is the user's own `ssh` program, as with the Docker CLI
 * (its `commandconn`): keys, agents, jump hosts and known hosts are those of ~/.ssh/config.
 */
export function clientOptions(address: Address): DockerOptions & { readonly agent?: Agent } {
  if (!("protocol" in address) || address.protocol !== "ssh") return address;
  // Name and port are never looked up: the other end is the engine's socket.
  return { protocol: "http", host: "docker", port: 80, agent: new SshAgent(address) };
}

class SshAgent extends Agent {
  constructor(private readonly address: SshAddress) {
    super();
  }

  override createConnection(): Duplex {
    return new SshConnection(spawn("ssh", sshArguments(this.address), { windowsHide: true }));
  }
}

/** The command of the connection; what is the user's stands where ssh cannot take it for an option. */
function sshArguments({ host, port, username }: SshAddress): readonly string[] {
  const user = username === undefined ? [] : ["-l", username];
  const options = ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", ...user];
  return [...options, ...(port === 22 ? [] : ["-p", String(port)]), "--", host, "docker", "system", "dial-stdio"];
}

/** The input and output of a program as one connection, with what `node:http` asks of a socket. */
class SshConnection extends Duplex {
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    super();
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      this.idle?.refresh();
      if (!this.push(chunk)) child.stdout.pause();
    });
    // A write to a program that has ended: why it ended is told by its end.
    child.stdin.on("error", () => {});
    child.on("error", (error) => this.destroy(error));
    child.on("close", (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new Error(said.trim() || `ssh: ${code}`));
    });
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.idle?.refresh();
    this.child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.idle);
    this.child.kill();
    done(error);
  }

  /** @param patience in milliseconds; 0 for none */
  setTimeout(patience: number, told?: () => void): this {
    clearTimeout(this.idle);
    this.idle = patience > 0 ? setTimeout(() => this.emit("timeout"), patience) : undefined;
    if (told !== undefined) this.once("timeout", told);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}
