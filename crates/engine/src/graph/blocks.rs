//! Where boxes and nested frames stand: zones and subnets in a grid, everything else in columns from left to right.

use std::collections::BTreeMap;

use super::font;
use super::layers::{self, Item};
use super::measure::{BOX, HEADING, LINE, PADDING, SMALL, TITLE, first_line};
use super::model::{Access, Flow, FrameKind, Graph, GraphNode};
use super::placed::{PlacedBox, PlacedFrame, Rectangle};

/// From what is in a frame to its sides.
const INSET: f64 = 20.0;
/// Between the rows of a grid, and between boxes of a column: room for lines.
const ROW_GAP: f64 = 22.0;
/// Between the tiers of a network.
const TIER_GAP: f64 = 56.0;
/// Between the ends of two lines at a side of a box.
const PORT: f64 = 17.0;
/// The height that the ends of lines alone give to a box, at most.
const HIGHEST: f64 = 220.0;
/// Characters of the title of a frame.
const LONGEST: usize = 60;

/// What is laid out of a frame, by its own corner.
#[derive(Default)]
pub(super) struct Block {
    pub(super) size: (f64, f64),
    pub(super) boxes: Vec<(usize, Rectangle)>,
    pub(super) frames: Vec<(usize, Rectangle)>,
}

impl Block {
    fn put(&mut self, other: Block, x: f64, y: f64) {
        self.size = (self.size.0.max(x + other.size.0), self.size.1.max(y + other.size.1));
        let moved = |(index, area): (usize, Rectangle)| (index, area.moved(x, y));
        self.frames.extend(other.frames.into_iter().map(moved));
        self.boxes.extend(other.boxes.into_iter().map(moved));
    }
}

/// Lays out everything but the lines: the boxes in the order of the nodes, the frames from the outside in.
pub(super) fn place(graph: &Graph) -> (Vec<PlacedBox>, Vec<PlacedFrame>) {
    let mut boxes: Vec<PlacedBox> = graph.nodes.values().map(sized).collect();
    make_room(&mut boxes, graph);
    let block = Arrangement { graph, sizes: boxes.iter().map(|one| (one.area.width, one.area.height)).collect() }.layered(None);
    for (index, area) in block.boxes {
        boxes[index].area = area;
    }
    let mut frames: Vec<(usize, PlacedFrame)> = Vec::new();
    for (index, area) in block.frames {
        let Some(frame) = graph.frames.get(index) else { continue };
        let placed = PlacedFrame { area, title: title(&frame.title), kind: frame.kind, index };
        frames.push((depth(graph, index), placed));
    }
    frames.sort_by_key(|(depth, _)| *depth);
    (boxes, frames.into_iter().map(|(_, frame)| frame).collect())
}

fn title(text: &str) -> String {
    font::shortened_to(text, LONGEST)
}

fn depth(graph: &Graph, frame: usize) -> usize {
    let parents = std::iter::successors(Some(frame), |frame| graph.frames.get(*frame)?.parent);
    parents.take(graph.frames.len() + 1).count()
}

fn sized(node: &GraphNode) -> PlacedBox {
    let (title, subtitle) = (font::shortened(&node.title), font::shortened(&node.noted()));
    let lines: Vec<String> = node.lines.iter().map(|line| font::shortened(line)).collect();
    let badge = node.mark().map_or("", super::mark::Mark::words);
    let small = lines.iter().chain([&subtitle]).map(|text| font::width(text, SMALL)).fold(0.0, f64::max);
    let width = first_line(&title, badge).max(small) + 2.0 * PADDING;
    let height = BOX + lines.iter().map(|_| LINE).sum::<f64>();
    PlacedBox { area: Rectangle { width, height, ..Rectangle::default() }, title, subtitle, lines, badge }
}

/// A box is as high as the lines at one of its sides need.
fn make_room(boxes: &mut [PlacedBox], graph: &Graph) {
    let mut ends = vec![[0.0_f64; 2]; boxes.len()];
    for edge in graph.edges.keys() {
        ends[edge.from][0] += 1.0;
        ends[edge.to][1] += 1.0;
    }
    for (placed, [out, into]) in boxes.iter_mut().zip(ends) {
        placed.area.height = placed.area.height.max((out.max(into) * PORT + PADDING).min(HIGHEST));
    }
}

struct Arrangement<'g> {
    graph: &'g Graph,
    sizes: Vec<(f64, f64)>,
}

impl Arrangement<'_> {
    fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> {
        let frames = self.graph.frames.iter().enumerate();
        frames.filter(move |(_, frame)| frame.parent == parent).map(|(index, _)| index)
    }

    /// A frame with all that is in it.
    fn framed(&self, frame: usize) -> Block {
        let inner = match self.graph.frames.get(frame).map(|frame| frame.kind) {
            Some(FrameKind::Vpc) => self.grid(frame),
            _ => self.layered(Some(frame)),
        };
        self.around(frame, inner, 0.0)
    }

    /// A frame around what was laid out, at least so wide.
    fn around(&self, frame: usize, inner: Block, least: f64) -> Block {
        let text = self.graph.frames.get(frame).map(|frame| title(&frame.title)).unwrap_or_default();
        let width = (inner.size.0 + 2.0 * INSET).max(font::width(&text, TITLE) + 2.0 * INSET).max(least);
        let height = if inner.boxes.is_empty() && inner.frames.is_empty() { 0.0 } else { inner.size.1 + INSET };
        let area = Rectangle { x: 0.0, y: 0.0, width, height: HEADING + 6.0 + height };
        let mut block = Block { frames: vec![(frame, area)], ..Block::default() };
        block.put(inner, INSET, HEADING + 6.0);
        block.size = (area.width, area.height);
        block
    }

    /// A network: what lies in it alone, then a row for each zone, with the subnets of a kind below each other.
    fn grid(&self, vpc: usize) -> Block {
        let mut rows: Vec<(usize, BTreeMap<Access, Block>)> = Vec::new();
        let mut widths: BTreeMap<Access, f64> = BTreeMap::new();
        for zone in self.children(Some(vpc)) {
            let mut cells: BTreeMap<Access, Block> = BTreeMap::new();
            for frame in self.children(Some(zone)) {
                let access = self.access(frame);
                let cell = cells.entry(access).or_default();
                let top = if cell.frames.is_empty() { 0.0 } else { cell.size.1 + ROW_GAP };
                cell.put(self.framed(frame), 0.0, top);
            }
            for (access, cell) in &cells {
                let width = widths.entry(*access).or_default();
                *width = width.max(cell.size.0);
            }
            rows.push((zone, cells));
        }
        let mut block = Block::default();
        let loose = self.layered_of(Some(vpc), false);
        let mut top = 0.0;
        if !loose.boxes.is_empty() || !loose.frames.is_empty() {
            top = loose.size.1 + ROW_GAP;
            block.put(loose, 0.0, 0.0);
        }
        let whole = widths.values().sum::<f64>() + TIER_GAP * number(widths.len().saturating_sub(1)) + 2.0 * INSET;
        for (zone, cells) in rows {
            let mut row = Block::default();
            let mut left = 0.0;
            for (access, width) in &widths {
                if let Some(cell) = cells.get(access) {
                    row.put(self.widened(cell, *width), left, 0.0);
                }
                left += width + TIER_GAP;
            }
            let row = self.around(zone, row, whole);
            let height = row.size.1;
            block.put(row, 0.0, top);
            top += height + ROW_GAP;
        }
        block
    }

    /// The same cell, its own frames so wide.
    fn widened(&self, cell: &Block, width: f64) -> Block {
        let is_outer =
            |frame: usize| self.graph.frames.get(frame).is_some_and(|frame| matches!(frame.kind, FrameKind::Subnet(_)));
        let frames = cell.frames.iter().map(|(frame, area)| {
            let width = if is_outer(*frame) { width } else { area.width };
            (*frame, Rectangle { width, ..*area })
        });
        Block { size: (width, cell.size.1), boxes: cell.boxes.clone(), frames: frames.collect() }
    }

    fn access(&self, frame: usize) -> Access {
        match self.graph.frames.get(frame).map(|frame| frame.kind) {
            Some(FrameKind::Subnet(access)) => access,
            _ => Access::Unknown,
        }
    }

    fn layered(&self, frame: Option<usize>) -> Block {
        self.layered_of(frame, true)
    }

    /// What is in a frame, in columns by what leads to what; without the frames in it, if so asked.
    fn layered_of(&self, frame: Option<usize>, with_frames: bool) -> Block {
        let mut items: Vec<Item> = Vec::new();
        let mut blocks: Vec<Option<Block>> = Vec::new();
        for index in self.graph.in_frame(frame) {
            let (width, height) = self.sizes[index];
            items.push(Item { nodes: vec![index], size: (width, height), is_box: true });
            blocks.push(None);
        }
        for inner in self.children(frame).filter(|_| with_frames) {
            let block = self.framed(inner);
            items.push(Item { nodes: block.boxes.iter().map(|(index, _)| *index).collect(), size: block.size, is_box: false });
            blocks.push(Some(block));
        }
        let label = |from: usize, to: usize| {
            let both = [Flow::Traffic, Flow::Reference].map(|flow| self.graph.edges.get(&super::model::Edge { from, to, flow }));
            let texts = both.into_iter().flatten().flatten();
            texts.map(|text| font::width(&font::shortened(text), SMALL)).fold(0.0, f64::max)
        };
        let edges: Vec<(usize, usize, f64)> =
            self.graph.edges.keys().map(|edge| (edge.from, edge.to, label(edge.from, edge.to))).collect();
        let is_data =
            |index: usize| self.graph.nodes.get_index(index).is_some_and(|(_, node)| node.role == super::model::Role::Data);
        let places = layers::place(&items, &edges, &is_data);
        let mut whole = Block::default();
        for ((item, block), area) in items.into_iter().zip(blocks).zip(places) {
            let block = block.unwrap_or_else(|| Block {
                size: (area.width, area.height),
                boxes: item.nodes.first().map(|index| (*index, Rectangle { x: 0.0, y: 0.0, ..area })).into_iter().collect(),
                frames: Vec::new(),
            });
            whole.put(block, area.x, area.y);
        }
        whole
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}
