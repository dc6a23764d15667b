import { Page } from '../ui/page.tsx';

/** What is seen first. */
export function OverviewPage() {
  return <Page title="Overview">…</Page>;
}
