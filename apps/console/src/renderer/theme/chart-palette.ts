/** What charts are drawn with; canvas cannot read the stylesheet. */
export interface ChartPalette {
  readonly series: readonly string[];
  readonly text: string;
  readonly line: string;
  readonly surface: string;
}

/** Colours told apart by those who see few of them, three to one against their own background. */
export const chartPalettes: Readonly<Record<'light' | 'dark', ChartPalette>> = {
  light: {
    series: ['#4353d9', '#0b8457', '#d1303a', '#b36200', '#0e7fb8', '#8f3f97'],
    text: '#5c636a',
    line: '#e6e8ec',
    surface: '#ffffff',
  },
  dark: {
    series: ['#8e98ea', '#4fd199', '#ff8787', '#ffb057', '#5cc4f0', '#d99ae0'],
    text: '#a6a7ab',
    line: '#26282d',
    surface: '#1a1c20',
  },
};
