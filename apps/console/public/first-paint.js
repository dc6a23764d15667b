// Runs before the first paint, so that a dark console never flashes white. The policy permits no inline script.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem('marquee.theme');
  } catch {
    // Storage may be closed to us; the system's theme is as good.
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = isDark ? 'dark' : 'light';
  document.documentElement.style.background = isDark ? '#101113' : '#ffffff';
}
