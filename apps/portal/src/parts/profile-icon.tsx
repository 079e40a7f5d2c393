import {
  IconAppWindow,
  IconBox,
  IconBrandBlender,
  IconDeviceDesktop,
  IconSettingsCog,
  IconTerminal2,
} from '@tabler/icons-react';
import classes from './profile-icon.module.css';

const icons: Readonly<Record<string, typeof IconBox>> = {
  blender: IconBrandBlender,
  glxgears: IconSettingsCog,
  xterm: IconTerminal2,
};

/** A tile that tells profiles apart at a glance: its hue comes from the name. */
export function ProfileIcon(props: {
  readonly profile: string;
  readonly kind?: 'desktop' | 'app' | undefined;
  readonly size?: number;
}) {
  const { profile, kind, size = 44 } = props;
  const Icon =
    icons[profile] ?? (kind === 'app' ? IconAppWindow : kind === 'desktop' ? IconDeviceDesktop : IconBox);
  return (
    <span
      className={classes.tile}
      style={{ width: size, height: size, '--hue': String(hueOf(profile)) }}
      aria-hidden="true"
    >
      <Icon size={size * 0.55} stroke={1.5} />
    </span>
  );
}

const hues = [192, 215, 245, 275, 330, 20, 40, 150, 170];

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return hues[sum % hues.length] ?? 192;
}
