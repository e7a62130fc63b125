// Imports one file and tells what it took: started by clinic.ts, as the product does.
import { once } from 'node:events';
import { recordKept } from '../../packages/server/src/consent/index.ts';
import { openDatabase } from '../../packages/server/src/database/index.ts';
import { keyring, localKeyStore } from '../../packages/server/src/keys/index.ts';
import type { ImportOrder } from './clinic.ts';
import { measureImport } from './import.ts';

const [order] = (await once(process, 'message')) as [ImportOrder];
const { database } = openDatabase(order.url, () => {});
const store = await localKeyStore(order.keyFile);
const deps = { database, keyring: keyring(store, database), onNewKeys: recordKept };
const figures = await measureImport(deps, order.organizationId, order.path, order.mapping);
await database.destroy();
process.send?.(figures);
process.disconnect();
