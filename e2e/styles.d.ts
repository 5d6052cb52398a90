// A style sheet that a script imports.
declare module '*.css' {
  const sheet: CSSStyleSheet;
  export default sheet;
}
