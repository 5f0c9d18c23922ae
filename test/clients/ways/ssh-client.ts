/** How an engineer gets to a target: what they prove themselves with, and by which way they go. */
export const ways = ['password', 'key', 'key and code', 'token', 'menu', 'jump'] as const;
export type Way = (typeof ways)[number];

/** What every client is told to run at the target: what it prints does not stand in the command. */
export const command = 'echo reached-$((40+2))';
export const reached = 'reached-42';

/** One login at the bastion, as a client's user knows it. */
export interface Login {
  readonly port: number;
  /** With the target behind it where the way leads there directly. */
  readonly user: string;
  readonly password?: string;
  /** A private key in OpenSSH's format. */
  readonly keyFile?: string;
  readonly code?: string;
  /** Of the bastion's host key, as `SHA256:…`; also of the one that it shows for a host that one jumps to. */
  readonly fingerprint: string;
  /** An empty folder for the client's files. */
  readonly folder: string;
  /** The target, for a jump. */
  readonly account: string;
  readonly host: string;
}

/** A program, and what it reads. */
export interface Invocation {
  readonly command: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A client, and how it is started for a way. */
export interface SshClient {
  readonly name: string;
  /** Programs, in the path or by their own path, and Python modules as files. */
  readonly needs: readonly string[];
  readonly start: (way: Way, login: Login) => Promise<Invocation> | Invocation;
  /** Which ways it cannot go, and why: docs/connecting.md says the same. */
  readonly cannot?: Partial<Record<Way, string>>;
}
