/** A page that a module adds to the admin panel. */
export interface PanelPage {
  /** Its address below the panel's `modules/`: lower-case letters, digits, dashes. */
  readonly name: string;
  readonly label: string;
  /** Where it stands in the menu: a section (`Customers`) and, where that has groups, a group (`Extensions`). */
  readonly section: string;
  readonly group?: string;
  /** ACL resource that its reader has to be granted. */
  readonly resource: string;
  /** Further words under which the command palette finds it. */
  readonly words?: string;
  /** A JavaScript file, `new URL('./panel.mjs', import.meta.url)`, that exports `mount(element, panel)`. */
  readonly script: URL;
}
