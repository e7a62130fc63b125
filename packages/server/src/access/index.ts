export type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
export {
  type BegunEmergency,
  beginEmergency,
  MOST_HOURS,
  noticedEmergency,
} from './begin-emergency.ts';
export { browserWords } from './browser-words.ts';
export { deleteRole } from './delete-role.ts';
export { acknowledgeDevice, type Device, newDevices, noteDevice } from './devices.ts';
export { type Emergency, getEmergency, isOver, listEmergencies } from './emergency.ts';
export { endEmergency, type ReviewedEmergency, reviewEmergency } from './end-emergency.ts';
export { endSessionsFor } from './end-sessions-for.ts';
export { type Factors, factorsOf, hasFactor } from './factors.ts';
export { forgetTries } from './failures.ts';
export {
  acceptInvitation,
  findInvitation,
  INVITATION_DAYS,
  type Invitation,
  invite,
  invitedBeyond,
  inviteTo,
  listInvitations,
  revokeInvitation,
} from './invitations.ts';
export { type OwnRole, ownRoles, rolesOf } from './list-roles.ts';
export { type ListedSession, listSessions, revokeSession } from './list-sessions.ts';
export { type ListedUser, listUsers } from './list-users.ts';
export { type RelyingParty, relyingPartyOf } from './passkey-challenge.ts';
export {
  enrolOptions,
  enrolPasskey,
  listPasskeys,
  type Passkey,
  proveOptions,
  removePasskey,
} from './passkeys.ts';
export { isBreakGlass, type PasswordUse, passwordUse } from './password-allowed.ts';
export { passwordFault } from './password-rules.ts';
export { ALL_PERMISSIONS, isPermission, PERMISSIONS, type Permission } from './permissions.ts';
export { NAME, plainName } from './plain-name.ts';
export {
  loadPrincipal,
  type Principal,
  principalOfRow,
  type UserRow,
  userColumns,
} from './principal.ts';
export { type ProvedPasskey, provePasskey } from './prove-passkey.ts';
export { makeRecoveryCodes } from './recovery-codes.ts';
export { leave, removeUser, resetFactors } from './remove-user.ts';
export { reviewers } from './reviewers.ts';
export { beyond, isWithin, type Rights } from './rights.ts';
export { BUILT_IN_ROLES, type BuiltInRole, type Role } from './roles.ts';
export { createRole, type RoleDraft, type SavedRole, updateRole } from './save-role.ts';
export {
  endSession,
  endSessionsOf,
  findSession,
  hashOf,
  newToken,
  proveSession,
  type SessionFacts,
  type SessionStage,
  sessionHolds,
  touch,
  type Whence,
} from './session.ts';
export { cannotGive, holdRoles, isLast, type SetRoles, setRoles } from './set-roles.ts';
export {
  awaitingFactor,
  type StartedSession,
  signIn,
  startFor,
  takeCode,
  takePassword,
  type Who,
} from './sign-in.ts';
export { type SignInSettings, saveSignInSettings, signInSettings } from './sign-in-settings.ts';
export { beginTotp, confirmTotp, removeTotp } from './totp.ts';
export { addUser, changePassword, setPassword, userNames } from './users.ts';
