//! The command `bridgesh`: hands its arguments to [`bridgesh::app`].

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    bridgesh::app::main()
}
