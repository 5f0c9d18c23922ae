import { AuditTrail } from '../../src/audit/audit.api.ts';
import { Environment } from '../../src/config/environment.ts';
import { CloudAssistant, Instances, type AssistantCommand } from '../../src/ecs/ecs.api.ts';
import { Guard } from '../../src/guard/guard.api.ts';
import { HostKeys } from '../../src/host-keys/host-keys.api.ts';
import { Authorization } from '../../src/identity/identity.api.ts';
import { RotationClaims, SecretRotations, UndoNotes } from '../../src/kms/secret-rotations.api.ts';
import { rotationLeaseMs } from '../../src/rotation/lease-keeper.ts';
import { RoleCalls } from '../../src/rotation/role-calls.ts';
import { RotationHosts } from '../../src/rotation/rotation-host.ts';
import { RotationRunner } from '../../src/rotation/rotation-runner.ts';
import { RotationSteps } from '../../src/rotation/rotation-steps.ts';
import { RotationWorker } from '../../src/rotation/rotation-worker.ts';
import type { ModelHost } from './model-host.ts';
import { ModelAssistant, ModelHosts } from './model-hosts.ts';
import type { TestApplication } from '../support/test-application.ts';

/** Decides what becomes of a call that an engine makes: `call` carries it out. A script that changes nothing is called a `look`, others `run`. */
export type Interference = (name: string, call: () => unknown) => unknown;

/** The application's own engine takes no more rotations: those of the test are on their own. */
export async function stopOwnEngine(app: TestApplication): Promise<void> {
  await app.get(RotationRunner).onModuleDestroy();
}

/** An engine over the application's database, as another process would be. */
export class TestEngine {
  private readonly claims: RotationClaims;
  private readonly worker: RotationWorker;

  /** Over `model` in the place of servers, when one is given. */
  constructor(app: TestApplication, interfere: Interference = (_name, call) => call(), model?: ModelHost) {
    const part = <T extends object>(token: abstract new (...parameters: never[]) => T): T =>
      interfered(app.get(token), interfere);
    this.claims = part(RotationClaims);
    const rotations = part(SecretRotations);
    const calls = new RoleCalls(new Guard(part(Authorization), part(AuditTrail)));
    const assistant = model ? interfered(new ModelAssistant(model, app.clock), interfere) : part(CloudAssistant);
    const parts = [assistant, part(Instances), part(HostKeys), calls, app.get(Environment)] as const;
    const hosts = model ? new ModelHosts(model, ...parts) : new RotationHosts(...parts);
    const steps = new RotationSteps(rotations, part(UndoNotes), hosts, app.clock);
    this.worker = new RotationWorker(this.claims, rotations, steps, calls, app.clock);
  }

  /** Works on one rotation that is due; false when none is. */
  async workOnce(): Promise<boolean> {
    const run = await this.claims.takeDue(rotationLeaseMs);
    if (run) await this.worker.work(run, new AbortController().signal);
    return run !== undefined;
  }
}

/** Works on what is due until `call` is to be made, does `meanwhile`, and goes on. */
export async function workWhile(app: TestApplication, call: string, meanwhile: () => unknown): Promise<void> {
  let done: Promise<unknown> | undefined;
  const engine = new TestEngine(app, async (name, carryOut) => {
    if (name === call) await (done ??= Promise.resolve(meanwhile()));
    return carryOut();
  });
  await engine.workOnce();
  if (!done) throw new Error(`${call} was not called`);
  await done;
}

function interfered<T extends object>(part: T, interfere: Interference): T {
  return new Proxy(part, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown =>
        interfere(nameOf(String(name), parameters), () => member.apply(target, parameters) as unknown);
    },
  });
}

/** What only looks needs no go-ahead. */
function nameOf(method: string, [, command]: readonly unknown[]): string {
  if (method !== 'run') return method;
  return (command as AssistantCommand).goAhead ? method : 'look';
}
