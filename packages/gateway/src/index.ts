export { type CertificateFiles, ensureCertificate } from './certificate.ts';
export { type Gateway, startGateway } from './gateway.ts';
export { type MetricsSnapshot, type Refusal, refusals } from './metrics.ts';
export type { GatewayLimits, GatewayOptions } from './options.ts';
