// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Lets one thread of one process at a time fetch into a folder. The system releases it when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private static final int POLL_MILLIS = 100;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until nobody else holds the lock. */
    static FolderLock acquire(Path folder) throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            while (tryLock(channel) == null) {
                Thread.sleep(POLL_MILLIS);
            }
            locked = true;
            return new FolderLock(channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process holds it
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
