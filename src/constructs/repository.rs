//! Image repositories.

use crate::aws::ecr;
use crate::aws::ecr::repository::{ImageScanningConfiguration, ImageTagMutability, LifecyclePolicy};
use crate::stack::{Construct, Handle, Pending, Resource, Stack, Text, Value, located};

/// A repository of ECR.
///
/// Tags are immutable, so that what was reviewed is what runs; images are scanned when they are pushed; untagged images and old tagged
/// ones expire; and the repository is retained when it leaves the stack, since images that run must stay pullable.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn images(stack: &mut Stack) {
///     let images = stack.add("Images", Repository::new("shop/web").keep(20));
///     stack.output("RepositoryUri", images.repository_uri());
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Repository {
    pending: Pending,
    name: Value<Text>,
    mutability: Value<ImageTagMutability>,
    keep: u32,
    untagged_days: u32,
}

impl Repository {
    /// A repository by its name, which deployments and `docker push` use.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Repository {
            pending: Pending::of::<Self>(),
            name: located(name.into()),
            mutability: located(ImageTagMutability::IMMUTABLE),
            keep: 50,
            untagged_days: 7,
        }
    }

    /// Lets a tag be moved to another image, for base images that are mirrored under upstream's tags. Use such images by digest.
    #[track_caller]
    pub fn mutable_tags(mut self) -> Self {
        self.mutability = located(ImageTagMutability::MUTABLE);
        self
    }

    /// How many images stay; 50 unless it is said.
    pub fn keep(mut self, images: u32) -> Self {
        self.keep = images;
        self
    }

    /// After how many days an image that lost its tag expires; 7 unless it is said.
    pub fn untagged_days(mut self, days: u32) -> Self {
        self.untagged_days = days;
        self
    }

    /// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html>
    fn lifecycle(&self) -> String {
        let rules = serde_json::json!({
            "rules": [
                {
                    "rulePriority": 1,
                    "description": format!("Untagged images expire after {} days", self.untagged_days),
                    "selection": {
                        "tagStatus": "untagged",
                        "countType": "sinceImagePushed",
                        "countUnit": "days",
                        "countNumber": self.untagged_days
                    },
                    "action": { "type": "expire" }
                },
                {
                    "rulePriority": 2,
                    "description": format!("The newest {} images stay", self.keep),
                    "selection": { "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": self.keep },
                    "action": { "type": "expire" }
                }
            ]
        });
        rules.to_string()
    }
}

impl Construct for Repository {
    type Output = Handle<ecr::Repository>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let repository = ecr::Repository::new()
            .repository_name(&self.name)
            .image_tag_mutability(&self.mutability)
            .image_scanning_configuration(ImageScanningConfiguration::new().scan_on_push(true))
            .lifecycle_policy(LifecyclePolicy::new().lifecycle_policy_text(self.lifecycle()))
            .retain();
        stack.add(id, repository)
    }
}
