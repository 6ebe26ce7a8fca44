//! The cpu and memory of a Fargate task.

use std::fmt;

use serde::Deserialize;

use crate::schema::fargate::{NotOffered, offered};

/// A pair of cpu and memory that Fargate offers; an impossible pair cannot be made.
///
/// For a size that comes from settings or is computed. In a stack `FargateTask::new((512, 2048))` is enough: a pair that Fargate does not
/// offer is reported there, with the nearest that it does.
///
/// ```
/// use formwork::constructs::FargateSize;
///
/// let size = FargateSize::new(512, 2048)?;
/// assert_eq!((size.cpu(), size.memory()), (512, 2048));
///
/// let mistake = FargateSize::new(512, 300).unwrap_err();
/// assert!(mistake.to_string().contains("1024"), "{mistake}");
/// # Ok::<(), formwork::constructs::SizeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Pair")]
pub struct FargateSize {
    cpu: u32,
    memory: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    cpu: u32,
    memory: u32,
}

impl TryFrom<Pair> for FargateSize {
    type Error = SizeError;

    fn try_from(pair: Pair) -> Result<Self, SizeError> {
        FargateSize::new(pair.cpu, pair.memory)
    }
}

impl From<FargateSize> for (u32, u32) {
    fn from(size: FargateSize) -> Self {
        (size.cpu, size.memory)
    }
}

/// A pair of cpu and memory that Fargate does not offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeError {
    cpu: u32,
    memory: u32,
    nearest: (u32, u32),
    legal: String,
}

impl fmt::Display for SizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cpu, memory) = self.nearest;
        write!(
            f,
            "Fargate does not offer cpu {} with memory {}; the nearest is cpu {cpu} with memory {memory} (cpu {cpu} takes {} MiB)",
            self.cpu, self.memory, self.legal
        )
    }
}

impl std::error::Error for SizeError {}

impl FargateSize {
    /// The smallest that Fargate offers: a quarter of a vCPU and 512 MiB.
    pub const SMALLEST: FargateSize = FargateSize { cpu: 256, memory: 512 };

    /// A task of so many cpu units (1,024 are one vCPU) and so much memory in MiB.
    ///
    /// # Errors
    /// Fargate does not offer the pair; the error names the nearest that it does.
    pub fn new(cpu: u32, memory: u32) -> Result<Self, SizeError> {
        match offered(cpu, memory) {
            Ok(()) => Ok(FargateSize { cpu, memory }),
            Err(NotOffered { nearest, legal, .. }) => Err(SizeError { cpu, memory, nearest, legal }),
        }
    }

    /// Cpu units; 1,024 are one vCPU.
    pub fn cpu(self) -> u32 {
        self.cpu
    }

    /// Memory in MiB.
    pub fn memory(self) -> u32 {
        self.memory
    }
}

#[cfg(test)]
mod tests {
    use super::FargateSize;

    #[test]
    fn offered_pairs_are_sizes() {
        for (cpu, memory) in [(256, 512), (256, 2048), (512, 4096), (1024, 5120), (8192, 20480), (16384, 122_880)] {
            assert_eq!(FargateSize::new(cpu, memory).map(FargateSize::memory), Ok(memory));
        }
    }

    #[test]
    fn impossible_pairs_name_the_nearest() {
        let error = FargateSize::new(256, 4096).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Fargate does not offer cpu 256 with memory 4096; the nearest is cpu 256 with memory 2048 (cpu 256 takes 512, 1024, 2048 MiB)"
        );
        assert!(FargateSize::new(300, 512).is_err());
        assert!(FargateSize::new(8192, 17000).is_err());
    }
}
