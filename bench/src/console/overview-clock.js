// Runs before a page's own scripts: when the Overview has its figures, and a line of what needs somebody that can be followed.
{
  const isUsable = () => {
    const figures = [...document.querySelectorAll('main section[aria-label="Last 24 hours"] > div')];
    const heading = [...document.querySelectorAll('main h2')].find(({ textContent }) => textContent === 'Needs you');
    return figures.length >= 4 && heading?.closest('section')?.querySelector('a[href]') instanceof HTMLElement;
  };
  globalThis.overviewUsable = globalThis.clock.seen(isUsable).then((at) => at - performance.timeOrigin);
}
