// The labels: as large as they may be without covering each other, but never too small to read.
// One that has no room under its mark may stand above it. Where there is no room for all, those
// that matter most are shown, and more as one zooms in.

/** What a label says, by language and node. */
const written = new Map();

/** Return a label with its width for letters of 1 px, cut to what the layout keeps free for it. */
function label(id) {
  const key = `${state.lang} ${id}`;
  if (!written.has(key)) {
    const text = cutLabel(inLanguage(nodes.get(id).label));
    written.set(key, { text, width: widthOf(text) });
  }
  return written.get(key);
}

const labelWidth = (id) => label(id).width;

/** The largest letters, in px of the drawing, at which no label covers another or a mark. */
const roomy = new Map();

function roomySize() {
  if (!roomy.has(state.lang)) roomy.set(state.lang, findRoomySize());
  return roomy.get(state.lang);
}

function findRoomySize() {
  let size = 24;
  const sorted = [...drawing.nodes].sort((one, other) => one.y - other.y);
  sorted.forEach((upper, at) => {
    for (const lower of sorted.slice(at + 1)) {
      const down = lower.y - upper.y;
      if (down > 2 * MARK + LINE * size) break;
      const across = Math.abs(lower.x - upper.x) - 10;
      const [wide, other] = [labelWidth(upper.id), labelWidth(lower.id)];
      const labels = Math.max((2 * across) / (wide + other), down / LINE);
      const mark = Math.max((2 * (across - MARK)) / wide, (down - 2 * MARK - 2) / LINE);
      size = Math.min(size, labels, mark);
    }
  });
  return Math.max(13, size);
}

/** Find a place for as many labels as have room, what is chosen first, then what has most ties. */
function placeLabels() {
  const scale = picture.getScale();
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  drawn.size = Math.min(LARGEST * rem, Math.max(SMALLEST * rem, roomySize() * scale)) / scale;
  const { clientWidth, clientHeight } = byId("canvas");
  const start = picture.DOMtoCanvas({ x: 0, y: 0 });
  const end = picture.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  const inSight = ({ id }) => {
    const { x, y } = drawn.at[id];
    return x > start.x && x < end.x && y > start.y && y < end.y;
  };
  const rank = ({ id }) => (id === state.node ? 2e9 : faded(id) ? 0 : 1e9) + edgesAt.get(id).length;
  const wanting = drawn.passing.filter(inSight).sort((one, other) => rank(other) - rank(one));
  const marks = wanting.map(({ id }) => around(drawn.at[id], MARK - 3, id));
  drawn.labels = new Map();
  for (const { id } of wanting) {
    const taken = [...drawn.labels.values(), ...marks.filter((mark) => mark.id !== id)];
    const boxes = [false, true].map((above) => labelBox(id, start.x, end.x, above));
    const box = boxes.find((one) => !taken.some((other) => overlap(one, other)));
    if (box || id === state.node) drawn.labels.set(id, box ?? boxes[0]);
  }
}

const around = ({ x, y }, reach, id) =>
  ({ id, left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });

/** Return what a label covers by its mark, moved sideways where it would leave the canvas. */
function labelBox(id, from, to, above) {
  const half = (labelWidth(id) * drawn.size) / 2;
  const { x, y } = drawn.at[id];
  const middle = Math.max(from + half + 6, Math.min(to - half - 6, x));
  const height = LINE * drawn.size;
  const top = above ? y - MARK - 2 - height : y + MARK + 2;
  return { left: middle - half, right: middle + half, top, bottom: top + height };
}

const overlap = (one, other) => one.left < other.right && other.left < one.right
  && one.top < other.bottom && other.top < one.bottom;

/** Return the id of the node whose label is at a point. */
function labelAt({ x, y }) {
  for (const [id, { left, right, top, bottom }] of drawn.labels) {
    if (x >= left && x <= right && y >= top && y <= bottom) return id;
  }
  return undefined;
}

function drawLabels(context) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = drawn.size / 4;
  context.strokeStyle = colour("paper");
  for (const [id, { left, right, top, bottom }] of drawn.labels) {
    const issue = nodes.get(id).type === "issue";
    context.font = `${issue ? "italic " : ""}${drawn.size}px ${FACE}`;
    context.fillStyle = colour(issue ? "quiet" : "ink") + (faded(id) ? "66" : "");
    const place = [label(id).text, (left + right) / 2, (top + bottom) / 2];
    if (!faded(id)) context.strokeText(...place);
    context.fillText(...place);
  }
}
