export {
  type BegunEmergency,
  beginEmergency,
  MOST_HOURS,
  noticedEmergency,
} from './begin-emergency.ts';
export { deleteRole } from './delete-role.ts';
export { type Emergency, getEmergency, isOver, listEmergencies } from './emergency.ts';
export { endEmergency, type ReviewedEmergency, reviewEmergency } from './end-emergency.ts';
export { type OwnRole, ownRoles, rolesOf } from './list-roles.ts';
export { type ListedUser, listUsers } from './list-users.ts';
export { hashPassword, verifyPassword } from './password.ts';
export { ALL_PERMISSIONS, isPermission, PERMISSIONS, type Permission } from './permissions.ts';
export { loadPrincipal, type Principal } from './principal.ts';
export { reviewers } from './reviewers.ts';
export { beyond, higherClass, isWithin, type Rights, rightsOf } from './rights.ts';
export { BUILT_IN_ROLES, type BuiltInRole, isBuiltIn, type Role } from './roles.ts';
export { createRole, type RoleDraft, type SavedRole, updateRole } from './save-role.ts';
export { endSession, endSessionsOf, findSession, sessionHolds } from './session.ts';
export { type SetRoles, setRoles } from './set-roles.ts';
export { type SignIn, signIn } from './sign-in.ts';
export { addUser, setPassword, userNames } from './users.ts';
