import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { KeyDeletion } from './key-deletion.ts';
import { ImportedMaterials } from './imported-materials.ts';
import { KeyRotation } from './key-rotation.ts';

const pollMs = 1_000;

/**
 * Does what is due for keys: rotations, deletions, and the expiry of imported material. The rows say what is due; the
 * timer only checks them.
 */
@Injectable()
export class KeyMaintenance implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task = new PeriodicTask({
    everyMs: pollMs,
    run: (stopping) => this.work(stopping),
    logger: new Logger('keys'),
    failure: 'due changes of keys could not be made',
  });

  constructor(
    private readonly rotation: KeyRotation,
    private readonly deletion: KeyDeletion,
    private readonly imported: ImportedMaterials,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start();
    void this.task.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  private async work(stopping: AbortSignal): Promise<void> {
    await this.deletion.wipeOverdue();
    await this.imported.wipeExpired();
    while (!stopping.aborted && (await this.rotation.rotateNext()));
  }
}
