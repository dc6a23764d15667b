/** What charts are drawn with; canvas cannot read the stylesheet. */
export interface ChartPalette {
  readonly series: readonly string[];
  readonly text: string;
  readonly line: string;
  readonly surface: string;
}

/** Twelve colours, the first six told apart by those who see few of them; each three to one against its own background. */
export const chartPalettes: Readonly<Record<'light' | 'dark', ChartPalette>> = {
  light: {
    series: [
      ...['#4353d9', '#0b8457', '#d1303a', '#b36200', '#0e7fb8', '#8f3f97'],
      ...['#202318', '#2a0787', '#733119', '#967dfa', '#1a4f5e', '#948892'],
    ],
    text: '#5c636a',
    line: '#e6e8ec',
    surface: '#ffffff',
  },
  dark: {
    series: [
      ...['#8e98ea', '#4fd199', '#ff8787', '#ffb057', '#5cc4f0', '#d99ae0'],
      ...['#746711', '#b91a96', '#0063eb', '#eae5f4', '#d6fc07', '#42a228'],
    ],
    text: '#a6a7ab',
    line: '#26282d',
    surface: '#1a1c20',
  },
};
