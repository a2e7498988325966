//! System V message queues.

use std::ffi::CString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A queue, which lives in the kernel until somebody removes it.
#[derive(Debug, Clone, Copy)]
pub struct MessageQueue {
    id: i32,
    key: i32,
}

/// What the kernel tells about a queue.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Messages in it.
    pub messages: u64,
    /// Their bytes.
    pub bytes: u64,
}

fn check(result: i32) -> io::Result<i32> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// The key that stands for an existing file.
///
/// # Errors
///
/// `ENOENT`.
pub fn key_of(path: &Path) -> io::Result<i32> {
    let path = CString::new(path.as_os_str().as_bytes())?;
    // SAFETY: the path is terminated.
    check(unsafe { libc::ftok(path.as_ptr(), 1) })
}

/// Where a type and the bytes after it are read or written: the kernel wants them in one piece, aligned for the type.
const HEAD: usize = size_of::<libc::c_long>();

impl MessageQueue {
    /// Opens the queue with this key, making it if there is none. The key 0 makes one that only this process and those
    /// forked from it know.
    ///
    /// # Errors
    ///
    /// `EACCES`, `ENOSPC`.
    pub fn open(key: i32) -> io::Result<Self> {
        // SAFETY: no pointers.
        let id = check(unsafe { libc::msgget(key, libc::IPC_CREAT | 0o666) })?;
        Ok(Self { id, key })
    }

    /// Its number in the kernel.
    pub fn id(&self) -> i32 {
        self.id
    }

    /// The key it was opened with.
    pub fn key(&self) -> i32 {
        self.key
    }

    /// Sets how many bytes may wait in it.
    ///
    /// # Errors
    ///
    /// `EPERM`: more than the system allows.
    pub fn set_capacity(&self, bytes: u64) -> io::Result<()> {
        // SAFETY: the structure is filled by the kernel before it is given back.
        unsafe {
            let mut found: libc::msqid_ds = std::mem::zeroed();
            check(libc::msgctl(self.id, libc::IPC_STAT, &raw mut found))?;
            found.msg_qbytes = bytes as _;
            check(libc::msgctl(self.id, libc::IPC_SET, &raw mut found)).map(drop)
        }
    }

    /// What is in it.
    ///
    /// # Errors
    ///
    /// `EINVAL`, `EIDRM`: it is gone.
    pub fn figures(&self) -> io::Result<Figures> {
        // SAFETY: the structure is filled by the kernel.
        unsafe {
            let mut found: libc::msqid_ds = std::mem::zeroed();
            check(libc::msgctl(self.id, libc::IPC_STAT, &raw mut found))?;
            Ok(Figures {
                messages: found.msg_qnum as u64,
                bytes: found.__msg_cbytes as u64,
            })
        }
    }

    /// Removes it; who waits for it is told.
    ///
    /// # Errors
    ///
    /// `EINVAL`: it is gone. `EPERM`.
    pub fn remove(&self) -> io::Result<()> {
        // SAFETY: nothing is written.
        check(unsafe { libc::msgctl(self.id, libc::IPC_RMID, std::ptr::null_mut()) }).map(drop)
    }

    /// Adds a message of type `kind`, above 0. Waits for room, unless told not to.
    ///
    /// # Errors
    ///
    /// `EAGAIN`: no room. `EINVAL`: it is larger than the system allows, or the queue is gone. `EINTR`.
    pub fn send(&self, kind: i64, bytes: &[u8], waits: bool) -> io::Result<()> {
        let mut message = room(bytes.len());
        let flags = if waits { 0 } else { libc::IPC_NOWAIT };
        // SAFETY: the room is as long as the head and the bytes, and aligned.
        unsafe {
            let start = message.as_mut_ptr();
            start.cast::<libc::c_long>().write(kind as libc::c_long);
            std::ptr::copy_nonoverlapping(
                bytes.as_ptr(),
                start.cast::<u8>().add(HEAD),
                bytes.len(),
            );
            check(libc::msgsnd(
                self.id,
                start.cast_const().cast(),
                bytes.len(),
                flags,
            ))
            .map(drop)
        }
    }

    /// Takes the first message of type `kind` (0: of any) out. Waits for one, unless told not to.
    ///
    /// # Errors
    ///
    /// `ENOMSG`: there is none. `E2BIG`: it is longer than `most` bytes, and stays. `EIDRM`: the queue is gone. `EINTR`.
    pub fn receive(&self, kind: i64, most: usize, waits: bool) -> io::Result<Vec<u8>> {
        let mut message = room(most);
        let flags = if waits { 0 } else { libc::IPC_NOWAIT };
        // SAFETY: the room is as long as the head and the bytes, and aligned; as many bytes as said were written.
        unsafe {
            let start = message.as_mut_ptr();
            let length = libc::msgrcv(self.id, start.cast(), most, kind as libc::c_long, flags);
            let length = usize::try_from(length).map_err(|_| io::Error::last_os_error())?;
            Ok(std::slice::from_raw_parts(start.cast::<u8>().add(HEAD), length).to_vec())
        }
    }
}

fn room(bytes: usize) -> Vec<libc::c_long> {
    vec![0; 1 + bytes.div_ceil(HEAD)]
}
