/** Portolan's own version, as package.json has it; a test holds the two together. */
export const PORTOLAN_VERSION = "0.1.0";
