import { FORM_KINDS } from '@postern/core/authorizations';
import { COPY_WAYS, LINK_DAYS, REQUEST_STATES, WAYS } from '../../authorizations/index.ts';
import { Day, Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

const SigningRequest = object({
  id: Id,
  formId: Id,
  formVersion: Type.Integer(),
  formTitle: Type.String(),
  way: words(WAYS),
  state: words(REQUEST_STATES),
  createdAt: Time,
  /** Until when its link works; of one that was signed, until when the copy can be opened by it. */
  expiresAt: Time,
  signedAt: nullable(Time),
  documentId: nullable(Id),
  /** The mail that brings the link did not leave: it has to be sent anew. */
  mailHeld: Type.Boolean(),
  /** Five wrong tries in a row; of one that was signed too. */
  locked: Type.Boolean(),
});

const KeptDocument = object({
  /** As in the contact's authorizations. */
  id: Id,
  /** The last day on which it is kept; null while it stands without a known end. */
  keepUntil: nullable(Day),
  /** The signed file, or the scan; null where there is none. */
  file: nullable(
    object({
      source: words(['page', 'tablet', 'paper'] as const),
      mediaType: Type.String(),
      bytes: Type.Integer(),
      sha256: Type.String(),
      signedAt: Time,
      formVersion: nullable(Type.Integer()),
      copyGivenAt: nullable(Time),
      copyWay: nullable(words(COPY_WAYS)),
    }),
  ),
});

const ContactSigning = object({
  /** What can be signed today. */
  forms: Type.Array(
    object({
      id: Id,
      version: Type.Integer(),
      title: Type.String(),
      language: Type.String(),
      kinds: Type.Array(words(FORM_KINDS)),
    }),
  ),
  requests: Type.Array(SigningRequest),
  documents: Type.Array(KeptDocument),
  /** What a one-time code needs. */
  hasEmail: Type.Boolean(),
  hasBirthDate: Type.Boolean(),
});

const RequestParams = object({ id: Id, requestId: Id });
const DocumentParams = object({ id: Id, documentId: Id });

export const getContactSigning = route({
  method: 'GET',
  url: '/contacts/{id}/signing',
  tag: 'authorizations',
  summary: 'What a contact signed and is asked to sign, and until when each document is kept',
  permission: 'people:read',
  params: IdParams,
  response: { 200: ContactSigning },
});

export const requestSignature = route({
  method: 'POST',
  url: '/contacts/{id}/signing',
  tag: 'authorizations',
  summary: 'Ask a contact to sign the published version of a form, by mail or on a tablet',
  permission: 'contacts:write',
  idempotent: true,
  params: IdParams,
  body: Type.Union([
    object({
      way: Type.Literal('mail'),
      formId: Id,
      days: Type.Optional(Type.Integer({ minimum: LINK_DAYS.least, maximum: LINK_DAYS.most })),
    }),
    object({
      way: Type.Literal('tablet'),
      formId: Id,
      /** Staff has seen who it is: nobody types a code on the tablet. */
      identified: Type.Literal(true),
    }),
  ]),
  response: {
    200: object({
      /** 'held': the link is made, but the mail that brings it did not leave; null on a tablet. */
      notice: nullable(words(['sent', 'held'] as const)),
      /** The address to open on the tablet; null by mail, where it is the recipient's alone. */
      link: nullable(Type.String()),
      signing: ContactSigning,
    }),
  },
});

export const withdrawSigningRequest = route({
  method: 'POST',
  url: '/contacts/{id}/signing/{requestId}/withdraw',
  tag: 'authorizations',
  summary: 'Take a request to sign back: its link opens nothing any more',
  permission: 'contacts:write',
  idempotent: true,
  params: RequestParams,
  response: { 200: ContactSigning },
});

export const renewSigningRequest = route({
  method: 'POST',
  url: '/contacts/{id}/signing/{requestId}/renew',
  tag: 'authorizations',
  summary: 'Mail a new link to sign in place of one that is locked, lost, expired or never left',
  permission: 'contacts:write',
  idempotent: true,
  params: RequestParams,
  response: {
    200: object({ notice: words(['sent', 'held'] as const), signing: ContactSigning }),
  },
});

export const unlockSigningRequest = route({
  method: 'POST',
  url: '/contacts/{id}/signing/{requestId}/unlock',
  tag: 'authorizations',
  summary: 'Open a request to sign again that was locked by wrong tries',
  permission: 'contacts:write',
  idempotent: true,
  params: RequestParams,
  response: { 200: ContactSigning },
});

export const getSignedDocument = route({
  method: 'GET',
  url: '/contacts/{id}/documents/{documentId}',
  tag: 'authorizations',
  summary: 'Download a signed document, or the scan of a signed paper',
  permission: 'people:read',
  params: DocumentParams,
  response: { 200: Type.String({ description: 'The file' }) },
});

export const listKeptDocuments = route({
  method: 'GET',
  url: '/kept-documents',
  tag: 'authorizations',
  summary: 'Signed files of people who were deleted, and until when each is kept',
  permission: 'contacts:delete',
  response: {
    200: object({
      data: Type.Array(
        object({
          contactId: Id,
          documentId: Id,
          mediaType: Type.String(),
          bytes: Type.Integer(),
          signedAt: Time,
          deletedAt: Time,
          keepUntil: nullable(Day),
        }),
      ),
      /** All there are; `data` has the 200 of those who were deleted first. */
      total: Type.Integer(),
    }),
  },
});

export const fileSignedScan = route({
  method: 'POST',
  url: '/contacts/{id}/documents/{documentId}',
  tag: 'authorizations',
  summary: 'File the scan of a signed paper: a PDF, PNG or JPEG of at most 20 MB',
  permission: 'contacts:write',
  params: DocumentParams,
  consumes: 'multipart/form-data',
  response: { 201: ContactSigning },
});

export const giveSignedCopy = route({
  method: 'POST',
  url: '/contacts/{id}/documents/{documentId}/copy',
  tag: 'authorizations',
  summary: 'Mail the signer a link to their copy, or record that they were handed one on paper',
  permission: 'contacts:write',
  idempotent: true,
  params: DocumentParams,
  body: object({ way: words(['portal', 'paper'] as const) }),
  response: {
    200: object({
      /** Whether the mail left; null on paper. */
      notice: nullable(words(['sent', 'held'] as const)),
      signing: ContactSigning,
    }),
  },
});

export const deleteSignedDocument = route({
  method: 'DELETE',
  url: '/contacts/{id}/documents/{documentId}',
  tag: 'authorizations',
  summary: 'Delete a signed document; refused, with the date, while the law has it kept',
  permission: 'contacts:delete',
  params: DocumentParams,
  response: { 200: ContactSigning },
});
