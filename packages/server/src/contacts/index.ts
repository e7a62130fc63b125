export * from './definitions.ts';
export { findContacts } from './find-contacts.ts';
export { getContact } from './get-contact.ts';
export * from './import/index.ts';
export { type ContactsPage, countContacts, listContacts } from './list-contacts.ts';
export { type OpenedContact, openContacts } from './open-contacts.ts';
export { type Upserted, upsertContacts } from './upsert-contacts.ts';
export * from './value-rows.ts';
export { type ContactToWrite, writeContacts } from './write-contacts.ts';
