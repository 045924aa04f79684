// Single keys. A view says which it takes; the newest view is asked first. Keys are off while somebody types or a dialog asks.

type Keys = Record<string, (event: KeyboardEvent) => void>;
const stack: Keys[] = [];

/** Takes keys as long as the component stands. Names are those of `KeyboardEvent.key`. */
export function keys(own: Keys): void {
  $effect(() => {
    stack.push(own);
    return () => {
      stack.splice(stack.lastIndexOf(own), 1);
    };
  });
}

function typing(target: EventTarget | null): boolean {
  const t = target as HTMLElement | null;
  if (!t?.closest) return false;
  if (t.closest('textarea, select, [contenteditable=true]')) return true;
  const input = t.closest('input');
  return input !== null && !['checkbox', 'radio', 'button'].includes(input.type);
}

export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector('dialog[open]')) return;
  // Enter and the space bar belong to the control that has the focus.
  const control = (event.target as HTMLElement).closest?.('button, a, summary, input');
  if (control && (event.key === 'Enter' || event.key === ' ')) return;
  for (let i = stack.length - 1; i >= 0; i--) {
    const f = stack[i]![event.key];
    if (f) {
      event.preventDefault();
      f(event);
      return;
    }
  }
}
