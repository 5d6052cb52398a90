// A short two-tone signal made on the spot: no file to fetch. Silent until the page has been touched, as browsers demand.

/** @type {AudioContext | undefined} */
let audio;

/**
 * @param {number[]} [tones] hertz, one after the other
 * @param {number} [volume] 0–1
 */
export async function beep(tones = [660, 880], volume = 0.12) {
  try {
    audio ??= new AudioContext();
    await audio.resume();
    tones.forEach((hertz, i) => {
      const at = /** @type {AudioContext} */ (audio).currentTime + i * 0.12;
      const tone = /** @type {AudioContext} */ (audio).createOscillator();
      const gain = /** @type {AudioContext} */ (audio).createGain();
      tone.frequency.value = hertz;
      gain.gain.setValueAtTime(volume, at);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.18);
      tone.connect(gain).connect(/** @type {AudioContext} */ (audio).destination);
      tone.start(at);
      tone.stop(at + 0.2);
    });
  } catch {
    // no audio here: the title and the badge still speak
  }
}
