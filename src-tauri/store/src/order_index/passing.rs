//! Room for a million numbers that are needed for a moment.

/// Larger than anything that an allocator keeps for later: glibc, for one, learns from every block that
/// it gives back to the system, up to 32 MiB, and keeps blocks of that size from then on.
const NEVER_KEPT: usize = 33 << 20;

/// An empty list with room for so many. Where they are many, the system has the memory back as soon as
/// the list is dropped; what isn't filled takes none.
pub(super) fn room_for<T>(count: usize) -> Vec<T> {
    let many = count * size_of::<T>() > 1 << 20;
    Vec::with_capacity(if many { count.max(NEVER_KEPT / size_of::<T>()) } else { count })
}
