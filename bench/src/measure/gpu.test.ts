import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { findGpu } from './gpu.ts';

function machine(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'bench-gpu-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('the GPU in the results', () => {
  it('is none where there is no render node', t => {
    assert.equal(findGpu(machine(t, {})), null);
    assert.equal(findGpu(machine(t, { 'sys/class/drm/renderD128/device/uevent': 'DRIVER=vgem\n' })), null);
  });
  it('is named once by NVIDIA’s driver', t => {
    const root = machine(t, {
      'proc/driver/nvidia/gpus/0000:01:00.0/information': 'Model: \t\t NVIDIA H200\nIRQ: 1\n',
      'sys/class/drm/renderD128/device/uevent': 'DRIVER=nvidia\nPCI_ID=10DE:2335\n',
    });
    assert.equal(findGpu(root), 'NVIDIA H200');
  });
  it('is its driver and PCI id elsewhere', t => {
    const root = machine(t, {
      'sys/class/drm/card0/device/uevent': 'DRIVER=amdgpu\nPCI_ID=1002:73BF\n',
      'sys/class/drm/renderD128/device/uevent': 'DRIVER=amdgpu\nPCI_ID=1002:73BF\n',
    });
    assert.equal(findGpu(root), 'amdgpu 1002:73BF');
  });
});
