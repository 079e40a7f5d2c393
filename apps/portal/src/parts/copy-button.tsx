import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from '../state/copy-text.ts';

export function CopyButton(props: { readonly text: string; readonly label: string }) {
  const { text, label } = props;
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Tooltip
      label={copied ? 'Copied' : copied === false ? 'The browser refused; select and copy it' : label}
      {...(copied === null ? {} : { opened: true })}
    >
      <ActionIcon
        variant="subtle"
        color={copied ? 'green' : 'gray'}
        aria-label={copied ? 'Copied' : label}
        onClick={() => void copyText(text).then(setCopied)}
      >
        {copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}
