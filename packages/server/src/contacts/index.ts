export { contactsByEmailToken } from './contacts-by-email.ts';
export * from './definitions.ts';
export { findContacts } from './find-contacts.ts';
export { getContact } from './get-contact.ts';
export * from './import/index.ts';
export { countContacts, listContacts } from './list-contacts.ts';
export { type OpenedContact, openContacts } from './open-contacts.ts';
export * from './value-rows.ts';
export { writeContacts } from './write-contacts.ts';
