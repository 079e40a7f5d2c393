import type { ProfileSummary } from '@berth/contract';

/** What a session of this profile gets: `2 cores`, `4 GB`, `1 GPU`, `1920 × 1080`. A 0 means no limit and is not shown. */
export function resourceWords(profile: Pick<ProfileSummary, 'resources' | 'display'>): readonly string[] {
  const { cpu, memoryMiB, gpu } = profile.resources;
  const words: string[] = [];
  if (cpu > 0) words.push(cpu === 1 ? '1 core' : `${cpu} cores`);
  if (memoryMiB > 0)
    words.push(memoryMiB < 1024 ? `${memoryMiB} MiB` : `${Number((memoryMiB / 1024).toFixed(1))} GiB`);
  if (gpu.count > 0) words.push(gpu.count === 1 ? '1 GPU' : `${gpu.count} GPUs`);
  words.push(`${profile.display.width} × ${profile.display.height}`);
  return words;
}
