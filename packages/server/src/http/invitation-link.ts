/** Where an invitation leads. The token stands after #, which no server and no log is sent. */
export const invitationLink = (publicUrl: string, token: string) =>
  `${publicUrl}/invitation#${token}`;
