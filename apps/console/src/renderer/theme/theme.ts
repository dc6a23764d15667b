import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  ...([
    '#eef0ff',
    '#dcdffb',
    '#b6bcf2',
    '#8e98ea',
    '#6d79e3',
    '#5866df',
    '#4d5cdd',
    '#4353d9',
    '#3544c2',
    '#2a39a8',
  ] as const),
];

// The kit's own dark greys are warm and too light for fields.
const dark: MantineColorsTuple = [
  ...([
    '#e7e8ea',
    '#a6a7ab',
    '#8b8e95',
    '#6b6f77',
    '#3f4249',
    '#34373d',
    '#1d1f23',
    '#1a1c20',
    '#131417',
    '#0d0e10',
  ] as const),
];

/** The look of every component. Sizes are those of a tool that is used all day: compact, but never under 32 px to click on. */
export const theme = createTheme({
  colors: { brand, dark },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.5rem' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.375rem' },
    },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', fw: 500 } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, fz: 'xs' } },
    Loader: { defaultProps: { size: 'sm' } },
    // A description breaks long words only where its column may be narrower than they are.
    Radio: { styles: { labelWrapper: { minWidth: 0 } } },
    Checkbox: { styles: { labelWrapper: { minWidth: 0 } } },
    Switch: { styles: { labelWrapper: { minWidth: 0 } } },
  },
});

/** Colours with enough contrast where the kit's own have not (WCAG AA on both themes). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1d22',
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#c2232d',
    '--mantine-color-default-border': '#dcdfe4',
  },
  dark: {
    '--mantine-color-body': '#131417',
    '--mantine-color-text': '#e7e8ea',
    '--mantine-color-dimmed': '#a6a7ab',
    '--mantine-color-placeholder': '#9a9ba0',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-default': '#1d1f23',
    '--mantine-color-default-hover': '#26282d',
    '--mantine-color-default-border': '#34373d',
  },
});
