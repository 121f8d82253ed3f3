//! Runs inputs on one thread with a stack as large as the shell's own.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex};

type Work = (fn(&[u8]), Vec<u8>);

static WORKER: LazyLock<Mutex<(Sender<Work>, Receiver<()>)>> = LazyLock::new(|| {
    let (give, take) = channel::<Work>();
    let (done, wait) = channel();
    std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || {
            for (check, data) in take {
                check(&data);
                if done.send(()).is_err() {
                    return;
                }
            }
        })
        .expect("a thread can be started");
    Mutex::new((give, wait))
});

/// Checks one input; a panic there ends the process, as the driver's hook says.
pub fn run(check: fn(&[u8]), data: &[u8]) {
    let worker = WORKER.lock().expect("nothing panics while it holds the lock");
    worker.0.send((check, data.to_vec())).expect("the worker waits for inputs");
    worker.1.recv().expect("the worker answers each input");
}
