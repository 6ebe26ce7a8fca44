//! The binary `formwork`: the commands that need no stacks.

fn main() -> std::process::ExitCode {
    formwork::cli::tool_main()
}
