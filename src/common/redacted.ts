import { inspect } from 'node:util';

const shown = '<redacted>';

/** Holds a secret so that printing, logging or serialising it shows `<redacted>`; every use is a visible `reveal()`. */
export class Redacted<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
