// What is painted under the lines and over the marks: grounds, numbers of camps, labels.

import { campShade, data } from "../../shared/network.js";
import { FACE } from "../../shared/shapes.js";
import { boxOf, labelText, labels } from "./labels.js";
import { colour } from "./palette.js";
import { FADED, HIDDEN, pointOf, scene } from "./scene.js";
import { inSight, view } from "./view.js";

/** How far a ground reaches beyond the marks on it, in px at zoom 1. */
export const GROUND = 30;
/** Where marks are smaller than this on the screen, no number can be read in them. */
const NUMBERED = 0.4;

/** Draw the soft ground under each camp. */
export function drawGrounds(context) {
  context.lineJoin = "round";
  context.lineWidth = 2 * GROUND * view.scale;
  for (const { camp, outline } of scene.grounds) {
    context.fillStyle = context.strokeStyle = colour(`ground-${campShade(camp)}`);
    context.beginPath();
    for (const { x, y } of outline) context.lineTo(x * view.scale + view.left, y * view.scale + view.top);
    context.closePath();
    context.fill();
    context.stroke();
  }
}

/** The nodes that have the number of their camp in their mark. */
export const numbered = () => (view.scale < NUMBERED ? [] : scene.named.filter((at) =>
  data.nodes[at].camp && scene.nodeLook[at] > FADED && inSight(pointOf(at))));

export function drawNumbers(context) {
  context.font = `bold ${13 * view.mark}px ${FACE}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour("paper");
  for (const at of numbered()) {
    const { x, y } = pointOf(at);
    context.fillText(data.nodes[at].camp, x, y + 0.5 * view.mark);
  }
}

export function drawLabels(context) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = labels.size / 4;
  context.strokeStyle = colour("paper");
  const fonts = { true: `italic ${labels.size}px ${FACE}`, false: `${labels.size}px ${FACE}` };
  const fills = { true: colour("quiet"), false: colour("ink") };
  for (const at of labels.shown.filter((one) => scene.nodeLook[one] !== HIDDEN)) {
    const issue = data.nodes[at].type === "issue";
    const faded = scene.nodeLook[at] === FADED;
    const { x, y } = pointOf(at);
    const { left, right, top, bottom } = boxOf(at);
    const place = [labelText(at), x + (left + right) / 2, y + (top + bottom) / 2];
    context.font = fonts[issue];
    context.fillStyle = fills[issue] + (faded ? "66" : "");
    if (!faded) context.strokeText(...place);
    context.fillText(...place);
  }
}
