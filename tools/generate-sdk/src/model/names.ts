/** `contactImports` as `ContactImports`. */
export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `ContactImport` as `contactImport`. */
export function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `contactImports` as `contact-imports`. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `not_found` as `NotFoundError`: the class that the runtime throws for a code. */
export function errorClass(code: string): string {
  return `${code.split('_').map(pascal).join('')}Error`;
}

/** The TypeScript name of a component: `Page` is the runtime's class, so the component is `PageInfo`. */
export function typeName(component: string): string {
  return component === 'Page' ? 'PageInfo' : component;
}

/** A summary with its full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
