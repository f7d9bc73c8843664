export const faults = async (databases: readonly string[], only: string): Promise<string> => `${databases} ${only}`;
