import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reason, RunReport } from '@berth/contract';

/** `report.json`: what the keeper tells the driver. Replaced by rename, so that no reader sees half of one. */
export class Report {
  readonly #path: string;
  #current: RunReport;

  constructor(folder: string, session: string, generation: number) {
    this.#path = join(folder, 'report.json');
    this.#current = {
      version: 1,
      session,
      generation,
      stage: 'building',
      reason: null,
      processes: { keeper: process.pid },
    };
    this.#write();
  }

  get stage(): RunReport['stage'] {
    return this.#current.stage;
  }

  moveTo(stage: RunReport['stage'], reason: Reason | null = this.#current.reason): void {
    this.#current = { ...this.#current, stage, reason };
    this.#write();
  }

  setProcess(name: string, pid: number | null): void {
    this.#current = { ...this.#current, processes: { ...this.#current.processes, [name]: pid } };
    this.#write();
  }

  // Synchronous on purpose: it lies in memory (/run), and the order of what is told matters.
  #write(): void {
    writeFileSync(`${this.#path}.tmp`, `${JSON.stringify(this.#current)}\n`, { mode: 0o600 });
    renameSync(`${this.#path}.tmp`, this.#path);
  }
}
