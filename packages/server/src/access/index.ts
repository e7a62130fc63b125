export { hashPassword, verifyPassword } from './password.ts';
export { type Permission, permissionsOf, type Role } from './roles.ts';
export { endSession, findSession, type Principal, sessionHolds } from './session.ts';
export { type SignIn, signIn } from './sign-in.ts';
export { addUser, setPassword, userNames } from './users.ts';
