/** Random choices that are the same for the same seed. */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to, but not including, 1. */
  roll(): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 to `below - 1`. */
  number(below: number): number {
    return Math.floor(this.roll() * below);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.number(choices.length)] as T;
  }
}
