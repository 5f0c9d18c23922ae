import { Injectable } from '@nestjs/common';
import { JumpDoor } from '../jump/jump-door.ts';
import { Errands } from './errands/errands.ts';
import { FilesDoor } from './files/files-door.ts';
import { OpenMenus } from './menu/open-menus.ts';
import { TargetVisits } from './menu/target-visits.ts';

/** What is behind the channels of lobbies; the same for all. */
@Injectable()
export class LobbyDoors {
  constructor(
    readonly menus: OpenMenus,
    readonly visits: TargetVisits,
    readonly files: FilesDoor,
    readonly jump: JumpDoor,
    readonly errands: Errands,
  ) {}
}
