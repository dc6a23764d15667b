import { filterDepthMax } from '@marquee/rules/messaging/segments/segment-filter';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';

let sending: Sending;
let names = 0;

beforeAll(async () => {
  sending = await openSending();
  for (const [n, city] of ['Berlin', 'Austin', 'Berlin'].entries())
    await sending.call('messaging.contacts.create', {
      ...{ phone_e164: `+1415555010${n}`, consent_state: n === 0 ? 'OPT_OUT' : 'OPT_IN', attributes: { city } },
    });
});
afterAll(() => sending[Symbol.asyncDispose]());

const berlin = { attribute: 'city', operator: 'equals', value: 'Berlin' };

/** A filter of so many levels that means what `berlin` means. */
function nested(depth: number): object {
  if (depth === 1) return berlin;
  return { operator: depth % 2 === 0 ? 'AND' : 'OR', conditions: [nested(depth - 1)] };
}

const create = (filter_criteria: object) =>
  sending.call('messaging.segments.create', { name: `Segment ${(names += 1)}`, filter_criteria });

test('a filter as deep as is allowed is saved, counted and sampled', async () => {
  const segment = await create(nested(filterDepthMax));

  const found = await sending.call('messaging.segments.evaluate', { segment_id: segment['id'] });

  expect(segment).toMatchObject({ estimated_audience_size: 2, filter_criteria: nested(filterDepthMax) });
  expect(found).toMatchObject({ matching_users: 2, opted_in: 1, sample_users: ['+14155550102', '+14155550100'] });
});

test.each([filterDepthMax + 1, 60])('a filter of %i levels is refused where it becomes too deep', async (depth) => {
  const pointer = `/filter_criteria${'/conditions/0'.repeat(filterDepthMax)}`;

  await expect(create(nested(depth))).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer, code: 'invalid_filter', detail: `is nested deeper than ${filterDepthMax} levels` }],
  });
});

test('a filter is counted and sampled before it is saved, and a bad one is refused', async () => {
  const found = await sending.call('messaging.segments.preview', { filter_criteria: nested(3), sample_size: 1 });
  const refused = sending.call('messaging.segments.preview', {
    filter_criteria: { attribute: 'city', operator: 'in', value: [] },
  });

  expect(found).toMatchObject({ matching_users: 2, opted_in: 1, sample_users: ['+14155550102'] });
  await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '/filter_criteria/value' }] });
});

test('a change is checked as a new filter is, and what is left out stays', async () => {
  const { id: segment_id, name } = await create(berlin);

  const renamed = await sending.call('messaging.segments.update', { segment_id, description: 'Who lives there' });
  const refused = sending.call('messaging.segments.update', {
    ...{ segment_id, filter_criteria: { attribute: 'city', operator: 'before', value: 'Berlin' } },
  });

  expect(renamed).toMatchObject({ name, description: 'Who lives there', filter_criteria: berlin });
  await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '/filter_criteria/value' }] });
});

test('a segment goes when no campaign needs it any more', async () => {
  const { id: segment_id } = await create(berlin);
  const campaign_id = await sending.campaign({ contacts: 0 });
  await sending.call('messaging.campaigns.update', { campaign_id, segment_id });

  await expect(sending.call('messaging.segments.delete', { segment_id })).rejects.toMatchObject({ code: 'conflict' });
  await sending.call('messaging.campaigns.delete', { campaign_id });
  await sending.call('messaging.segments.delete', { segment_id });

  await expect(sending.call('messaging.segments.get', { segment_id })).rejects.toMatchObject({ code: 'not_found' });
});
