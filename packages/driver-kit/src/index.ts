export type {
  Availability,
  Capacity,
  Driver,
  Handle,
  LaunchRequest,
  Sighting,
  Stray,
} from './driver.ts';
