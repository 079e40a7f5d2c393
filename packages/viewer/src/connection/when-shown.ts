/** A page that nobody sees, such as one scrolled out of view, is given no animation frames. */
const atLatestMs = 100;

/** Calls back in the next animation frame, which shows what has been painted by now. The result calls it off. */
export function whenShown(callback: () => void): () => void {
  const callOff = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const call = () => {
    callOff();
    callback();
  };
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, atLatestMs);
  return callOff;
}
