export { type Admitted } from './admit.ts';
export { beyondEverybody } from './beyond-everybody.ts';
export { type Connection, hasConnection, loadConnection, type RoleMapping } from './connection.ts';
export {
  deleteGroup,
  directoryGroup,
  directoryGroups,
  GROUP_SCHEMA,
  type GroupChange,
  groupResource,
  keepGroup,
  readGroup,
} from './directory-groups.ts';
export { type MovedRoles } from './directory-roles.ts';
export {
  createDirectoryUser,
  deleteDirectoryUser,
  directoryUser,
  directoryUsers,
  replaceDirectoryUser,
  type UserChange,
} from './directory-users.ts';
export { findWay } from './find-way.ts';
export { takeLogoutToken } from './logout-token.ts';
export { discover } from './oidc.ts';
export { forgetRequests, REQUEST_MINUTES } from './requests.ts';
export { samlMetadata } from './saml.ts';
export {
  type ConnectionDraft,
  removeConnection,
  type SavedConnection,
  saveConnection,
} from './save-connection.ts';
export { ScimFault } from './scim-fault.ts';
export { listResponse, MOST_RESULTS, shown } from './scim-list.ts';
export { patched } from './scim-patch.ts';
export {
  findScimToken,
  listScimTokens,
  MOST_TOKENS,
  makeScimToken,
  revokeScimToken,
} from './scim-tokens.ts';
export { readUser, USER_SCHEMA, userResource } from './scim-user.ts';
export {
  beginSignIn,
  type Finished,
  finishOidc,
  finishSaml,
  receiveSaml,
  redirectUri,
  type SignInDeps,
  serviceProvider,
  unreachable,
} from './sign-in.ts';
