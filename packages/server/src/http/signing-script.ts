/**
 * Lets a finger or a pen draw on the page, where scripts run: the strokes go into a hidden field as
 * "x,y x,y;x,y x,y". Nothing is asked for elsewhere. Without it the typed signature is all there is.
 */
export const SIGNATURE_SCRIPT = `'use strict';
(() => {
  const box = document.getElementById('drawing');
  const canvas = document.getElementById('pad');
  const field = document.getElementById('drawn');
  const clear = document.getElementById('clear');
  if (!box || !canvas || !field || !clear) return;
  const pen = canvas.getContext('2d');
  let strokes = field.value === '' ? [] : field.value.split(';').map((one) => one.split(' '));
  const paint = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = 'round';
    pen.strokeStyle = '#1b2423';
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach((point, place) => {
        const [x, y] = point.split(',').map(Number);
        if (place === 0) pen.moveTo(x, y);
        pen.lineTo(x, y);
      });
      pen.stroke();
    }
    field.value = strokes.map((stroke) => stroke.join(' ')).join(';');
  };
  const pointOf = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    const x = within(((event.clientX - left) / width) * canvas.width, canvas.width);
    const y = within(((event.clientY - top) / height) * canvas.height, canvas.height);
    return x + ',' + y;
  };
  let drawing = false;
  canvas.addEventListener('pointerdown', (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    strokes.push([pointOf(event)]);
    paint();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drawing || field.value.length > 50000) return;
    strokes[strokes.length - 1].push(pointOf(event));
    paint();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => { drawing = false; });
  }
  clear.addEventListener('click', () => { strokes = []; paint(); });
  box.hidden = false;
  paint();
})();
`;
