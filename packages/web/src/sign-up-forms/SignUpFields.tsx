import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { isInUse, topicsQuery } from '../topics/queries.ts';
import type { Content } from './queries.ts';
import { ASKED, ASKED_WORDS, placesOf } from './words.ts';

interface Props {
  draft: Content;
  put: (some: Partial<Content>) => void;
  error: Error | null;
}

/** Fields that show their own faults. */
export const SHOWN = ['name', 'title', 'about', 'promise', 'places'];

/** What a sign-up form says and asks. */
export function SignUpFields({ draft, put, error }: Props) {
  const topics = useSuspenseQuery(topicsQuery).data.data.filter(isInUse);
  const [places, setPlaces] = useState(draft.places.join('\n'));
  const problem = error ? problemOf(error) : null;
  const wrongPlace = [...draft.places.keys()]
    .map((place) => problem?.field(`places/${place}`))
    .find((sentence) => sentence !== undefined);
  return (
    <>
      <TextInput
        label="What do you call it?"
        description="For the staff: where it stands, such as “Website” or “Health fair”."
        required
        withAsterisk={false}
        maxLength={80}
        value={draft.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
        error={problem?.field('name')}
      />
      <TextInput
        label="Heading"
        description="Name no illness and no treatment, here and below: who signs up tells of themself by it."
        required
        withAsterisk={false}
        maxLength={120}
        value={draft.title}
        onChange={(event) => put({ title: event.currentTarget.value })}
        error={problem?.field('title')}
      />
      <Textarea
        label="What comes, and how often"
        maxLength={2000}
        autosize
        minRows={2}
        value={draft.about}
        onChange={(event) => put({ about: event.currentTarget.value })}
        error={problem?.field('about')}
      />
      <Textarea
        label="Your promise"
        description="What you do with the address, and what you do not. It is kept with what everybody chose, word for word."
        maxLength={2000}
        autosize
        minRows={2}
        value={draft.promise}
        onChange={(event) => put({ promise: event.currentTarget.value })}
        error={problem?.field('promise')}
      />
      <Checkbox.Group
        label="Topics to choose among"
        description="People get those that they choose. With none here they get all mailings."
        value={draft.topicIds}
        onChange={(topicIds) => put({ topicIds })}
      >
        {topics.length === 0 ? (
          <p>There is no topic in use yet; they are made in the settings.</p>
        ) : (
          topics.map(({ id, name }) => <Checkbox key={id} mt="xs" value={id} label={name} />)
        )}
      </Checkbox.Group>
      <Checkbox.Group
        label="Asked beside the address"
        description="Nobody has to answer."
        value={draft.asked}
        onChange={(asked) => put({ asked: ASKED.filter((key) => asked.includes(key)) })}
      >
        {ASKED.map((key) => (
          <Checkbox key={key} mt="xs" value={key} label={ASKED_WORDS[key]} />
        ))}
      </Checkbox.Group>
      <Textarea
        label="Sites that may show it in a frame"
        description="One a line, such as https://www.example.org. Without any it has a page of its own, which every site may link to."
        autosize
        minRows={2}
        value={places}
        onChange={(event) => {
          setPlaces(event.currentTarget.value);
          put({ places: placesOf(event.currentTarget.value) });
        }}
        error={wrongPlace ?? problem?.field('places')}
      />
      <Checkbox
        label="People can sign up by it"
        description="While it is off, its page says that there is no form. What was asked for before can still be confirmed."
        checked={draft.active}
        onChange={(event) => put({ active: event.currentTarget.checked })}
      />
    </>
  );
}
