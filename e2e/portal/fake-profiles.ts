import type { ProfileSummary } from '@berth/contract';

function profile(name: string, title: string, part: Partial<ProfileSummary> = {}): ProfileSummary {
  return {
    name,
    title,
    description: '',
    kind: 'desktop',
    customCommand: false,
    drivers: ['local'],
    display: { width: 1920, height: 1080, dpi: 96, maxFps: 60 },
    resources: { cpu: 2, memoryMiB: 4096, gpu: { count: 0 } },
    available: true,
    unavailable: null,
    ...part,
  };
}

export const fakeProfiles: readonly ProfileSummary[] = [
  profile('xfce', 'XFCE desktop', {
    description: 'A full, light desktop: panel, file manager, terminal and settings.',
    customCommand: true,
  }),
  profile('mate', 'MATE desktop', {
    description: 'A classic desktop with a panel at the top and one at the bottom.',
    available: false,
    unavailable: {
      missing: 'mate-session is not installed on this machine.',
      remedy: 'Install it with: sudo apt-get install mate-desktop-environment-core',
    },
  }),
  profile('openbox', 'Openbox', {
    description: 'A bare window manager; the fastest desktop to start.',
    resources: { cpu: 1, memoryMiB: 1024, gpu: { count: 0 } },
    customCommand: true,
  }),
  profile('blender', 'Blender', {
    description: 'Modelling, animation and rendering, on its own, filling the screen.',
    kind: 'app',
    resources: { cpu: 8, memoryMiB: 16_384, gpu: { count: 1 } },
    available: false,
    unavailable: {
      missing: 'blender is not installed on this machine.',
      remedy: 'Install it with: sudo apt-get install blender',
    },
  }),
  profile('glxgears', 'glxgears', {
    description: 'Three turning gears: shows that OpenGL works, and how fast.',
    kind: 'app',
    resources: { cpu: 1, memoryMiB: 512, gpu: { count: 0 } },
  }),
  profile('xterm', 'Terminal', {
    description: 'One xterm, filling the screen. The session ends when it does.',
    kind: 'app',
    customCommand: true,
    resources: { cpu: 1, memoryMiB: 512, gpu: { count: 0 } },
    display: { width: 1280, height: 720, dpi: 96, maxFps: 60 },
  }),
];
