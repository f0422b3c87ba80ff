// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

/** Receives the progress of a long download or run, for example to draw a progress bar. Called by one thread at a time. */
@FunctionalInterface
public interface ProgressListener {
    /** The total if it is not known. */
    long UNKNOWN = -1;

    /** Ignores progress. */
    ProgressListener NONE = (what, bytesDone, bytesTotal) -> {};

    /**
     * Called at the start, repeatedly while the work is running, and once when it is complete.
     *
     * @param what a description, such as {@code train-images-idx3-ubyte.gz}; the same in all calls
     * @param bytesDone the bytes done so far, including those of an earlier, interrupted download
     * @param bytesTotal all bytes, or {@link #UNKNOWN}
     */
    void progress(String what, long bytesDone, long bytesTotal);
}
