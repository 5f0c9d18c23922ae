import { AuditTrail } from '../../src/audit/audit.api.ts';
import { Environment } from '../../src/config/environment.ts';
import { CloudAssistant, type AssistantCommand } from '../../src/ecs/ecs.api.ts';
import { Instances } from '../../src/ecs/instances.api.ts';
import { Guard } from '../../src/guard/guard.api.ts';
import { HostKeys } from '../../src/host-keys/host-keys.api.ts';
import { NetworkRoutes } from '../../src/host-keys/network-routes.api.ts';
import { PinnedDialler } from '../../src/host-keys/pinned-dialler.api.ts';
import { PinnedLogins } from '../../src/host-keys/pinned-logins.ts';
import { ProxiedConnections } from '../../src/host-keys/proxied-connections.ts';
import { Authorization } from '../../src/identity/identity.api.ts';
import { RotationClaims } from '../../src/rotation/store/rotation-claims.ts';
import { RotationPhases } from '../../src/rotation/store/rotation-phases.ts';
import { UndoNotes } from '../../src/rotation/store/undo-notes.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { RoleCalls } from '../../src/rotation/role-calls.ts';
import { HostLogins } from '../../src/rotation/hosts/host-logins.ts';
import { HostScripts } from '../../src/rotation/hosts/host-scripts.ts';
import { RotationHosts } from '../../src/rotation/hosts/rotation-hosts.ts';
import { RotationRunner } from '../../src/rotation/engine/rotation-runner.ts';
import { RotationSteps } from '../../src/rotation/engine/rotation-steps.ts';
import { RotationWorker } from '../../src/rotation/engine/rotation-worker.ts';
import type { ModelHost } from './model-host.ts';
import { ModelAssistant, ModelLogins } from './model-hosts.ts';
import type { TestApplication } from '../support/test-application.ts';

/**
 * Decides what becomes of a call that an engine makes; `call` carries it out. A script that changes nothing has the
 * name `look`, every other script `run`.
 */
export type Interference = (name: string, call: () => unknown) => unknown;

/** Stops the application's own engine, so that only the engines of the test take rotations. */
export async function stopOwnEngine(app: TestApplication): Promise<void> {
  await app.get(RotationRunner).onModuleDestroy();
}

/** An engine over the application's database, as another process would be. */
export class TestEngine {
  private readonly claims: RotationClaims;
  private readonly worker: RotationWorker;

  /** Works on `model` instead of servers, when one is given. */
  constructor(app: TestApplication, interfere: Interference = (_name, call) => call(), model?: ModelHost) {
    const part = <T extends object>(token: abstract new (...parameters: never[]) => T): T =>
      interfered(app.get(token), interfere);
    this.claims = part(RotationClaims);
    const rotations = part(RotationPhases);
    const calls = new RoleCalls(new Guard(part(Authorization), part(AuditTrail)));
    const assistant = model ? interfered(new ModelAssistant(model, app.clock), interfere) : part(CloudAssistant);
    const pinned = new PinnedLogins(part(HostKeys), app.get(Environment));
    const dialler = new PinnedDialler(pinned, app.get(NetworkRoutes), new ProxiedConnections(pinned));
    const ways = [part(Instances), dialler] as const;
    const logins = model ? new ModelLogins(model, ...ways) : new HostLogins(...ways);
    const hosts = new RotationHosts(logins, new HostScripts(assistant, calls));
    const steps = new RotationSteps(rotations, part(UndoNotes), hosts, app.clock);
    this.worker = new RotationWorker(this.claims, rotations, steps, calls, app.clock);
  }

  /** Works on one rotation that is due. Returns false when none is. */
  async workOnce(): Promise<boolean> {
    const run = await this.claims.takeDue(rotationLeaseMs);
    if (run) await this.worker.work(run, new AbortController().signal);
    return run !== undefined;
  }
}

/** Works on what is due until `call` is to be made, does `meanwhile`, and continues. */
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

/** A script that only looks needs no go-ahead. */
function nameOf(method: string, [, command]: readonly unknown[]): string {
  if (method !== 'run') return method;
  return (command as AssistantCommand).goAhead ? method : 'look';
}
