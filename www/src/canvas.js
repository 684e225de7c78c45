// Draws what a program has presented.

/** Puts red, green, blue and opacity of each pixel into a canvas, which gets the picture's size. */
export function draw(canvas, width, height, pixels) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const data = new ImageData(new Uint8ClampedArray(pixels), width, height);
  canvas.getContext("2d").putImageData(data, 0, 0);
}
