import {
  IconAppWindow,
  IconBrandBlender,
  IconLeaf,
  IconMouse2,
  IconSettingsCog,
  IconTerminal2,
} from '@tabler/icons-react';
import classes from './profile-icon.module.css';

const icons: Readonly<Record<string, typeof IconAppWindow>> = {
  blender: IconBrandBlender,
  glxgears: IconSettingsCog,
  mate: IconLeaf,
  openbox: IconAppWindow,
  xfce: IconMouse2,
  xterm: IconTerminal2,
};

/** Far apart for the profiles that come with Berth; those of others take theirs from the name. */
const hues: Readonly<Record<string, number>> = {
  blender: 28,
  glxgears: 330,
  mate: 130,
  openbox: 265,
  xfce: 200,
  xterm: 48,
};

/** A tile that tells profiles apart at a glance, the same on their cards and on the rows of their sessions. */
export function ProfileIcon(props: { readonly profile: string; readonly size?: number }) {
  const { profile, size = 44 } = props;
  const Icon = icons[profile];
  return (
    <span
      className={classes.tile}
      style={{ width: size, height: size, '--hue': String(hues[profile] ?? hueOf(profile)) }}
      aria-hidden="true"
    >
      {Icon ? <Icon size={size * 0.55} stroke={1.5} /> : initialsOf(profile)}
    </span>
  );
}

/** Around the circle by the golden angle: names that hash to neighbours still look different. */
function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return Math.round((sum * 137.508) % 360);
}

/** `paraview-5` → `P5`. */
function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '');
  const letters = words.length > 1 ? words.map(word => word[0]) : [...(words[0] ?? '?')];
  return letters.slice(0, 2).join('').toUpperCase();
}
