import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The green-blue of deep water in a harbour; the logo's colour is shade 7. */
const harbour: MantineColorsTuple = [
  '#e6f8fb',
  '#cdeff5',
  '#9bdfeb',
  '#66cddf',
  '#3bbcd3',
  '#1ea7bf',
  '#108ea6',
  '#0b7285',
  '#095c6c',
  '#064753',
];

/** Greys with a little of the harbour in them, for the dark scheme. */
const dark: MantineColorsTuple = [
  '#d7e0e4',
  '#b7c4ca',
  '#94a4ac',
  '#6b7b84',
  '#3a474e',
  '#2e393f',
  '#222b30',
  '#1a2125',
  '#151b1e',
  '#0f1416',
];

export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  colors: { harbour, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
});
