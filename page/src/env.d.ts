/// <reference types="svelte" />
/// <reference types="vite/client" />
declare module 'virtual:countries' {
  /** Lines of alpha-3 code, name and ISO number, separated by tabs. */
  const table: string;
  export default table;
}
