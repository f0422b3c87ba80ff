// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of one process at a time write into a folder. The system releases it when the process ends, however it ends; so no lock is
 * ever left over. The file that is locked says which process holds it.
 */
public final class FolderLock implements AutoCloseable {
    private static final int POLL_MILLIS = 100;
    // Windows lets nobody read what is locked, and the number of the process is to be read.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits until nobody else holds the lock. */
    public static FolderLock acquire(Path folder) throws IOException, InterruptedException {
        Optional<FolderLock> lock = tryAcquire(folder.resolve("lock"));
        while (lock.isEmpty()) {
            Thread.sleep(POLL_MILLIS);
            lock = tryAcquire(folder.resolve("lock"));
        }
        return lock.get();
    }

    /** The lock that a file stands for, unless somebody else holds it. */
    public static Optional<FolderLock> tryAcquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = tryLock(channel) != null;
            if (locked) {
                channel.truncate(0);
                String holder = ProcessHandle.current().pid() + "\n";
                channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
            }
            return locked ? Optional.of(new FolderLock(file, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** The number of the process that holds the lock, or did so last; empty if it cannot be told. */
    public static Optional<String> holder(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(pid -> !pid.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process holds it
        }
    }

    /** Releases the lock and takes its file away; for locks that nobody waits for. */
    public void release() throws IOException {
        try (channel) {
            Files.deleteIfExists(
                    file); // as long as it is locked: another process may have opened it, and would lock what is gone
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
