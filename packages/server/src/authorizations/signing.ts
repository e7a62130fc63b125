export { type Deletion, deleteDocument } from './delete-document.ts';
export { type Filed, fileScan, MOST_SCAN_BYTES } from './file-scan.ts';
export { signableForms } from './form-version.ts';
export { giveCopy } from './give-copy.ts';
export { identifySigner, isIdentified } from './identify-signer.ts';
export { type KeptDocument, listDocuments } from './list-documents.ts';
export { type KeptOfDeleted, listKept } from './list-kept.ts';
export { listRequests, type SigningRequest } from './list-requests.ts';
export { type LocatedRequest, locateRequest, type SigningDeps } from './locate-request.ts';
export { mergeLedgers } from './merge-ledgers.ts';
export { renewRequest } from './renew-request.ts';
export { LINK_DAYS, type Requested, requestSignature } from './request-signature.ts';
export { sendCopy } from './send-copy.ts';
export { sendSigningCode } from './send-signing-code.ts';
export { type Signed, type SignedFrom, signAuthorization } from './sign-authorization.ts';
export {
  AUTHORITY_LENGTH,
  DRAWING,
  type GivenSignature,
  NAME_LENGTH,
  type SignatureField,
  signatureFaults,
  strokesOf,
} from './signature.ts';
export { COPY_WAYS, openSigned } from './signed-document.ts';
export { signingToken } from './signing-link.ts';
export { askNotice } from './signing-notices.ts';
export { noteHeld, REQUEST_STATES, WAYS } from './signing-request.ts';
export { unlockRequest } from './unlock-request.ts';
export { withdrawRequest } from './withdraw-request.ts';
