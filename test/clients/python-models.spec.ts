import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { json, text } from 'node:stream/consumers';
import { catalogue, operationsOf } from '../../src/catalogue.ts';
import type { Class } from '../../src/gateway/action.ts';
import { fieldsOfClass } from '../../src/gateway/field-metadata.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { newAccount, type BastionAccount } from '../bastionhost/bastion-account.ts';
import { allow, RamAccount } from '../ram/ram-account.ts';
import { describeWithPythonModules } from '../support/requirements.ts';

/** The published operations of Bastionhost that the service has. */
const operations = catalogue
  .filter(({ product }) => product.name === 'yundun-bastionhost')
  .flatMap(operationsOf)
  .filter(({ extension }) => !extension);

/** The members of an answer that are marked as extensions, as the report writes them. */
function extensionsOf(shape: Class, path: string): string[] {
  const { fields, extensions } = fieldsOfClass(shape);
  return [...fields.values()].flatMap(({ name, type, item }) => {
    const here = `${path}.${name}`;
    const within = item ? extensionsOf(item, type === 'list' ? `${here}[]` : here) : [];
    return extensions.has(name) ? [here, ...within] : within;
  });
}

interface Report {
  /** The operations that were called, in their order. */
  readonly called: string[];
  /** Members of answers that the SDK's models do not know. */
  readonly strangers: string[];
  /** Attributes of models whose values are of another type than declared. */
  readonly mistyped: string[];
}

const inBase64 = (text: string) => Buffer.from(text).toString('base64');

async function callEverything(bastion: BastionAccount): Promise<Report> {
  const secretName = 'acs/ecs/python';
  const ecsHostId = await bastion.ecsHost('i-python', { HostName: 'ecs-01' });
  await bastion.passwordSecret(secretName, 'i-python');
  const { id, name, credentials } = await new RamAccount(bastion.app).newUser([allow('*')]);
  const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
  return runPython({
    endpoint: new URL(bastion.app.url).host,
    instanceId: bastion.instanceId,
    administrator: bastion.app.rootAccessKey,
    operator: { id, name, ...credentials },
    ecsHostId,
    secretName,
    publicKey: inBase64(publicKey),
    privateKey: inBase64(privateKey.reveal()),
  });
}

async function runPython(given: object): Promise<Report> {
  const child = spawn('python3', ['-B', 'test/clients/python/bastionhost_calls.py']);
  child.stdin.end(JSON.stringify(given));
  const stderr = text(child.stderr);
  return json(child.stdout).catch(async () => Promise.reject(new Error(await stderr))) as Promise<Report>;
}

describeWithPythonModules(['alibabacloud_yundun_bastionhost20191209'], "Python's official SDK of Bastionhost", () => {
  let report: Report;
  beforeAll(async () => {
    report = await callEverything(await newAccount());
  });

  it('calls every operation', () => {
    expect(operations.filter(({ name }) => !report.called.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  it('reads every member of every answer, but for those that are extensions', () => {
    const extensions = operations.flatMap(({ name, response }) => extensionsOf(response, name));
    expect(report.strangers.filter((path) => !extensions.includes(path))).toEqual([]);
  });

  it('finds every member to be of the type that it declares', () => {
    expect(report.mistyped).toEqual([]);
  });
});
