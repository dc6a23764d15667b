// Runs before the first paint, so that a dark console never flashes white, and whoever is signed in sees the console's frame at once.
// The policy permits no inline script.
{
  const stored = (name) => {
    try {
      return localStorage.getItem(`marquee.${name}`);
    } catch {
      // Storage may be closed to us; what the system says is as good.
      return null;
    }
  };
  const chosen = stored('theme');
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const { dataset, style } = document.documentElement;
  dataset.mantineColorScheme = isDark ? 'dark' : 'light';
  style.background = isDark ? '#101113' : '#ffffff';
  if (stored('session') !== null) dataset.session = 'yes';
}
