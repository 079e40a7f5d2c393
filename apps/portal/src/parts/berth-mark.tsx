/** A slip seen from above, with something docked in it. The favicon is the same drawing. */
export function BerthMark(props: { readonly size?: number }) {
  const { size = 28 } = props;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b7285" />
      <path
        d="M7.5 8.5v11a5 5 0 0 0 5 5h7a5 5 0 0 0 5-5v-11"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <rect x="11.6" y="6.5" width="8.8" height="13" rx="2.2" fill="#99e9f2" />
    </svg>
  );
}
