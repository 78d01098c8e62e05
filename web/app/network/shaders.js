// What the graphics card runs. All lengths are px of the screen, and y grows downward, as on paper.

/** Where the nodes are, what their labels cover, and how a line finds its way: see lines.js. */
const GEOMETRY = `
const float MARK = 14.0;
const float MOST_BENT = 60.0;

attribute vec2 a_ends;
attribute float a_bend;

uniform sampler2D u_nodes;
uniform vec2 u_texture;
uniform vec2 u_size;
uniform vec2 u_corner;
uniform float u_scale;
uniform float u_unit;
uniform float u_mark;

struct Line { vec2 a; vec2 b; vec2 c; vec2 d; bool loop; };

/* Two texels for each node: its place, and the box of its label around it. */
vec4 texel(float node, float which) {
  float at = 2.0 * node + which;
  float row = floor((at + 0.5) / u_texture.x);
  return texture2D(u_nodes, (vec2(at - row * u_texture.x, row) + 0.5) / u_texture);
}

vec2 directed(vec2 way) {
  float far = length(way);
  return far > 0.0 ? way / far : vec2(1.0, 0.0);
}

vec2 beside(vec2 at, vec4 box, vec2 towards, float gap, float far) {
  vec2 to = directed(towards - at);
  float mark = MARK * u_mark;
  float reach = mark;
  if (box.y > box.x && (to.y > 0.0) == (box.z > 0.0)) {
    float near = min(abs(box.z), abs(box.w));
    float side = to.x < 0.0 ? -box.x : box.y;
    float across = abs(to.x);
    float down = abs(to.y);
    if (across * near < side * down) {
      reach = max(abs(box.z), abs(box.w)) / down;
      if (across > 0.0) reach = min(reach, side / across);
    }
  }
  reach = min(reach + gap, max(mark, far - 3.0 * mark));
  return at + to * reach;
}

Line lineOf() {
  vec2 start = texel(a_ends.x, 0.0).xy * u_scale + u_corner;
  if (a_ends.x == a_ends.y) {
    return Line(start + vec2(-6.0, -MARK) * u_mark, start + vec2(-30.0, -MARK - 44.0) * u_mark,
      start + vec2(30.0, -MARK - 44.0) * u_mark, start + vec2(6.0, -MARK - 4.0) * u_mark, true);
  }
  vec2 end = texel(a_ends.y, 0.0).xy * u_scale + u_corner;
  vec2 way = end - start;
  float far = max(length(way), 1.0);
  float most = MOST_BENT * u_scale;
  float away = clamp(a_bend * far, -most, most);
  vec2 middle = start + way / 2.0 + vec2(way.y, -way.x) / far * away * 2.0;
  vec2 first = beside(start, texel(a_ends.x, 1.0), middle, 2.0 * u_mark, far);
  vec2 tip = beside(end, texel(a_ends.y, 1.0), middle, 5.0 * u_unit, far);
  vec2 bent = a_bend == 0.0 ? (first + tip) / 2.0 : middle;
  return Line(first, bent, bent, tip, false);
}

vec4 placed(vec2 point) {
  return vec4(point.x / u_size.x * 2.0 - 1.0, 1.0 - point.y / u_size.y * 2.0, 0.0, 1.0);
}
`;

/**
 * What a line looks like: 0 support, 1 opposition, 2 the ground under the chosen one, 3 and 4 support
 * and opposition without a quotation.
 */
const LOOK = `
uniform vec3 u_support;
uniform vec3 u_opposition;
uniform vec3 u_chosen;
uniform float u_thin;

vec3 colourOf(float look) {
  return look < 0.5 || (look > 2.5 && look < 3.5) ? u_support
    : look > 1.5 && look < 2.5 ? u_chosen : u_opposition;
}
`;

export const LINE_VERTEX = `
precision highp float;
attribute float a_width;
attribute vec2 a_look;
attribute vec2 a_at;
uniform float u_pixels;
varying float v_side;
varying float v_half;
varying float v_along;
varying vec2 v_look;
${GEOMETRY}

vec2 pointAt(Line line, float part) {
  float rest = 1.0 - part;
  if (line.loop) {
    return rest * rest * rest * line.a + 3.0 * rest * rest * part * line.b
      + 3.0 * rest * part * part * line.c + part * part * part * line.d;
  }
  return rest * rest * line.a + 2.0 * rest * part * line.b + part * part * line.d;
}

vec2 speedAt(Line line, float part) {
  float rest = 1.0 - part;
  if (line.loop) {
    return 3.0 * (rest * rest * (line.b - line.a) + 2.0 * rest * part * (line.c - line.b)
      + part * part * (line.d - line.c));
  }
  return 2.0 * (rest * (line.b - line.a) + part * (line.d - line.b));
}

/* The length of the way to a part of it (three points, after Gauss and Legendre). */
float wayTo(Line line, float part) {
  return part / 18.0 * (5.0 * length(speedAt(line, part * 0.1127017))
    + 8.0 * length(speedAt(line, part * 0.5)) + 5.0 * length(speedAt(line, part * 0.8872983)));
}

void main() {
  Line line = lineOf();
  float half_ = max(a_width * u_unit, 0.7 / u_pixels) / 2.0;
  vec2 to = directed(speedAt(line, a_at.x));
  float side = a_at.y * (half_ + 0.6);
  gl_Position = placed(pointAt(line, a_at.x) + vec2(-to.y, to.x) * side);
  v_side = side;
  v_half = half_;
  v_along = wayTo(line, a_at.x);
  v_look = a_look;
}
`;

export const LINE_FRAGMENT = `
precision highp float;
varying float v_side;
varying float v_half;
varying float v_along;
varying vec2 v_look;
uniform float u_unit;
uniform float u_pixels;
${LOOK}

void main() {
  float alpha = clamp((v_half - abs(v_side)) * u_pixels + 0.5, 0.0, 1.0) * v_look.y * u_thin;
  if (v_look.x > 0.5 && v_look.x < 1.5) {
    float at = mod(v_along, 11.0 * u_unit);
    alpha *= clamp(min(at, 7.0 * u_unit - at) * u_pixels + 0.5, 0.0, 1.0);
  }
  if (v_look.x > 2.5) {
    float at = mod(v_along, 5.5 * u_unit);
    alpha *= clamp(min(at, 1.5 * u_unit - at) * u_pixels + 0.5, 0.0, 1.0);
  }
  gl_FragColor = vec4(colourOf(v_look.x) * alpha, alpha);
}
`;

export const END_VERTEX = `
precision highp float;
attribute vec2 a_look;
attribute vec2 a_at;
varying vec2 v_at;
varying vec2 v_look;
${GEOMETRY}

void main() {
  Line line = lineOf();
  vec2 to = directed(line.d - line.c);
  v_at = a_at;
  v_look = a_look;
  gl_Position = placed(line.d + (to * a_at.x + vec2(-to.y, to.x) * a_at.y) * u_unit);
}
`;

export const END_FRAGMENT = `
precision highp float;
varying vec2 v_at;
varying vec2 v_look;
uniform float u_unit;
uniform float u_pixels;
${LOOK}

void main() {
  vec2 at = vec2(v_at.x, abs(v_at.y));
  float arrow = max(-9.0 - at.x, (at.y - (3.0 - at.x) * 5.0 / 12.0) * 0.923);
  float bar = max(abs(at.x) - 1.5, at.y - 7.0);
  float out_ = (v_look.x < 0.5 || (v_look.x > 2.5 && v_look.x < 3.5) ? arrow : bar) * u_unit * u_pixels;
  float alpha = clamp(0.5 - out_, 0.0, 1.0) * v_look.y * u_thin;
  gl_FragColor = vec4(colourOf(v_look.x) * alpha, alpha);
}
`;

export const MARK_VERTEX = `
precision highp float;
attribute vec2 a_place;
attribute vec4 a_look;
attribute vec2 a_at;
uniform vec2 u_size;
uniform vec2 u_corner;
uniform float u_scale;
uniform float u_mark;
uniform vec3 u_colours[8];
varying vec2 v_at;
varying vec3 v_look;
varying vec3 v_colour;

void main() {
  v_at = a_at * 18.0;
  v_look = a_look.xzw;
  v_colour = u_colours[int(a_look.y + 0.5)];
  vec2 point = a_place * u_scale + u_corner + v_at * u_mark;
  gl_Position = vec4(point.x / u_size.x * 2.0 - 1.0, 1.0 - point.y / u_size.y * 2.0, 0.0, 1.0);
}
`;

/** a_look: the shape (0 dot, 1 square, 2 hexagon, 3 diamond), the colour, the strength, whether chosen. */
export const MARK_FRAGMENT = `
precision highp float;
varying vec2 v_at;
varying vec3 v_look;
varying vec3 v_colour;
uniform float u_mark;
uniform float u_pixels;
uniform vec3 u_ink;

void main() {
  vec2 at = abs(v_at);
  float out_ = length(at) - 13.0;
  if (v_look.x > 2.5) out_ = (at.x + at.y - 10.0) * 0.7071;
  else if (v_look.x > 1.5) out_ = max(at.y, at.x * 0.866 + at.y * 0.5) - 12.124;
  else if (v_look.x > 0.5) out_ = max(at.x, at.y) - 12.0;
  float pixels = u_mark * u_pixels;
  float edge = v_look.z * 2.0;
  float alpha = clamp(0.5 - (out_ - edge) * pixels, 0.0, 1.0) * v_look.y;
  float ink = v_look.z * clamp(0.5 + (out_ + edge) * pixels, 0.0, 1.0);
  gl_FragColor = vec4(mix(v_colour, u_ink, ink) * alpha, alpha);
}
`;
