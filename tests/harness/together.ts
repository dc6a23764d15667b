import type { Carrier } from './carrier.ts';
import { createCampaign, settledReport, type Customer } from './customer.ts';

/** Sends several campaigns at once from one sender, and looks at the carrier's ledger. */
export async function sendTogether(
  { customer, carrier }: { readonly customer: Customer; readonly carrier: Carrier },
  { campaigns, people }: { readonly campaigns: number; readonly people: number },
): Promise<{ readonly recipients: ReadonlyMap<string, number>; readonly busiestSecond: number }> {
  const batches = Array.from({ length: campaigns }, (_batch, n) => n);
  const rows = batches.flatMap((n) =>
    Array.from({ length: people }, (_row, each) => `+1${510 + n}${2_000_000 + each},Customer,together-${n},OPT_IN`),
  );
  await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows].join('\n'));
  const ids = await Promise.all(batches.map((n) => createCampaign(customer, `together-${n}`)));
  await Promise.all(ids.map((id) => customer.api.messaging.campaigns.trigger(id)));
  await Promise.all(ids.map((id) => settledReport(customer, id)));
  return { recipients: await carrier.recipients('+151'), busiestSecond: await carrier.busiestSecond() };
}
