/** The sign of the house: four tesserae, two of which belong together. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M4 4h11v11H4zM17 17h11v11H17z" fill="#e0662f" />
      <path d="M17 4h11v11H17z" fill="#f0b48f" />
      <path d="M4 17h11v11H4z" fill="#c9b7a8" />
    </svg>
  );
}
