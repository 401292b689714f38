/** Small choices that outlive a visit, such as the size of thumbnails. */

export function recall(name, fallback) {
  try {
    return localStorage.getItem(`omeroweb.${name}`) ?? fallback;
  } catch {
    return fallback; // storage is switched off
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`omeroweb.${name}`, value);
  } catch {
    // storage is switched off or full: the choice lasts as long as the page
  }
}
