import type { CreateSessionRequest, ProfileSummary } from '@berth/contract';
import { Alert, Button, Drawer, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertCircle, IconPlayerPlayFilled } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { sayError } from '../state/problem.ts';
import { emptyStartForm, readStartForm, type StartForm, type StartFormErrors } from '../state/start-form.ts';

const presets = ['1280x720', '1600x900', '1920x1080', '2560x1440', '3840x2160'] as const;

export function OptionsDrawer(props: {
  readonly profile: ProfileSummary;
  readonly starting: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onStart: (request: CreateSessionRequest) => void;
}) {
  const { profile, starting, error, onClose, onStart } = props;
  const [form, setForm] = useState<StartForm>(emptyStartForm);
  const [errors, setErrors] = useState<StartFormErrors>({});
  const change = (part: Partial<StartForm>) => {
    setForm(before => ({ ...before, ...part }));
    setErrors(before => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in part))));
  };
  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readStartForm(profile.name, form);
    setErrors(read.ok ? {} : read.errors);
    if (read.ok) return onStart(read.request);
    const first = Object.keys(read.errors)[0];
    const field = first ? event.currentTarget.elements.namedItem(first) : null;
    if (field instanceof HTMLElement) field.focus();
  };
  const own = `${profile.display.width} × ${profile.display.height}`;

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={`Start ${profile.title}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={handleSubmit} noValidate>
        <Stack>
          {error !== null && (
            <Alert color="red" icon={<IconAlertCircle />} role="alert" title="It could not be started">
              {sayError(error)}
            </Alert>
          )}
          <TextInput
            label="Name"
            name="name"
            description="To find it again; you can change it later"
            placeholder={profile.title}
            maxLength={80}
            data-autofocus
            value={form.name}
            error={errors.name}
            onChange={event => change({ name: event.currentTarget.value })}
          />
          <NativeSelect
            label="Screen size"
            name="size"
            value={form.size}
            error={errors.size}
            onChange={event => change({ size: sizeFrom(event.currentTarget.value) })}
            data={[
              { value: 'profile', label: `As the profile says (${own})` },
              ...presets.map(size => ({ value: size, label: size.replace('x', ' × ') })),
              { value: 'custom', label: 'Another size…' },
            ]}
          />
          {form.size === 'custom' && (
            <Group grow align="flex-start">
              <TextInput
                label="Width"
                name="width"
                inputMode="numeric"
                rightSection={<Text size="sm">px</Text>}
                value={form.width}
                error={errors.width}
                onChange={event => change({ width: event.currentTarget.value })}
              />
              <TextInput
                label="Height"
                name="height"
                inputMode="numeric"
                rightSection={<Text size="sm">px</Text>}
                value={form.height}
                error={errors.height}
                onChange={event => change({ height: event.currentTarget.value })}
              />
            </Group>
          )}
          {profile.customCommand && (
            <Textarea
              label="Command"
              name="command"
              description="Runs in place of the profile’s own. Words and quotes, as in a shell; no pipes or variables."
              placeholder={'xterm -fa "DejaVu Sans Mono" -fs 14'}
              autosize
              minRows={2}
              spellCheck={false}
              autoCapitalize="none"
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              value={form.command}
              error={errors.command}
              onChange={event => change({ command: event.currentTarget.value })}
            />
          )}
          <TextInput
            label="Time limit in minutes"
            name="timeLimitMinutes"
            description="The session stops by itself after this time; empty means the profile’s limit"
            inputMode="numeric"
            value={form.timeLimitMinutes}
            error={errors.timeLimitMinutes}
            onChange={event => change({ timeLimitMinutes: event.currentTarget.value })}
          />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={starting} leftSection={<IconPlayerPlayFilled size={16} />}>
              Start
            </Button>
          </Group>
          <Text size="xs" c="dimmed" ta="right">
            It opens in a new tab.
          </Text>
        </Stack>
      </form>
    </Drawer>
  );
}

function sizeFrom(value: string): StartForm['size'] {
  if (value === 'custom') return 'custom';
  return presets.find(size => size === value) ?? 'profile';
}
