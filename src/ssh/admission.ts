export interface AdmissionLimits {
  readonly maxUnauthenticated: number;
  readonly maxUnauthenticatedPerAddress: number;
}

/** Counts the connections that have not logged in yet. */
export class Admission {
  private total = 0;
  private readonly byAddress = new Map<string, number>();

  constructor(private readonly limits: AdmissionLimits) {}

  /** Takes a place; the answer gives it back, however often it is called. `undefined`: there is none. */
  enter(address: string): (() => void) | undefined {
    const here = this.byAddress.get(address) ?? 0;
    if (this.total >= this.limits.maxUnauthenticated || here >= this.limits.maxUnauthenticatedPerAddress)
      return undefined;
    this.total++;
    this.byAddress.set(address, here + 1);
    let inside = true;
    return () => {
      if (inside) this.leave(address);
      inside = false;
    };
  }

  private leave(address: string): void {
    this.total--;
    const left = this.byAddress.get(address)! - 1;
    if (left > 0) this.byAddress.set(address, left);
    else this.byAddress.delete(address);
  }
}
