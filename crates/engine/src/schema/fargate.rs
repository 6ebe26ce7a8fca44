//! The sizes of Fargate tasks, which no schema states.
//!
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html>

/// The cpu units of Fargate tasks, each with its listed memory, or the smallest, the largest and the step between, in MiB.
const SIZES: [(u32, &[u32], u32, u32, u32); 8] = [
    (256, &[512, 1024, 2048], 0, 0, 1),
    (512, &[], 1024, 4096, 1024),
    (1024, &[], 2048, 8192, 1024),
    (2048, &[], 4096, 16384, 1024),
    (4096, &[], 8192, 30720, 1024),
    (8192, &[], 16384, 61440, 4096),
    (16384, &[], 32768, 122_880, 8192),
    (32768, &[61_440, 122_880, 249_856], 0, 0, 1),
];

/// A pair that is not offered: the nearest that is, and what its cpu takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotOffered {
    /// Cpu units and MiB of the nearest pair.
    pub nearest: (u32, u32),
    /// The memory that the nearest cpu takes, in words.
    pub legal: String,
}

/// Checks that Fargate offers a pair of cpu units (1,024 are one vCPU) and memory in MiB.
///
/// # Errors
/// It does not; the error has the nearest pair.
pub fn offered(cpu: u32, memory: u32) -> Result<(), NotOffered> {
    let row = SIZES.iter().min_by_key(|row| row.0.abs_diff(cpu)).unwrap_or(&SIZES[0]);
    let choices = memories(row);
    if row.0 == cpu && choices.contains(&memory) {
        return Ok(());
    }
    let near = choices.iter().copied().min_by_key(|choice| choice.abs_diff(memory)).unwrap_or(memory);
    Err(NotOffered { nearest: (row.0, near), legal: describe(row) })
}

/// The smallest pair that Fargate offers with at least so many cpu units and so much memory in MiB.
pub fn smallest(cpu: u32, memory: u32) -> Option<(u32, u32)> {
    let rows = SIZES.iter().filter(|row| row.0 >= cpu);
    rows.filter_map(|row| Some((row.0, memories(row).into_iter().find(|choice| *choice >= memory)?))).next()
}

fn memories(row: &(u32, &[u32], u32, u32, u32)) -> Vec<u32> {
    let (_, listed, low, high, step) = *row;
    if listed.is_empty() { (low..=high).step_by(step as usize).collect() } else { listed.to_vec() }
}

fn describe(row: &(u32, &[u32], u32, u32, u32)) -> String {
    let (_, listed, low, high, step) = *row;
    if listed.is_empty() {
        return format!("{low} to {high} in steps of {step}");
    }
    let texts: Vec<String> = listed.iter().map(u32::to_string).collect();
    texts.join(", ")
}
