import type { OperationName } from '../operation-names.ts';
import { authFixtures } from './auth-fixtures.ts';
import { campaignsFixtures } from './campaigns-fixtures.ts';
import { consentFixtures } from './consent-fixtures.ts';
import { contactsFixtures } from './contacts-fixtures.ts';
import { eventsFixtures } from './events-fixtures.ts';
import type { Fixture } from './fixture.ts';
import { hooksFixtures } from './hooks-fixtures.ts';
import { importsFixtures } from './imports-fixtures.ts';
import { metricsFixtures } from './metrics-fixtures.ts';
import { metricsQueryFixtures } from './metrics-query-fixtures.ts';
import { systemFixtures } from './system-fixtures.ts';
import { whatsappFixtures } from './whatsapp-fixtures.ts';
import { workspaceFixtures } from './workspace-fixtures.ts';

/** How each operation of the contract is proved; an operation without an entry does not compile. */
export const fixtures: Readonly<Record<OperationName, Fixture>> = {
  ...eventsFixtures,
  ...systemFixtures,
  ...authFixtures,
  ...contactsFixtures,
  ...consentFixtures,
  ...importsFixtures,
  ...campaignsFixtures,
  ...metricsFixtures,
  ...metricsQueryFixtures,
  ...hooksFixtures,
  ...whatsappFixtures,
  ...workspaceFixtures,
};
