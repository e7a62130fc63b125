import type { ApiWorld } from './api.ts';

/** What a browser of somebody keeps of one Postern: its cookies, and how it goes from page to page. */
export function ssoBrowser(world: ApiWorld) {
  const cookies = new Map<string, string>();
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  /** `across`: another site's page posted it, so that no cookie comes along. */
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    { body, across = false }: { body?: Record<string, string>; across?: boolean } = {},
  ) => {
    const isForm = url.startsWith('/sso');
    const answer = await world.app.inject({
      method,
      url,
      headers: {
        ...(!across && { cookie: header() }),
        'x-postern': 'test',
        ...(body && {
          'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        }),
      },
      ...(body && { payload: isForm ? new URLSearchParams(body).toString() : body }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return {
    ask,
    /** Whether it holds a session of Postern. */
    isIn: () => [...cookies.keys()].some((name) => name.endsWith('postern_session')),
    /** Types an address at the sign-in page; answers where the button leads. */
    async begin(email: string): Promise<string> {
      const answer = await ask('POST', '/api/v1/session/single-sign-on', { body: { email } });
      return answer.json<{ address: string }>().address;
    },
    session: () => ask('GET', '/api/v1/session'),
  };
}
