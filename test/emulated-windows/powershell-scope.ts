import type { WindowsUser } from './local-users.ts';
import type { WindowsMachine } from './windows-machine.ts';

/** `exit`. */
export class ScriptExit {
  constructor(readonly code: number) {}
}

/** What `catch` catches. */
export class ScriptError {
  constructor(
    readonly id: string,
    readonly message: string,
  ) {}
}

/** The script contains something that this PowerShell does not know. */
export class UnknownScript {
  constructor(readonly text: string) {}
}

export class SecureString {
  constructor(readonly text: string) {}
}

export interface Output {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Where a script runs. */
export interface Surroundings {
  readonly machine: WindowsMachine;
  readonly user: WindowsUser;
  readonly output: Output;
  /** Aborted when the script is ended from outside. */
  readonly signal: AbortSignal;
}

/** The variables of a script while it runs; what it calls gets copies of them. */
export class Scope {
  constructor(
    readonly surroundings: Surroundings,
    private readonly variables: Map<string, unknown>,
    public folder: string,
    /** `$_` in a `catch`. */
    readonly error?: ScriptError,
  ) {}

  get(name: string): unknown {
    return this.variables.get(name.toLowerCase());
  }

  /** A variable that must hold text, as everything that came over the wire does. */
  text(name: string): string {
    const value = this.get(name);
    if (typeof value !== 'string') throw new UnknownScript(`$${name} where text is wanted`);
    return value;
  }

  set(name: string, value: unknown): void {
    this.variables.set(name.toLowerCase(), value);
  }

  /** The same variables, with `$_`. */
  catching(error: ScriptError): Scope {
    return new Scope(this.surroundings, this.variables, this.folder, error);
  }

  child(name: string, value: unknown): Scope {
    const scope = new Scope(this.surroundings, new Map(this.variables), this.folder, this.error);
    scope.set(name, value);
    return scope;
  }

  /** Reports the error of a cmdlet: it ends the script, or the `try`, only where `$ErrorActionPreference` is `Stop`. */
  fail(id: string, message: string): void {
    const error = new ScriptError(id, message);
    if (this.get('ErrorActionPreference') === 'Stop') throw error;
    this.surroundings.output.stderr(`${message}\r\n`);
  }
}
