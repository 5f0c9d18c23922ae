import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { KeyDeletion } from './key-deletion.service.ts';
import { ImportedMaterials } from './imported-materials.service.ts';
import { KeyRotation } from './key-rotation.service.ts';

const lookEveryMs = 1_000;

/**
 * Does what is due for keys: rotations, deletions, and the expiry of imported material. The rows say what is due; the
 * timer only checks them.
 */
@Injectable()
export class KeyMaintenance implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('keys');
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private isStopping = false;

  constructor(
    private readonly rotation: KeyRotation,
    private readonly deletion: KeyDeletion,
    private readonly imported: ImportedMaterials,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), lookEveryMs).unref();
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.isStopping = true;
    await this.looking;
  }

  private look(): void {
    this.looking ??= this.work()
      .catch((error: unknown) =>
        this.logger.warn({ message: 'due changes of keys could not be made', error: String(error) }),
      )
      .finally(() => {
        this.looking = undefined;
      });
  }

  private async work(): Promise<void> {
    await this.deletion.wipeOverdue();
    await this.imported.wipeExpired();
    while (!this.isStopping && (await this.rotation.rotateNext()));
  }
}
