export function servers(mark: string): { pid: number; command: string[] }[];
