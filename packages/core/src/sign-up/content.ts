/** What a form may ask beside the address: who somebody is, never what they have. */
export const ASKED = ['given_name', 'family_name', 'phone', 'zip'] as const;
export type Asked = (typeof ASKED)[number];

/** A form on which people ask for mail, as staff writes it. */
export interface SignUpContent {
  /** For the staff. */
  readonly name: string;
  readonly title: string;
  /** What comes, and how often. */
  readonly about: string;
  /** What is done with the address, and what is not. */
  readonly promise: string;
  /** Ids of the topics among which people choose; without any they get all mailings. */
  readonly topicIds: readonly string[];
  readonly asked: readonly Asked[];
  /** Origins of the sites that may show the form in a frame. */
  readonly places: readonly string[];
  /** While it is off, nobody can ask by it; what was asked for can still be confirmed. */
  readonly active: boolean;
}

export const MOST_TOPICS = 12;
export const MOST_PLACES = 10;

export interface ContentFault {
  /** JSON pointer into the content, RFC 6901. */
  readonly pointer: string;
  readonly detail: string;
}

/** What keeps a form from being used; `topicIds` are those in use. */
export function signUpFaults(
  content: SignUpContent,
  topicIds: ReadonlySet<string>,
): readonly ContentFault[] {
  const { places } = content;
  return [
    ...content.topicIds.flatMap((id, place) =>
      topicIds.has(id)
        ? []
        : [{ pointer: `/topicIds/${place}`, detail: 'This topic is not in use: choose others.' }],
    ),
    ...places.flatMap((origin, place) =>
      isPlace(origin)
        ? []
        : [
            {
              pointer: `/places/${place}`,
              detail: 'Expected where a site begins, such as https://www.example.org, and no more.',
            },
          ],
    ),
    ...repeated(content.topicIds, '/topicIds'),
    ...repeated(content.asked, '/asked'),
    ...repeated(places, '/places'),
  ];
}

/** An origin (RFC 6454) of the web under TLS, as it can stand in `frame-ancestors` of CSP. */
function isPlace(origin: string): boolean {
  return /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?$/.test(origin);
}

function repeated(values: readonly string[], pointer: string): readonly ContentFault[] {
  const place = values.findIndex((value, index) => values.indexOf(value) !== index);
  return place === -1
    ? []
    : [{ pointer: `${pointer}/${place}`, detail: 'This stands here twice: name it once.' }];
}
