// What can be taken away: the current view as a file.

export function addSave() {}
