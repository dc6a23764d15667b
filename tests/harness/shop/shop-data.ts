/** Where the shop's customers live: area, city and zone. Their numbers are those that nobody is ever given. */
const places = [
  ['1201555', 'Jersey City', 'America/New_York'],
  ['1206555', 'Seattle', 'America/Los_Angeles'],
  ['1312555', 'Chicago', 'America/Chicago'],
  ['1303555', 'Denver', 'America/Denver'],
  ['1415555', 'San Francisco', 'America/Los_Angeles'],
  ['1617555', 'Boston', 'America/New_York'],
  ['1713555', 'Houston', 'America/Chicago'],
  ['1305555', 'Miami', 'America/New_York'],
  ['1512555', 'Austin', 'America/Chicago'],
  ['1503555', 'Portland', 'America/Los_Angeles'],
  ['1215555', 'Philadelphia', 'America/New_York'],
  ['1602555', 'Phoenix', 'America/Phoenix'],
  ['4477009', 'London', 'Europe/London'],
] as const;

const people = [
  ...['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken', 'Radia', 'Tim', 'Joan', 'Niklaus'],
  ...['Hedy', 'Dennis', 'Margaret', 'Claude', 'Karen', 'Leslie', 'Shafi', 'Tony', 'Adele', 'Bjarne', 'Jean'],
];

const surnames = ['Becker', 'Clarke', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Hughes', 'Jensen', 'Keller', 'Lopez'];

/** Numbers that the simulator does not deliver to: unreachable, unknown, a landline, filtered, invalid. */
const undeliverable = ['3003', '3005', '3006', '3007', '0001'].map((end) => `+1500555${end}`);

/** A file of so many customers, at most 1,300, as a shop would export it; two rows cannot be imported. */
export function shopCsv(rows: number): string {
  const lines = ['phone_e164,consent_state,time_zone,name,city,tier,orders'];
  for (const phone of undeliverable) lines.push(`${phone},OPT_IN,America/New_York,Casey Nowhere,Jersey City,premium,7`);
  for (let n = 0; n < rows; n += 1) lines.push(customer(n));
  lines.push('12,OPT_IN,Europe/Berlin,Short Number,Berlin,standard,1', '+12015550100x,OPT_IN,,Odd Number,,standard,1');
  return lines.join('\n');
}

function customer(n: number): string {
  const [area, city, zone] = places[n % places.length] ?? places[0];
  const phone = `+${area}0${100 + Math.floor(n / places.length)}`;
  const name = `${people[n % people.length] ?? ''} ${surnames[n % surnames.length] ?? ''}`;
  const consent = n % 9 === 8 ? 'OPT_OUT' : 'OPT_IN';
  return [phone, consent, zone, name, city, n % 3 === 0 ? 'premium' : 'standard', (n * 7) % 12].join();
}

/** What the shop's advertising did on each of the last days, the same in kind every time. */
export function shopFigures(days: number): Record<string, string | number>[] {
  let seed = 7;
  const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const midnight = new Date().setUTCHours(0, 0, 0, 0);
  return Array.from({ length: days }, (_, ago) => new Date(midnight - ago * 86_400_000)).flatMap((at) => {
    const busy = [0, 6].includes(at.getUTCDay()) ? 0.6 : 1;
    return [
      ['search', 9000],
      ['social', 15_000],
      ['display', 24_000],
    ].flatMap(([channel, reach]) =>
      [
        ['US', 1],
        ['GB', 0.6],
      ].map(([country, share]) => {
        const impressions = Math.round(Number(reach) * Number(share) * busy * (0.85 + 0.3 * chance()));
        const clicks = Math.round(impressions * (0.012 + 0.02 * chance()) * (channel === 'search' ? 2 : 1));
        const conversions = Math.round(clicks * (0.03 + 0.02 * chance()));
        const spend = Number((clicks * (0.4 + 0.3 * chance())).toFixed(2));
        const revenue = Number((conversions * (38 + 20 * chance())).toFixed(2));
        const names = { channel: String(channel), country: String(country) };
        return { date: at.toISOString().slice(0, 10), ...names, impressions, clicks, conversions, spend, revenue };
      }),
    );
  });
}
