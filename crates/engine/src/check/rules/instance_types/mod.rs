//! Types of instances that services have.

pub(crate) mod e3617_blockchain_node;
pub(crate) mod e3621_fleet_instance;
pub(crate) mod e3628_compute_instance;
pub(crate) mod e3640_processing_instance;
pub(crate) mod e3641_game_instance;
pub(crate) mod e3642_hosting_instance;
pub(crate) mod e3643_transform_instance;
pub(crate) mod e3644_cluster_instance;
pub(crate) mod e3652_elasticsearch_node;
pub(crate) mod e3653_search_node;
pub(crate) mod e3670_broker_instance;
pub(crate) mod e3675_map_reduce_instance;
