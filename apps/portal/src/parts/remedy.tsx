import { Text } from '@mantine/core';
import { splitRemedy } from '../state/remedy.ts';
import { CopyButton } from './copy-button.tsx';
import classes from './remedy.module.css';

/** What to do about something, with its commands ready to copy. */
export function Remedy(props: { readonly text: string }) {
  return (
    <div className={classes.remedy}>
      {splitRemedy(props.text).map(part =>
        part.kind === 'words' ? (
          <Text key={part.text} size="sm">
            {part.text}
          </Text>
        ) : (
          <div key={part.text} className={classes.command}>
            <code>{part.text}</code>
            <CopyButton text={part.text} label="Copy the command" />
          </div>
        ),
      )}
    </div>
  );
}
