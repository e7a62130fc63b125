export { hashPassword, verifyPassword } from './password.ts';
export { ALL_PERMISSIONS, isPermission, PERMISSIONS, type Permission } from './permissions.ts';
export { loadPrincipal, type Principal } from './principal.ts';
export { beyond, higherClass, isWithin, type Rights, rightsOf } from './rights.ts';
export { BUILT_IN_ROLES, type BuiltInRole, isBuiltIn, type Role } from './roles.ts';
export { endSession, findSession, sessionHolds } from './session.ts';
export { type SignIn, signIn } from './sign-in.ts';
export { addUser, setPassword, userNames } from './users.ts';
