import { reached } from './document.ts';
import type { Document, Schema } from './document.ts';
import type { Entry } from './model.ts';
import { sentence } from './names.ts';

/** Where the types of events live. */
export const eventFile = 'events/kinds';

/** The types of events: what each name carries, and the union that `name` tells apart. */
export function eventEntries(document: Document): readonly Entry[] {
  const events = Object.entries(document['x-events'] ?? {});
  if (events.length === 0) return [];
  const properties = events.map(([name, { summary, data }]): [string, Schema] => [
    name,
    { ...data, description: summary },
  ]);
  const data: Schema = {
    type: 'object',
    description: 'What the event of each name carries',
    properties: Object.fromEntries(properties),
    required: events.map(([name]) => name),
  };
  const entry = { side: 'output', file: eventFile, parent: null, mentions: [], alias: null } as const;
  return [
    { ...entry, name: 'EventData', schema: data },
    {
      ...entry,
      name: 'EventName',
      schema: { description: 'The name of an event that this version knows' },
      alias: 'keyof EventData',
    },
    {
      ...entry,
      name: 'MarqueeEvent',
      schema: { description: 'An event of a known name: testing `name` tells what `data` is' },
      alias:
        "{ [Name in EventName]: Omit<LoggedEvent, 'name' | 'data'> & { name: Name; data: EventData[Name] } }[EventName]",
      mentions: ['LoggedEvent'],
    },
  ];
}

/** The components that events carry. */
export function eventComponents(document: Document): ReadonlySet<string> {
  return reached(document, { allOf: Object.values(document['x-events'] ?? {}).map(({ data }) => data) });
}

/** The table of every event, for the reference. */
export function eventTable(document: Document): readonly string[] {
  const rows = Object.entries(document['x-events'] ?? {}).map(([name, { summary, scope, data }]) => {
    const fields = Object.keys(data.properties ?? {}).map((field) => `\`${field}\``);
    return `| \`${name}\` | ${sentence(summary)} | ${fields.join(', ')} | \`${scope}\` |`;
  });
  if (rows.length === 0) return [];
  return [
    '## Every event',
    '',
    'A caller is given the events whose scope it has. New ones appear without a new version.',
    '',
    '| name | | data | scope |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}
