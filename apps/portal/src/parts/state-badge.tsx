import type { SessionPhase } from '@berth/contract';
import { Badge, Loader } from '@mantine/core';
import {
  IconAlertTriangleFilled,
  IconCircleFilled,
  IconPlayerStopFilled,
  IconXboxXFilled,
} from '@tabler/icons-react';
import { lookOf } from '../state/session-words.ts';

/** The state in words, with a shape as well as a colour. */
export function StateBadge(props: { readonly phase: SessionPhase }) {
  const look = lookOf(props.phase);
  return (
    <Badge
      variant="light"
      color={look.colour}
      size="lg"
      tt="none"
      fw={600}
      data-testid="state"
      autoContrast
      leftSection={look.busy ? <Loader size={12} color="currentColor" aria-hidden /> : iconOf(look.colour)}
    >
      {look.word}
    </Badge>
  );
}

function iconOf(colour: string) {
  if (colour === 'green') return <IconCircleFilled size={9} aria-hidden />;
  if (colour === 'orange') return <IconAlertTriangleFilled size={13} aria-hidden />;
  if (colour === 'red') return <IconXboxXFilled size={13} aria-hidden />;
  return <IconPlayerStopFilled size={11} aria-hidden />;
}
