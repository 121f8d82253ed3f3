//! The command `bridgesh`: hands its arguments to [`bridgesh::app`].

fn main() -> std::process::ExitCode {
    bridgesh::app::main()
}
