import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Fired clay, what tesserae were made of. */
const terracotta: MantineColorsTuple = [
  '#fdf1ea',
  '#f8dfd1',
  '#f1bca1',
  '#ea976d',
  '#e47843',
  '#d95f26',
  '#b94a1a',
  '#9c3c13',
  '#7f3110',
  '#63260d',
];
/** Warm instead of Mantine's blue greys. */
const gray: MantineColorsTuple = [
  '#faf8f6',
  '#f4f1ed',
  '#ebe6e1',
  '#dcd5ce',
  '#c4bbb2',
  '#9b9087',
  '#6d635b',
  '#544b44',
  '#3a332e',
  '#26211e',
];
const dark: MantineColorsTuple = [
  '#dcd6d0',
  '#b5aca4',
  '#a1978f',
  '#7b716a',
  '#4f4742',
  '#3b3430',
  '#2e2925',
  '#24201d',
  '#1c1917',
  '#151311',
];

/** The green of verdigris: good news, without shouting. */
const teal: MantineColorsTuple = [
  '#eff6f3',
  '#dcebe4',
  '#bcdacd',
  '#95c4b0',
  '#71ae95',
  '#53987d',
  '#3d8168',
  '#2c6a54',
  '#215241',
  '#163a2e',
];

export const theme = createTheme({
  colors: { terracotta, gray, dark, teal },
  black: '#26211e',
  primaryColor: 'terracotta',
  primaryShade: { light: 6, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
});
