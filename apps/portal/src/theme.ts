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

export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  colors: { harbour },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
});
