//! How tangled a graph is, which is what its layout takes time for.

use super::model::{Edge, Graph};

/// Columns that all lines together may pass. Layouts of so many took two seconds on the machine where this was measured; the time
/// grows faster than the number. A template of 450 resources with 540 references passes 810.
pub(super) const MOST: usize = 3000;

/// The columns that the lines pass together, when every node stands as near to the end of its references as it can.
pub(super) fn columns(graph: &Graph) -> usize {
    let mut targets: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for Edge { from, to, .. } in graph.edges.keys() {
        targets[*from].push(*to);
    }
    let ranks = ranks(&targets);
    graph.edges.keys().map(|edge| ranks[edge.from].abs_diff(ranks[edge.to])).sum()
}

/// The longest way from each node on, with the references left out that close a circle.
fn ranks(targets: &[Vec<usize>]) -> Vec<usize> {
    let mut ranks = vec![0; targets.len()];
    let (mut is_begun, mut is_done) = (vec![false; targets.len()], vec![false; targets.len()]);
    for start in 0..targets.len() {
        // Each entry is a node and how many of its targets were seen: a stack of calls of its own, however long the way is.
        let mut way = vec![(start, 0)];
        while let Some((node, seen)) = way.pop() {
            if is_done[node] {
                continue;
            }
            is_begun[node] = true;
            match targets[node].get(seen) {
                Some(target) => {
                    way.push((node, seen + 1));
                    if !is_begun[*target] {
                        way.push((*target, 0));
                    }
                }
                None => {
                    let next = targets[node].iter().filter(|target| is_done[**target]);
                    ranks[node] = next.map(|target| ranks[*target] + 1).max().unwrap_or(0);
                    is_done[node] = true;
                }
            }
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn the_longest_way_counts_and_circles_end() {
        assert_eq!(ranks(&[vec![1, 2], vec![2], vec![]]), [2, 1, 0]);
        assert_eq!(ranks(&[vec![1], vec![0]]), [1, 0]);
    }
}
