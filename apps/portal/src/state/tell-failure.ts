import { notifications } from '@mantine/notifications';
import { isAway, sayError } from './problem.ts';

/** `onError: tell('… could not be stopped')`: the failure of something a person has clicked, as a notification. */
export function useTellFailure() {
  return (title: string) => (error: unknown) => {
    notifications.show({
      color: isAway(error) ? 'orange' : 'red',
      autoClose: 12_000,
      title,
      message: sayError(error),
    });
  };
}
