//! The ways of lines around boxes: level and upright pieces on a grid of lanes beside the boxes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::placed::Rectangle;

/// From a box to the nearest lane: room for the head of an arrow.
const LANE: f64 = 12.0;
/// The lanes beside a box. A frame around it is 20 pixels away.
const LANES: [f64; 3] = [LANE, 28.0, 36.0];
/// From the corner of a box to the nearest end of a line.
const CORNER: f64 = 8.0;
/// No line comes so near to a box that it does not lead to.
const CLEARANCE: f64 = 5.0;
/// What a bend costs, in pixels of way.
const BEND: u64 = 24;
/// What it costs to cross a line.
const CROSSING: u64 = 14;
/// How much longer a way may be so that it does not run on another one.
const SHARED: u64 = 12;
/// Steps of all searches together: bounds the time for what nobody could read.
const MOST_STEPS: usize = 2_000_000;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    fn is_level(self) -> bool {
        matches!(self, Side::Left | Side::Right)
    }

    /// So far out of a box, on this side.
    fn out(self, (x, y): (f64, f64), by: f64) -> (f64, f64) {
        match self {
            Side::Left => (x - by, y),
            Side::Right => (x + by, y),
            Side::Top => (x, y - by),
            Side::Bottom => (x, y + by),
        }
    }
}

/// An end of a line at a side of a box: where its other end stands, the line, and which end it is.
type End = (f64, usize, usize);

/// An end of a line: the side of its box, and the point there.
type Port = (Side, (f64, f64));

/// The bends of each line, from border to border; none where there is no way, or the budget is spent.
pub(super) fn lead(boxes: &[Rectangle], titles: &[Rectangle], lines: &[(usize, usize)]) -> Vec<Vec<(f64, f64)>> {
    let ports = ports(boxes, lines);
    let mut grid = Grid::of(boxes, titles, &ports);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let length = |index: &usize| {
        let [(_, one), (_, other)] = ports[*index];
        whole((one.0 - other.0).abs() + (one.1 - other.1).abs())
    };
    order.sort_by_key(length);
    let mut found = vec![Vec::new(); lines.len()];
    for index in order {
        found[index] = grid.way(ports[index]);
    }
    found
}

/// Both ends of each line, spread over the sides of the boxes in the order of their other ends.
fn ports(boxes: &[Rectangle], lines: &[(usize, usize)]) -> Vec<[Port; 2]> {
    let sides: Vec<[Side; 2]> = lines.iter().map(|(from, to)| sides(boxes[*from], boxes[*to])).collect();
    let mut at: BTreeMap<(usize, Side), Vec<End>> = BTreeMap::new();
    for (index, (from, to)) in lines.iter().enumerate() {
        for (end, own, other) in [(0, *from, *to), (1, *to, *from)] {
            let side = sides[index][end];
            let (x, y) = boxes[other].middle();
            at.entry((own, side)).or_default().push((if side.is_level() { y } else { x }, index, end));
        }
    }
    let mut found = vec![[(Side::Right, (0.0, 0.0)); 2]; lines.len()];
    for ((own, side), mut ends) in at {
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let area = boxes[own];
        let length = if side.is_level() { area.height } else { area.width };
        let step = (length - 2.0 * CORNER) / (number(ends.len()) + 1.0);
        for (position, (_, line, end)) in ends.into_iter().enumerate() {
            let along = CORNER + step * (number(position) + 1.0);
            let point = match side {
                Side::Left => (area.x, area.y + along),
                Side::Right => (area.x + area.width, area.y + along),
                Side::Top => (area.x + along, area.y),
                Side::Bottom => (area.x + along, area.y + area.height),
            };
            found[line][end] = (side, point);
        }
    }
    found
}

fn sides(from: Rectangle, to: Rectangle) -> [Side; 2] {
    let room = 2.0 * LANE;
    if from.x + from.width + room <= to.x {
        [Side::Right, Side::Left]
    } else if to.x + to.width + room <= from.x {
        [Side::Left, Side::Right]
    } else if from.y <= to.y {
        [Side::Bottom, Side::Top]
    } else {
        [Side::Top, Side::Bottom]
    }
}

struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// Whether the piece right of a crossing, or below it, leads through a box.
    blocked: [Vec<bool>; 2],
    /// How many lines run on it.
    used: [Vec<u8>; 2],
    steps: usize,
}

impl Grid {
    fn of(boxes: &[Rectangle], titles: &[Rectangle], ports: &[[Port; 2]]) -> Grid {
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        for area in boxes {
            for by in LANES {
                xs.extend([area.x - by, area.x + area.width + by]);
                ys.extend([area.y - by, area.y + area.height + by]);
            }
        }
        for (side, point) in ports.iter().flatten() {
            let (x, y) = side.out(*point, LANE);
            xs.push(x);
            ys.push(y);
        }
        for lane in [&mut xs, &mut ys] {
            lane.sort_by(f64::total_cmp);
            lane.dedup_by(|one, other| (*one - *other).abs() < 0.01);
        }
        let size = xs.len() * ys.len();
        let mut grid =
            Grid { xs, ys, blocked: [vec![false; size], vec![false; size]], used: [vec![0; size], vec![0; size]], steps: 0 };
        boxes.iter().for_each(|area| grid.block(area.grown(CLEARANCE)));
        titles.iter().for_each(|area| grid.avoid(*area));
        grid
    }

    fn index(&self, x: usize, y: usize) -> usize {
        y * self.xs.len() + x
    }

    /// No line passes through an area.
    fn block(&mut self, area: Rectangle) {
        for (direction, piece) in self.pieces(area) {
            self.blocked[direction][piece] = true;
        }
    }

    /// A line passes through an area only where there is no other way, as if lines were there already.
    fn avoid(&mut self, area: Rectangle) {
        for (direction, piece) in self.pieces(area) {
            self.used[direction][piece] = 2;
        }
    }

    /// The pieces that touch an area, each with its direction.
    fn pieces(&self, area: Rectangle) -> Vec<(usize, usize)> {
        let inside =
            |lanes: &[f64], low: f64, high: f64| (lanes.partition_point(|at| *at <= low), lanes.partition_point(|at| *at < high));
        let (left, right) = inside(&self.xs, area.x, area.x + area.width);
        let (top, bottom) = inside(&self.ys, area.y, area.y + area.height);
        let level = (top..bottom).flat_map(|y| (left.saturating_sub(1)..right).map(move |x| (0, x, y)));
        let upright = (left..right).flat_map(|x| (top.saturating_sub(1)..bottom).map(move |y| (1, x, y)));
        level.chain(upright).map(|(direction, x, y)| (direction, self.index(x, y))).collect()
    }

    fn at(lanes: &[f64], value: f64) -> usize {
        lanes.partition_point(|at| *at < value - 0.005).min(lanes.len().saturating_sub(1))
    }

    /// The cheapest way from port to port, which is used from then on.
    fn way(&mut self, [(first, begin), (last, end)]: [Port; 2]) -> Vec<(f64, f64)> {
        let place = |side: Side, point| {
            let (x, y) = side.out(point, LANE);
            (Grid::at(&self.xs, x), Grid::at(&self.ys, y))
        };
        let (start, goal) = (place(first, begin), place(last, end));
        let Some(way) = self.search(start, usize::from(!first.is_level()), goal, usize::from(!last.is_level())) else {
            return Vec::new();
        };
        for pair in way.windows(2) {
            self.mark(pair[0], pair[1]);
        }
        let inner = way.iter().map(|(x, y)| (self.xs[*x], self.ys[*y]));
        straightened(std::iter::once(begin).chain(inner).chain([end]).collect())
    }

    fn mark(&mut self, one: (usize, usize), other: (usize, usize)) {
        let at = self.index(one.0.min(other.0), one.1.min(other.1));
        let direction = usize::from(one.0 == other.0);
        self.used[direction][at] = self.used[direction][at].saturating_add(1);
    }

    /// A* over crossings, each in the two directions in which it can be come to.
    fn search(&mut self, start: (usize, usize), first: usize, goal: (usize, usize), last: usize) -> Option<Vec<(usize, usize)>> {
        let size = self.xs.len() * self.ys.len();
        let mut cost: Vec<u64> = vec![u64::MAX; size * 2];
        let mut before: Vec<u32> = vec![u32::MAX; size * 2];
        let state = |grid: &Grid, (x, y): (usize, usize), direction: usize| grid.index(x, y) * 2 + direction;
        let far = |grid: &Grid, (x, y): (usize, usize)| {
            whole((grid.xs[x] - grid.xs[goal.0]).abs() + (grid.ys[y] - grid.ys[goal.1]).abs())
        };
        let mut open = BinaryHeap::new();
        cost[state(self, start, first)] = 0;
        open.push(Reverse((far(self, start), state(self, start, first))));
        while let Some(Reverse((_, at))) = open.pop() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return None;
            }
            let (direction, point) = (at % 2, at / 2);
            let place = (point % self.xs.len(), point / self.xs.len());
            if place == goal && direction == last {
                return Some(self.traced(at, &before));
            }
            for (next, along, piece) in self.steps_from(place) {
                let price = cost[at] + self.price(piece, along, direction, place);
                let to = state(self, next, along);
                if price < cost[to] {
                    cost[to] = price;
                    before[to] = u32::try_from(at).unwrap_or(u32::MAX);
                    open.push(Reverse((price + far(self, next), to)));
                }
            }
            let turned = state(self, place, 1 - direction);
            if place == goal && cost[at] + BEND < cost[turned] {
                cost[turned] = cost[at] + BEND;
                before[turned] = u32::try_from(at).unwrap_or(u32::MAX);
                open.push(Reverse((cost[turned], turned)));
            }
        }
        None
    }

    /// The next crossings on all sides, each with the direction and the piece that leads to it.
    fn steps_from(&self, (x, y): (usize, usize)) -> impl Iterator<Item = ((usize, usize), usize, usize)> {
        let right = (x + 1 < self.xs.len()).then(|| ((x + 1, y), 0, self.index(x, y)));
        let left = x.checked_sub(1).map(|x| ((x, y), 0, self.index(x, y)));
        let down = (y + 1 < self.ys.len()).then(|| ((x, y + 1), 1, self.index(x, y)));
        let up = y.checked_sub(1).map(|y| ((x, y), 1, self.index(x, y)));
        let free = |step: &((usize, usize), usize, usize)| !self.blocked[step.1][step.2];
        [right, left, down, up].into_iter().flatten().filter(free).collect::<Vec<_>>().into_iter()
    }

    fn price(&self, piece: usize, along: usize, direction: usize, (x, y): (usize, usize)) -> u64 {
        let (px, py) = (piece % self.xs.len(), piece / self.xs.len());
        let length = if along == 0 { self.xs[px + 1] - self.xs[px] } else { self.ys[py + 1] - self.ys[py] };
        let shared = u64::from(self.used[along][piece]) * (SHARED + whole(length) * 2);
        let bend = if along == direction { 0 } else { BEND };
        let crossed = u64::from(self.used[1 - along][self.index(x, y)] > 0) * CROSSING;
        whole(length) + shared + bend + crossed
    }

    fn traced(&self, end: usize, before: &[u32]) -> Vec<(usize, usize)> {
        let mut way = Vec::new();
        let mut at = end;
        loop {
            let place = ((at / 2) % self.xs.len(), (at / 2) / self.xs.len());
            if way.last() != Some(&place) {
                way.push(place);
            }
            match before[at] {
                u32::MAX => break,
                previous => at = previous as usize,
            }
        }
        way.reverse();
        way
    }
}

/// The same way with its bends alone.
fn straightened(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    for point in points {
        if let [.., one, two] = found.as_slice() {
            let same = |a: f64, b: f64, c: f64| (a - b).abs() < 0.01 && (b - c).abs() < 0.01;
            if same(one.0, two.0, point.0) || same(one.1, two.1, point.1) {
                found.pop();
            }
        }
        found.push(point);
    }
    found
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a picture, never negative")]
fn whole(length: f64) -> u64 {
    length.round() as u64
}
