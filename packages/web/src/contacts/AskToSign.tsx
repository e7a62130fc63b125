import { Alert, Anchor, Button, Checkbox, Group, Modal, NumberInput, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Choice } from '../parts/Choice.tsx';
import { Copy } from '../parts/Copy.tsx';
import { Problem } from '../parts/Problem.tsx';
import { QrCode } from '../parts/QrCode.tsx';
import { type ContactSigning, useAskToSign } from './signing.ts';

const USUAL_DAYS = 30;

interface Props {
  id: string;
  signing: ContactSigning;
  close: () => void;
}

/** Which form, and how: by a mailed link, or on a tablet that staff hands over. */
export function AskToSign({ id, signing, close }: Props) {
  const { forms, hasEmail, hasBirthDate } = signing;
  const byMail = hasEmail && hasBirthDate;
  const [formId, setFormId] = useState(forms[0]?.id ?? '');
  const [way, setWay] = useState<'mail' | 'tablet'>(byMail ? 'mail' : 'tablet');
  const [days, setDays] = useState(USUAL_DAYS);
  const [seen, setSeen] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const ask = useAskToSign(id);
  const submit = () =>
    ask.mutate(way === 'mail' ? { way, formId, days } : { way, formId, identified: true }, {
      onSuccess: (made) => {
        if (made.link !== null) return setLink(made.link);
        notifications.show({
          message:
            made.notice === 'sent'
              ? 'The link is on its way by mail.'
              : 'The link is made, but the mail that brings it did not leave. Send a new link later.',
        });
        close();
      },
    });
  return (
    <Modal
      opened
      onClose={close}
      closeOnClickOutside={false}
      size="lg"
      title="Ask for a signature"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {link === null ? (
        <form
          style={{ display: 'grid', gap: 16 }}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Select
            label="Which form?"
            description="The version that is published now is what they sign, also if you publish another meanwhile."
            allowDeselect={false}
            data={forms.map(({ id: value, title, language, version }) => ({
              value,
              label: `${title} (${language}, version ${version})`,
            }))}
            value={formId}
            onChange={(value) => value !== null && setFormId(value)}
          />
          <Choice
            label="How?"
            value={way}
            choose={setWay}
            options={[
              {
                value: 'mail',
                label: 'By a link in a mail',
                note: byMail
                  ? 'They show who they are by their birth date and a code. The mail says nothing of them.'
                  : 'It needs an email address and a birth date on file.',
                disabled: !byMail,
              },
              {
                value: 'tablet',
                label: 'On a tablet in the practice',
                note: 'You have identified them. The page works for 30 minutes, without a code.',
              },
            ]}
          />
          {way === 'mail' ? (
            <NumberInput
              label="For how many days does the link work?"
              value={days}
              min={1}
              max={365}
              allowDecimal={false}
              onChange={(value) => setDays(Number(value) || USUAL_DAYS)}
            />
          ) : (
            <Checkbox
              label="I have seen who this is, by a document or because I know them"
              checked={seen}
              onChange={(event) => setSeen(event.currentTarget.checked)}
            />
          )}
          <Problem error={ask.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={ask.isPending} disabled={way === 'tablet' && !seen}>
              {way === 'mail' ? 'Mail the link' : 'Make the page'}
            </Button>
          </Group>
        </form>
      ) : (
        <div style={{ display: 'grid', gap: 16 }}>
          <Alert variant="light" title="The page is ready, for 30 minutes">
            Open it on the tablet by its camera, and sign out there first: whoever holds the tablet
            must not see these pages.
          </Alert>
          <QrCode alt="The address of the page as a QR code" value={link} />
          <Group>
            <Anchor href={link} target="_blank" rel="noreferrer">
              Open the page here
            </Anchor>
            <Copy what="address" of="the page to sign" value={link} />
          </Group>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </div>
      )}
    </Modal>
  );
}
