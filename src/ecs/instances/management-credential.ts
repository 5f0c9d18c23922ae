import { Redacted } from '../../common/redacted.ts';
import { KeyError, parsePrivateKey } from '../../ssh/keys.ts';
import type { Sealing, SealingPlace } from '../../sealing/sealing.api.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { EcsErrors } from '../ecs.errors.ts';
import type { InstanceEntity } from './instance.entity.ts';

/**
 * The credential that Cloud Assistant is to log on with: a password or a private key. Undefined for a server without
 * one, on which no commands can be run.
 * @throws InvalidParameter, which names the parameter of RegisterInstance
 */
export async function newManagementCredential(credential: TargetCredential): Promise<TargetCredential | undefined> {
  const { password, privateKey, passphrase } = credential;
  if (password && privateKey) throw EcsErrors.InvalidParameter({ Name: 'ManagementPassword' });
  if (passphrase && !privateKey) throw EcsErrors.InvalidParameter({ Name: 'ManagementPassphrase' });
  if (privateKey) await requireOpens(privateKey, passphrase);
  return password || privateKey ? credential : undefined;
}

async function requireOpens(privateKey: Redacted<string>, passphrase?: Redacted<string>): Promise<void> {
  await parsePrivateKey(privateKey, passphrase).catch((error: unknown) => {
    if (!(error instanceof KeyError)) throw error;
    const Name = error.reason.startsWith('passphrase') ? 'ManagementPassphrase' : 'ManagementPrivateKey';
    throw EcsErrors.InvalidParameter({ Name });
  });
}

type InstanceKey = Pick<InstanceEntity, 'accountId' | 'region' | 'instanceId'>;

/** Where an instance's management credential is sealed. */
export function managementCredentialPlace(instance: InstanceKey): SealingPlace {
  return ['ecs-management-credential', instance.accountId, instance.region, instance.instanceId];
}

type Stored = Partial<Record<'password' | 'privateKey' | 'passphrase', string>>;

/** The form stored in the instance's row. */
export function sealManagementCredential(
  sealing: Sealing,
  instance: InstanceKey,
  credential: TargetCredential,
): Buffer {
  return sealing.seal(packCredential(credential), managementCredentialPlace(instance));
}

/** Undefined for an instance without a management credential. */
export function openManagementCredential(sealing: Sealing, row: InstanceEntity): TargetCredential | undefined {
  if (row.managementUser === null || row.sealedManagementCredential === null) return undefined;
  const packed = sealing.open(row.sealedManagementCredential, managementCredentialPlace(row));
  return unpackCredential(row.managementUser, packed);
}

/** The secret parts of a management credential as one text, to be sealed. */
function packCredential({ password, privateKey, passphrase }: TargetCredential): Redacted<Buffer> {
  const stored: Stored = {
    password: password?.reveal(),
    privateKey: privateKey?.reveal(),
    passphrase: passphrase?.reveal(),
  };
  return new Redacted(Buffer.from(JSON.stringify(stored)));
}

function unpackCredential(userName: string, packed: Redacted<Buffer>): TargetCredential {
  const stored = JSON.parse(packed.reveal().toString()) as Stored;
  return {
    userName,
    password: redacted(stored.password),
    privateKey: redacted(stored.privateKey),
    passphrase: redacted(stored.passphrase),
  };
}

function redacted(text: string | undefined): Redacted<string> | undefined {
  return text === undefined ? undefined : new Redacted(text);
}
