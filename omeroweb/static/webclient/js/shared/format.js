/** Numbers and dates as people read them. */

const STEPS = [
  { unit: "mm", size: 1000 },
  { unit: "µm", size: 1 },
  { unit: "nm", size: 0.001 },
];

/** A length given in micrometres, in the unit that suits it: 1500 -> "1.5 mm". */
export function micrometers(value, digits = 3) {
  const { unit, size } = STEPS.find((step) => value >= step.size) ?? STEPS.at(-1);
  return `${Number((value / size).toPrecision(digits))} ${unit}`;
}

/** "8192 × 8192 px" */
export const dimensions = (width, height) => `${width} × ${height} px`;

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** A moment in the reader's own zone; milliseconds since 1970. */
export function date(milliseconds) {
  return new Date(milliseconds).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

/** A channel without a name is labelled with its wavelength or its index, as in "509" and "0". */
export function channelName({ label, emissionWave }, index) {
  if (label === String(index)) return `Channel ${index + 1}`;
  return Number(label) === emissionWave ? `${label} nm` : label;
}

/** A pixel value without the noise of binary fractions. */
export const value = (number) => String(Number(number.toPrecision(6)));
