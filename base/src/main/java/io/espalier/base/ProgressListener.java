// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

/** Hears how far a long transfer or run is; a command line draws a bar with it. Called by one thread at a time. */
@FunctionalInterface
public interface ProgressListener {
    /** Stands for a total that the sender did not tell. */
    long UNKNOWN = -1;

    /** Hears nothing. */
    ProgressListener NONE = (what, bytesDone, bytesTotal) -> {};

    /**
     * Called when a transfer starts, repeatedly while it runs, and once when it is complete.
     *
     * @param what the thing in transfer, for people, such as {@code train-images-idx3-ubyte.gz}; the same text throughout
     * @param bytesDone bytes that are here already, those of an earlier, broken attempt included
     * @param bytesTotal all bytes, or {@link #UNKNOWN}
     */
    void progress(String what, long bytesDone, long bytesTotal);
}
