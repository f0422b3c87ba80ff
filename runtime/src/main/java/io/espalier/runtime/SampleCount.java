// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.ProgressListener;

/** How many samples were run, by all threads together. */
final class SampleCount {
    private final String what;
    private final long total;
    private final ProgressListener listener;
    private long done;

    /** @param total {@link ProgressListener#UNKNOWN} where nobody knows */
    SampleCount(String what, long total, ProgressListener listener) {
        this.what = what;
        this.total = total;
        this.listener = listener;
    }

    synchronized void add(int samples) {
        done += samples;
        listener.progress(what, done, total);
    }

    synchronized long done() {
        return done;
    }
}
