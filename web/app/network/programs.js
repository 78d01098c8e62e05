// What draws marks, lines and their ends for sigma. Each draws many of one sort in one go, from an
// array that is packed anew when the looks change: what is hidden is not in it, and costs nothing.
// sigma would keep an object for every edge, and write each of them anew to hide some.

import { EdgeProgram, NodeProgram } from "sigma/rendering";

import { campShade, data } from "../../shared/network.js";
import { TYPES } from "../../shared/state.js";
import { labels } from "./labels.js";
import { palette } from "./palette.js";
import { CHOSEN, FADED, FAINT, FULL, HIDDEN, scene } from "./scene.js";
import {
  END_FRAGMENT, END_VERTEX, LINE_FRAGMENT, LINE_VERTEX, MARK_FRAGMENT, MARK_VERTEX,
} from "./shaders.js";
import { UNEVIDENCED_STRENGTH, view } from "./view.js";

const { FLOAT, TRIANGLE_STRIP } = WebGL2RenderingContext;
/** Pieces that a curve is drawn in. */
const PIECES = 10;
/** With more lines than this, they are left out while the drawing moves. */
const MANY_LINES = 30_000;
/** Texels in a row of the texture of nodes. */
const ROW = 1024;

/** Whether the drawing is moving right now. */
export const motion = { on: false };

const SUPPORT = 0;
const OPPOSITION = 1;
const GROUND = 2;
/** What is added to a sign where no quotation stands behind it: see shaders.js. */
const UNEVIDENCED = 3;

const attribute = (name, size) => ({ name, size, type: FLOAT });
const COMMON = ["u_size", "u_corner", "u_scale", "u_unit", "u_mark", "u_pixels"];
const ON_LINES = [...COMMON, "u_nodes", "u_texture", "u_support", "u_opposition", "u_chosen", "u_thin"];

/** Give a program its array; nothing else fills it. */
function fill(program, values) {
  program.array = values;
  program.capacity = values.length / program.STRIDE;
  program.verticesCount = program.VERTICES * program.capacity;
}

function setCommon({ gl, uniformLocations: at }, { pixelRatio }) {
  gl.uniform2f(at.u_size, view.width, view.height);
  gl.uniform2f(at.u_corner, view.left, view.top);
  gl.uniform1f(at.u_scale, view.scale);
  gl.uniform1f(at.u_unit, view.unit);
  gl.uniform1f(at.u_mark, view.mark);
  gl.uniform1f(at.u_pixels, pixelRatio);
}

// ---- the texture of nodes, which all lines share

/** Where each node is and what its label covers, as the graphics card reads it. */
const texture = { gl: null, made: null, values: null, of: null };

/** Write the places and labels of this frame; lines ask for them by the numbers of their ends. */
export function writeNodes() {
  const rows = Math.max(1, Math.ceil((2 * data.nodes.length) / ROW));
  if (texture.of !== scene.of) {
    texture.values = new Float32Array(4 * ROW * rows);
    data.nodes.forEach((_, at) => texture.values.set([scene.x[at], scene.y[at]], 8 * at));
    texture.of = scene.of;
  }
  for (let at = 0; at < data.nodes.length; at += 1) {
    for (let side = 0; side < 4; side += 1) texture.values[8 * at + 4 + side] = labels.boxes[4 * at + side];
  }
  const { gl, made, values } = texture;
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, ROW, rows, 0, gl.RGBA, gl.FLOAT, values);
}

function nodesTexture(gl) {
  if (texture.gl !== gl) {
    Object.assign(texture, { gl, made: gl.createTexture() });
    gl.bindTexture(gl.TEXTURE_2D, texture.made);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    }
  }
  return texture.made;
}

function setOnLines(info, params) {
  const { gl, uniformLocations: at } = info;
  setCommon(info, params);
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, nodesTexture(gl));
  gl.uniform1i(at.u_nodes, 0);
  gl.uniform2f(at.u_texture, ROW, Math.max(1, Math.ceil((2 * data.nodes.length) / ROW)));
  gl.uniform3fv(at.u_support, palette.support);
  gl.uniform3fv(at.u_opposition, palette.opposition);
  gl.uniform3fv(at.u_chosen, palette.mark);
}

// ---- lines

/** A strip along a line: its corners by their part of the way, and the side. */
const strip = (pieces) =>
  Array.from({ length: pieces + 1 }, (_, at) => [[at / pieces, -1], [at / pieces, 1]]).flat();

class LineProgram extends EdgeProgram {
  static pieces = PIECES;
  /** Whether its lines keep their strength, however many there are. */
  static strong = false;

  constructor(gl, _, sigma) {
    super(gl, null, sigma);
    nodesTexture(gl);
  }

  getDefinition() {
    const corners = strip(this.constructor.pieces);
    return {
      VERTICES: corners.length,
      VERTEX_SHADER_SOURCE: LINE_VERTEX,
      FRAGMENT_SHADER_SOURCE: LINE_FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS: ON_LINES,
      ATTRIBUTES: [
        attribute("a_ends", 2), attribute("a_bend", 1), attribute("a_width", 1), attribute("a_look", 2),
      ],
      CONSTANT_ATTRIBUTES: [attribute("a_at", 2)],
      CONSTANT_DATA: corners,
    };
  }

  // sigma knows of no edges: they come by `pack`.
  reallocate() {}

  process() {}

  setUniforms(params, info) {
    setOnLines(info, params);
    info.gl.uniform1f(info.uniformLocations.u_thin, this.constructor.strong ? 1 : view.strength);
  }

  render(params) {
    if (!(motion.on && scene.lines > MANY_LINES)) super.render(params);
  }

  pack(edges) {
    const values = [];
    for (const { at, look, width, alpha } of edges) {
      values.push(scene.from[at], scene.to[at], scene.bend[at], width, look, alpha);
    }
    fill(this, Float32Array.from(values));
  }
}

/** A straight line needs no pieces. */
class StraightProgram extends LineProgram {
  static pieces = 1;
}

class EndProgram extends LineProgram {
  getDefinition() {
    return {
      ...super.getDefinition(),
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: END_VERTEX,
      FRAGMENT_SHADER_SOURCE: END_FRAGMENT,
      CONSTANT_DATA: [[-11, -9], [-11, 9], [5, -9], [5, 9]],
    };
  }
}

class NearLineProgram extends LineProgram {
  static strong = true;
}

class NearEndProgram extends EndProgram {
  static strong = true;
}

/** What draws lines, in the order in which it is drawn: what is chosen lies above all else. */
export const EDGE_PROGRAMS = {
  straight: StraightProgram,
  curved: LineProgram,
  ends: EndProgram,
  nearLines: NearLineProgram,
  nearEnds: NearEndProgram,
};

/** Give the programs the lines as they look now. */
export function packLines(programs) {
  const parts = { straight: [], curved: [], ends: [], nearLines: [], nearEnds: [] };
  const someFaded = scene.edgeLook.includes(FADED);
  scene.edgeLook.forEach((seen, at) => {
    if (seen === HIDDEN) return;
    const line = {
      at,
      look: (data.edges[at].sign > 0 ? SUPPORT : OPPOSITION) + (data.edges[at].evidenced ? 0 : UNEVIDENCED),
      width: scene.width[at],
      alpha: (seen === FADED ? FAINT : 1) * (data.edges[at].evidenced ? 1 : UNEVIDENCED_STRENGTH),
    };
    const near = seen === CHOSEN || (someFaded && seen === FULL);
    const bent = scene.bend[at] !== 0 || scene.from[at] === scene.to[at];
    parts[near ? "nearLines" : bent ? "curved" : "straight"].push(line);
    parts[near ? "nearEnds" : "ends"].push(line);
    if (seen === CHOSEN) parts.nearLines.unshift({ ...line, look: GROUND, width: 9 + scene.width[at] });
  });
  for (const [name, lines] of Object.entries(parts)) programs[name].pack(lines);
}

// ---- marks

export class MarkProgram extends NodeProgram {
  constructor(gl, _, sigma) {
    super(gl, null, sigma);
  }

  getDefinition() {
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: MARK_VERTEX,
      FRAGMENT_SHADER_SOURCE: MARK_FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS: [...COMMON, "u_colours", "u_ink"],
      ATTRIBUTES: [attribute("a_place", 2), attribute("a_look", 4)],
      CONSTANT_ATTRIBUTES: [attribute("a_at", 2)],
      CONSTANT_DATA: [[-1, -1], [-1, 1], [1, -1], [1, 1]],
    };
  }

  reallocate() {}

  process() {}

  setUniforms(params, info) {
    setCommon(info, params);
    info.gl.uniform3fv(info.uniformLocations.u_colours, palette.marks.flat());
    info.gl.uniform3fv(info.uniformLocations.u_ink, palette.ink);
  }

  pack() {
    const values = [];
    for (const at of scene.named.toReversed()) {
      const node = data.nodes[at];
      const strength = scene.nodeLook[at] === FADED ? FAINT : 1;
      values.push(scene.x[at], scene.y[at], TYPES.indexOf(node.type), colourOf(node), strength,
        scene.nodeLook[at] === CHOSEN ? 1 : 0);
    }
    fill(this, Float32Array.from(values));
  }
}

/** The place of a node's colour in the palette: issues, who has no camp, then the camps. */
const colourOf = (node) => (node.type === "issue" ? 0 : node.camp ? 1 + campShade(node.camp) : 1);
