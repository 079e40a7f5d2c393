import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Render nodes of these drivers have no hardware behind them. */
const madeUp = new Set(['vgem', 'vkms']);

/** The machine's GPUs by name, or by driver and PCI id where the kernel knows no name; null when there is none. */
export function findGpu(root = '/'): string | null {
  const nvidia = entries(join(root, 'proc/driver/nvidia/gpus')).flatMap(gpu => {
    const text = content(join(root, 'proc/driver/nvidia/gpus', gpu, 'information'));
    return /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? [];
  });
  const drm = join(root, 'sys/class/drm');
  const others = entries(drm).flatMap(node => {
    if (!node.startsWith('renderD')) return [];
    const text = content(join(drm, node, 'device/uevent'));
    const driver = /^DRIVER=(.+)$/m.exec(text)?.[1];
    // NVIDIA's are named above.
    if (!driver || madeUp.has(driver) || (driver === 'nvidia' && nvidia.length > 0)) return [];
    const id = /^PCI_ID=(.+)$/m.exec(text)?.[1];
    return id ? `${driver} ${id}` : driver;
  });
  const names = [...nvidia, ...others];
  return names.length > 0 ? names.join(', ') : null;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function content(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
