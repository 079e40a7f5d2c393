/** Systems that people would compare with and that cannot be installed from the registries that this bench may use, with the reason. */
export const unavailable: Readonly<Record<string, string>> = {
  neko: 'published as container images only',
  kasmvnc: 'published as release files only',
};
